"""The load signals once more, slowly: person by person, slot by slot, day by day.

It shares no code with the engine and none of its ideas: time is a set of slots of some minutes,
a rest is a number of empty slots, a day is asked of the calendar of the standard library. Every
instant it is given lies on a slot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = 7 * 24 * 60


@dataclass(frozen=True)
class Shift:
    """A shift as a person would write it down; instants in minutes since 1970."""

    person: int
    start: int
    end: int
    unit: int = 0
    is_night: bool = False
    is_recall: bool = False
    is_cover: bool = True
    planned_end: int | None = None
    break_minutes: int | None = None


@dataclass(frozen=True)
class Change:
    """A change of a published shift."""

    person: int
    start: int
    notice: int
    unit: int = 0


@dataclass(frozen=True)
class Need:
    """People required at least."""

    start: int
    end: int
    least: int
    unit: int = 0
    group: int = 0


@dataclass(frozen=True)
class World:
    """Everything that is counted, and the period."""

    worked: list[Shift]
    planned: list[Shift]
    changes: list[Change]
    needs: list[Need]
    home: list[int]
    groups: dict[int, set[int]]
    first: date
    last: date
    zone: ZoneInfo
    slot: int


Counted = dict[str, dict[int, tuple[int, int]]]
Members = dict[str, dict[int, set[int]]]


def slow_people(world: World, *, by: str) -> Members:
    """Return of whom each signal is told, by person or by unit."""
    members: Members = {}
    slow_load(world, by=by, members=members)
    return members


def slow_load(world: World, *, by: str, members: Members | None = None) -> Counted:
    """Return count and total of each signal, by person or by unit."""
    told: Counted = {}

    def add(code: str, person: int, unit: int, count: int, of: int) -> None:
        place = person if by == "person" else unit
        before = told.setdefault(code, {}).get(place, (0, 0))
        told[code][place] = (before[0] + count, before[1] + of)
        if members is not None and of:
            members.setdefault(code, {}).setdefault(place, set()).add(person)

    for person, home in enumerate(world.home):
        _of_work(world, person, add)
        _of_plan(world, person, add)
        _of_calendar(world, person, home, add)
    if by == "unit":
        for need in world.needs:
            count, of = _short(world, need)
            add("understaffed_hours", -1, need.unit, count, of)
    return told


def _of_work(world: World, person: int, add) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - the closure above
    mine = [one for one in world.worked if one.person == person]
    slots = {at for one in mine for at in range(one.start, one.end, world.slot)}
    begins = sorted(at for at in slots if at - world.slot not in slots)
    stretches = []
    for at in begins:
        end = at
        while end in slots:
            end += world.slot
        inside = sorted(
            (one for one in mine if at <= one.start < end), key=lambda one: (one.start, one.end)
        )
        stretches.append((at, end, any(one.is_night for one in inside), inside[0].unit))
    run = 0
    previous = 0
    for place, (at, end, is_night, unit) in enumerate(stretches):
        if is_night:
            run = run + 1 if run and at - previous < 36 * 60 else 1
            previous = at
        if not _is_in(world, at):
            continue
        rest = at - stretches[place - 1][1] if place else None
        add("quick_returns", person, unit, rest is not None and rest < 660, 1)
        add("short_daily_rests", person, unit, rest is not None and rest < 720, 1)
        add("long_shifts", person, unit, end - at >= 720, 1)
        near = [one for one in stretches[: place + 1] if one[0] > at - WEEK]
        long = sum(1 for one in near if one[1] - one[0] >= 720)
        add("long_shift_weeks", person, unit, long / len(near) > 0.75, 1)
        dark = sum(1 for one in near if one[2])
        add("night_weeks", person, unit, dark / len(near) > 0.75, 1)
        hours = sum(world.slot for one in range(end - WEEK, end, world.slot) if one in slots) / 60
        add("over_48_hours", person, unit, hours > 48, 1)
        add("night_runs", person, unit, is_night and run == 4, is_night)
    for one in mine:
        if _is_in(world, one.start):
            late = one.planned_end is not None and one.end > one.planned_end
            add("late_stays", person, one.unit, late, one.planned_end is not None)
            measured = one.end - one.start > 360 and one.break_minutes is not None
            add(
                "short_breaks",
                person,
                one.unit,
                measured and (one.break_minutes or 0) < 20,
                measured,
            )


def _of_plan(world: World, person: int, add) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - the closure above
    for one in world.planned:
        if one.person == person and _is_in(world, one.start):
            add("changes_48_hours", person, one.unit, 0, 1)
            add("changes_15_days", person, one.unit, 0, 1)
    for change in world.changes:
        if change.person == person and _is_in(world, change.start):
            add("changes_48_hours", person, change.unit, change.notice < 48 * 60, 0)
            add("changes_15_days", person, change.unit, change.notice < 15 * 24 * 60, 0)


def _of_calendar(world: World, person: int, home: int, add) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - the closure above
    mine = [one for one in world.worked if one.person == person]
    slots = {at for one in mine for at in range(one.start, one.end, world.slot)}
    planned = {
        at
        for one in world.planned
        if one.person == person
        for at in range(one.start, one.end, world.slot)
    }
    is_there = any(_is_in(world, one.start) for one in mine)
    day = world.first
    while day <= world.last:
        if is_there and not planned & set(_slots(world, day, 1)):
            called = any(one.is_recall and _day(world, one.start) == day for one in mine)
            add("recalls", person, home, called, 1)
        if day.isoweekday() == 6 and day + timedelta(days=1) <= world.last and is_there:
            add("weekends_worked", person, home, bool(slots & set(_slots(world, day, 2))), 1)
        if day.isoweekday() == 1 and day + timedelta(days=6) <= world.last:
            week = _slots(world, day, 7)
            longest = run = 0
            for at in week:
                run = 0 if at in slots else run + 1
                longest = max(longest, run)
            if slots & set(week):
                add("short_weekly_rests", person, home, longest * world.slot < 36 * 60, 1)
        day += timedelta(days=1)


def _short(world: World, need: Need) -> tuple[int, int]:
    count = of = 0
    near = [
        one
        for one in world.worked
        if one.unit == need.unit and one.is_cover and one.start < need.end and one.end > need.start
    ]
    for at in range(need.start, need.end, world.slot):
        if _is_in(world, at):
            there = {one.person for one in near if one.start <= at < one.end}
            if need.group:
                there &= world.groups.get(need.group, set())
            count += max(0, need.least - len(there)) * world.slot
            of += need.least * world.slot
    return count, of


def _is_in(world: World, at: int) -> bool:
    return world.first <= _day(world, at) <= world.last


def _day(world: World, at: int) -> date:
    return datetime.fromtimestamp(60 * at, UTC).astimezone(world.zone).date()


def _slots(world: World, day: date, days: int) -> range:
    ends = (day, day + timedelta(days=days))
    start, end = (
        int(datetime(one.year, one.month, one.day, tzinfo=world.zone).timestamp()) // 60
        for one in ends
    )
    return range(start, end, world.slot)
