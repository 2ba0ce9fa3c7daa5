"""Who is away, what is already decided, and what people ask for.

Leave is spread as a ward's table of leave spreads it: few people of a role are away at once.
No reason is given for anything, here as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from releve.roster.engine.calendar import is_night, touched_days
from releve.roster.engine.generate.draw import Draw
from releve.roster.engine.generate.staff import days_never_worked, may_work
from releve.roster.engine.problem import (
    WEEKDAYS,
    FixedCell,
    Person,
    Problem,
    ShiftType,
    Unavailability,
    Wish,
)

BLOCKS = ((1, 25), (2, 20), (3, 10), (7, 35), (14, 10))
"""Days away in one go, with how often that is met; weeks start on a Monday."""

TRIES = 12

DAY = timedelta(days=1)


def absences(
    draw: Draw, people: Sequence[Person], days: Sequence[date]
) -> tuple[Unavailability, ...]:
    """Return who is away when: about one day in twelve, few people of one role at once."""
    found: list[Unavailability] = []
    for role in dict.fromkeys(person.role for person in people):
        group = [person for person in people if person.role == role]
        at_once = 0 if len(group) < 4 else max(1, len(group) * 15 // 100)
        wanted = len(group) * len(days) * draw.between(6, 10) // 100
        away: dict[tuple[str, date], None] = {}
        count = dict.fromkeys(days, 0)
        for _ in range(TRIES * len(group) if at_once else 0):
            if len(away) >= wanted:
                break
            person, block = draw.pick(group), _block(draw, days)
            margin = (block[0] - DAY, *block, block[-1] + DAY)
            if any((person.id, day) in away for day in margin):
                continue
            if len(away) + len(block) > wanted + 7 or any(count[day] >= at_once for day in block):
                continue
            found.append(Unavailability(person=person.id, from_on=block[0], to_on=block[-1]))
            for day in block:
                away[person.id, day] = None
                count[day] += 1
    return tuple(sorted(found, key=lambda one: (one.person, one.from_on)))


def _block(draw: Draw, days: Sequence[date]) -> tuple[date, ...]:
    length = min(draw.weighted(BLOCKS), len(days))
    starts = len(days) - length + 1
    first = 7 * draw.below((starts + 6) // 7) if length >= 7 else draw.below(starts)
    return tuple(days[first : first + length])


def decided(draw: Draw, problem: Problem) -> tuple[FixedCell, ...]:
    """Return a few cells decided beforehand: days off, and shifts from Monday to Friday.

    None in the first week, so that no history can stand against one.
    """
    if len(problem.days) < 14:
        return ()
    found: list[FixedCell] = []
    for person in draw.shuffled(problem.people)[: len(problem.people) // 8]:
        day = problem.days[draw.between(7, len(problem.days) - 2)]
        shift = None if draw.chance(50) else draw.pick(problem.shifts)
        if any(_is_away(problem, person, near) for near in (day, day + DAY)):
            continue
        if shift is None:
            found.append(FixedCell(person=person.id, day=day, shift=None))
        elif _may_ask(problem, person, day, shift):
            found.append(FixedCell(person=person.id, day=day, shift=shift.code))
    return tuple(sorted(found, key=lambda cell: (cell.person, cell.day)))


def wishes(draw: Draw, problem: Problem) -> tuple[Wish, ...]:
    """Return what people ask for: two or three wishes in four weeks, mostly days off."""
    return tuple(wish for person in problem.people for wish in _wishes_of(draw, problem, person))


def _wishes_of(draw: Draw, problem: Problem, person: Person) -> Iterator[Wish]:
    taken = {cell.day for cell in problem.fixed if cell.person == person.id}
    many = max(1, len(problem.days) * draw.between(10, 14) // 100)
    for turn in range(many):
        day = draw.pick(problem.days)
        if draw.chance(30):
            day += (draw.between(5, 6) - day.weekday()) * DAY
        roll, shift = draw.below(100), draw.pick(problem.shifts)
        if day in taken or day not in problem.days or _is_away(problem, person, day):
            continue
        taken.add(day)
        if roll >= 85 and _may_ask(problem, person, day, shift):
            yield Wish(person=person.id, day=day, wish="shift", shift=shift.code, weight=5)
        elif 70 <= roll < 85 and is_night(shift) and may_work(person, shift):
            yield Wish(person=person.id, day=day, wish="avoid", shift=shift.code, weight=5)
        elif roll < 70:
            yield Wish(person=person.id, day=day, wish="off", weight=20 if turn == 0 else 10)


def _may_ask(problem: Problem, person: Person, day: date, shift: ShiftType) -> bool:
    """Whether a shift from Monday to Friday could be hers."""
    touched = touched_days(problem, day, shift.code)
    free = not any(_is_away(problem, person, near) for near in touched)
    return free and day.weekday() < 4 and may_start(problem, person, day, shift)


def may_start(problem: Problem, person: Person, day: date, shift: ShiftType) -> bool:
    """Whether no restriction of the person stands against a shift on that day."""
    never = days_never_worked(person)
    touched = touched_days(problem, day, shift.code)
    return may_work(person, shift) and not any(WEEKDAYS[on.weekday()] in never for on in touched)


def _is_away(problem: Problem, person: Person, day: date) -> bool:
    return any(
        away.person == person.id and away.from_on <= day <= away.to_on
        for away in problem.unavailable
    )
