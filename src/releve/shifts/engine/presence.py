"""Hours short of people: where fewer are there than were required at least.

Each row of the cover is judged on its own, minute by minute: the people present are a step
function of each unit and group, and a row meets only the steps between its two ends.
"""

from __future__ import annotations

import numpy as np

from releve.shifts.engine.columns import Columns, Cover, Numbers, People
from releve.shifts.engine.stretches import APART, in_order

Sum = tuple[Numbers, Numbers]


def of_cover(
    shifts: Columns, cover: Cover, people: People, start: int, end: int
) -> tuple[Sum, Sum]:
    """Return the person-minutes that were missing and those required, each with its unit.

    Rows are cut at the ends of the period.
    """
    begins, ends = np.maximum(cover.start, start), np.minimum(cover.end, end)
    kept = (ends > begins) & (cover.least > 0)
    begins, ends = begins[kept], ends[kept]
    unit, least, group = cover.unit[kept], cover.least[kept], cover.group[kept]
    required = (unit, least * (ends - begins))
    if not len(unit):
        return (unit, unit), required
    groups = int(max(group.max(), people.groups.max(initial=0))) + 1
    steps, present = _steps(shifts, people, groups)
    place = (unit * groups + group) * APART
    low = np.searchsorted(steps, place + begins, side="right")
    high = np.searchsorted(steps, place + ends, side="left")
    many = np.maximum(0, high - low) + 1
    of = np.repeat(np.arange(len(unit)), many)
    begun = np.repeat(np.cumsum(many) - many, many)
    step = np.repeat(low, many) + np.arange(len(of)) - begun
    there = np.append(0, present)[step]
    left = np.where(step == low[of], (place + begins)[of], steps[np.maximum(step - 1, 0)])
    right = np.where(step == high[of], (place + ends)[of], np.append(steps, 0)[step])
    missing = np.maximum(0, least[of] - there) * (right - left)
    return (unit[of], missing), required


def _steps(shifts: Columns, people: People, groups: int) -> tuple[Numbers, Numbers]:
    """Return where the number of people present changes, set apart by unit and group, and to what.

    A person counts once however many of her shifts overlap.
    """
    counted = shifts.is_cover.astype(bool)
    person, unit = shifts.person[counted], shifts.unit[counted]
    start, end = shifts.start[counted], shifts.end[counted]
    person, unit, start, end = _joined(person, unit, start, end)
    row, group = _memberships(person, people, groups)
    place = (unit[row] * groups + group) * APART
    at = np.concatenate([place + start[row], place + end[row]])
    change = np.concatenate([np.ones(len(row)), -np.ones(len(row))]).astype(np.int64)
    order = np.argsort(at, kind="stable")
    at, level = at[order], np.cumsum(change[order])
    is_last = np.append(at[1:] != at[:-1], True) if len(at) else np.zeros(0, dtype=bool)
    return at[is_last], level[is_last]


def _joined(
    person: Numbers, unit: Numbers, start: Numbers, end: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Join what overlaps or touches of one person in one unit."""
    if not len(person):
        return person, unit, start, end
    place = person * (int(unit.max()) + 1) + unit
    order = in_order(place, start, end)
    place, start = place[order] * APART, start[order]
    reached = np.maximum.accumulate(place + end[order])
    begins = np.append(True, (place + start)[1:] > reached[:-1])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(place)) - 1
    return person[order][first], unit[order][first], start[first], (reached - place)[last]


def _memberships(person: Numbers, people: People, groups: int) -> tuple[Numbers, Numbers]:
    """Return each shift with each group of its person; everybody is of group 0."""
    everyone = np.arange(len(person))
    rows, told = [everyone], [np.zeros(len(person), dtype=np.int64)]
    order = np.argsort(people.members, kind="stable")
    members, named = people.members[order], people.groups[order]
    low = np.searchsorted(members, person, side="left")
    many = np.searchsorted(members, person, side="right") - low
    of = np.repeat(everyone, many)
    place = np.repeat(low, many) + np.arange(len(of)) - np.repeat(np.cumsum(many) - many, many)
    rows.append(of)
    told.append(named[place])
    assert groups > 0  # noqa: S101 - whoever calls counts group 0
    return np.concatenate(rows), np.concatenate(told)
