"""The demo ward's shifts before Relève's own months, as a hospital brings in its history.

The ledger tells of quarters that are over, and the year of worked time begins in January; both
read shifts. They are laid out as the published months are, and leave these as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from releve.house.demo.calendars import Month, month_of
from releve.house.demo.kinds import KINDS
from releve.house.demo.leaves import away_days
from releve.house.demo.lines import Line, Slot, slot
from releve.house.demo.needs import needs, shift_types
from releve.house.demo.trames import lay_out
from releve.house.demo.wards import SEED, Ward
from releve.kit.actors import HOUSE
from releve.people.models import Level, Person
from releve.roster.editions import edition_of
from releve.roster.engine.problem import Assignment, Memory, Problem
from releve.shifts.actions import publish_shifts

SOURCE = "history"
LEAD = timedelta(days=21)
NEAR = timedelta(days=14)
"""How far into the demo's own months the days just before or after them must look."""


def bring_history(unit: Level, ward: Ward, first: date, last: date, *, now: datetime) -> None:
    """Publish a ward's shifts on some days, those of the demo's own months left out."""
    people = dict(Person.objects.for_hospital(unit.hospital_id or 0).values_list("code", "pk"))
    for days in _days_outside(ward, first, last):
        lines = _laid_out(ward, days)
        for month in _months(days):
            problem = _problem(ward, month)
            edition = edition_of(problem, _answer(lines, month), people, source=SOURCE, version=1)
            shown = timezone.make_aware(datetime.combine(month.first - LEAD, time(9)))
            publish_shifts(unit, replace(edition, published_at=min(shown, now)), actor=HOUSE)


def _days_outside(ward: Ward, first: date, last: date) -> Iterator[Month]:
    """Yield the stretches of days before and after the demo's own months."""
    opens, closes = ward.published[0].problem.starts_on, ward.prepared.ends_on
    for days in (
        Month(first, min(last, opens - timedelta(days=1))),
        Month(max(first, closes + timedelta(days=1)), last),
    ):
        if days.first <= days.last:
            yield days


def _laid_out(ward: Ward, days: Month) -> Mapping[str, Line]:
    # Weeks are laid out whole, from their Monday on.
    begun = days.first - timedelta(days=days.first.weekday())
    draw = Random(f"{SEED} {ward.unit.full_code} {days.first} history")  # noqa: S311 - a demo, not a secret
    return lay_out(
        ward.members,
        KINDS[ward.unit.kind],
        away=away_days(ward.members, begun, days.last, draw),
        wishes=(),
        days=range(begun.toordinal(), days.last.toordinal() + 1),
        draw=draw,
        beside=_published_near(ward, days),
    )


def _published_near(ward: Ward, days: Month) -> Mapping[str, Sequence[Slot]]:
    """Return each person's shifts of the demo's own months that lie near some days."""
    near: dict[str, list[Slot]] = {}
    for month in ward.published:
        for cell in month.result.answer:
            if days.first - NEAR <= cell.day <= days.last + NEAR:
                shift = month.problem.shift_by_code[cell.shift]
                near.setdefault(cell.person, []).append(slot(cell.day.toordinal(), shift))
    return near


def _months(days: Month) -> Iterator[Month]:
    """Yield the calendar months of some days, cut to them."""
    first = days.first
    while first <= days.last:
        month = Month(first, min(days.last, month_of(first).last))
        yield month
        first = month.last + timedelta(days=1)


def _answer(lines: Mapping[str, Line], month: Month) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(person, date.fromordinal(day), line.given[day].shift.code)
        for person, line in lines.items()
        for day in range(month.first.toordinal(), month.last.toordinal() + 1)
        if day in line.given
    )


def _problem(ward: Ward, month: Month) -> Problem:
    """Return what was asked of a month: the ward's shifts and needs, nothing of its people."""
    kind = KINDS[ward.unit.kind]
    return replace(
        ward.prepared,
        starts_on=month.first,
        ends_on=month.last,
        history_from=None,
        people=tuple(
            replace(person, history=(), memory=Memory()) for person in ward.prepared.people
        ),
        shifts=shift_types(kind, month.first, month.last),
        needs=tuple(needs(kind, month)),
        unavailable=(),
        wishes=(),
    )
