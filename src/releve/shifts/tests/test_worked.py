"""What was worked: as planned unless somebody says otherwise, corrected and never overwritten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.tables import Row
from releve.people.actions import BadTableError, create_account, delete_person, give_function
from releve.people.models import Account, Level, Person
from releve.people.queries import actor_of
from releve.people.tests.builders import rows
from releve.shifts.actions import (
    acknowledge_change,
    close_month,
    declare_worked,
    delete_shifts,
    import_worked,
    publish_shifts,
    validate_worked,
)
from releve.shifts.facts import Declared
from releve.shifts.faults import (
    ClashError,
    ClosedMonthError,
    NotValidatedError,
    ShiftsError,
)
from releve.shifts.models import MonthClosure, MonthTally, PlannedShift, ShiftChange, WorkedShift
from releve.shifts.queries import (
    changes_to_acknowledge,
    planned_of,
    worked_of,
    worked_of_unit,
)
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, at, edition, planned, shown
from releve.shifts.vocabulary import WORKED_COLUMNS, WORKED_OPTIONAL

pytestmark = pytest.mark.django_db

LAST = date(2026, 6, 30)


def worked(person: Person) -> list[tuple[str, datetime, datetime]]:
    """Return what a person worked in the month, as kind and instants."""
    found = worked_of(person, at(0, 0), at(30, 0))
    return [(one.kind, one.starts_at, one.ends_at) for one in found]


def plan_of(person: Person, day: int) -> PlannedShift:
    """Return a person's planned shift of a day."""
    return planned_of(person, at(day, 0), at(day + 1, 0))[0]


def said(ward: Ward, plan: PlannedShift, kind: str, *, ends: float = 0, **facts: Any) -> Declared:
    """Return a declaration on a planned shift that ends so many hours later."""
    told = {
        "person": plan.person,
        "unit": ward.unit,
        "planned": plan,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at + timedelta(hours=ends),
    }
    return Declared(kind=kind, **{**told, **facts})


def account(ward: Ward, name: str, *, person: Person | None = None, function: str = "") -> Actor:
    """Return an account of the hospital as actor."""
    made = create_account(
        actor=HOUSE, username=name, name=name, password=None, hospital=ward.hospital, person=person
    )
    if function:
        give_function(
            made, actor=HOUSE, function=function, level=ward.unit, from_on=date(2020, 1, 1)
        )
    return actor_of(made)


def test_what_was_planned_was_worked_unless_somebody_says_otherwise() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0), planned(one, 1), planned(one, 2, is_on_call=True))
    assert worked(one) == [
        ("as_planned", at(0, 7), at(0, 14.5)),
        ("as_planned", at(1, 7), at(1, 14.5)),
    ]
    declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=0.5), actor=HOUSE)
    assert worked(one)[0] == ("late_stay", at(0, 7), at(0, 15))
    declare_worked(said(ward, plan_of(one, 1), "not_worked"), actor=HOUSE)
    assert [kind for kind, _start, _end in worked(one)] == ["late_stay"]


def test_a_correction_keeps_what_was_said_before() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0))
    plan = plan_of(one, 0)
    first = declare_worked(said(ward, plan, "late_stay", ends=0.5), actor=HOUSE)
    second = declare_worked(said(ward, plan, "late_stay", ends=1), actor=HOUSE)
    first.refresh_from_db()
    assert (first.superseded_at is not None, second.supersedes) == (True, first)
    assert worked(one) == [("late_stay", at(0, 7), at(0, 15.5))]
    assert declare_worked(said(ward, plan, "late_stay", ends=1), actor=HOUSE) == second
    assert WorkedShift.objects.count() == 2


def test_a_recall_needs_no_plan_and_is_corrected_by_name() -> None:
    ward = a_ward()
    one = ward.people[0]
    recall = Declared(
        person=one, unit=ward.unit, kind="recall", starts_at=at(5, 9), ends_at=at(5, 12), code="R"
    )
    row = declare_worked(recall, actor=HOUSE)
    with pytest.raises(ClashError):
        declare_worked(
            Declared(
                person=one, unit=ward.unit, kind="recall", starts_at=at(5, 9), ends_at=at(5, 13)
            ),
            actor=HOUSE,
        )
    later = Declared(
        person=one, unit=ward.unit, kind="recall", starts_at=at(5, 9), ends_at=at(5, 13)
    )
    declare_worked(later, actor=HOUSE, corrects=row)
    with pytest.raises(ShiftsError):
        declare_worked(recall, actor=HOUSE, corrects=row)
    assert worked(one) == [("recall", at(5, 9), at(5, 13))]


def test_what_contradicts_itself_is_refused_in_a_sentence() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    shown(ward, planned(one, 0))
    plan = plan_of(one, 0)
    wrong = [
        said(ward, plan, "late_stay"),
        said(ward, plan, "early_release"),
        said(ward, plan, "late_stay", ends=-8),
        said(ward, plan, "late_stay", ends=80),
        said(ward, plan, "late_stay", ends=1, person=other),
        said(ward, plan, "late_stay", ends=1, planned=None),
        said(ward, plan, "late_stay", ends=1, break_minutes=600),
    ]
    for declared in wrong:
        with pytest.raises(ShiftsError):
            declare_worked(declared, actor=HOUSE)
    assert WorkedShift.objects.count() == 0


def test_a_breach_of_the_law_is_recorded_and_never_refused() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0), planned(one, 1))
    declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=14), actor=HOUSE)
    assert len(worked(one)) == 2


def test_somebody_declares_her_own_until_it_is_validated_and_nobody_else_s() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    shown(ward, planned(one, 0), planned(other, 0))
    hers = account(ward, "ana", person=one, function="caregiver")
    row = declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=1), actor=hers)
    assert row.declared_by == Account.objects.get_by_natural_key("ana")
    with pytest.raises(NotAllowedError):
        declare_worked(said(ward, plan_of(other, 0), "late_stay", ends=1), actor=hers)
    manager = account(ward, "cadre", function="ward_manager")
    assert validate_worked(ward.unit, MONDAY, LAST, actor=manager) == 2
    with pytest.raises(ShiftsError):
        declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=2), actor=hers)
    declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=2), actor=manager)
    with pytest.raises(NotAllowedError):
        validate_worked(ward.unit, MONDAY, LAST, actor=hers)


def test_validating_writes_down_what_nobody_spoke_of_once() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0) for one in ward.people))
    assert validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE) == 10
    assert validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE) == 0
    found = worked_of_unit(ward.unit, MONDAY, LAST)
    assert {(one.kind, one.is_validated) for one in found} == {("as_planned", True)}
    assert len(found) == 10


def test_a_month_closes_when_all_is_validated_and_changes_then_with_a_reason_only() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0))
    with pytest.raises(NotValidatedError, match="one shift"):
        close_month(ward.unit, MONDAY, actor=HOUSE)
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    closure = close_month(ward.unit, date(2026, 6, 17), actor=HOUSE)
    assert (closure.month, close_month(ward.unit, MONDAY, actor=HOUSE)) == (MONDAY, closure)
    plan = plan_of(one, 0)
    with pytest.raises(ClosedMonthError):
        declare_worked(said(ward, plan, "late_stay", ends=1), actor=HOUSE)
    hers = account(ward, "ana", person=one, function="caregiver")
    with pytest.raises(ClosedMonthError):
        declare_worked(said(ward, plan, "late_stay", ends=1, reason="omission"), actor=hers)
    declare_worked(said(ward, plan, "late_stay", ends=1, reason="omission"), actor=HOUSE)
    assert WorkedShift.objects.count() == 2
    assert MonthClosure.objects.count() == 1


def test_a_month_that_is_not_over_is_not_closed() -> None:
    ward = a_ward()
    with pytest.raises(ValueError, match="not over"):
        close_month(ward.unit, datetime.now(UTC).date(), actor=HOUSE)


def test_a_change_is_acknowledged_once_by_whom_it_concerns() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    shown(ward, planned(one, 3))
    shown(ward, planned(one, 3, 13), version=2)
    change = changes_to_acknowledge(one)[0]
    with pytest.raises(NotAllowedError):
        acknowledge_change(change, actor=account(ward, "bea", person=other))
    hers = account(ward, "ana", person=one)
    assert acknowledge_change(change, actor=hers) is True
    assert acknowledge_change(change, actor=hers) is False
    assert changes_to_acknowledge(one) == []


# --- Files ------------------------------------------------------------------------------------


def table(*lines: list[str]) -> list[Row]:
    """Return a file of worked shifts as it is read."""
    return rows(
        (*WORKED_COLUMNS, *WORKED_OPTIONAL), [[*one, *[""] * (7 - len(one))] for one in lines]
    )


def test_a_file_answers_to_the_plan_it_overlaps_and_again_changes_nothing() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0))
    file = table(
        ["P0", "URG", "M", "2026-06-01T07:00", "2026-06-01T15:10", "25"],
        ["P0", "URG", "R", "2026-06-06T09:00", "2026-06-06T12:00", "", "recall"],
    )
    assert import_worked(file, actor=HOUSE).to_json() == {"added": 2, "changed": 0, "unchanged": 0}
    assert import_worked(file, actor=HOUSE).to_json() == {"added": 0, "changed": 0, "unchanged": 2}
    first = worked_of(one, at(0, 0), at(1, 0))[0]
    assert (first.kind, first.planned, first.break_minutes) == ("file", plan_of(one, 0).pk, 25)
    assert len(worked(one)) == 2


def test_a_corrected_line_supersedes_the_one_before() -> None:
    ward = a_ward()
    line = ["P0", "URG", "R", "2026-06-06T09:00", "2026-06-06T12:00", "", "recall"]
    import_worked(table(line), actor=HOUSE)
    line[4] = "2026-06-06T13:00"
    assert import_worked(table(line), actor=HOUSE).to_json()["changed"] == 1
    assert worked(ward.people[0]) == [("recall", at(5, 9), at(5, 13))]
    assert WorkedShift.objects.count() == 2


def test_every_fault_of_a_file_is_named_and_nothing_is_half_imported() -> None:
    a_ward()
    good = ["P1", "URG", "M", "2026-06-01T07:00", "2026-06-01T15:00"]
    wrong = [
        (["P", "URG", "M", "2026-06-01T07:00", "2026-06-01T15:00"], "person"),
        (["P0", "REA", "M", "2026-06-01T07:00", "2026-06-01T15:00"], "unit"),
        (["P0", "URG", "", "2026-06-01T07:01", "2026-06-01T15:00"], "code"),
        (["P0", "URG", "M", "1er juin", "2026-06-01T15:00"], "starts_at"),
        (["P0", "URG", "M", "2026-06-01T07:02", "2026-06-01T07:02"], "ends_at"),
        (["P0", "URG", "M", "2026-03-29T02:30", "2026-03-29T12:00"], "starts_at"),
        (["P0", "URG", "M", "2026-06-01T08:00", "2026-06-01T15:00", "x"], "break_minutes"),
        (["P0", "URG", "M", "2026-06-01T09:00", "2026-06-01T15:00", "", "sick"], "kind"),
        (["P0", "URG", "M", "2026-06-02T09:00", "2026-06-02T15:00", "", "late_stay"], "ends_at"),
    ]
    with pytest.raises(BadTableError) as caught:
        import_worked(table(good, *(line for line, _field in wrong)), actor=HOUSE)
    found = [(fault.place.line, fault.place.field) for fault in caught.value.faults]
    assert found == [(line, field) for line, (_cells, field) in enumerate(wrong, start=3)]
    assert WorkedShift.objects.count() == 0


def test_a_line_of_a_closed_month_is_a_fault() -> None:
    ward = a_ward()
    close_month(ward.unit, MONDAY, actor=HOUSE)
    with pytest.raises(BadTableError, match="closed"):
        import_worked(
            table(["P0", "URG", "M", "2026-06-01T07:00", "2026-06-01T15:00"]), actor=HOUSE
        )


def test_a_ward_manager_imports_for_her_own_unit_only() -> None:
    ward = a_ward()
    manager = account(ward, "cadre", function="ward_manager")
    good = ["P0", "URG", "M", "2026-06-01T07:00", "2026-06-01T15:00"]
    assert import_worked(table(good), actor=manager).added == 1
    with pytest.raises(NotAllowedError):
        import_worked(table([good[0], "CARDIO", *good[2:]]), actor=manager)


# --- The end ----------------------------------------------------------------------------------


def a_full_ward() -> Ward:
    """Save a ward with a change, a correction and a closed month."""
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0), planned(one, 3))
    shown(ward, planned(one, 0), planned(one, 3, 13), version=2)
    declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=1), actor=HOUSE)
    declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=2), actor=HOUSE)
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    return ward


def test_the_purge_takes_whole_months_that_are_over_and_nothing_of_later_ones() -> None:
    ward = a_full_ward()
    assert delete_shifts(ward.hospital, before=date(2026, 6, 30), actor=HOUSE) == 0
    assert MonthTally.objects.count() == 1
    publish_shifts(
        ward.unit,
        edition(planned(ward.people[0], 30), from_on=date(2026, 7, 1), to_on=date(2026, 7, 5)),
        actor=HOUSE,
    )
    assert delete_shifts(ward.hospital, before=date(2026, 7, 4), actor=HOUSE) > 3
    assert [one.day for one in PlannedShift.objects.all()] == [date(2026, 7, 1)]
    assert MonthTally.objects.count() == 0
    delete_shifts(ward.hospital, before=date(2026, 8, 1), actor=HOUSE)
    tables = (PlannedShift, WorkedShift, ShiftChange, MonthClosure)
    assert [table.objects.count() for table in tables] == [0, 0, 0, 0]


def test_a_person_goes_with_all_that_she_planned_and_worked() -> None:
    ward = a_full_ward()
    delete_person(ward.people[0], actor=HOUSE)
    assert (PlannedShift.objects.count(), WorkedShift.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_at": at(0, 6)},
        {"kind": "late"},
        {"kind": "late_stay", "planned": None},
        {"superseded_at": at(-900, 0)},
        {"code": ""},
        {"reason": "malade"},
    ],
)
def test_the_database_refuses_what_must_never_be(facts: dict[str, Any]) -> None:
    ward = a_ward()
    told = {
        "hospital": ward.hospital,
        "person": ward.people[0],
        "unit": ward.unit,
        "code": "M",
        "starts_at": at(0, 7),
        "ends_at": at(0, 14),
        "kind": "file",
        "declared_at": at(0, 15),
    }
    WorkedShift.objects.create(**told).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkedShift.objects.create(**{**told, **facts})


def test_nobody_corrects_what_is_another_person_s_or_another_unit_s() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    facts = {"starts_at": at(5, 9), "ends_at": at(5, 12), "kind": "recall"}
    row = declare_worked(Declared(person=one, unit=ward.unit, **facts), actor=HOUSE)  # type: ignore[arg-type]  # facts of several types
    hers = account(ward, "bea", person=other)
    with pytest.raises(NotAllowedError):
        declare_worked(Declared(person=other, unit=ward.unit, **facts), actor=hers, corrects=row)  # type: ignore[arg-type]  # see above
    stranger = Level.objects.create(
        code="X", kind="unit", name="X", parent=ward.hospital, hospital=ward.hospital
    )
    manager = account(ward, "cadre", function="ward_manager")
    with pytest.raises(NotAllowedError):
        declare_worked(Declared(person=one, unit=stranger, **facts), actor=manager, corrects=row)  # type: ignore[arg-type]  # see above
    assert worked(one) == [("recall", at(5, 9), at(5, 12))]


def test_a_plan_of_another_unit_is_answered_by_who_manages_both() -> None:
    ward = a_ward()
    one = ward.people[0]
    publish_shifts(ward.other, edition(planned(one, 0)), actor=HOUSE)
    manager = account(ward, "cadre", function="ward_manager")
    file = table(["P0", "URG", "M", "2026-06-01T07:00", "2026-06-01T15:00"])
    with pytest.raises(NotAllowedError):
        import_worked(file, actor=manager)
    with pytest.raises(NotAllowedError):
        declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=1), actor=manager)
    assert import_worked(file, actor=HOUSE).added == 1
    assert [found.unit for found in worked_of(one, at(0, 0), at(1, 0))] == [ward.unit.pk]
