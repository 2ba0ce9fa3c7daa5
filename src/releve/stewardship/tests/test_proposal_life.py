"""Any life of a proposal: whatever is done in whatever order, each is decided at most once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.stewardship.actions.contests import ContestRefusedError, answer, close, contest
from releve.stewardship.actions.proposals import (
    ProposalDecidedError,
    StaleInputError,
    decide,
    expire,
    settle,
)
from releve.stewardship.models import Contest, Proposal
from releve.stewardship.tests.proposing import a_house, again, asked_now
from releve.stewardship.vocabulary import DECIDED_STATES

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.sampled_from([*DECIDED_STATES, "expired"]), st.booleans()),
        st.tuples(st.just("expire")),
        st.tuples(st.just("settle"), st.sampled_from(["accepted", "edited"])),
        st.tuples(st.just("ask otherwise"), st.sampled_from(["asked", "other", None])),
        st.tuples(st.just("contest"), st.sampled_from(["p0", "p1"])),
        st.tuples(st.just("answer"), st.integers(0, 2)),
        st.tuples(st.just("close"), st.integers(0, 2)),
    ),
    max_size=12,
)
REFUSED = (ProposalDecidedError, StaleInputError, BadInputError, ContestRefusedError)


class Lives(TestCase):
    """One hospital, and any sequence of steps."""

    @given(STEPS)
    @settings(max_examples=60, deadline=None)
    def test_no_life_decides_twice_or_leaves_half_a_decision(
        self, steps: list[tuple[Any, ...]]
    ) -> None:
        """Steps of every kind, in any order."""
        house = a_house()
        self.manager = house.actor("ward_manager", person="p8")
        self.people = {name: house.actor(person=name) for name in ("p0", "p1")}
        self.lines = house.people
        self.proposal = house.proposal()
        for step, *told in steps:
            before = again(self.proposal)
            with suppress(*REFUSED):
                self._take(step, *told)
            after = again(self.proposal)
            self._holds(before, after, step)

    def _take(self, step: str, *told: Any) -> None:
        if step == "decide":
            outcome, explains = told
            decide(
                self.proposal,
                actor=self.manager,
                outcome=outcome,
                reason="Motif" if explains else "",
                edited={"what": "Autre"} if outcome == "edited" else None,
            )
        elif step == "expire":
            expire(self.proposal, actor=HOUSE)
        elif step == "settle":
            edited = {"what": "Autre"} if told[0] == "edited" else None
            settle(self.proposal, told[0], actor=HOUSE, edited=edited)
        elif step == "ask otherwise":
            asked_now[self.proposal.pk] = told[0]
        elif step == "contest":
            contest(self.proposal, self.lines[told[0]], actor=self.people[told[0]], said="Non")
        else:
            self._of_contest(step, told[0])

    def _of_contest(self, step: str, place: int) -> None:
        rows = list(Contest.objects.for_hospital(self.proposal.hospital_id).order_by("pk"))
        if place < len(rows):
            one = rows[place]
            if step == "answer":
                answer(one, actor=self.manager, said="Vu")
            else:
                close(one, actor=self.people[one.person.code])

    def _holds(self, before: Proposal, after: Proposal, step: str) -> None:
        assert (after.decided_at is not None) == (after.state in DECIDED_STATES)
        assert (after.edited is not None) == (after.state == "edited")
        if before.state in ("accepted", "edited"):
            assert (after.state, after.decided_at) == (before.state, before.decided_at)
        if before.state in ("rejected", "expired") and after.state != before.state:
            assert step == "settle"
        if (
            step == "decide"
            and before.state == "proposed"
            and after.state in ("accepted", "edited")
        ):
            assert asked_now.get(after.pk, "asked") == "asked"
        open_by_person = Counter(
            Contest.objects.for_hospital(after.hospital_id)
            .exclude(state="closed")
            .values_list("person", flat=True)
        )
        assert set(open_by_person.values()) <= {1}


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_in_the_same_moment_one_wins_and_the_others_are_told() -> None:
    house = a_house()
    proposal, manager = house.proposal(), house.actor("ward_manager")
    ended = _at_once(
        [
            partial(decide, proposal, actor=manager, outcome=outcome, reason="Motif")
            for outcome in ("accepted", "rejected") * 4
        ]
    )
    assert ended == Counter({"done": 1, "ProposalDecidedError": 7})
    assert again(proposal).state in ("accepted", "rejected")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_contest_at_once_each_has_one_thread_and_loses_no_word() -> None:
    house = a_house()
    proposal = house.proposal()
    people = [(house.people[f"p{one}"], house.actor(person=f"p{one}")) for one in range(4)]
    calls = [
        partial(contest, proposal, person, actor=actor, said="Non")
        for person, actor in (*people, *people)
    ]
    ended = _at_once(calls)
    assert ended == Counter({"done": 8})
    rows = Contest.objects.for_hospital(house.hospital)
    assert (rows.count(), sum(one.messages.count() for one in rows)) == (4, 8)


def _at_once(calls: Sequence[Callable[[], Any]]) -> Counter[str]:
    """Make every call in a thread of its own, all let loose together; count how each ended."""
    gate, ended = threading.Barrier(len(calls)), Counter[str]()

    def one(call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            call()
            ended["done"] += 1
        except Exception as error:  # noqa: BLE001 - counted, and so the test fails with its name
            ended[type(error).__name__] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended
