"""One unit of the demo over its three months: people, two published rosters, one open demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from releve.house.demo.calendars import ANCHOR, Calendar, Month, is_feast
from releve.house.demo.kinds import KINDS, Kind
from releve.house.demo.leaves import Away, away_days, stretches, unavailability, wishes
from releve.house.demo.lines import Line
from releve.house.demo.names import FAMILY_NAMES, GIVEN_NAMES
from releve.house.demo.needs import needs, shift_types
from releve.house.demo.places import DEMO_UNIT, UNITS, Unit
from releve.house.demo.staff import Member, staff
from releve.house.demo.trames import lay_out
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.problem import (
    Assignment,
    Contract,
    Memory,
    PastShift,
    Person,
    Problem,
    Unavailability,
    Wish,
)
from releve.roster.engine.result import Result, Verdict
from releve.roster.engine.rules import Decision
from releve.roster.engine.score import score

ENGINE = "trame"
"""What a published version of the demo says made it: no search, hence no bound."""

SEED = "releve-demo-1"
PACK = "fph"
SIMULATED = "resuscitation"
DIRECTION = "Direction (exemple)"


@dataclass(frozen=True)
class Published:
    """A month already shown to the team: what was asked, the roster, the judge's finding."""

    problem: Problem
    result: Result
    verdict: Verdict


@dataclass(frozen=True)
class Ward:
    """A unit with its people, the days they are away, two published months and the next."""

    unit: Unit
    members: tuple[Member, ...]
    away: Away
    published: tuple[Published, ...]
    prepared: Problem

    def absences(self, first: date, last: date) -> Iterator[tuple[str, date, date]]:
        """Yield who is away from when to when, as far as it touches the days between."""
        for person, days in self.away.items():
            for begun, ended in stretches(days):
                if begun <= last and ended >= first:
                    yield person, begun, ended


@dataclass(frozen=True)
class _Story:
    """What a unit's months are told from."""

    unit: Unit
    kind: Kind
    members: tuple[Member, ...]
    away: Away
    wishes: Mapping[Month, tuple[Wish, ...]]
    lines: Mapping[str, Line]
    since: date


def people_of(unit: Unit) -> tuple[Member, ...]:
    """Return the people of a unit; they are the same in every month."""
    return staff(KINDS[unit.kind], _names(unit), Random(f"{SEED} {unit.full_code} staff"))  # noqa: S311 - a demo, not a secret


def build_ward(unit: Unit, calendar: Calendar) -> Ward:
    """Return one unit of the demo, whole."""
    kind = KINDS[unit.kind]
    draw = Random(f"{SEED} {unit.full_code} {calendar.prepared.first}")  # noqa: S311 - as above
    members = people_of(unit)
    months = (*calendar.published, calendar.prepared)
    away = away_days(members, calendar.first, calendar.prepared.last, draw)
    if unit == DEMO_UNIT:
        away = _with_simulation(members, away, calendar.prepared)
    asked = {month: tuple(wishes(members, kind, away, month, draw)) for month in months}
    lines = lay_out(
        members,
        kind,
        away=away,
        wishes=[wish for month in calendar.published for wish in asked[month]],
        days=range(calendar.first.toordinal(), calendar.prepared.first.toordinal()),
        draw=draw,
    )
    story = _Story(unit, kind, members, away, asked, lines, calendar.first)
    return Ward(
        unit=unit,
        members=members,
        away=away,
        published=tuple(_published(story, month) for month in calendar.published),
        prepared=_problem(story, calendar.prepared),
    )


def _names(unit: Unit) -> Iterator[tuple[str, str, str]]:
    """Yield codes and names for a unit's people, no pair of names twice in it."""
    draw = Random(f"{SEED} {unit.full_code} names")  # noqa: S311 - as above
    own = [other.code for other in UNITS if unit.hospital.prefix.startswith(other.hospital.prefix)]
    place = 1 + own.index(unit.code)
    seen: set[tuple[str, str]] = set()
    number = 0
    while True:
        pair = draw.choice(GIVEN_NAMES), draw.choice(FAMILY_NAMES)
        if pair not in seen:
            seen.add(pair)
            number += 1
            yield f"{unit.hospital.prefix[0]}{place:02}{number:02}", pair[0], pair[1]


def _with_simulation(members: Sequence[Member], away: Away, month: Month) -> Away:
    """Send everybody trained for the resuscitation room to a day of simulation, but two.

    Those two are away the day before, and work the day itself: the night between the two has
    nobody trained, and is the hole that the page explains.
    """
    third_wednesday = month.first + timedelta(days=(2 - month.first.weekday()) % 7 + 14)
    day = third_wednesday.toordinal()
    trained = [member.code for member in members if SIMULATED in member.skills]
    sent = {code: away[code] | {day} for code in trained[2:]}
    kept = {code: (away[code] | {day - 1}) - {day} for code in trained[:2]}
    return {**away, **sent, **kept}


def _published(story: _Story, month: Month) -> Published:
    problem = _problem(story, month)
    answer = tuple(
        Assignment(person, date.fromordinal(day), line.given[day].shift.code)
        for person, line in story.lines.items()
        for day in range(month.first.toordinal(), month.last.toordinal() + 1)
        if day in line.given
    )
    verdict = plan_verdict(problem, answer)
    weighed = score(problem, answer, breaches=verdict.breaches)
    return Published(problem, Result("feasible", answer, weighed, engine=ENGINE), verdict)


def _problem(story: _Story, month: Month) -> Problem:
    first_of_year = date(month.first.year - 1, 1, 1)
    decisions = [
        Decision(
            rule="FPH-12H",
            signer=DIRECTION,
            from_on=first_of_year,
            to_on=date(month.last.year + 1, 12, 31),
            unit=story.unit.full_code,
        )
    ]
    return Problem(
        name=story.unit.name,
        starts_on=month.first,
        ends_on=month.last,
        anchor_on=ANCHOR,
        history_from=month.history_from,
        people=tuple(
            _person(story, member, month) for member in story.members if member.is_rostered
        ),
        shifts=shift_types(story.kind, month.history_from, month.last),
        needs=tuple(needs(story.kind, month)),
        unavailable=tuple(_away_in(story, month)),
        wishes=story.wishes[month],
        decisions=tuple(decisions) if story.kind.twelve_hours else (),
    )


def _away_in(story: _Story, month: Month) -> Iterator[Unavailability]:
    return unavailability(story.away, month)


def _person(story: _Story, member: Member, month: Month) -> Person:
    line = story.lines[member.code]
    first = month.history_from.toordinal()
    return Person(
        id=member.code,
        name=member.name,
        role=member.role,
        unit=story.unit.full_code,
        skills=member.skills,
        contract=Contract(
            share=member.share,
            pack=PACK,
            regime=member.regime,
            full_time_weekly_minutes=member.weekly_minutes,
        ),
        restrictions=member.restrictions,
        history=tuple(
            PastShift(date.fromordinal(day), line.given[day].shift.code)
            for day in sorted(line.given)
            if first <= day < month.first.toordinal()
        ),
        memory=_memory(story, member, month),
    )


def _memory(story: _Story, member: Member, month: Month) -> Memory:
    """Return what the weeks before a month gave somebody, since the demo's first day."""
    line = story.lines[member.code]
    days = range(story.since.toordinal(), month.first.toordinal())
    given = [line.given[day] for day in days if day in line.given]
    touched = {day for one in given if one.is_work for day, _minutes in one.pieces}
    busy = [day for day in days if day in touched]
    absent = sum(1 for day in days if day in story.away[member.code] and (day - 1) % 7 < 5)
    due = member.due_weekly * (len(days) / 7 - absent / 5)
    worked = sum(one.minutes for one in given if one.is_work)
    return Memory(
        weeks=len(days) // 7,
        nights=sum(one.night for one in given),
        sundays=sum((day - 1) % 7 == 6 for day in busy),
        weekends=len({day // 7 for day in (one + 1 for one in busy) if (day - 2) % 7 >= 5}),
        holidays=sum(is_feast(day) for day in busy),
        hours_minutes=round(worked - due),
    )
