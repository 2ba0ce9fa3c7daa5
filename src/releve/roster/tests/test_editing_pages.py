"""The page on which a draft is changed by hand: the panel of a cell, saving, conflicts."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest

from releve.roster.models import CellEdit, Version
from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 9)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process for the questions that somebody might ask next."""
    monkeypatch.setattr("releve.roster.engine.why.child.warm", lambda: None)


def cell(ward: Ward, person: str, day: date, *to: str) -> str:
    """Return the address of a cell that is edited; ``to``: what is picked, "" for a day off."""
    picked = "".join(f"&to={code}" for code in to)
    return f"{ward.at(ward.draft)}?edit=&person={person}&day={day}{picked}"


def form(person: str, day: date, *to: str, seen: int = 0, reason: str = "") -> dict[str, object]:
    """Return what the form of a cell sends."""
    return {"person": person, "day": str(day), "to": list(to), "seen": seen, "reason": reason}


def given(ward: Ward) -> set[tuple[str, date, str]]:
    """Return what the draft gives now."""
    answer = Version.objects.get(pk=ward.draft.pk).result.answer
    return {(one.person, one.day, one.shift) for one in answer}


def test_a_cell_shows_what_it_could_hold_with_the_article_that_forbids_it() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    page = client.get(cell(ward, "ana", MONDAY, "J"), headers={"hx-target": "why"})
    text = page.content.decode()
    assert "What the day could hold" in text
    assert "décret 2002-9, art. 6" in text
    assert "A binding rule forbids it" in text
    assert "Save this change" not in text
    assert "<html" not in text


def test_a_choice_shows_cover_counters_alternatives_and_asks_why_a_wish_is_set_aside() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    text = client.get(cell(ward, "bea", TUESDAY, "J")).content.decode()
    for part in ("people present", "Counters of the person", "What could be done instead"):
        assert part in text
    assert 'name="reason" required' in text
    assert "Save this change" in text


def test_in_french_the_panel_is_french() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"), "fr")
    text = client.get(cell(ward, "bea", TUESDAY, "J")).content.decode()
    assert "Ce que la journée pourrait contenir" in text
    assert "Enregistrer la modification" in text


def test_saving_changes_the_draft_and_undo_and_redo_follow() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    sent = form("bea", FRIDAY, "J", reason="agreed")
    answer = client.post(ward.at(ward.draft, "edits/"), sent)
    assert answer.headers["Location"].startswith(f"{ward.at(ward.draft)}?edit=&person=bea")
    assert ("bea", FRIDAY, "J") in given(ward)
    assert "1 change so far" in client.get(f"{ward.at(ward.draft)}?edit=").content.decode()
    client.post(ward.at(ward.draft, "edits/undo/"), {"seen": 1})
    assert ("bea", FRIDAY, "J") not in given(ward)
    client.post(ward.at(ward.draft, "edits/redo/"), {"seen": 2})
    assert ("bea", FRIDAY, "J") in given(ward)


def test_a_forbidden_change_leads_back_to_the_panel_that_says_why() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    answer = client.post(
        ward.at(ward.draft, "edits/"), form("ana", MONDAY, "J", reason="cover"), follow=True
    )
    assert "A binding rule forbids it" in answer.content.decode()
    assert not CellEdit.objects.exists()


@pytest.mark.parametrize("seen", [0, "x"])
def test_a_stale_page_says_what_the_other_did_and_saves_nothing(seen: object) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    client.post(ward.at(ward.draft, "edits/"), form("bea", FRIDAY, "J", reason="cover"))
    before = given(ward)
    sent = form("cle", FRIDAY, "J", reason="cover") | {"seen": seen}
    answer = client.post(ward.at(ward.draft, "edits/"), sent)
    assert answer.status_code == 409
    assert "Somebody has changed this draft" in answer.content.decode()
    assert "Béa Tilleul, 13 March" in answer.content.decode()
    assert given(ward) == before


@pytest.mark.parametrize("rest", ["edits/", "edits/undo/", "edits/redo/"])
def test_only_those_who_manage_a_roster_change_it(rest: str) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person="bea"))
    sent = form("bea", FRIDAY, "J", reason="cover")
    assert client.post(ward.at(ward.published, rest), sent).status_code in {403, 404}
    assert client.post(ward.at(ward.draft, rest), sent).status_code in {403, 404}


def test_a_published_version_offers_no_change() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    text = client.get(f"{ward.at(ward.published)}?edit=").content.decode()
    assert "Change by hand" not in text
    assert "Changing the draft by hand" not in text
    sent = form("bea", FRIDAY, "J", reason="cover")
    assert client.post(ward.at(ward.published, "edits/"), sent).status_code == 409


def test_looking_at_a_cell_is_noted_as_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    ward, noted = a_ward(), list[str]()
    page = import_module("releve.roster.views.month")  # its package has a view of that name
    monkeypatch.setattr(page, "note_read", lambda _place, verb: noted.append(verb))
    client = signed_in(an_account(ward, "ward_manager"))
    client.get(cell(ward, "bea", FRIDAY), headers={"hx-target": "why"})
    assert noted == ["roster.cell.read"]
