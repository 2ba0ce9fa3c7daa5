"""Signals of civil days and weeks: weekly rest, weekends, recalls on rest days.

They belong to a person's whole week, not to a shift, and are told with her own unit. Days and
weeks are cells between local midnights; a week runs from Monday to Sunday.
"""

from __future__ import annotations

import numpy as np

from releve.shifts.engine.calendar import Calendar
from releve.shifts.engine.columns import Columns, Numbers, People, numbers
from releve.shifts.engine.evidence import SIGNALS
from releve.shifts.engine.stretches import Stretches, pieces

MONDAY_OF_ORDINAL = 1
"""``ordinal % 7`` of a Monday: the first of January of the year 1 was one."""

WEEK_REST = next(one.limit for one in SIGNALS if one.code == "short_weekly_rests")

Counts = dict[str, tuple[Numbers, Numbers]]


def of_days(  # noqa: PLR0913 - the tables, each by its place
    work: Stretches,
    shifts: Columns,
    plan: Columns,
    people: People,
    calendar: Calendar,
    *,
    first: int,
    last: int,
) -> Counts:
    """Return, by code, how many there are of each person and of how many."""
    edges = np.asarray(calendar.midnights, dtype=np.int64)
    from_day, to_day = first - calendar.first_day, last - calendar.first_day
    is_there = _present(shifts, len(people), edges[from_day], edges[to_day + 1])
    return {
        "short_weekly_rests": _weekly_rests(work, len(people), calendar, from_day, to_day),
        "weekends_worked": _weekends(work, is_there, calendar, from_day, to_day),
        "recalls": _recalls(shifts, plan, is_there, calendar, from_day, to_day),
    }


def _present(shifts: Columns, people: int, start: int, end: int) -> Numbers:
    """Whether each person begins a shift in the period: who is away all of it counts nowhere."""
    here = (shifts.start >= start) & (shifts.start < end)
    return numbers(np.bincount(shifts.person[here], minlength=people) > 0)


def _mondays(calendar: Calendar, from_day: int, to_day: int) -> Numbers:
    """Return the places of the Mondays of the weeks that lie whole in the period."""
    days = np.arange(from_day, to_day - 5)
    return numbers(days[(days + calendar.first_day) % 7 == MONDAY_OF_ORDINAL])


def _weekly_rests(
    work: Stretches, people: int, calendar: Calendar, from_day: int, to_day: int
) -> tuple[Numbers, Numbers]:
    """Count the weeks with work and without 36 hours of rest in a row inside them."""
    mondays = _mondays(calendar, from_day, to_day)
    nothing = np.zeros(people, dtype=np.int64)
    if not len(mondays):
        return nothing, nothing
    midnights = np.asarray(calendar.midnights, dtype=np.int64)
    edges = np.append(midnights[mondays], midnights[mondays[-1] + 7])
    touching = np.flatnonzero((work.end > edges[0]) & (work.start < edges[-1]))
    start = np.maximum(work.start[touching], edges[0])
    end = np.minimum(work.end[touching], edges[-1])
    of, week = pieces(start, end, edges)
    if not len(of):
        return nothing, nothing
    person = work.person[touching][of]
    begins = np.maximum(start[of], edges[week])
    ends = np.minimum(end[of], edges[week + 1])
    cell = person * len(mondays) + week
    is_first = np.append(True, cell[1:] != cell[:-1])
    gap = begins - np.where(is_first, edges[week], np.append(0, ends[:-1]))
    groups = np.flatnonzero(is_first)
    final = np.append(groups[1:], len(cell)) - 1
    longest = np.maximum(np.maximum.reduceat(gap, groups), edges[week[final] + 1] - ends[final])
    short = (longest < WEEK_REST).astype(np.int64)
    who = person[groups]
    return _sums(who, short, people), _sums(who, np.ones(len(who), dtype=np.int64), people)


def _weekends(
    work: Stretches, is_there: Numbers, calendar: Calendar, from_day: int, to_day: int
) -> tuple[Numbers, Numbers]:
    """Count the weekends, from Saturday 00:00 to Sunday 24:00, with a minute of work."""
    saturdays = np.arange(from_day, to_day)
    saturdays = saturdays[(saturdays + calendar.first_day) % 7 == (MONDAY_OF_ORDINAL + 5) % 7]
    midnights = np.asarray(calendar.midnights, dtype=np.int64)
    begins, ends = midnights[saturdays], midnights[saturdays + 2]
    # The first weekend that ends after a stretch begins; a stretch meets it, and maybe later ones.
    low = np.searchsorted(ends, work.start, side="right")
    high = np.searchsorted(begins, work.end, side="left")
    many = np.maximum(0, high - low)
    of = np.repeat(np.arange(len(work)), many)
    weekend = np.repeat(low, many) + np.arange(len(of)) - np.repeat(np.cumsum(many) - many, many)
    met = np.zeros((len(is_there), len(saturdays)), dtype=bool)
    met[work.person[of], weekend] = True
    worked = met.sum(axis=1)
    return worked * is_there, is_there * len(saturdays)


def _recalls(
    shifts: Columns,
    plan: Columns,
    is_there: Numbers,
    calendar: Calendar,
    from_day: int,
    to_day: int,
) -> tuple[Numbers, Numbers]:
    """Count the days without a planned minute, and those of them on which a recall begins."""
    edges = np.asarray(calendar.midnights, dtype=np.int64)
    is_planned = np.zeros((len(is_there), to_day - from_day + 1), dtype=bool)
    of, day = pieces(plan.start, plan.end, edges)
    inside = (day >= from_day) & (day <= to_day)
    is_planned[plan.person[of][inside], day[inside] - from_day] = True
    is_called = np.zeros_like(is_planned)
    recalled = np.flatnonzero(shifts.is_recall)
    day = np.searchsorted(edges, shifts.start[recalled], side="right") - 1
    inside = (day >= from_day) & (day <= to_day)
    is_called[shifts.person[recalled][inside], day[inside] - from_day] = True
    called = (is_called & ~is_planned).sum(axis=1)
    return called, (~is_planned).sum(axis=1) * is_there


def _sums(person: Numbers, many: Numbers, people: int) -> Numbers:
    return np.rint(np.bincount(person, weights=many, minlength=people)).astype(np.int64)
