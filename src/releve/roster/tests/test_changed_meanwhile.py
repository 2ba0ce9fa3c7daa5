"""Two who change the same month: one is first, the other is told, and nothing is lost silently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from releve.kit.actors import HOUSE
from releve.roster.actions import StaleRosterError, choose_version, open_roster, publish_version
from releve.roster.models import Roster, Version
from releve.roster.tests.test_searches import together
from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in

ROUNDS = 6


@pytest.fixture(autouse=True)
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process for the questions that somebody might ask next."""
    monkeypatch.setattr("releve.roster.engine.why.child.warm", lambda: None)


def chosen(ward: Ward) -> int | None:
    """Return the number of the version chosen."""
    version = Roster.objects.get(pk=ward.roster.pk).chosen
    return version.number if version else None


@pytest.mark.django_db
def test_each_change_of_a_month_is_a_revision_and_nothing_else_is() -> None:
    ward = a_ward()
    before = ward.revision()
    choose_version(ward.draft, actor=HOUSE, seen=before)
    publish_version(ward.draft, actor=HOUSE, seen=before + 1)
    open_roster(ward.unit, ward.draft.demand.problem, actor=HOUSE)
    assert ward.revision() == before + 2
    problem = ward.draft.demand.problem.with_changes(wishes=())
    open_roster(ward.unit, problem, actor=HOUSE)
    assert ward.revision() == before + 3


@pytest.mark.django_db
@pytest.mark.parametrize("change", [choose_version, publish_version])
def test_a_change_of_a_state_that_is_gone_changes_nothing(change: Callable[..., None]) -> None:
    ward = a_ward()
    before = ward.revision()
    choose_version(ward.published, actor=HOUSE)
    with pytest.raises(StaleRosterError):
        change(ward.draft, actor=HOUSE, seen=before)
    assert (chosen(ward), ward.revision()) == (1, before + 1)


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["old", "none", "noise"])
def test_a_stale_page_says_so_and_changes_nothing(sent: str) -> None:
    ward = a_ward()
    form = {"old": {"revision": ward.revision()}, "none": {}, "noise": {"revision": "x"}}[sent]
    choose_version(ward.published, actor=HOUSE)
    client = signed_in(an_account(ward, "ward_manager"))
    answer = client.post(ward.at(ward.draft, "choose/"), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody has changed this month since you opened the page" in page
    assert "Version 1 is chosen now." in page
    assert chosen(ward) == 1


@pytest.mark.django_db
def test_every_page_that_offers_the_choice_carries_the_revision() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    pages = [ward.at(ward.draft), ward.at(ward.published, f"compare/{ward.draft.number}/")]
    field = f'name="revision" value="{ward.revision()}"'
    assert [client.get(page).content.decode().count(field) for page in pages] == [
        2,
        1,
    ]  # proposed there, too


@pytest.mark.django_db(transaction=True)
def test_of_two_pages_that_choose_at_once_exactly_one_succeeds() -> None:
    ward = a_ward()
    manager = an_account(ward, "ward_manager")
    clients = [signed_in(manager) for _one in range(2)]

    def choosing(client: Client, version: Version) -> Callable[[], Any]:
        form = {"revision": ward.revision()}
        return lambda: client.post(ward.at(version, "choose/"), form)

    for _round in range(ROUNDS):
        answers = together(choosing(clients[0], ward.published), choosing(clients[1], ward.draft))
        assert sorted(answer.status_code for answer in answers) == [302, 409]


@pytest.mark.django_db(transaction=True)
def test_of_two_actions_on_the_same_state_at_once_exactly_one_succeeds() -> None:
    ward = a_ward()

    def changing(change: Callable[..., object], version: Version) -> Callable[[], bool]:
        seen = ward.revision()

        def done() -> bool:
            try:
                change(version, actor=HOUSE, seen=seen)
            except StaleRosterError:
                return False
            return True

        return done

    for _round in range(ROUNDS):
        # What is in force already is published again without changing anything.
        found = Version.objects.filter(roster=ward.roster).exclude(state="published")
        waiting = found.select_related("demand", "roster__unit").order_by("number")[0]
        answers = together(
            changing(choose_version, ward.published), changing(publish_version, waiting)
        )
        assert sorted(answers) == [False, True]
