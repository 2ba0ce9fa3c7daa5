"""A proposal is decided once, by a named person who may, on a question that still stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from releve.kit.actors import HOUSE, NotAllowedError
from releve.kit.faults import BadInputError
from releve.people.queries import account_of
from releve.stewardship.actions.proposals import (
    ProposalDecidedError,
    StaleInputError,
    decide,
    decide_own,
    expire,
    expire_due,
    settle,
)
from releve.stewardship.models import Proposal
from releve.stewardship.proposal_kinds import UnknownKindError
from releve.stewardship.queries.inbox import inbox, inbox_rows
from releve.stewardship.queries.proposals import open_to, told
from releve.stewardship.tests.proposing import KIND, House, a_house, again, asked_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    """A unit with an invented tool."""
    return a_house()


def test_a_proposal_says_its_tool_its_reasons_and_that_nobody_has_decided(house: House) -> None:
    one = told(house.proposal())
    assert one.lines == ("Une semaine",)
    assert one.reasons == ("BECAUSE 3",)
    assert (one.proposal.state, one.proposal.decided_at, one.is_stale) == ("proposed", None, False)


def test_the_same_subject_is_proposed_once(house: House) -> None:
    first = house.proposal(subject="sample:1")
    assert house.proposal(subject="sample:1").pk == first.pk
    assert Proposal.objects.for_hospital(house.hospital).count() == 1


def test_a_kind_that_no_room_declares_is_refused(house: House) -> None:
    with pytest.raises(UnknownKindError):
        house.proposal(kind="nobody.knows")


@pytest.mark.parametrize(
    ("outcome", "reason", "edited"),
    [("accepted", "", None), ("edited", "", {"what": "Autre"}), ("rejected", "Trop tard", None)],
)
def test_a_decision_stands_with_who_took_it_and_when(
    house: House, outcome: str, reason: str, edited: object
) -> None:
    manager = house.actor("ward_manager")
    decide(house.proposal(), actor=manager, outcome=outcome, reason=reason, edited=edited)
    held = Proposal.objects.for_hospital(house.hospital).get()
    account = account_of(manager)
    assert account is not None
    assert (held.state, held.decided_by_id, held.edited) == (outcome, account.pk, edited)
    assert held.decided_at is not None
    assert held.decision_reason == reason


def test_who_comes_second_is_told_and_changes_nothing(house: House) -> None:
    proposal = house.proposal()
    decide(proposal, actor=house.actor("ward_manager"), outcome="accepted")
    with pytest.raises(ProposalDecidedError) as late:
        decide(proposal, actor=house.actor("ward_manager"), outcome="rejected", reason="Non")
    assert late.value.state == "accepted"
    assert again(proposal).state == "accepted"


def test_what_answers_another_question_by_now_is_not_accepted_but_may_be_rejected(
    house: House,
) -> None:
    proposal, manager = house.proposal(), house.actor("ward_manager")
    asked_now[proposal.pk] = "another question"
    for outcome, edited in (("accepted", None), ("edited", {"what": "Autre"})):
        with pytest.raises(StaleInputError):
            decide(proposal, actor=manager, outcome=outcome, edited=edited)
    assert (told(proposal).is_stale, again(proposal).state) == (True, "proposed")
    assert decide(proposal, actor=manager, outcome="rejected", reason="Périmé").state == "rejected"


@pytest.mark.parametrize(
    "sent",
    [
        {"outcome": "expired"},
        {"outcome": "rejected", "reason": "  "},
        {"outcome": "edited"},
        {"outcome": "accepted", "edited": {"what": "Autre"}},
        {"outcome": "rejected", "reason": "x" * 501},
    ],
)
def test_a_decision_that_says_too_little_or_too_much_is_refused(
    house: House, sent: dict[str, object]
) -> None:
    proposal = house.proposal()
    with pytest.raises(BadInputError):
        decide(proposal, actor=house.actor("ward_manager"), **sent)  # type: ignore[arg-type]
    assert again(proposal).state == "proposed"


@pytest.mark.parametrize("function", ["caregiver", "hr", "ai_referent", "administrator"])
def test_only_those_who_decide_in_the_unit_decide(house: House, function: str) -> None:
    proposal = house.proposal()
    with pytest.raises(NotAllowedError):
        decide(proposal, actor=house.actor(function), outcome="accepted")
    with pytest.raises(NotAllowedError):
        decide(proposal, actor=house.actor("ward_manager", at=house.small), outcome="accepted")
    with pytest.raises(NotAllowedError):
        decide_own(proposal, actor=house.actor("ward_manager"), outcome="accepted")


def test_time_ends_what_nobody_decided_on_and_nothing_else(house: House) -> None:
    now = timezone.now()
    due = house.proposal(expires_at=now - timedelta(minutes=1))
    house.proposal(expires_at=now + timedelta(minutes=1))
    house.proposal()
    decided = house.proposal(expires_at=now - timedelta(minutes=1))
    decide(decided, actor=HOUSE, outcome="accepted")
    assert expire_due(house.hospital, at=now) == 1
    assert (again(due).state, again(decided).state) == ("expired", "accepted")
    assert expire(due, actor=HOUSE) is False
    with pytest.raises(ProposalDecidedError):
        decide(due, actor=HOUSE, outcome="accepted")


def test_what_was_left_is_taken_up_by_putting_it_to_use_and_a_use_stays(house: House) -> None:
    left, used = house.proposal(), house.proposal()
    expire(left, actor=HOUSE)
    assert settle(left, "accepted", actor=HOUSE) is True
    decide(used, actor=HOUSE, outcome="accepted")
    assert settle(used, "edited", actor=HOUSE, edited={"what": "Autre"}) is False
    assert (again(left).state, again(used).state) == ("accepted", "accepted")


def test_a_list_shows_one_s_own_units_what_is_to_decide_first_and_no_name(house: House) -> None:
    decided, waiting = house.proposal(), house.proposal()
    house.proposal(house.small)
    decide(waiting, actor=HOUSE, outcome="accepted")
    manager = house.actor("ward_manager")
    found = list(inbox(manager, house.hospital))
    assert [one.pk for one in found] == [decided.pk, waiting.pk]
    assert [one.pk for one in inbox(manager, house.hospital, state="accepted")] == [waiting.pk]
    assert [row[:1] for row in inbox_rows(found)] == [(decided.pk,), (waiting.pk,)]
    assert not open_to(house.actor("caregiver"), house.hospital).exists()
    assert open_to(house.actor("hr", at=house.hospital), house.hospital).count() == 3
    assert {one.kind for one in found} == {KIND}
