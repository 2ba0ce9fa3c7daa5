"""Any sequence of exchanges, offers and changes: what the team sees stays lawful and complete."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import event, settings
from hypothesis import given as given_any
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from releve.roster.actions import (
    ChangeUnlawfulError,
    ExchangeRefusedError,
    Offer,
    accept_swap,
    agree_swap,
    allot_shift,
    change_published,
    decline_swap,
    refuse_swap,
    set_swap_rule,
    volunteer,
    withdraw_swap,
)
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.counters import counters
from releve.roster.engine.live import Edit
from releve.roster.models import Swap, Version
from releve.roster.tests.exchanging import NOW, Exchanging, day, exchanging, given, quiet_problem
from releve.trail.models import Entry

PEOPLE = ("ana", "bea", "cle", "dan")
PLAN = (given("ana", 0), given("bea", 1), given("cle", 2, "N"), given("dan", 4), given("ana", 5))

WHO = st.sampled_from(PEOPLE)
DAYS = st.integers(0, 6)
SHIFTS = st.sampled_from(["J", "N"])
SWAPS = st.tuples(
    st.just("swap"),
    st.tuples(st.integers(0, 9), WHO, st.none() | st.integers(0, 9)),
    st.sampled_from(["accept", "accept", "decline", "refuse", "withdraw", "leave"]),
)
OFFERS = st.tuples(st.just("offer"), st.tuples(DAYS, SHIFTS), st.lists(WHO, max_size=3))
CHANGES = st.tuples(st.just("change"), st.tuples(WHO, DAYS), st.lists(SHIFTS, max_size=1))


def hours(version: Version) -> int:
    """Return the minutes that a version gives to everybody together."""
    told = counters(version.demand.problem, version.result.answer)
    return sum(one.hours_minutes for one in told.values())


def swapped(ward: Exchanging, what: Any, ending: str) -> None:
    """Ask for an exchange of shifts that are there, or for a gift; answer it, end it."""
    which, colleague, back = what
    there = ward.published.result.answer
    if not there:
        return
    one = there[which % len(there)]
    asker, offer = one.person, Offer(gives_day=one.day, gives_shift=one.shift)
    others = [other for other in there if other.person != asker]
    if back is not None and others:
        other = others[back % len(others)]
        colleague = other.person
        offer = replace(offer, takes_day=other.day, takes_shift=other.shift)
    swap = ward.ask(asker, colleague, offer)
    if ending == "refuse":
        refuse_swap(swap, actor=ward.actor(colleague), at=NOW)
        return
    swap = agree_swap(swap, actor=ward.actor(colleague), at=NOW)
    if ending == "withdraw":
        withdraw_swap(swap, actor=ward.actor(asker), at=NOW)
    elif ending == "decline":
        decline_swap(swap, actor=ward.head, at=NOW)
    elif ending == "accept":
        accept_swap(swap, actor=ward.head, at=NOW)


def offered(ward: Exchanging, what: Any, people: list[str]) -> None:
    """Offer a shift, let people volunteer, allot it."""
    offset, _shift = what
    opening = ward.opened(offset)
    for code in people:
        with suppress(ExchangeRefusedError):
            volunteer(opening, ward.people[code], actor=ward.actor(code), at=NOW)
    allot_shift(opening, actor=ward.head, at=NOW + timedelta(days=3))


def changed(ward: Exchanging, what: Any, codes: list[str]) -> None:
    """Change a cell of the published month."""
    who, offset = what
    edit = Edit(who, day(offset), tuple(codes))
    change_published(ward.roster, [edit], actor=ward.head, reason="agreed", at=NOW)


STEPS: dict[str, Callable[[Exchanging, Any, Any], None]] = {
    "swap": swapped,
    "offer": offered,
    "change": changed,
}


class Sequences(TestCase):
    """Any sequence of steps, by rule or by hand."""

    @settings(max_examples=20, deadline=None)
    @given_any(st.booleans(), st.lists(SWAPS | OFFERS | CHANGES, min_size=1, max_size=8))
    def test_nothing_leaves_a_hard_breach_nor_loses_an_hour(
        self, by_rule: bool, steps: list[tuple[str, Any, Any]]
    ) -> None:
        """The month is lawful after each step, and a swap moves hours, never makes any."""
        ward = exchanging(problem=quiet_problem(*PEOPLE), plan=PLAN)
        ward.wants(*PEOPLE)
        set_swap_rule(ward.unit, accepts=by_rule, days_ahead=0, actor=ward.head, at=NOW)
        for kind, what, how in steps:
            before = ward.published
            with suppress(ExchangeRefusedError, ChangeUnlawfulError):
                STEPS[kind](ward, what, how)
                event(f"{kind} done")  # told by --hypothesis-show-statistics
            after = ward.published
            problem = after.demand.problem
            assert plan_verdict(problem, after.result.answer).hard == ()
            assert after.verdict == plan_verdict(problem, after.result.answer)
            assert after.pk == before.pk or after.number > before.number
            if kind == "swap":
                assert hours(after) == hours(before)
        accepted = Swap.objects.filter(state="accepted", decided_by=None)
        noted = Entry.objects.filter(verb="roster.swap.accept", actor="rule")
        # What a rule accepts nobody has decided; everything else the manager has.
        assert accepted.count() == noted.count()
        assert by_rule or not accepted.exists()
