"""The load signals of a period, told by person or by unit.

Each signal is a list of occurrences, each with its person, its unit and how much it counts for,
beside what it is told per hundred of. A *shift* is counted in the period in which it starts; rests
and runs look back beyond its first day, so that a period alone and as part of a longer one say the
same. A shift of 0 h from the one before is no shift of its own: see ``stretches``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from releve.shifts.engine.calendar import Calendar
from releve.shifts.engine.columns import (
    NO_PLAN,
    NOT_MEASURED,
    Changes,
    Columns,
    Cover,
    Numbers,
    People,
    no_changes,
    no_cover,
    numbers,
)
from releve.shifts.engine.days import of_days
from releve.shifts.engine.evidence import SIGNALS
from releve.shifts.engine.presence import of_cover
from releve.shifts.engine.stretches import Stretches, stretches_of

By = Literal["person", "unit"]

WEEK_MINUTES = 7 * 24 * 60
NIGHT_FOLLOWS = 36 * 60
SIX_HOURS = 6 * 60
LIMIT = {one.code: one.limit for one in SIGNALS}


@dataclass(frozen=True)
class Tally:
    """What a signal counts and what it is told of, one place for each person or unit asked for.

    ``minutes``: how long, where a signal has a length (late stays, hours short of people).
    ``unknown``: shifts of which nobody measured what the signal needs. ``people``: of how many
    people it is told; hours short of people are of none.
    """

    code: str
    count: Numbers
    of: Numbers
    minutes: Numbers
    unknown: Numbers
    people: Numbers

    def pair(self, place: int) -> tuple[int, int]:
        """Return what is counted in one place, and of how many."""
        return int(self.count[place]), int(self.of[place])


@dataclass(frozen=True)
class Found:
    """Occurrences of one signal, or of what it is told of: person, unit and how many each."""

    person: Numbers
    unit: Numbers
    many: Numbers

    def tally(self, by: By, places: int) -> Numbers:
        """Return how many there are for each person or unit."""
        keys = self.person if by == "person" else self.unit
        told = np.bincount(keys, weights=self.many, minlength=places)
        return np.rint(told).astype(np.int64)[:places]

    def people(self, by: By, places: int) -> Numbers:
        """Return of how many people there is something, for each person or unit."""
        there = self.many > 0
        keys, person = (self.person if by == "person" else self.unit)[there], self.person[there]
        apart = int(person.max(initial=0)) + 1
        pairs = np.unique(keys * apart + person)
        return np.bincount(pairs // apart, minlength=places).astype(np.int64)[:places]


NOTHING = Found(numbers(), numbers(), numbers())
Chosen = Numbers | NDArray[np.bool_]
"""A column of whole numbers, or one that says yes or no."""

Signals = dict[str, tuple[Found, Found, Found, Found]]
"""By code: what is counted, of what, for how long, and what is unknown."""


def load(  # noqa: PLR0913 - the tables, each by its name
    shifts: Columns,
    *,
    planned: Columns,
    people: People,
    calendar: Calendar,
    first: int,
    last: int,
    by: By,
    changes: Changes | None = None,
    cover: Cover | None = None,
    units: int = 1,
) -> dict[str, Tally]:
    """Return every signal of a period by its code.

    ``shifts`` are those worked, ``planned`` those that were in force; on-call duties are in
    neither. ``first`` and ``last``: ordinals of the period's days, both included, well within the
    calendar. ``by``: a place for each person, or for each unit from 0 to ``units`` - 1. Hours
    short of people are of no person: by person they stay 0.
    """
    edges = np.asarray(calendar.midnights, dtype=np.int64)
    start, end = edges[first - calendar.first_day], edges[last - calendar.first_day + 1]
    inside, plan = _within(shifts, edges), _within(planned, edges)
    work = stretches_of(inside)
    counts: Signals = {
        **_of_stretches(work, start, end),
        **_of_shifts(inside, start, end),
        **_of_changes(changes or no_changes(), plan, start, end),
        **_of_days(work, inside, plan, people, calendar, days=(first, last)),
    }
    if by == "unit":
        short, needed = of_cover(inside, cover or no_cover(), people, start, end)
        counts["understaffed_hours"] = (_of_units(short), _of_units(needed), NOTHING, NOTHING)
    places = len(people) if by == "person" else units
    told = {one.code: counts.get(one.code, (NOTHING,) * 4) for one in SIGNALS}
    return {code: _tally(code, parts, by, places) for code, parts in told.items()}


def _tally(code: str, parts: tuple[Found, ...], by: By, places: int) -> Tally:
    count, of, minutes, unknown = (part.tally(by, places) for part in parts)
    return Tally(code, count, of, minutes, unknown, parts[1].people(by, places))


def _within(shifts: Columns, edges: Numbers) -> Columns:
    """Return the shifts that lie within the calendar; those far away say nothing of the period."""
    kept = (shifts.start >= edges[0]) & (shifts.end <= edges[-1]) & (shifts.end > shifts.start)
    if kept.all():
        return shifts
    return Columns(*(column[kept] for column in vars(shifts).values()))


def _of_days(
    work: Stretches,
    shifts: Columns,
    plan: Columns,
    people: People,
    calendar: Calendar,
    *,
    days: tuple[int, int],
) -> Signals:
    """Return the signals of civil days and weeks; they stand with each person's own unit."""
    return {
        code: (_of_people(count, people), _of_people(of, people), NOTHING, NOTHING)
        for code, (count, of) in of_days(
            work, shifts, plan, people, calendar, first=days[0], last=days[1]
        ).items()
    }


def _of_people(many: Numbers, people: People) -> Found:
    return Found(np.arange(len(people)), people.unit, many)


def _of_units(pairs: tuple[Numbers, Numbers]) -> Found:
    unit, many = pairs
    return Found(unit, unit, many)


def _of_stretches(work: Stretches, start: int, end: int) -> Signals:
    here = (work.start >= start) & (work.start < end)

    def keep(chosen: Chosen) -> Found:
        return Found(work.person[here], work.unit[here], numbers(chosen[here]))

    all_of = keep(np.ones(len(work), dtype=np.int64))
    long = (work.span >= LIMIT["long_shifts"]).astype(np.int64)
    is_night = work.is_night.astype(np.int64)
    rested = work.rest >= 0
    found: dict[str, Chosen] = {
        "quick_returns": rested & (work.rest < LIMIT["quick_returns"]),
        "short_daily_rests": rested & (work.rest < LIMIT["short_daily_rests"]),
        "long_shifts": long,
        "long_shift_weeks": _is_most_of_week(work, long, LIMIT["long_shift_weeks"]),
        "night_weeks": _is_most_of_week(work, is_night, LIMIT["night_weeks"]),
        "over_48_hours": _minutes_of_week(work) > LIMIT["over_48_hours"],
    }
    told: Signals = {
        code: (keep(chosen), all_of, NOTHING, NOTHING) for code, chosen in found.items()
    }
    nights = keep(is_night)
    return {**told, "night_runs": (keep(_is_fourth_night(work)), nights, NOTHING, NOTHING)}


def _is_most_of_week(work: Stretches, chosen: Numbers, share: int) -> Numbers:
    """Whether more than a share of the shifts begun in the 7 days up to each are chosen ones."""
    before = np.append(0, np.cumsum(chosen))
    first = np.searchsorted(work.key, work.key - WEEK_MINUTES, side="right")
    here = np.arange(1, len(work) + 1)
    return np.asarray(100 * (before[here] - before[first]) > share * (here - first))


def _minutes_of_week(work: Stretches) -> Numbers:
    """Return the minutes worked in the 168 hours that end with each stretch.

    The fullest window of a person always ends with a stretch: slid on until it does, it loses
    nothing.
    """
    before = np.append(0, np.cumsum(work.span))
    since = work.end - WEEK_MINUTES
    first = np.searchsorted(work.end_key, work.end_key - WEEK_MINUTES, side="right")
    cut = np.maximum(0, since - work.start[first]) if len(work) else first
    return np.asarray(before[1:] - before[first] - cut)


def _is_fourth_night(work: Stretches) -> Numbers:
    """Whether a stretch is the one with which a run of nights grows beyond three.

    Nights follow one another where less than 36 hours lie between their starts: so one that
    begins after midnight follows that of the evening before, and the clock change shifts nothing.
    """
    chosen = np.flatnonzero(work.is_night)
    told = np.zeros(len(work), dtype=np.int64)
    if not len(chosen):
        return told
    follows = np.zeros(len(chosen), dtype=bool)
    apart = work.key[chosen][1:] - work.key[chosen][:-1]
    follows[1:] = apart < NIGHT_FOLLOWS
    begins = np.flatnonzero(~follows)
    place = np.arange(len(chosen)) - np.repeat(begins, np.diff(np.append(begins, len(chosen))))
    told[chosen] = place == LIMIT["night_runs"]
    return told


def _of_shifts(shifts: Columns, start: int, end: int) -> Signals:
    here = (shifts.start >= start) & (shifts.start < end)

    def keep(chosen: Chosen) -> Found:
        return Found(shifts.person[here], shifts.unit[here], numbers(chosen[here]))

    answered = shifts.planned_end != NO_PLAN
    late = np.where(answered, np.maximum(0, shifts.end - shifts.planned_end), 0)
    lasting = shifts.end - shifts.start > SIX_HOURS
    measured = lasting & (shifts.break_minutes != NOT_MEASURED)
    short = measured & (shifts.break_minutes < LIMIT["short_breaks"])
    return {
        "late_stays": (keep(late > 0), keep(answered), keep(late), NOTHING),
        "short_breaks": (keep(short), keep(measured), NOTHING, keep(lasting & ~measured)),
    }


def _of_changes(changes: Changes, plan: Columns, start: int, end: int) -> Signals:
    here = (changes.start >= start) & (changes.start < end)
    due = (plan.start >= start) & (plan.start < end)
    everything = Found(plan.person[due], plan.unit[due], np.ones(int(due.sum()), dtype=np.int64))
    told: Signals = {}
    for code in ("changes_48_hours", "changes_15_days"):
        late = (changes.notice < LIMIT[code])[here].astype(np.int64)
        found = Found(changes.person[here], changes.unit[here], late)
        told[code] = (found, everything, NOTHING, NOTHING)
    return told
