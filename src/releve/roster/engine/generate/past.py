"""The twelve weeks before the period: worked lawfully, so that history and memory agree.

Week by week, whoever is owed most hours takes the week that fills most of the posts still
open, weekends on and off by turns. The shapes of the weeks keep the rest days, ``lines`` counts
the hours; an independent test has the audit judge what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from releve.roster.engine.calendar import is_night
from releve.roster.engine.counters import counters
from releve.roster.engine.generate.draw import Draw
from releve.roster.engine.generate.lines import SHARED, Clock, Line, Open, Start
from releve.roster.engine.generate.organisations import (
    MORE,
    WEEKEND_OFF,
    WEEKEND_ON,
    Organisation,
    Team,
)
from releve.roster.engine.generate.posts import asked_by_day, members, posts
from releve.roster.engine.generate.requests import absences
from releve.roster.engine.generate.staff import days_never_worked, may_work, share_of
from releve.roster.engine.goals import due_minutes
from releve.roster.engine.problem import Assignment, Memory, PastShift, Person, Problem

PAST_WEEKS = 12
HISTORY_WEEKS = 4

WISHED = Fraction(120, 100)
"""Part of the hours owed that posts may ask for here: more than there is, so that each is used."""


def with_past(draw: Draw, problem: Problem, organisation: Organisation) -> Problem:
    """Return the problem with the history and memory of weeks that its people worked before."""
    past = _past_of(draw, problem)
    worked = tuple(_worked(draw, past, organisation))
    since = problem.starts_on - timedelta(weeks=HISTORY_WEEKS)
    history: dict[str, list[PastShift]] = {person.id: [] for person in problem.people}
    for start in worked:
        if start.day >= since:
            history[start.person].append(PastShift(day=start.day, shift=start.shift))
    memory = _memory(past, worked)
    people = tuple(
        replace(person, history=tuple(history[person.id]), memory=memory[person.id])
        for person in problem.people
    )
    return problem.with_changes(people=people, history_from=since)


def _past_of(draw: Draw, problem: Problem) -> Problem:
    """Return the weeks before a problem as a problem: the same people, some of them away."""
    past = problem.with_changes(
        starts_on=problem.starts_on - timedelta(weeks=PAST_WEEKS),
        ends_on=problem.starts_on - timedelta(days=1),
    )
    away = absences(draw, past.people, past.days)
    return past.with_changes(unavailable=(*away, *problem.unavailable))


def _memory(past: Problem, worked: tuple[Assignment, ...]) -> dict[str, Memory]:
    counted = counters(past, worked)
    return {
        person.id: Memory(
            weeks=PAST_WEEKS,
            nights=counted[person.id].nights,
            sundays=counted[person.id].sundays,
            weekends=counted[person.id].weekends,
            holidays=counted[person.id].holidays,
            hours_minutes=counted[person.id].hours_minutes - due_minutes(past, person),
        )
        for person in past.people
    }


def _worked(draw: Draw, past: Problem, organisation: Organisation) -> Iterator[Assignment]:
    wanted = asked_by_day(past, posts(past, organisation, wished=WISHED))
    still_open = {key: asked.target for key, asked in wanted.items()}
    for team in organisation.teams:
        lines = _lines(draw, past, team, still_open)
        for week in range(PAST_WEEKS):
            for take in (_best, _more):
                for line in sorted(lines, key=lambda line: line.turn(week)):
                    for day, code in take(draw, line, week, still_open):
                        line.give((day, code))
                        still_open[team.role, code, day] -= 1
        for line in lines:
            yield from (Assignment(line.person.id, *start) for start in sorted(line.shifts.items()))


def _lines(draw: Draw, past: Problem, team: Team, still_open: Open) -> list[Line]:
    """Return a line for each person of a team, with nights and weekends shared by contract."""
    clock = Clock(past)
    people = draw.shuffled(members(past, team))
    codes = set(team.every_day)
    posts_of_team = [
        (start, many)
        for (role, code, day), many in still_open.items()
        for start in [(day, code)]
        if role == team.role and code in codes
    ]
    parts: dict[str, dict[str, int]] = {person.id: {} for person in people}
    for name in SHARED:
        total = sum(many for start, many in posts_of_team if clock.counts(name, start))
        able = [person for person in people if _can(past, person, name)]
        whole = sum(share_of(person) for person in able)
        for person in able:
            parts[person.id][name] = 1000 * total * share_of(person) // whole
    return [
        Line(past, person, clock, phase=place % 2, parts=parts[person.id])
        for place, person in enumerate(people)
    ]


def _can(past: Problem, person: Person, name: str) -> bool:
    """Whether she may be given nights, or weekends, at all."""
    if name == "weekends":
        return not {"sat", "sun"} & days_never_worked(person)
    return any(is_night(shift) and may_work(person, shift) for shift in past.shifts)


def _best(draw: Draw, line: Line, week: int, still_open: Open) -> tuple[Start, ...]:
    """Return the shifts of the week that fills most of the posts still open."""
    shapes = WEEKEND_ON if line.is_on(week) else WEEKEND_OFF
    fitting = dict.fromkeys(
        line.fitting(week, shape, still_open) for shape in draw.shuffled(shapes)
    )
    return max(fitting, key=lambda starts: line.worth(week, starts))


def _more(draw: Draw, line: Line, week: int, still_open: Open) -> tuple[Start, ...]:
    """Return shifts beyond that shape, in a week whose weekend is off anyway."""
    if line.is_on(week):
        return ()
    return max((line.fitting(week, shape, still_open) for shape in draw.shuffled(MORE)), key=len)
