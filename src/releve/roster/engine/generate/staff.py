"""The people of a generated ward: all invented, their family names are plants.

Shares, roles and restrictions come as often as in a French ward: about a third of the people
part-time, most of them at 80 %, two assistants for three nurses, a few people kept from nights.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from releve.roster.engine.calendar import LONG_SHIFT_MINUTES, is_night
from releve.roster.engine.generate.draw import Draw
from releve.roster.engine.generate.organisations import ASSISTANT, NURSE, Organisation, Regime
from releve.roster.engine.problem import Contract, Person, Restriction, ShiftType

UNIT = "SERVICE"

RESUSCITATION, COORDINATION = "resuscitation", "coordination"

Kind = Literal["no_12h", "max_minutes_a_day"]

SHARES = ((100, 64), (80, 20), (90, 5), (50, 6), (60, 3), (70, 2))
"""Percent of full time, with how often it is met."""

NIGHT_WEEK_MINUTES = 1950
"""Weekly duty of a full-time night team: 32 h 30, the usual equivalent of 1,476 hours a year."""

GIVEN_NAMES = (
    *("Aline", "Basile", "Camille", "Diane", "Émile", "Faustine", "Gaspard", "Hortense"),
    *("Iris", "Jules", "Katell", "Léon", "Maud", "Nour", "Octave", "Perrine", "Quentin"),
    *("Rose", "Sacha", "Thaïs", "Ulysse", "Violette", "Wilfried", "Xavière", "Yanis", "Zoé"),
    *("Anatole", "Bertille", "Côme", "Delphine", "Étienne", "Flore", "Gabin", "Héloïse"),
    *("Ismaël", "Jeanne", "Karim", "Louise", "Marius", "Ninon"),
)
FAMILY_NAMES = (
    *("Fougère", "Tilleul", "Bruyère", "Ormeau", "Noisetier", "Garance", "Mélèze"),
    *("Pervenche", "Capucine", "Charme", "Genêt", "Sureau", "Églantine", "Jasmin", "Frêne"),
    *("Aubépine", "Hêtre", "Lavande", "Platane", "Verveine", "Cyprès", "Myrtille", "Saule"),
    *("Glycine", "Olivier", "Marjolaine", "Érable", "Ancolie", "Peuplier", "Azalée"),
    *("Bouleau", "Camomille", "Cormier", "Mimosa", "Merisier", "Pivoine", "Sorbier"),
)


def staff(
    draw: Draw, organisation: Organisation, *, people: int, since: date
) -> tuple[Person, ...]:
    """Return the people of a ward, without a past; restrictions stand since that day."""
    assistants = people * 2 // 5 if people >= 5 else 0
    roles = [NURSE] * (people - assistants) + [ASSISTANT] * assistants
    regimes = _regimes(draw, organisation, roles)
    trained = {skill: draw.between(*often) for skill, often in _trained(people).items()}
    found: list[Person] = []
    for index, (role, regime) in enumerate(zip(roles, regimes, strict=True)):
        share = draw.weighted(SHARES)
        skills = tuple(skill for skill, percent in trained.items() if draw.chance(percent))
        found.append(
            Person(
                id=f"P{index + 1:03d}",
                role=role,
                name=f"{GIVEN_NAMES[index % 40]} {FAMILY_NAMES[index % 37]}",
                unit=UNIT,
                skills=skills if role == NURSE else (),
                contract=Contract(
                    share=share / 100,
                    pack="fph",
                    regime=regime,
                    full_time_weekly_minutes=NIGHT_WEEK_MINUTES if regime == "night" else 2100,
                ),
            )
        )
    return _restricted(draw, organisation, found, since=since)


def _trained(people: int) -> dict[str, tuple[int, int]]:
    """Return how many nurses in a hundred hold each skill, at least and at most."""
    if people < 20:
        return {RESUSCITATION: (85, 95), COORDINATION: (50, 70)}
    return {RESUSCITATION: (55, 75), COORDINATION: (30, 45)}


def _regimes(draw: Draw, organisation: Organisation, roles: list[str]) -> list[Regime]:
    if not organisation.has_night_team:
        return ["variable"] * len(roles)
    regimes: list[Regime] = ["day"] * len(roles)
    for role in (NURSE, ASSISTANT):
        places = [index for index, held in enumerate(roles) if held == role]
        for index in draw.shuffled(places)[: max(3, len(places) // 4)]:
            regimes[index] = "night"
    return regimes


def _restricted(
    draw: Draw, organisation: Organisation, people: list[Person], *, since: date
) -> tuple[Person, ...]:
    """Return the people with the restrictions that some have; few are kept from nights."""
    found: list[Person] = []
    left = len(people) // 10
    for person in people:
        restriction = _restriction(draw, organisation, person, since=since)
        if restriction is not None and restriction.kind != "days_off":
            restriction = restriction if left > 0 else None
            left -= 1
        restrictions = () if restriction is None else (restriction,)
        found.append(replace(person, restrictions=restrictions))
    return tuple(found)


def _restriction(
    draw: Draw, organisation: Organisation, person: Person, *, since: date
) -> Restriction | None:
    roll, wednesday = draw.below(100), draw.chance(30)
    codes, contract = organisation.codes, person.contract
    if contract.regime == "night":
        return None
    if wednesday and contract.share <= 0.8:
        return Restriction(kind="days_off", from_on=since, weekdays=("wed",))
    if roll < 4 and contract.regime == "variable":
        return Restriction(kind="no_nights", from_on=since)
    if 4 <= roll < 9 and "S" in codes:
        long = roll < 7 and "J" in codes
        kind: Kind = "no_12h" if long else "max_minutes_a_day"
        return Restriction(kind=kind, from_on=since, minutes=None if long else 450)
    return Restriction(kind="no_weekends", from_on=since) if 9 <= roll < 11 else None


def share_of(person: Person) -> int:
    """Return the percent of full time that a person works."""
    return round(person.contract.share * 100)


def may_work(person: Person, shift: ShiftType) -> bool:
    """Whether no restriction or regime bars this shift from the person on an ordinary day."""
    barred = {restriction.kind for restriction in person.restrictions}
    work, night = shift.span_minutes - shift.unpaid_minutes, is_night(shift)
    if person.contract.regime == ("day" if night else "night"):
        return False
    if any(one.minutes is not None and work > one.minutes for one in person.restrictions):
        return False
    if night and "no_nights" in barred:
        return False
    return shift.span_minutes < LONG_SHIFT_MINUTES or "no_12h" not in barred


def days_never_worked(person: Person) -> frozenset[str]:
    """Return the weekdays on which a restriction keeps the person from any minute of work."""
    kinds = {restriction.kind for restriction in person.restrictions}
    weekend = frozenset({"sat", "sun"}) if "no_weekends" in kinds else frozenset()
    return weekend.union(*(restriction.weekdays for restriction in person.restrictions))
