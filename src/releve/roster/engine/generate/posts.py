"""How many posts a ward opens: what its people owe, used up but not beyond.

Posts held every day come first, as long as the hours are there and everybody can have every
other weekend; then posts from Monday to Friday; then single shifts a week. The first two are
what safety demands, about nine tenths of the hours; the last are wished for and may be missed.
A public holiday is staffed as a Sunday.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import cycle, islice

from releve.roster.engine.calendar import public_holidays
from releve.roster.engine.generate.organisations import NURSE, Organisation, Team
from releve.roster.engine.generate.staff import COORDINATION, RESUSCITATION, days_never_worked
from releve.roster.engine.goals import hours_target_minutes
from releve.roster.engine.problem import WEEKDAYS, Need, Person, Problem
from releve.roster.engine.problem.due import unavailable_days

DEMANDED = Fraction(90, 100)
"""Part of the hours owed that posts of safety may ask for."""

WISHED = Fraction(99, 100)
"""Part of the hours owed that all posts together may ask for."""

ON_SUNDAYS = Fraction(38, 100)
"""Part of the people present that Sunday may ask for: every other weekend, and some room."""

FOR_SKILLS = Fraction(60, 100)
"""Part of the hours of those trained that posts of their skill may ask for."""

ALL_DAYS = tuple(range(7))
WORKDAYS = tuple(range(5))
EXTRA_DAYS = ((1,), (3,), (0,), (4,), (2,))
"""The weekdays on which single shifts are opened, one after another."""


@dataclass(frozen=True)
class Post:
    """One person of a role on one shift, on some weekdays; ``demanded`` by safety or wished."""

    role: str
    code: str
    weekdays: tuple[int, ...]
    demanded: bool


@dataclass(frozen=True)
class Asked:
    """What is asked on one day: people that safety demands, and people wished for."""

    minimum: int = 0
    target: int = 0


def members(problem: Problem, team: Team) -> tuple[Person, ...]:
    """Return the people of a team."""
    return tuple(
        person
        for person in problem.people
        if (person.role, person.contract.regime) == (team.role, team.regime)
    )


def posts(
    problem: Problem, organisation: Organisation, *, wished: Fraction = WISHED
) -> tuple[Post, ...]:
    """Return the posts that the people of a problem can hold over its period."""
    return tuple(post for team in organisation.teams for post in _team_posts(problem, team, wished))


def _team_posts(problem: Problem, team: Team, wished: Fraction) -> Iterator[Post]:
    people = members(problem, team)
    owed = sum(hours_target_minutes(problem, person) for person in people)
    sundays = int(_heads_on_sundays(problem, people) * ON_SUNDAYS)
    opened = 0
    for queue, part in (
        (_queue(team, islice(cycle(team.every_day), sundays), [ALL_DAYS]), DEMANDED),
        (_queue(team, cycle(team.weekdays), [WORKDAYS]), DEMANDED),
        (_queue(team, cycle(team.extra), EXTRA_DAYS, demanded=False), wished),
    ):
        for post in queue:
            minutes = _minutes(problem, post)
            if opened + minutes > owed * part:
                break
            if minutes:  # none where a week's only Monday is a public holiday
                opened += minutes
                yield post


def _queue(
    team: Team,
    codes: Iterable[str],
    weekdays: Sequence[tuple[int, ...]],
    *,
    demanded: bool = True,
) -> Iterator[Post]:
    """Yield the posts that a team would open, one after another."""
    for code, days in zip(codes, cycle(weekdays), strict=False):
        yield Post(team.role, code, days, demanded)


def _heads_on_sundays(problem: Problem, people: Sequence[Person]) -> Fraction:
    """Return how many people are there, on average, who may work on Sundays."""
    days = len(problem.days)
    there = sum(
        days - len(unavailable_days(problem, person))
        for person in people
        if "sun" not in days_never_worked(person)
    )
    return Fraction(there, days)


def _minutes(problem: Problem, post: Post) -> int:
    """Return the minutes that a post asks for over the period."""
    shift = problem.shift_by_code[post.code]
    feasts = public_holidays(problem)
    count = sum(1 for day in problem.days if _weekday(day, feasts) in post.weekdays)
    return count * (shift.span_minutes - shift.unpaid_minutes)


def _weekday(day: date, feasts: frozenset[date]) -> int:
    return 6 if day in feasts else day.weekday()


def asked_by_day(problem: Problem, opened: Sequence[Post]) -> dict[tuple[str, str, date], Asked]:
    """Return what is asked of each role on each shift and day."""
    by_weekday = _asked_by_weekday(opened)
    feasts = public_holidays(problem)
    return {
        (role, code, day): week[_weekday(day, feasts)]
        for (role, code), week in by_weekday.items()
        for day in problem.days
    }


def _asked_by_weekday(opened: Sequence[Post]) -> dict[tuple[str, str], tuple[Asked, ...]]:
    found: dict[tuple[str, str], tuple[Asked, ...]] = {}
    for post in opened:
        week = found.get((post.role, post.code), (Asked(),) * 7)
        found[post.role, post.code] = tuple(
            Asked(asked.minimum + post.demanded, asked.target + 1)
            if weekday in post.weekdays
            else asked
            for weekday, asked in enumerate(week)
        )
    return found


def needs(problem: Problem, organisation: Organisation, opened: Sequence[Post]) -> tuple[Need, ...]:
    """Return the needs of a ward's posts, and those of its skills."""
    feasts = tuple(day for day in problem.days if day in public_holidays(problem))
    by_role = [
        need
        for (role, code), week in _asked_by_weekday(opened).items()
        for need in _needs_of_shift(role, code, week, feasts)
    ]
    return (*by_role, *_skill_needs(problem, organisation, opened, feasts))


def _needs_of_shift(
    role: str, code: str, week: Sequence[Asked], feasts: tuple[date, ...]
) -> Iterator[Need]:
    """Yield a need for each number of people asked, weekdays that ask the same together."""
    label = f"{role.removeprefix('care_')}-{code}"
    for rank, asked in enumerate(dict.fromkeys(week)):
        if not asked.target:
            continue
        same = [index for index, other in enumerate(week) if other == asked]
        on_sundays = week[6] == asked
        away = () if on_sundays else tuple(day for day in feasts if day.weekday() in same)
        need = Need(
            id=label if rank == 0 else f"{label}-{rank + 1}",
            shift=code,
            role=role,
            minimum=asked.minimum,
            target=asked.target,
            priority=3 if asked.minimum else 1,
        )
        names = None if len(same) == 7 else tuple(WEEKDAYS[index] for index in same)
        yield replace(need, weekdays=names, except_days=away)
        more = tuple(day for day in feasts if day.weekday() not in same)
        if on_sundays and more:
            yield replace(need, id=f"{label}-holidays", days=more)


def _skill_needs(
    problem: Problem,
    organisation: Organisation,
    opened: Sequence[Post],
    feasts: tuple[date, ...],
) -> Iterator[Need]:
    """Yield what is asked of skills: one trained on each shift, and one in charge of weekdays."""
    for team in organisation.teams:
        held = [post.code for post in opened if post.role == NURSE and post.weekdays == ALL_DAYS]
        codes = [code for code in dict.fromkeys(team.every_day) if code in held]
        if team.role == NURSE:
            one_in = {code: 1 + held.count(code) // 5 for code in codes}
            for code, many in _afforded(problem, team, RESUSCITATION, one_in, ALL_DAYS):
                yield _skill_need(RESUSCITATION, code, many)
            first = dict.fromkeys(codes[:1], 1) if team.regime != "night" else {}
            for code, many in _afforded(problem, team, COORDINATION, first, WORKDAYS):
                need = _skill_need(COORDINATION, code, many)
                yield replace(need, weekdays=WEEKDAYS[:5], except_days=feasts)


def _afforded(
    problem: Problem,
    team: Team,
    skill: str,
    wanted: Mapping[str, int],
    weekdays: tuple[int, ...],
) -> Iterator[tuple[str, int]]:
    """Yield the codes and people wanted, as long as those trained have hours enough."""
    holders = [person for person in members(problem, team) if skill in person.skills]
    left = sum(hours_target_minutes(problem, person) for person in holders) * FOR_SKILLS
    for code, many in wanted.items():
        left -= many * _minutes(problem, Post(team.role, code, weekdays, demanded=True))
        if left < 0:
            return
        yield code, many


def _skill_need(skill: str, code: str, many: int) -> Need:
    return Need(
        id=f"{skill}-{code}",
        shift=code,
        skill=skill,
        minimum=many,
        target=many,
        over_weight=0,
        priority=2,
    )
