"""A hospital's file of worked shifts: a handful of queries, however many lines it has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releve.kit.actors import HOUSE
from releve.kit.tables import Row
from releve.people.actions import BadTableError
from releve.people.tests.builders import rows
from releve.shifts.actions import import_worked
from releve.shifts.models import WorkedShift
from releve.shifts.queries import worked_of
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, at, planned, shown
from releve.shifts.vocabulary import WORKED_COLUMNS, WORKED_OPTIONAL

pytestmark = pytest.mark.django_db


def table(*lines: list[str]) -> list[Row]:
    """Return a file of worked shifts as it is read."""
    columns = (*WORKED_COLUMNS, *WORKED_OPTIONAL)
    return rows(columns, [[*one, *[""] * (7 - len(one))] for one in lines])


def a_month_of(ward: Ward, days: int) -> list[Row]:
    """Return a file in which everybody worked each day, ten minutes longer than planned."""
    dates = [MONDAY + timedelta(days=day) for day in range(days)]
    return table(
        *(
            [one.code, "URG", "M", f"{date}T07:00", f"{date}T14:40"]
            for date in dates
            for one in ward.people
        )
    )


def test_queries_do_not_grow_with_the_lines_of_the_file() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, day) for one in ward.people for day in range(20)))
    counts = []
    for days in (1, 20):
        with CaptureQueriesContext(connection) as asked:
            report = import_worked(a_month_of(ward, days), actor=HOUSE)
        counts.append(len(asked))
        assert report.added == 10 * days - report.unchanged
    assert counts[1] - counts[0] <= 4  # the trail writes in batches
    assert WorkedShift.objects.filter(planned__isnull=False).count() == 200


def test_the_halves_of_a_split_shift_stand_beside_each_other() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    file = table(
        ["P0", "URG", "M", "2026-06-01T07:00", "2026-06-01T09:00"],
        ["P0", "URG", "M", "2026-06-01T10:00", "2026-06-01T14:30"],
    )
    assert import_worked(file, actor=HOUSE).added == 2
    assert import_worked(file, actor=HOUSE).unchanged == 2
    found = worked_of(ward.people[0], at(0, 0), at(1, 0))
    assert [one.minutes for one in found] == [120, 270]


def test_a_line_that_begins_with_another_shift_is_a_fault_and_nothing_is_half_written() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0, 7, 2), planned(ward.people[0], 1))
    first = ["P0", "URG", "M", "2026-06-01T07:00", "2026-06-01T14:00"]
    import_worked(table(first), actor=HOUSE)
    long = ["P0", "URG", "M", "2026-06-01T07:00", "2026-06-02T20:00"]
    with pytest.raises(BadTableError, match="already has a shift"):
        import_worked(table(["P1", "URG", "M", *first[3:5]], long), actor=HOUSE)
    assert WorkedShift.objects.count() == 1
