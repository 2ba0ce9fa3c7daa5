"""The pages of the room: one's own rhythm, a unit's load, and what each says when there is none."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.test import Client

from releve.kit.actors import HOUSE
from releve.people.actions import create_account, give_function
from releve.people.models import Person
from releve.shifts.models import ShiftChange
from releve.shifts.tests.builders import Ward, a_ward, planned, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_july(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be July 2026 where pages ask for the day; sessions keep their own time."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 7, 10))


def a_browser(
    ward: Ward, *, person: Person | None = None, function: str = "", language: str = "en"
) -> Client:
    """Return a browser in which somebody of the hospital is signed in."""
    account = create_account(
        actor=HOUSE,
        username=f"who-{function or 'nobody'}",
        name="Ana",
        password=None,
        hospital=ward.hospital,
        person=person,
    )
    if function:
        give_function(
            account, actor=HOUSE, function=function, level=ward.unit, from_on=date(2020, 1, 1)
        )
    client = Client(headers={"accept-language": language})
    client.force_login(account)
    return client


def text(client: Client, address: str) -> str:
    """Return what a page says."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_s_own_page_counts_one_s_own_shifts() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0, 14, 8), planned(ward.people[0], 1, 7))
    page = text(a_browser(ward, person=ward.people[0], function="caregiver"), "/shifts/")
    assert "My rhythm" in page
    assert "Quick returns" in page
    assert '<td class="number">50</td>' in page
    assert "They measure the roster, not you." in page


def test_the_page_without_a_line_or_without_shifts_says_what_will_be_there() -> None:
    ward = a_ward()
    assert "not linked to a line" in text(a_browser(ward), "/shifts/")
    own = a_browser(ward, person=ward.people[0], function="caregiver")
    assert "No shift of yours" in text(own, "/shifts/?last=12")


def test_the_pages_speak_french() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0, 7, 12) for one in ward.people))
    client = a_browser(ward, person=ward.people[0], function="ward_manager", language="fr")
    assert "Mon rythme" in text(client, "/shifts/")
    page = text(client, f"/shifts/units/{ward.unit.pk}/")
    assert "Sur 100 postes, 100 durent 12 heures ou plus" in page


def test_a_change_is_acknowledged_on_the_page_by_whom_it_concerns() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    shown(ward, planned(ward.people[0], 0, 13), version=2)
    change = ShiftChange.objects.get()
    stranger = a_browser(ward, person=ward.people[1])
    assert stranger.post(f"/shifts/changes/{change.pk}/").status_code == 404
    hers = a_browser(ward, person=ward.people[0], function="caregiver")
    assert "Changes to acknowledge" in text(hers, "/shifts/")
    assert hers.post(f"/shifts/changes/{change.pk}/").status_code == 302
    assert "Changes to acknowledge" not in text(hers, "/shifts/")


def test_a_unit_s_page_tells_its_load_with_formula_source_and_files() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0, 7, 12) for one in ward.people))
    client = a_browser(ward, function="staff_representative")
    assert ward.unit.name in text(client, "/shifts/units/")
    page = text(client, f"/shifts/units/{ward.unit.pk}/")
    assert "Of 100 shifts, 100 last 12 hours or more and 0 follow" in page
    assert "RN4CAST, PMC4577950" in page
    assert "No published evidence was checked" in page
    assert "Brume" not in page
    assert "A signal in which fewer than 8 people have part is not shown." in page


def test_a_unit_of_too_few_people_is_told_as_that() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0, 7, 12) for one in ward.people[:7]))
    page = text(a_browser(ward, function="ward_manager"), f"/shifts/units/{ward.unit.pk}/")
    assert "Nothing is told of these months" in page
    assert "at least 8 people have worked a whole month" in page
    assert "Quick returns" not in page


def test_the_files_say_what_the_page_says() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0, 7, 12) for one in ward.people))
    client = a_browser(ward, function="ward_manager")
    address = f"/shifts/units/{ward.unit.pk}/load"
    told = json.loads(text(client, f"{address}.json"))
    assert [one["is_told"] for one in told["months"]] == [False, False, True]
    assert told["total"]["long_shifts"]["per_hundred"] == 100
    lines = list(csv.DictReader(io.StringIO(text(client, f"{address}.csv"))))
    june = [one for one in lines if (one["month"], one["signal"]) == ("2026-06", "long_shifts")]
    assert (june[0]["count"], june[0]["of"]) == ("10", "10")
    assert lines[0]["signal"] == "too_few_people"
    assert client.get(f"{address}.xlsx").status_code == 404


def test_one_s_own_file_holds_one_s_own_counts() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0, 7, 12))
    client = a_browser(ward, person=ward.people[0], function="caregiver")
    told = json.loads(text(client, "/shifts/rhythm.json"))
    assert told["signals"]["long_shifts"]["count"] == 1
    assert "long_shifts,1,1,100,0,0" in text(client, "/shifts/rhythm.csv").replace("100.0", "100")


def test_the_figure_is_a_picture_with_its_finding() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0, 7, 12) for one in ward.people))
    client = a_browser(ward, function="ward_manager")
    for theme in ("light", "dark"):
        drawn = text(client, f"/shifts/units/{ward.unit.pk}/load.svg?theme={theme}")
        assert "<title>Of 100 shifts, 100 last 12 hours or more and 0" in drawn
    empty = text(client, f"/shifts/units/{ward.unit.pk}/load.svg?last=6")
    assert empty.startswith("<svg")


def test_the_load_of_a_unit_is_not_there_for_who_may_not_see_it() -> None:
    ward = a_ward()
    client = a_browser(ward, person=ward.people[0], function="caregiver")
    assert client.get("/shifts/units/").status_code == 404
    assert client.get(f"/shifts/units/{ward.unit.pk}/").status_code == 404
