"""Wards made by chance that look like French ones, to try an engine on.

No clock, no network: the same people, weeks and seed give the same problem to the byte. The
people are invented; what is asked of them uses up the hours they owe and little more, so that
a lawful roster can nearly meet it.
"""

from __future__ import annotations

from datetime import date, timedelta

from releve.roster.engine.generate.draw import Draw
from releve.roster.engine.generate.organisations import ORGANISATIONS, Organisation
from releve.roster.engine.generate.past import PAST_WEEKS, with_past
from releve.roster.engine.generate.posts import needs, posts
from releve.roster.engine.generate.requests import absences, decided, wishes
from releve.roster.engine.generate.staff import UNIT, staff
from releve.roster.engine.problem import Problem, ProtectedTime
from releve.roster.engine.rules import Decision

MAX_PEOPLE = 200
MAX_WEEKS = 12

__all__ = ["MAX_PEOPLE", "MAX_WEEKS", "generate"]

FIRST_MONDAY, LAST_SUNDAY = date(2026, 12, 7), date(2027, 10, 24)
"""Between two autumn clock changes: a 12-hour night of 13 real hours has no lawful roster."""


def generate(*, people: int, weeks: int, seed: int, protected: int = 0) -> Problem:
    """Return a ward's period under ``fph``, of 1 to 200 people and 1 to 12 weeks.

    ``protected``: minutes of the whole team that shifts are to leave free for patients; what is
    needed leaves that room. The period starts on a Monday, and may hold public holidays and the
    spring clock change. Raises ValueError where people or weeks are out of bounds.
    """
    if not 1 <= people <= MAX_PEOPLE or not 1 <= weeks <= MAX_WEEKS:
        message = f"a ward has 1 to {MAX_PEOPLE} people and 1 to {MAX_WEEKS} weeks"
        raise ValueError(message)
    draw = Draw(seed, people, weeks)
    organisation = _organisation(draw, people)
    bare = _bare(draw, organisation, people, weeks)
    bare = bare.with_changes(name=f"Service fictif {people}-{weeks}-{seed}")
    away = absences(draw, bare.people, bare.days)
    ward = with_past(draw, bare.with_changes(unavailable=away), organisation)
    if protected:
        ward = ward.with_changes(protected=(_for_patients(ward, protected),))
    ward = ward.with_changes(needs=needs(ward, organisation, posts(ward, organisation)))
    ward = ward.with_changes(fixed=decided(draw, ward))
    return ward.with_changes(wishes=wishes(draw, ward))


def _for_patients(ward: Problem, minutes: int) -> ProtectedTime:
    return ProtectedTime(
        purpose="patients", minutes=minutes, from_on=ward.starts_on, to_on=ward.ends_on
    )


def _organisation(draw: Draw, people: int) -> Organisation:
    return draw.weighted(
        [(found, often) for found, often in ORGANISATIONS if found.least_people <= people]
    )


def _bare(draw: Draw, organisation: Organisation, people: int, weeks: int) -> Problem:
    """Return people and dates, nothing asked yet."""
    mondays = ((LAST_SUNDAY - FIRST_MONDAY).days + 1) // 7 - weeks + 1
    starts_on = FIRST_MONDAY + timedelta(weeks=draw.below(mondays))
    ends_on = starts_on + timedelta(weeks=weeks, days=-1)
    since = starts_on - timedelta(weeks=PAST_WEEKS)
    decision = Decision(
        rule="FPH-12H",
        signer="Direction (exemple)",
        from_on=since,
        to_on=ends_on + timedelta(days=1),
        unit=UNIT,
    )
    return Problem(
        starts_on=starts_on,
        ends_on=ends_on,
        people=staff(draw, organisation, people=people, since=since),
        shifts=organisation.shifts,
        decisions=(decision,) if organisation.twelve_hours else (),
    )
