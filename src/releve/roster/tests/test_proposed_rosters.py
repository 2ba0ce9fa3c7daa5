"""A roster that the engine found is a proposal: filed with its version, decided by publishing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from releve.kit.actors import HOUSE
from releve.kit.words import use_language
from releve.people.models import Account
from releve.people.queries import actor_of
from releve.roster.actions import (
    ask_search,
    delete_rosters,
    edit_cell,
    open_roster,
    publish_version,
    revise_version,
    save_version,
)
from releve.roster.actions.searches import end_search
from releve.roster.engine.live import Edit
from releve.roster.engine.problem import Assignment
from releve.roster.models import Version
from releve.roster.queries.proposals import people_shown, proposal_behind
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.published import EARLY, FIRST, Shown, a_shown_ward, again
from releve.stewardship.actions.contests import answer, close, contest
from releve.stewardship.actions.proposals import DecidedElsewhereError, StaleInputError, decide
from releve.stewardship.models import Proposal, Tool
from releve.stewardship.proposal_kinds import kind_of
from releve.stewardship.queries.contests import contest_counts
from releve.stewardship.queries.proposals import proposals_in, told
from releve.stewardship.reasons import reason

pytestmark = pytest.mark.django_db

COVERED = (("ana", 1, "J"),)


@pytest.fixture
def ward() -> Shown:
    """A ward of three whose engine is open."""
    return a_shown_ward()


def found(ward: Shown, *cells: tuple[str, int, str]) -> Version:
    """Let a search find a roster."""
    search, _is_new = ask_search(ward.roster, actor=HOUSE)
    problem = search.demand.problem
    plan = [Assignment(who, FIRST + timedelta(days=day), code) for who, day, code in cells]
    assert end_search(search, result_of(problem, plan), aim="balanced")
    search.refresh_from_db()
    assert search.version is not None
    return again(search.version)


def proposals(ward: Shown) -> list[Proposal]:
    """Return what was put forward, the oldest first."""
    return list(proposals_in(ward.roster.hospital_id).order_by("pk"))


def states(ward: Shown) -> list[str]:
    """Return how each stands, the oldest first."""
    return [one.state for one in proposals(ward)]


def account(ward: Shown, person: str = "", function: str = "") -> Account:
    """Open an account with a person's line."""
    made = Account.objects.create_user(
        f"compte-{person or function}",
        name=f"Compte {person or function}",
        hospital=ward.unit.hospital,
        person=ward.people.get(person),
    )
    if function:
        made.grants.create(function=function, level=ward.unit, from_on=FIRST.replace(year=2020))
    return made


def test_what_a_search_found_is_proposed_with_its_reasons_and_the_digest_of_its_demand(
    ward: Shown,
) -> None:
    version = found(ward, *COVERED)
    [proposal] = proposals(ward)
    assert (proposal.state, proposal.kind, proposal.tool.key) == (
        "proposed",
        "roster",
        "roster-engine",
    )
    assert proposal.input_digest == version.demand.digest
    assert proposal.tool_version == version.engine_version
    assert proposal.payload["version"] == version.number
    codes = [one["code"] for one in proposal.reasons]
    assert codes[:2] == ["AIM", "COVER"]
    assert "ana" not in str(proposal.reasons)


def test_a_hole_is_among_the_reasons_with_how_many_were_tried_and_why_not(ward: Shown) -> None:
    found(ward)
    [proposal] = proposals(ward)
    [hole] = [one for one in proposal.reasons if one["code"] == "HOLE"]
    assert hole["facts"]["day"] == "2026-03-10"
    assert 1 <= hole["facts"]["tried"] <= 3
    with use_language("fr"), override("fr"):
        lines = told(proposal).reasons
    assert any("10 mars" in line for line in lines)
    assert not any("HOLE" in line for line in lines)


def test_a_version_that_somebody_writes_or_brings_in_is_no_proposal(ward: Shown) -> None:
    demand = ward.roster.demands.get()
    save_version(demand, result_of(demand.problem, []), actor=HOUSE)
    assert proposals(ward) == []


def test_without_the_engine_in_the_register_a_version_is_kept_all_the_same(ward: Shown) -> None:
    search, _is_new = ask_search(ward.roster, actor=HOUSE)
    problem = search.demand.problem
    Tool.objects.for_hospital(ward.roster.hospital_id).update(key="another")
    end_search(search, result_of(problem, []), aim="balanced")
    assert proposals(ward) == []


def test_publishing_accepts_it_and_lets_the_others_of_the_period_go(ward: Shown) -> None:
    first, second = found(ward), found(ward, *COVERED)
    manager = account(ward, function="ward_manager")
    ward.publish(second)
    assert states(ward) == ["expired", "accepted"]
    ward.publish(first)
    assert states(ward) == ["accepted", "accepted"]
    third = found(ward, ("bea", 1, "J"))
    publish_version(again(third), actor=actor_of(manager), at=EARLY)
    assert proposals(ward)[-1].decided_by == manager


def test_cells_changed_by_hand_make_it_edited(ward: Shown) -> None:
    version = found(ward, *COVERED)
    edit_cell(
        version, Edit("bea", FIRST + timedelta(days=2), ("J",)), actor=HOUSE, seen=0, reason="cover"
    )
    ward.publish(version)
    [proposal] = proposals(ward)
    assert (proposal.state, proposal.edited) == ("edited", {"version": version.number})


def test_a_draft_begun_from_it_is_it_however_many_steps_later(ward: Shown) -> None:
    draft = revise_version(again(revise_version(found(ward, *COVERED), actor=HOUSE)), actor=HOUSE)
    [proposal] = proposals(ward)
    behind = proposal_behind(again(draft))
    assert behind is not None
    assert behind.pk == proposal.pk
    ward.publish(draft)
    [proposal] = proposals(ward)
    assert (proposal.state, proposal.edited) == ("edited", {"version": draft.number})


def test_it_is_accepted_by_publishing_alone_and_may_be_rejected_where_it_is_listed(
    ward: Shown,
) -> None:
    found(ward, *COVERED)
    [proposal] = proposals(ward)
    with pytest.raises(DecidedElsewhereError) as elsewhere:
        decide(proposal, actor=HOUSE, outcome="accepted")
    assert elsewhere.value.place.endswith("/publication/")
    decide(proposal, actor=HOUSE, outcome="rejected", reason="Trop de nuits")
    assert states(ward) == ["rejected"]


def test_a_newer_demand_makes_it_stale(ward: Shown) -> None:
    found(ward, *COVERED)
    [proposal] = proposals(ward)
    assert not told(proposal).is_stale
    open_roster(ward.unit, problem_of(document()), actor=HOUSE)
    assert told(proposal).is_stale
    with pytest.raises((StaleInputError, DecidedElsewhereError)):
        decide(proposal, actor=HOUSE, outcome="accepted")


def test_a_draft_concerns_nobody_and_what_the_team_is_shown_all_who_have_a_line(
    ward: Shown,
) -> None:
    version = found(ward, *COVERED)
    [proposal] = proposals(ward)
    assert not people_shown(proposal).exists()
    ward.publish(version)
    [proposal] = proposals(ward)
    assert {one.code for one in people_shown(proposal)} == {"ana", "bea", "cle"}
    lines = kind_of("roster").own_lines(proposal, ward.people["ana"])
    assert any("1" in line for line in lines)
    assert not any(name in " ".join(lines) for name in ("bea", "cle"))


def test_who_joined_since_reads_her_own_part_of_what_was_made_of_it(client: Client) -> None:
    everybody = document(wishes=[])
    before = [one for one in everybody["people"] if one["id"] != "cle"]
    ward = a_shown_ward(problem_of({**everybody, "people": before}))
    first = found(ward, *COVERED)
    ward.publish(first)
    [proposal] = proposals(ward)
    assert {one.code for one in people_shown(proposal)} == {"ana", "bea"}
    open_roster(ward.unit, problem_of(everybody), actor=HOUSE)
    second = again(revise_version(again(first), actor=HOUSE))
    edit_cell(
        second, Edit("cle", FIRST + timedelta(days=3), ("J",)), actor=HOUSE, seen=0, reason="cover"
    )
    ward.publish(second)
    assert {one.code for one in people_shown(proposal)} == {"ana", "bea", "cle"}
    client.force_login(account(ward, "cle"), backend="django.contrib.auth.backends.ModelBackend")
    mine = f"/tools/mine/{proposal.pk}/"
    assert mine in client.get("/planning/").content.decode()
    assert client.get(mine).status_code == 200
    assert kind_of("roster").own_lines(proposal, ward.people["cle"])


def test_a_nurse_without_training_reads_it_on_her_page_contests_and_is_answered(
    ward: Shown, client: Client
) -> None:
    ward.publish(found(ward, *COVERED))
    [proposal] = proposals(ward)
    nurse, manager = account(ward, "ana"), account(ward, "cle", "ward_manager")
    client.force_login(nurse, backend="django.contrib.auth.backends.ModelBackend")
    mine = f"/tools/mine/{proposal.pk}/"
    assert mine in client.get("/planning/").content.decode()
    assert client.get(mine).status_code == 200
    sent = client.post(f"{mine}contest/", {"said": "Mon repos a sauté."})
    assert sent.status_code == 302
    thread = client.get(sent["Location"])
    assert "Mon repos a sauté." in thread.content.decode()
    [one] = proposal.contests.all()
    answer(one, actor=actor_of(manager), said="Je le remets.")
    assert "Je le remets." in client.get(sent["Location"]).content.decode()
    close(one, actor=actor_of(nurse))
    counts = contest_counts(proposal.tool, at=one.opened_at)
    assert counts is not None
    assert (counts.open, counts.answered) == (0, 1)


def test_another_unit_s_nurse_finds_nothing_there(ward: Shown, client: Client) -> None:
    ward.publish(found(ward, *COVERED))
    [proposal] = proposals(ward)
    stranger = account(ward, function="caregiver")
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/tools/mine/{proposal.pk}/").status_code == 404
    assert client.post(f"/tools/mine/{proposal.pk}/contest/", {"said": "Non"}).status_code == 404


def test_the_purge_of_a_period_takes_its_proposals_and_their_contests(ward: Shown) -> None:
    ward.publish(found(ward, *COVERED))
    [proposal] = proposals(ward)
    contest(proposal, ward.people["ana"], actor=actor_of(account(ward, "ana")), said="Non")
    hospital: Any = ward.unit.hospital
    delete_rosters([ward.roster], hospital=hospital, actor=HOUSE)
    assert proposals(ward) == []


def test_a_roster_of_no_search_at_all_does_not_speak_of_one(ward: Shown) -> None:
    proposal = proposal_behind(found(ward, *COVERED))
    assert proposal is not None
    said = kind_of(proposal.kind).reason
    with use_language("en"):
        searched, unsearched = (said(reason("NOT_PROVEN", seconds=one)) for one in (20, 0))
    assert searched.startswith("After 20 s of search")
    assert unsearched == "How much better could be found is not known."
