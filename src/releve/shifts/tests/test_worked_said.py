"""What is worked time and what is not: days away, on-call duties, overlaps, one's own hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from releve.kit.actors import HOUSE, NotAllowedError
from releve.people.actions import BadTableError
from releve.people.models import Person, Unavailability
from releve.shifts.actions import (
    close_month,
    declare_worked,
    import_worked,
    publish_shifts,
    validate_worked,
    withdraw_worked,
)
from releve.shifts.facts import Declared
from releve.shifts.faults import AnsweredError, ClashError, NotValidatedError, ShiftsError
from releve.shifts.models import MonthTally, PlannedShift, WorkedShift
from releve.shifts.queries import worked_of
from releve.shifts.queries.counting import running_sums, sums_from_scratch
from releve.shifts.queries.pay import pay_lines
from releve.shifts.queries.sheet import unit_lines
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, at, edition, planned, shown
from releve.shifts.tests.test_worked import account, plan_of, said, table, worked
from releve.shifts.vocabulary import CORRECTION_REASONS

pytestmark = pytest.mark.django_db

LAST = date(2026, 6, 30)


def away(ward: Ward, person: Person, day: int) -> None:
    """Let a person be unavailable on one day."""
    there = MONDAY + timedelta(days=day)
    Unavailability.objects.create(hospital=ward.hospital, person=person, from_on=there, to_on=there)


def extra(ward: Ward, person: Person, start: datetime, hours: float, **facts: Any) -> Declared:
    """Return a recall of a person."""
    told = {"kind": "recall", "unit": ward.unit, **facts}
    return Declared(person=person, starts_at=start, ends_at=start + timedelta(hours=hours), **told)


def states(ward: Ward) -> list[str]:
    """Return where each shift of the month stands, by start."""
    return [one.state for one in unit_lines(ward.unit, MONDAY, LAST)]


# --- Days away --------------------------------------------------------------------------------


def test_a_shift_on_a_day_away_is_no_worked_time_until_somebody_says_so() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0), planned(one, 1))
    away(ward, one, 0)
    assert worked(one) == [("as_planned", at(1, 7), at(1, 14.5))]
    assert states(ward) == ["away", "silent"]
    assert validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE) == 1
    with pytest.raises(NotValidatedError):
        close_month(ward.unit, MONDAY, actor=HOUSE)
    declare_worked(said(ward, plan_of(one, 0), "not_worked"), actor=HOUSE)
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    assert MonthTally.objects.get().worked_minutes == 450


def test_what_was_worked_all_the_same_on_a_day_away_is_said_and_counts() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0))
    away(ward, one, 0)
    declare_worked(said(ward, plan_of(one, 0), "as_planned"), actor=HOUSE)
    assert [kind for kind, _start, _end in worked(one)] == ["as_planned"]


# --- What has not begun, and what is taken back -----------------------------------------------


def test_a_shift_that_has_not_begun_cannot_be_answered() -> None:
    ward = a_ward()
    one = ward.people[0]
    ahead = (datetime.now(UTC).date() - MONDAY).days + 3
    first = MONDAY + timedelta(days=ahead)
    shown(ward, planned(one, ahead), from_on=first, to_on=first, reason="cover")
    plan = PlannedShift.objects.get()
    for kind in ("as_planned", "not_worked"):
        with pytest.raises(ShiftsError, match="has not begun"):
            declare_worked(said(ward, plan, kind), actor=HOUSE)
    with pytest.raises(ShiftsError, match="has not begun"):
        declare_worked(extra(ward, one, at(ahead, 20), 2), actor=HOUSE)


def test_whoever_manages_takes_an_answer_back_until_it_is_validated() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0))
    row = declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=1), actor=HOUSE)
    with pytest.raises(AnsweredError):
        shown(ward, version=2, reason="cover")
    hers = account(ward, "ana", person=one, function="caregiver")
    with pytest.raises(ShiftsError):
        withdraw_worked(row, actor=hers)
    manager = account(ward, "cadre", function="ward_manager")
    assert withdraw_worked(row, actor=manager) is True
    assert states(ward) == ["silent"]
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    with pytest.raises(ShiftsError, match="correct it instead"):
        withdraw_worked(WorkedShift.objects.latest("pk"), actor=manager)


# --- Overlaps ---------------------------------------------------------------------------------


def test_no_minute_of_a_person_counts_twice() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    shown(ward, planned(one, 0), planned(one, 1, 18, 12, is_on_call=True, minutes=0))
    with pytest.raises(ClashError):
        declare_worked(extra(ward, one, at(0, 14), 2), actor=HOUSE)
    declare_worked(extra(ward, one, at(0, 14.5), 2), actor=HOUSE)
    with pytest.raises(ClashError):
        declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=1), actor=HOUSE)
    with pytest.raises(ClashError):
        declare_worked(extra(ward, one, at(0, 16), 2, unit=ward.other), actor=HOUSE)
    declare_worked(extra(ward, other, at(0, 16), 2), actor=HOUSE)
    declare_worked(extra(ward, one, at(1, 18), 2, kind="call_out"), actor=HOUSE)
    declare_worked(said(ward, plan_of(one, 0), "not_worked"), actor=HOUSE)
    declare_worked(extra(ward, one, at(0, 8), 2), actor=HOUSE)
    with pytest.raises(ClashError):
        declare_worked(said(ward, plan_of(one, 0), "as_planned"), actor=HOUSE)


def test_a_file_whose_lines_overlap_is_refused() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0), planned(one, 1))
    overlapping = [
        ["P0", "URG", "M", "2026-06-05T07:00", "2026-06-05T15:00"],
        ["P0", "URG", "M", "2026-06-05T14:00", "2026-06-05T18:00"],
    ]
    with pytest.raises(BadTableError, match="at that time"):
        import_worked(table(*overlapping), actor=HOUSE)
    over_a_plan = ["P0", "URG", "M", "2026-06-01T07:00", "2026-06-02T07:30"]
    with pytest.raises(BadTableError, match="at that time"):
        import_worked(table(over_a_plan), actor=HOUSE)
    assert WorkedShift.objects.count() == 0


def test_a_publication_shows_nobody_two_shifts_at_once() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0), planned(one, 2, 18, 12, is_on_call=True, minutes=0))
    declare_worked(extra(ward, one, at(1, 9), 2), actor=HOUSE)
    for shift in (planned(one, 0, 10), planned(one, 1, 6)):
        elsewhere = edition(shift, source="CARDIO/2026-06-01")
        with pytest.raises(ClashError):
            publish_shifts(ward.other, elsewhere, actor=HOUSE)
    beside = edition(planned(one, 0, 14.5), planned(one, 2, 20), source="CARDIO/2026-06-01")
    assert publish_shifts(ward.other, beside, actor=HOUSE).added == 2


# --- Reasons are codes ------------------------------------------------------------------------


def test_why_worked_time_is_corrected_is_a_code_and_no_free_word() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0))
    plan = plan_of(one, 0)
    with pytest.raises(ShiftsError, match="the reason is one of"):
        declare_worked(said(ward, plan, "not_worked", reason="malade"), actor=HOUSE)
    row = declare_worked(extra(ward, one, at(3, 9), 2), actor=HOUSE)
    with pytest.raises(ShiftsError, match="the reason is one of"):
        withdraw_worked(row, actor=HOUSE, reason="malade")
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    for ends, reason in enumerate(CORRECTION_REASONS, start=1):
        told = said(ward, plan, "late_stay", ends=ends, reason=reason)
        assert declare_worked(told, actor=HOUSE).reason == reason


# --- On-call duties ---------------------------------------------------------------------------


def an_on_call_ward() -> tuple[Ward, PlannedShift]:
    """Save a ward in which one person was on call over one night."""
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 2, 18, 14, is_on_call=True, minutes=0, code="A"))
    return ward, plan_of(one, 2)


def test_an_on_call_duty_is_validated_paid_and_no_work() -> None:
    ward, _plan = an_on_call_ward()
    one = ward.people[0]
    with pytest.raises(NotValidatedError):
        close_month(ward.unit, MONDAY, actor=HOUSE)
    assert validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE) == 1
    assert (WorkedShift.objects.get().kind, worked(one)) == ("on_call", [])
    close_month(ward.unit, MONDAY, actor=HOUSE)
    assert [(line.element, line.quantity) for line in pay_lines(ward.unit, MONDAY)] == [
        ("on_call", 840)
    ]


def test_an_on_call_duty_that_was_not_held_is_not_paid() -> None:
    ward, plan = an_on_call_ward()
    manager = account(ward, "cadre", function="ward_manager")
    declare_worked(said(ward, plan, "not_worked"), actor=manager)
    validate_worked(ward.unit, MONDAY, LAST, actor=manager)
    close_month(ward.unit, MONDAY, actor=manager)
    assert pay_lines(ward.unit, MONDAY) == []
    held = said(ward, plan, "on_call", reason="entry_error")
    declare_worked(held, actor=manager)
    assert [line.quantity for line in pay_lines(ward.unit, MONDAY)] == [840]


def test_an_on_call_duty_on_a_day_away_waits_for_somebody_to_say() -> None:
    ward, plan = an_on_call_ward()
    away(ward, ward.people[0], 2)
    asked = ([ward.people[0].pk], ward.hospital.pk, MONDAY, LAST)
    now = datetime.now(UTC)
    assert sums_from_scratch(*asked, now=now) == {}
    assert validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE) == 0
    declare_worked(said(ward, plan, "on_call"), actor=HOUSE)
    (told,) = sums_from_scratch(*asked, now=now).values()
    assert told.on_call_minutes == 840
    assert running_sums(*asked, now=now) == sums_from_scratch(*asked, now=now)


def test_only_held_or_not_answers_an_on_call_duty() -> None:
    ward, plan = an_on_call_ward()
    for kind, ends in (("as_planned", 0), ("late_stay", 1), ("call_out", 0), ("swap", 0)):
        with pytest.raises(ShiftsError):
            declare_worked(said(ward, plan, kind, ends=ends), actor=HOUSE)
    shown(ward, planned(ward.people[1], 0))
    for kind in ("on_call", "recall", "call_out"):
        with pytest.raises(ShiftsError):
            declare_worked(said(ward, plan_of(ward.people[1], 0), kind), actor=HOUSE)


def test_two_call_outs_of_one_duty_stand_beside_each_other_in_files_too() -> None:
    ward, _plan = an_on_call_ward()
    one = ward.people[0]
    line = ["P0", "URG", "C", "2026-06-03T18:00", "2026-06-03T19:00", "", "call_out"]
    later = ["P0", "URG", "C", "2026-06-03T22:00", "2026-06-03T23:00", "", "call_out"]
    assert import_worked(table(line, later), actor=HOUSE).added == 2
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert [kind for kind, _start, _end in worked(one)] == ["call_out", "call_out"]
    shown(ward, planned(one, 2, 18, 14, is_on_call=True, minutes=0, code="A"), version=2)


def test_a_recall_in_a_file_never_answers_a_plan() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0))
    declare_worked(said(ward, plan_of(one, 0), "early_release", ends=-2), actor=HOUSE)
    line = ["P0", "URG", "R", "2026-06-01T13:00", "2026-06-01T14:00", "", "recall"]
    import_worked(table(line), actor=HOUSE)
    assert [kind for kind, _start, _end in worked(one)] == ["early_release", "recall"]


def test_a_month_stays_open_while_an_on_call_duty_of_it_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(
        ward,
        planned(one, 29, 20, 12, is_on_call=True, minutes=0),
        from_on=MONDAY,
        to_on=MONDAY + timedelta(days=29),
    )
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(30, 1))
    assert validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE) == 0
    with pytest.raises(NotValidatedError):
        close_month(ward.unit, MONDAY, actor=HOUSE)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(30, 9))
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    assert MonthTally.objects.get().on_call_minutes == 720


# --- Whose hours, and what was seen ------------------------------------------------------------


def test_a_manager_leaves_her_own_hours_to_another_one() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    shown(ward, planned(one, 0), planned(other, 0))
    manager = account(ward, "cadre", person=one, function="ward_manager")
    row = declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=1), actor=manager)
    assert validate_worked(ward.unit, MONDAY, LAST, actor=manager) == 1
    row.refresh_from_db()
    assert row.validated_at is None
    assert validate_worked(ward.unit, MONDAY, LAST, actor=account(ward, "bis", function="hr")) == 1
    with pytest.raises(ShiftsError, match="validated already"):
        declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=2), actor=manager)
    close_month(ward.unit, MONDAY, actor=manager)
    with pytest.raises(ShiftsError, match="closed"):
        declare_worked(
            said(ward, plan_of(one, 0), "late_stay", ends=2, reason="omission"), actor=manager
        )


def test_what_was_declared_after_the_page_is_not_validated_with_it() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    shown(ward, planned(one, 0), planned(other, 0))
    seen = datetime.now(UTC)
    row = declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=3), actor=HOUSE)
    assert validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE, seen_at=seen) == 1
    row.refresh_from_db()
    assert row.validated_at is None


def test_the_unit_of_what_is_replaced_is_hers_to_manage_too() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0))
    elsewhere = said(ward, plan_of(one, 0), "as_planned", unit=ward.other)
    declare_worked(elsewhere, actor=HOUSE)
    manager = account(ward, "cadre", function="ward_manager")
    with pytest.raises(NotAllowedError):
        declare_worked(said(ward, plan_of(one, 0), "late_stay", ends=1), actor=manager)
    with pytest.raises(NotAllowedError):
        import_worked(
            table(["P0", "URG", "M", "2026-06-01T07:00", "2026-06-01T15:00"]), actor=manager
        )
    assert [found.unit for found in worked_of(one, at(0, 0), at(1, 0))] == [ward.other.pk]


def test_the_night_of_a_file_is_told_by_its_hours() -> None:
    a_ward()
    import_worked(table(["P0", "URG", "N", "2026-06-06T21:00", "2026-06-07T07:00"]), actor=HOUSE)
    assert WorkedShift.objects.get().is_night is True
