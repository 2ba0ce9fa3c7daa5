"""Random work of a few people, and a hospital's year as columns."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from releve.shifts.engine.calendar import calendar_of
from releve.shifts.engine.columns import (
    NO_PLAN,
    NOT_MEASURED,
    Changes,
    Columns,
    Cover,
    People,
    numbers,
)
from releve.shifts.engine.load import By, Tally, load
from releve.shifts.engine.tests.slow_load import Change, Need, Shift, World

PARIS = ZoneInfo("Europe/Paris")


def columns(shifts: list[Shift]) -> Columns:
    """Return shifts as the engine reads them."""
    return Columns(
        person=numbers([one.person for one in shifts]),
        unit=numbers([one.unit for one in shifts]),
        start=numbers([one.start for one in shifts]),
        end=numbers([one.end for one in shifts]),
        is_night=numbers([one.is_night for one in shifts]),
        is_recall=numbers([one.is_recall for one in shifts]),
        is_cover=numbers([one.is_cover for one in shifts]),
        planned_end=numbers(
            [NO_PLAN if one.planned_end is None else one.planned_end for one in shifts]
        ),
        break_minutes=numbers(
            [NOT_MEASURED if one.break_minutes is None else one.break_minutes for one in shifts]
        ),
    )


def quick_load(world: World, *, by: By) -> dict[str, Tally]:
    """Return what the engine says of a world."""
    pairs = [(person, group) for group, members in world.groups.items() for person in members]
    return load(
        columns(world.worked),
        planned=columns(world.planned),
        people=People(
            unit=numbers(world.home),
            members=numbers([person for person, _group in pairs]),
            groups=numbers([group for _person, group in pairs]),
        ),
        calendar=calendar_of(world.first, world.last, world.zone),
        first=world.first.toordinal(),
        last=world.last.toordinal(),
        by=by,
        changes=Changes(
            *(
                numbers([getattr(one, name) for one in world.changes])
                for name in ("person", "unit", "start", "notice")
            )
        ),
        cover=Cover(
            *(
                numbers([getattr(one, name) for one in world.needs])
                for name in ("unit", "start", "end", "least", "group")
            )
        ),
        units=1 + max(world.home, default=0),
    )


def minute(day: date, hours: float, zone: ZoneInfo = PARIS) -> int:
    """Return the instant of a day and an hour by the clock, in minutes since 1970."""
    at = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(hours=hours)
    return int(at.timestamp()) // 60


def random_world(seed: int, *, people: int, days: int, slot: int) -> World:
    """Return some people's work around a random period, with all that can go wrong in it."""
    draw = random.Random(seed)  # noqa: S311 - a sample, no secret
    first = date(2026, 1, 1) + timedelta(days=draw.randrange(700))
    last = first + timedelta(days=days - 1)
    planned: list[Shift] = []
    worked: list[Shift] = []
    for person in range(people):
        for place in range(-20, days + 10):
            if draw.random() < 0.62:
                _day_of(draw, person, first + timedelta(days=place), slot, planned, worked)
    changes = [
        Change(one.person, one.start, draw.choice([60, 2879, 2880, 21599, 21600, -5]), one.unit)
        for one in planned
        if draw.random() < 0.2
    ]
    return World(
        worked=worked,
        planned=planned,
        changes=changes,
        needs=_needs(draw, first, days, slot),
        home=[person % 2 for person in range(people)],
        groups={1: {one for one in range(people) if draw.random() < 0.5}, 2: set()},
        first=first,
        last=last,
        zone=PARIS,
        slot=slot,
    )


def _day_of(
    draw: random.Random,
    person: int,
    day: date,
    slot: int,
    planned: list[Shift],
    worked: list[Shift],
) -> None:
    hour = draw.choice([0.5, 6.75, 7, 9, 13.5, 19, 21])
    length = draw.choice([slot, 360, 375, 450, 600, 720, 735, 1440])
    start = minute(day, hour) // slot * slot
    end = start + length // slot * slot
    facts: dict[str, Any] = {"unit": draw.randrange(2), "is_night": draw.random() < 0.4}
    facts["is_cover"] = draw.random() < 0.9
    said = draw.random()
    if said < 0.85:
        planned.append(Shift(person, start, end, **facts))
    if said < 0.75:
        stays = draw.choice([0, 0, 0, slot, -slot, 180 // slot * slot])
        breaks = draw.choice([None, None, 0, 19, 20, 45])
        done = max(start + slot, end + stays)
        worked.append(Shift(person, start, done, planned_end=end, break_minutes=breaks, **facts))
    elif said > 0.85:
        worked.append(Shift(person, start, end, is_recall=draw.random() < 0.6, **facts))


def _needs(draw: random.Random, first: date, days: int, slot: int) -> list[Need]:
    found = []
    for place in range(-2, days + 2):
        for hour, length in ((7, 720), (19, 720), (12, 120)):
            start = minute(first + timedelta(days=place), hour) // slot * slot
            least, unit, group = draw.randrange(4), draw.randrange(2), draw.randrange(3)
            found.append(Need(start, start + length, least, unit, group))
    return found


def hospital_year(people: int, seed: int = 1) -> tuple[dict[str, Any], int]:
    """Return a year of an invented hospital as arguments of ``load``, and its number of shifts."""
    draw = np.random.default_rng(seed)
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    calendar = calendar_of(first, last, PARIS)
    midnights = np.asarray(calendar.midnights, dtype=np.int64)
    days = calendar.days
    units = max(1, people // 30)
    home = np.arange(people) % units
    is_on = draw.random((people, days)) < 0.58
    person, day = np.nonzero(is_on)
    kind = draw.integers(0, 3, people)[person]
    hour = np.array([405, 810, 1140])[kind]
    start = midnights[day] + hour
    length = np.where(draw.random(len(day)) < 0.3, 720, np.array([460, 460, 600])[kind])
    stays = np.where(draw.random(len(day)) < 0.1, 45, 0)
    zeros = np.zeros(len(day), dtype=np.int64)
    plan = Columns(
        person, home[person], start, start + length, (kind == 2).astype(np.int64), zeros,
        zeros + 1, zeros + NO_PLAN, zeros + NOT_MEASURED,
    )  # fmt: skip
    breaks = np.where(draw.random(len(day)) < 0.2, draw.integers(0, 60, len(day)), NOT_MEASURED)
    recalled = (draw.random(len(day)) < 0.01).astype(np.int64)
    worked = Columns(
        person, home[person], start, start + length + stays, plan.is_night, recalled,
        zeros + 1, start + length, breaks,
    )  # fmt: skip
    changed = draw.random(len(day)) < 0.05
    changes = Changes(
        person[changed], home[person][changed], start[changed],
        draw.integers(0, 40_000, int(changed.sum())),
    )  # fmt: skip
    cell = np.arange(units * days * 3)
    begins = midnights[cell // 3 % days] + np.array([405, 810, 1140])[cell % 3]
    cover = Cover(cell // 3 // days, begins, begins + 480, draw.integers(2, 7, len(cell)), cell % 2)
    nurses = np.arange(0, people, 2)
    return {
        "shifts": worked,
        "planned": plan,
        "people": People(home, nurses, np.ones(len(nurses), dtype=np.int64)),
        "calendar": calendar,
        "first": first.toordinal(),
        "last": last.toordinal(),
        "changes": changes,
        "cover": cover,
        "units": units,
    }, len(day)
