"""Publication in the browser: what is seen before, done, told, and by whom."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.people.models import Account, Grant
from releve.roster.actions import propose_version, revise_version
from releve.roster.models import Version
from releve.roster.tests.published import FIRST, Shown, a_shown_ward, again
from releve.roster.tests.wards import LONG_AGO, signed_in

pytestmark = pytest.mark.django_db


def an_account(ward: Shown, function: str, code: str) -> Account:
    """Save an account of one of the people with one function in the unit."""
    account = Account.objects.create_user(
        code, name=code, password=None, hospital=ward.unit.hospital, person=ward.people[code]
    )
    Grant.objects.create(account=account, function=function, level=ward.unit, from_on=LONG_AGO)
    return account


@pytest.fixture
def ward() -> Shown:
    return a_shown_ward()


@pytest.fixture
def manager(ward: Shown) -> Client:
    return signed_in(an_account(ward, "ward_manager", "ana"), "fr")


@pytest.fixture
def nurse(ward: Shown) -> Client:
    return signed_in(an_account(ward, "caregiver", "cle"), "fr")


def at(ward: Shown, version: Version, rest: str = "") -> str:
    """Return the address of a version."""
    return f"/wards/{ward.unit.pk}/{ward.roster.starts_on}/{version.number}/{rest}"


def seen(ward: Shown, **more: str) -> dict[str, str]:
    """Return the form of somebody who has seen how the month stands."""
    ward.roster.refresh_from_db()
    return {"revision": str(ward.roster.revision), **more}


def test_the_page_before_publication_shows_who_is_told_and_asks_for_the_reason(
    ward: Shown, manager: Client
) -> None:
    ward.publish(ward.version(("cle", 2, "J")))
    second = ward.version(("bea", 2, "J"))
    page = manager.get(at(ward, second, "publication/")).content.decode()
    assert "Clé Ormeau" in page
    assert "moins de 48 heures avant" in page  # the month lies behind
    assert page.count('<option value="cover">nécessaire pour assurer l’effectif</option>') == 1
    refused = manager.post(at(ward, second, "publish/"), seen(ward))
    assert (refused.status_code, "indiquer le motif" in refused.content.decode()) == (409, True)
    done = manager.post(at(ward, second, "publish/"), seen(ward, reason="cover"))
    assert (done.status_code, again(second).state) == (302, "published")


def test_a_page_that_shows_an_older_state_publishes_nothing(ward: Shown, manager: Client) -> None:
    version, form = ward.version(("cle", 2, "J")), seen(ward)
    propose_version(version, actor=HOUSE)
    answers = [
        manager.post(at(ward, version, step), form)
        for step in ("publish/", "take-back/", "propose/")
    ]
    assert [one.status_code for one in answers] == [409] * 3
    assert again(version).state == "proposed"


def test_what_the_law_forbids_is_said_before_and_has_no_button(
    ward: Shown, manager: Client
) -> None:
    version = ward.version(("ana", 0, "J"))
    page = manager.get(at(ward, version, "publication/")).content.decode()
    assert "Publication impossible" in page
    assert "art. 6" in page
    assert "Publier le planning" not in page
    refused = manager.post(at(ward, version, "publish/"), seen(ward))
    assert (refused.status_code, again(version).state) == (409, "draft")


def test_the_team_sees_a_proposal_and_no_draft(ward: Shown, manager: Client, nurse: Client) -> None:
    version = ward.version(("cle", 2, "J"))
    assert nurse.get(at(ward, version)).status_code == 404
    assert nurse.get(f"/planning/{FIRST}/").status_code == 404
    assert manager.post(at(ward, version, "propose/"), seen(ward)).status_code == 302
    page = nurse.get(at(ward, version)).content.decode()
    assert '<span class="tag">Proposition</span>' in page
    own = nurse.get(f"/planning/{FIRST}/").content.decode()
    assert "il peut encore changer" in own
    assert manager.post(at(ward, version, "take-back/"), seen(ward)).status_code == 302
    assert nurse.get(at(ward, version)).status_code == 404


def test_a_change_of_what_is_in_force_begins_as_a_draft_and_leads_her_to_acknowledge_it(
    ward: Shown, manager: Client, nurse: Client
) -> None:
    first = ward.version(("cle", 2, "J"))
    ward.publish(first)
    begun = manager.post(at(ward, first, "revise/"))
    draft = ward.versions.get(number=2)
    assert (begun.status_code, begun.headers["Location"]) == (302, at(ward, draft) + "?edit=")
    assert (draft.state, draft.begun_from) == ("draft", first)
    other = ward.version(("bea", 2, "J"))
    ward.publish(other, at=timezone.now(), reason="agreed")
    told = manager.get(at(ward, other)).content.decode()
    assert "Changements dont il reste à prendre connaissance" in told
    assert (
        "Changements dont il reste à prendre connaissance"
        not in nurse.get(at(ward, other)).content.decode()
    )
    own = nurse.get("/planning/").content.decode()
    assert "1 changement de vos jours publiés, dont prendre connaissance" in own
    assert "accord entre les personnes" in nurse.get("/shifts/").content.decode()


def test_the_panel_says_how_a_version_was_made_to_whoever_manages(
    ward: Shown, manager: Client, nurse: Client
) -> None:
    version = ward.version(("cle", 2, "J"))
    ward.publish(version)
    page = manager.get(at(ward, version)).content.decode()
    assert "Comment ce planning a-t-il été fait" in page
    assert "fph 2026-11" in page
    assert "Direction (exemple)" in page
    assert (
        "Comment ce planning a-t-il été fait" not in nurse.get(at(ward, version)).content.decode()
    )
    told = json.loads(manager.get(at(ward, version, "roster.json")).content)
    assert told["making"]["packs"]["fph"] == "2026-11"
    assert told["plan"] == [{"person": "cle", "day": "2026-03-11", "shift": "J"}]


def test_two_versions_differ_cell_by_cell_with_their_minutes(ward: Shown, manager: Client) -> None:
    first = ward.version(("cle", 2, "J"), ("bea", 3, "N"))
    second = ward.version(("bea", 2, "J"), ("bea", 3, "N"))
    answer = manager.get(at(ward, first, f"compare/{second.number}/changes.csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(one["person"], one["before"], one["after"], one["minutes_gap"]) for one in rows] == [
        ("bea", "", "J", "720"),
        ("cle", "J", "", "-720"),
    ]
    told = json.loads(manager.get(at(ward, first, f"compare/{second.number}/changes.json")).content)
    assert [one["minutes_gap"] for one in told["changes"]] == [720, -720]
    assert manager.get(at(ward, first, "compare/2/changes.exe")).status_code == 404


def test_the_page_of_the_ward_counts_months_shown_in_time(ward: Shown, nurse: Client) -> None:
    ward.publish(ward.version(("cle", 2, "J")))
    page = nurse.get(f"/wards/{ward.unit.pk}/").content.decode()
    assert "1 planning sur 1 publié au moins 15 jours avant son premier jour." in page


def test_a_draft_from_a_draft_holds_the_same_cells(ward: Shown) -> None:
    version = ward.version(("cle", 2, "J"))
    copy = revise_version(again(version), actor=HOUSE)
    assert copy.result == version.result
    assert copy.made_at - version.made_at < timedelta(minutes=1)
