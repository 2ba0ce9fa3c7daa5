"""Whose counters are told to whom, and of which units: a guest's year is not her host's to read."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from releve.kit.actors import HOUSE
from releve.people.models import Contract, Person
from releve.shifts.actions import close_month, declare_worked, publish_shifts, validate_worked
from releve.shifts.facts import Declared
from releve.shifts.queries.counting import counters_of, is_settled, running_counters
from releve.shifts.queries.pay import ALSO_IN, ELEMENTS, PAY_COLUMNS, pay_lines
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, at, edition, planned, shown
from releve.shifts.tests.test_pages import a_browser, text

pytestmark = pytest.mark.django_db

LAST = date(2026, 6, 30)


def a_guest() -> tuple[Ward, Person]:
    """Save a ward to which somebody of the other unit was recalled once."""
    ward = a_ward()
    guest = ward.people[0]
    Person.objects.filter(pk=guest.pk).update(unit=ward.other)
    guest.refresh_from_db()
    mine = edition(planned(guest, 0), planned(guest, 1), source="CARDIO/2026-06-01")
    publish_shifts(ward.other, mine, actor=HOUSE)
    Contract.objects.create(
        hospital=ward.hospital,
        person=guest,
        share=1,
        pack="fph",
        regime="day",
        from_on=date(2020, 1, 1),
    )
    recall = Declared(
        person=guest, unit=ward.unit, kind="recall", starts_at=at(5, 9), ends_at=at(5, 12)
    )
    declare_worked(recall, actor=HOUSE)
    return ward, guest


def test_a_recall_opens_neither_the_year_nor_the_days_of_another_unit() -> None:
    ward, guest = a_guest()
    here = frozenset({ward.unit.pk})
    told = counters_of(guest, MONDAY, units=here)
    assert {one.span for one in told.counters} == {"month"}
    assert told.get("due_minutes_month") is None
    worked = told.get("worked_minutes_month")
    assert worked is not None
    assert [part.amount for part in worked.parts] == [180]
    (kept,) = running_counters([guest], MONDAY, units=here)
    assert {one.code for one in kept.counters} == {one.code for one in told.counters}
    everywhere = counters_of(guest, MONDAY, units=here | {ward.other.pk})
    assert everywhere == counters_of(guest, MONDAY)


def test_the_pages_the_file_and_the_program_tell_a_host_no_more() -> None:
    ward, _guest = a_guest()
    manager = a_browser(ward, function="ward_manager")
    address = f"/shifts/units/{ward.unit.pk}/counters"
    page = text(manager, f"{address}/?month=2026-06&person=P0")
    assert "Monday 1 June" not in page
    assert "Saturday 6 June" in page
    assert "The civil year so far" not in page
    assert "counted, and not listed" in page
    (told,) = json.loads(text(manager, f"{address}.json?month=2026-06"))
    assert not {one["counter"] for one in told["counters"] if one["counter"].endswith("_year")}


def test_a_closed_month_moves_still_where_somebody_worked_in_an_open_unit_too() -> None:
    ward, guest = a_guest()
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    manager = a_browser(ward, function="ward_manager")
    address = f"/shifts/units/{ward.unit.pk}/counters/?month=2026-06"
    assert is_settled([guest], MONDAY) is False
    assert "their figures still move" in text(manager, address)
    validate_worked(ward.other, MONDAY, LAST, actor=HOUSE)
    close_month(ward.other, MONDAY, actor=HOUSE)
    assert is_settled([guest], MONDAY) is True
    assert "these figures no longer move" in text(manager, address)


def test_an_element_of_pay_names_those_that_hold_the_same_minutes() -> None:
    ward = a_ward()
    one = ward.people[0]
    night: dict[str, Any] = {"is_night": True, "code": "N"}
    shown(ward, planned(one, 5, 21, 10, **night))
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    lines = {line.element: line for line in pay_lines(ward.unit, MONDAY)}
    assert lines["sunday_hours"].cells()[PAY_COLUMNS.index("also_in")] == (
        "overtime night_hours call_outs"
    )
    assert set(ALSO_IN) == {element for element, _measure, _unit in ELEMENTS}
    for element, others in ALSO_IN.items():
        assert all(element in ALSO_IN[other].split() for other in others.split())
