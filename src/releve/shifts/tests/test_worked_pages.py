"""The pages of worked time: what a person says of hers, and what a manager makes of it."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from releve.kit.actors import HOUSE
from releve.people.models import Contract, Unavailability
from releve.people.tests.builders import rows
from releve.shifts.actions import close_month, import_worked, validate_worked
from releve.shifts.models import MonthClosure, PlannedShift, WorkedShift
from releve.shifts.queries.sheet import unit_lines
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, at, planned, shown
from releve.shifts.tests.test_pages import a_browser, text
from releve.shifts.vocabulary import WORKED_COLUMNS

pytestmark = pytest.mark.django_db

LAST = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _in_july(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be July 2026 where pages ask for the day and the instant."""
    noon = datetime(2026, 7, 10, 12, tzinfo=ZoneInfo("Europe/Paris"))
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: noon.date())


def a_shown_ward() -> Ward:
    """Save a ward in which three people were shown shifts, one of them with a contract."""
    ward = a_ward()
    ana, bea, cle = ward.people[:3]
    shown(ward, planned(ana, 0), planned(ana, 6), planned(bea, 0), planned(cle, 1))
    Contract.objects.create(
        hospital=ward.hospital,
        person=ana,
        share=1,
        pack="fph",
        regime="day",
        from_on=date(2020, 1, 1),
    )
    return ward


def plan_of(ward: Ward, who: int = 0) -> PlannedShift:
    """Return somebody's first planned shift."""
    return PlannedShift.objects.filter(person=ward.people[who]).earliest("starts_at")


def test_a_late_stay_is_two_taps_and_a_correction_two_more() -> None:
    ward = a_shown_ward()
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    page = text(hers, "/shifts/worked/?from=2026-06-01")
    assert "Stayed later" in page
    assert 'name="quick" value="30"' in page
    sent = {"planned": plan_of(ward).pk, "kind": "late_stay", "from": "2026-06-01"}
    answer = hers.post("/shifts/worked/declare/", {**sent, "quick": 30})
    assert answer.headers["Location"] == "/shifts/worked/?from=2026-06-01"
    page = text(hers, "/shifts/worked/?from=2026-06-01")
    assert "stayed later +30\N{NO-BREAK SPACE}min" in page
    assert "Declared, not validated yet" in page
    hers.post("/shifts/worked/declare/", {**sent, "kind": "early_release", "minutes": 20})
    assert WorkedShift.objects.get(superseded_at__isnull=True).kind == "early_release"
    assert "left earlier \N{MINUS SIGN}20" in text(hers, "/shifts/worked/?from=2026-06-01")


def test_a_recall_past_midnight_is_declared_and_taken_back() -> None:
    ward = a_shown_ward()
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    sent = {"kind": "recall", "day": "2026-06-05", "starts": "22:00", "ends": "01:30"}
    assert hers.post("/shifts/worked/extra/", sent).status_code == 302
    row = WorkedShift.objects.get()
    assert (row.starts_at, row.ends_at) == (at(4, 22), at(4, 25.5))
    assert "recall on a rest day" in text(hers, "/shifts/worked/?from=2026-06-01")
    stranger = a_browser(ward, person=ward.people[1])
    assert stranger.post(f"/shifts/worked/{row.pk}/withdraw/").status_code == 404
    assert hers.post(f"/shifts/worked/{row.pk}/withdraw/").status_code == 302
    assert not WorkedShift.objects.filter(superseded_at__isnull=True).exists()


def test_what_is_refused_is_said_and_nothing_is_kept() -> None:
    ward = a_shown_ward()
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    other = hers.post(
        "/shifts/worked/declare/", {"planned": plan_of(ward, 1).pk, "kind": "as_planned"}
    )
    assert other.status_code == 404
    sent = {"planned": plan_of(ward).pk, "kind": "late_stay"}
    answer = hers.post("/shifts/worked/declare/", sent)
    assert (answer.status_code, "Say how many minutes" in answer.content.decode()) == (409, True)
    assert hers.post("/shifts/worked/extra/", {"kind": "recall"}).status_code == 409
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    answer = hers.post("/shifts/worked/declare/", {**sent, "quick": 15})
    assert "validated already" in answer.content.decode()
    assert "Validated" in text(hers, "/shifts/worked/?from=2026-06-01")
    assert WorkedShift.objects.filter(kind="late_stay").count() == 0


def test_the_pages_without_a_line_or_without_shifts_say_what_will_be_there() -> None:
    ward = a_ward()
    nobody = a_browser(ward)
    for address in ("/shifts/worked/", "/shifts/counters/"):
        assert "not linked to a line" in text(nobody, address)
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    assert "No shift of yours" in text(hers, "/shifts/worked/")
    manager = a_browser(ward, function="ward_manager")
    unit = f"/shifts/units/{ward.unit.pk}"
    assert "No shift is published" in text(manager, f"{unit}/worked/")
    assert "No shift is published" in text(manager, f"{unit}/worked/month/")
    assert "Nobody has worked here" in text(manager, f"{unit}/counters/")


def test_a_manager_sees_what_differs_validates_closes_and_takes_pay_away() -> None:
    ward = a_shown_ward()
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    hers.post(
        "/shifts/worked/declare/", {"planned": plan_of(ward).pk, "kind": "late_stay", "quick": 45}
    )
    manager = a_browser(ward, function="ward_manager")
    unit = f"/shifts/units/{ward.unit.pk}"
    assert "Worked time" in text(manager, "/shifts/worked/units/")
    week = text(manager, f"{unit}/worked/?from=2026-06-03")
    assert "Validate 4 shifts as they stand" in week
    assert "stayed later +45" in week
    month = text(manager, f"{unit}/worked/month/?month=2026-06")
    assert "4 shifts are still to be validated" in month
    close = {"month": "2026-06"}
    refused = manager.post(f"{unit}/worked/close/", close)
    assert "4 shifts of the month are not validated yet" in refused.content.decode()
    assert manager.get(f"{unit}/pay.csv?month=2026-06").status_code == 409
    one = {"from_on": "2026-06-01", "to_on": "2026-06-30", "person": "P0", "page": "month"}
    manager.post(f"{unit}/worked/validate/", {**one, **close})
    assert "2 shifts are still to be validated" in text(
        manager, f"{unit}/worked/month/?month=2026-06"
    )
    manager.post(f"{unit}/worked/validate/", {**one, "person": ""})
    assert manager.post(f"{unit}/worked/close/", close).status_code == 302
    assert MonthClosure.objects.count() == 1
    pay = manager.get(f"{unit}/pay.csv?month=2026-06").content.decode()
    lines = [tuple(one.values())[:6] for one in csv.DictReader(io.StringIO(pay))]
    assert ("P0", "overtime", "45", "min", "URG", "2026-06") in lines
    assert ("P0", "sunday_hours", "450", "min", "URG", "2026-06") in lines


def test_a_closed_month_opens_to_a_correction_with_its_reason_only() -> None:
    ward = a_shown_ward()
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    manager = a_browser(ward, function="ward_manager")
    address = f"/shifts/units/{ward.unit.pk}/worked"
    sent = {"planned": plan_of(ward).pk, "kind": "late_stay", "quick": 30, "from": "2026-06-01"}
    assert manager.post(f"{address}/declare/", sent).status_code == 409
    assert manager.post(f"{address}/declare/", {**sent, "reason": "omission"}).status_code == 302
    page = text(manager, f"{address}/?person=P0&month=2026-06")
    assert "Validated, month closed" in page
    assert "forgotten at the time" in page
    told = json.loads(text(manager, f"/shifts/units/{ward.unit.pk}/pay.json?month=2026-06"))
    assert [one["quantity"] for one in told if one["element"] == "overtime"] == [30]


def test_a_file_is_imported_on_the_page_or_every_fault_is_told() -> None:
    ward = a_shown_ward()
    manager = a_browser(ward, function="ward_manager")
    address = f"/shifts/units/{ward.unit.pk}/worked/import/"
    head = "person,unit,code,starts_at,ends_at\n"
    good = head + "P0,URG,M,2026-06-01T07:00,2026-06-01T15:00\n"
    bad = good + "PX,URG,M,2026-06-02T07:00,2026-06-02T15:00\nP1,URG,M,hier,2026-06-02T15:00\n"
    assert "The first line names the columns" in text(manager, address)
    assert manager.post(address).status_code == 400
    answer = manager.post(address, {"table": SimpleUploadedFile("f.csv", bad.encode())})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "2 faults: nothing was imported" in said
    assert "<td>starts_at</td>" in said
    assert WorkedShift.objects.count() == 0
    answer = manager.post(address, {"table": SimpleUploadedFile("f.csv", good.encode())})
    assert "1 added, 0 changed, 0 unchanged." in answer.content.decode()


def test_each_counter_says_how_it_is_counted_and_of_what_it_is_made() -> None:
    ward = a_shown_ward()
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    page = text(hers, "/shifts/counters/?month=2026-06")
    assert "15\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00" in page
    assert "Monday 1 June · M · 07:00–14:30" in page
    assert "décret 2002-9, art. 15 – to be confirmed by the HR department" in page
    assert "20 hours a month are the limit where the cycle is of a month at most" in page
    assert "late stays and of shifts from a file" in page
    told = json.loads(text(hers, "/shifts/counters.json?month=2026-06"))
    values = {one["counter"]: one["value"] for one in told["counters"]}
    assert values["worked_minutes_month"] == 900
    assert values["due_minutes_month"] == 9000
    assert values["sundays_month"] == 1
    assert "worked_minutes_month,900" in text(hers, "/shifts/counters.csv?month=2026-06")


def test_the_counters_of_a_unit_are_for_whom_may_see_them() -> None:
    ward = a_shown_ward()
    address = f"/shifts/units/{ward.unit.pk}/counters/?month=2026-06"
    hr = a_browser(ward, function="hr")
    page = text(hr, address)
    assert "Brume" in page
    assert "How is this counted?" in text(hr, f"{address}&person=P0")
    assert "P0,2026-06,worked_minutes_month,900" in text(
        hr, f"/shifts/units/{ward.unit.pk}/counters.csv?month=2026-06"
    )
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    assert hers.get(address).status_code == 404


def test_the_pages_of_worked_time_speak_french() -> None:
    ward = a_shown_ward()
    hers = a_browser(ward, person=ward.people[0], function="ward_manager", language="fr")
    assert "Ce que j’ai fait" in text(hers, "/shifts/worked/")
    assert "Temps travaillé" in text(hers, "/shifts/worked/units/")
    assert "Comment est-ce compté" in text(hers, "/shifts/counters/?month=2026-06")


def test_written_minutes_win_over_a_button_and_come_first_on_the_page() -> None:
    ward = a_shown_ward()
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    page = text(hers, "/shifts/worked/?from=2026-06-01")
    assert page.index('name="minutes"') < page.index(">Declare<") < page.index('name="quick"')
    assert "formnovalidate" not in page
    sent = {"planned": plan_of(ward).pk, "kind": "late_stay", "quick": 15, "minutes": 20}
    hers.post("/shifts/worked/declare/", sent)
    assert WorkedShift.objects.get().ends_at == at(0, 14.5 + 20 / 60)


def test_a_day_away_is_asked_about_on_the_pages_and_holds_the_month_open() -> None:
    ward = a_shown_ward()
    Unavailability.objects.create(
        hospital=ward.hospital, person=ward.people[1], from_on=MONDAY, to_on=MONDAY
    )
    manager = a_browser(ward, function="ward_manager")
    unit = f"/shifts/units/{ward.unit.pk}/worked"
    week = text(manager, f"{unit}/?from=2026-06-01")
    assert "Unavailable that day: to be said whether it was worked" in week
    assert "1 shift falls on a day on which its person is unavailable" in week
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    month = text(manager, f"{unit}/month/?month=2026-06")
    assert "1 to be said" in month
    assert "Close the month" not in month
    sent = {"planned": plan_of(ward, 1).pk, "kind": "not_worked", "from": "2026-06-01"}
    assert manager.post(f"{unit}/declare/", sent).status_code == 302
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert "Close the month" in text(manager, f"{unit}/month/?month=2026-06")


def test_a_manager_says_that_an_on_call_duty_was_not_held() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 2, 18, 14, is_on_call=True, minutes=0))
    manager = a_browser(ward, function="ward_manager")
    unit = f"/shifts/units/{ward.unit.pk}/worked"
    assert "Not held" in text(manager, f"{unit}/?from=2026-06-01")
    sent = {"planned": plan_of(ward).pk, "from": "2026-06-01"}
    assert manager.post(f"{unit}/declare/", {**sent, "kind": "not_worked"}).status_code == 302
    week = text(manager, f"{unit}/?from=2026-06-01")
    assert "on-call duty not held" in week
    row = WorkedShift.objects.get()
    assert f"{unit}/{row.pk}/withdraw/" in week
    assert manager.post(f"{unit}/{row.pk}/withdraw/").status_code == 302
    assert not WorkedShift.objects.filter(superseded_at__isnull=True).exists()


def test_a_manager_s_own_hours_are_left_to_another_one_and_the_page_says_so() -> None:
    ward = a_shown_ward()
    manager = a_browser(ward, person=ward.people[0], function="ward_manager")
    unit = f"/shifts/units/{ward.unit.pk}/worked"
    week = text(manager, f"{unit}/?from=2026-06-01")
    assert "Your own hours: another manager validates and corrects them." in week
    assert "2 shifts of your own are left to another manager" in week
    assert "Validate 2 shifts as they stand" in week
    assert "left to another manager" in text(manager, f"{unit}/month/?month=2026-06")


def test_a_page_validates_what_it_showed() -> None:
    ward = a_shown_ward()
    manager = a_browser(ward, function="ward_manager")
    address = f"/shifts/units/{ward.unit.pk}/worked/"
    week = text(manager, f"{address}?from=2026-06-01")
    (seen,) = set(re.findall('name="seen_at" value="([^"]+)"', week))
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    late = {"planned": plan_of(ward).pk, "kind": "late_stay", "quick": 45}
    hers.post("/shifts/worked/declare/", late)
    days = {"from_on": "2026-06-01", "to_on": "2026-06-07", "from": "2026-06-01"}
    wrong = {**days, "seen_at": "hier"}
    assert manager.post(f"{address}validate/", wrong).status_code == 409
    manager.post(f"{address}validate/", {**days, "seen_at": seen})
    assert WorkedShift.objects.get(kind="late_stay").validated_at is None
    assert WorkedShift.objects.filter(validated_at__isnull=False).count() == 3


def test_a_recall_can_be_declared_of_all_the_people_of_the_unit() -> None:
    ward = a_ward()
    manager = a_browser(ward, function="ward_manager")
    page = text(manager, f"/shifts/units/{ward.unit.pk}/worked/?from=2026-06-01")
    assert all(f'<option value="{one.code}">' in page for one in ward.people)


def test_what_a_file_confirms_does_not_differ() -> None:
    ward = a_shown_ward()
    one = plan_of(ward)
    line = ["P0", "URG", "M", "2026-06-01T07:00", "2026-06-01T14:30"]
    import_worked(rows(WORKED_COLUMNS, [line]), actor=HOUSE)
    assert WorkedShift.objects.get().kind == "file"
    (told,) = unit_lines(ward.unit, MONDAY, MONDAY, person=one.person)
    assert told.differs is False


def test_days_outside_the_calendar_are_refused_in_a_sentence() -> None:
    ward = a_shown_ward()
    manager = a_browser(ward, function="ward_manager")
    address = f"/shifts/units/{ward.unit.pk}/worked"
    days = {"from_on": "0001-01-01", "to_on": "9999-12-31"}
    assert manager.post(f"{address}/validate/", days).status_code == 409
    sent = {"kind": "recall", "day": "9999-12-31", "starts": "22:00", "ends": "01:30"}
    assert manager.post(f"{address}/extra/", {**sent, "person": "P0"}).status_code == 409


def test_my_counters_open_at_the_month_of_today() -> None:
    ward = a_shown_ward()
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    page = text(hers, "/shifts/worked/?from=2026-06-01")
    assert 'href="/shifts/counters/">' in page


def test_a_closing_is_told_as_french_says_it() -> None:
    ward = a_shown_ward()
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    at_half_past_eight = datetime(2026, 7, 1, 8, 30, tzinfo=ZoneInfo("Europe/Paris"))
    MonthClosure.objects.update(closed_at=at_half_past_eight)
    hers = a_browser(ward, function="ward_manager", language="fr")
    page = text(hers, f"/shifts/units/{ward.unit.pk}/worked/month/?month=2026-06")
    assert "1er juillet 2026 à 8\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30" in page
