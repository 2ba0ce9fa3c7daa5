"""Any life of a month: edits, publications, exchanges, wishes and corrections of what was worked.

Whatever is done in whatever order, the team never sees a hard breach without its decision, what
it sees and what it was ever shown can be told again, and counters kept equal counters anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import event, settings
from hypothesis import given as given_any
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.roster import actions
from releve.roster.actions import Ask, Offer, Post
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.live import Edit
from releve.roster.models import Version
from releve.roster.queries.edits import journal, rebuilt
from releve.roster.tests.exchanging import NOW, Exchanging, day, exchanging, given, quiet_problem
from releve.shifts.actions import declare_worked, validate_worked
from releve.shifts.facts import Declared
from releve.shifts.queries.counting import counters_of, running_counters
from releve.shifts.queries.planned import planned_of_unit

PEOPLE = ("ana", "bea", "cle", "dan")
PLAN = (given("ana", 0), given("bea", 1), given("cle", 2, "N"), given("dan", 4), given("ana", 5))
REFUSED = (
    ValueError,  # among them: an exchange or a wish that cannot be
    BadInputError,
    actions.BarredError,
    actions.ChangeUnlawfulError,
    actions.NotDraftError,
    actions.ReasonNeededError,
    actions.StaleEditError,
    actions.StaleRosterError,
    actions.UnlawfulError,
)
"""What a step may answer instead of doing something; anything else is a fault."""

WHO, DAYS = st.sampled_from(PEOPLE), st.integers(0, 6)
CODES = st.lists(st.sampled_from(["J", "N"]), max_size=1)
WISHES = st.sampled_from([Ask(kind="off"), Ask(kind="on"), Ask(kind="shift", shift="N")])
MINUTES = st.sampled_from([-120, -30, 15, 45, 400])
STEPS = st.one_of(
    st.tuples(st.just("edit"), WHO, DAYS, CODES),
    st.tuples(st.just("undo")),
    st.tuples(st.just("revise")),
    st.tuples(st.just("publish"), st.integers(0, 9)),
    st.tuples(st.just("change"), WHO, DAYS, CODES),
    st.tuples(st.just("swap"), st.integers(0, 9), WHO, st.none() | st.integers(0, 9)),
    st.tuples(st.just("offer"), DAYS, st.lists(WHO, max_size=2)),
    st.tuples(st.just("wish"), WHO, DAYS, WISHES),
    st.tuples(st.just("carry")),
    st.tuples(st.just("work"), st.integers(0, 9), MINUTES),
    st.tuples(st.just("validate"), DAYS),
)

LONG_AFTER = datetime(2026, 6, 1, tzinfo=UTC)
"""When the counters are read: the month is over."""


class Living:
    """A month under way: a clock that ticks with each step, and what was ever seen of it."""

    def __init__(self) -> None:
        self.ward: Exchanging = exchanging(problem=quiet_problem(*PEOPLE), plan=PLAN)
        self.ward.wants(*PEOPLE)
        self.at = NOW
        self.shown: list[tuple[datetime, set[tuple[str, date, str]]]] = []
        self.states: dict[tuple[int, int], tuple[object, ...]] = {}
        roster = self.ward.roster
        self.wishes = actions.open_wishes(
            self.ward.unit,
            starts_on=roster.starts_on,
            ends_on=roster.ends_on,
            opens_at=NOW - timedelta(days=1),
            closes_at=NOW + timedelta(days=9),
            budget=9,
            actor=HOUSE,
        )

    @property
    def versions(self) -> list[Version]:
        """Every version of the month, the first one first."""
        found = Version.objects.filter(roster=self.ward.roster).order_by("number")
        return list(found.select_related("demand", "roster__unit"))

    def do(self, step: Sequence[Any]) -> None:
        """Take a step; what is refused changes nothing."""
        self.at += timedelta(minutes=1)
        kind, *what = step
        with suppress(*REFUSED):
            getattr(self, kind)(*what)
            event(f"{kind} done")  # told by --hypothesis-show-statistics

    def _latest(self) -> Version:
        return self.versions[-1]

    def edit(self, who: str, offset: int, codes: list[str]) -> None:
        """Change a cell of the latest version, which may be no draft any more."""
        version = self._latest()
        edit = Edit(who, day(offset), tuple(codes))
        seen = journal(version).last
        actions.edit_cell(version, edit, actor=self.ward.head, seen=seen, reason="cover")

    def undo(self) -> None:
        """Take back the last edit of the latest version."""
        version = self._latest()
        actions.undo_edit(version, actor=self.ward.head, seen=journal(version).last)

    def revise(self) -> None:
        """Begin a draft from what the team sees, against what is asked now."""
        actions.revise_version(self.ward.published, actor=self.ward.head)

    def publish(self, which: int) -> None:
        """Publish some version, an earlier one again among them."""
        versions = self.versions
        version = versions[which % len(versions)]
        actions.publish_version(version, actor=self.ward.head, reason="cover", at=self.at)

    def change(self, who: str, offset: int, codes: list[str]) -> None:
        """Change what the team sees, without a draft."""
        edits = [Edit(who, day(offset), tuple(codes))]
        head = self.ward.head
        actions.change_published(self.ward.roster, edits, actor=head, reason="cover", at=self.at)

    def swap(self, which: int, colleague: str, back: int | None) -> None:
        """Let two people exchange shifts that are there, and the manager accept it."""
        there = self.ward.published.result.answer
        one = there[which % len(there)]
        offer = Offer(gives_day=one.day, gives_shift=one.shift)
        others = [other for other in there if other.person != one.person]
        if back is not None and others:
            other = others[back % len(others)]
            colleague = other.person
            offer = replace(offer, takes_day=other.day, takes_shift=other.shift)
        swap = self.ward.ask(one.person, colleague, offer, at=self.at)
        swap = actions.agree_swap(swap, actor=self.ward.actor(colleague), at=self.at)
        actions.accept_swap(swap, actor=self.ward.head, at=self.at)

    def offer(self, offset: int, people: list[str]) -> None:
        """Offer a shift, let people volunteer, and let its window end."""
        ward, ends = self.ward, self.at + timedelta(seconds=30)
        post = Post(day=day(offset), shift="J")
        opening = actions.open_shift(ward.roster, post, closes_at=ends, actor=ward.head, at=self.at)
        for code in people:
            with suppress(actions.ExchangeRefusedError):
                who = ward.people[code]
                actions.volunteer(opening, who, actor=ward.actor(code), at=self.at)
        self.at = ends  # what is seen after is seen then
        actions.end_windows(ward.unit, actor=HOUSE, at=ends)

    def wish(self, who: str, offset: int, ask: Ask) -> None:
        """State a wish of one's own."""
        asked = replace(ask, day=day(offset))
        person, actor = self.ward.people[who], self.ward.actor(who)
        actions.state_wish(self.wishes, person, asked, actor=actor, at=self.at)

    def carry(self) -> None:
        """Close the period of wishes and carry them into the month: another demand."""
        actions.close_wishes(self.wishes, actor=self.ward.head, at=self.at)
        actions.carry_wishes(self.wishes, actor=self.ward.head, at=self.at)

    def work(self, which: int, minutes: int) -> None:
        """Say that a shift in force went otherwise, or correct what was said."""
        plans = self._in_force()
        plan = plans[which % len(plans)]
        told = Declared(
            person=plan.person,
            unit=plan.unit,
            kind="late_stay" if minutes > 0 else "early_release",
            planned=plan,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at + timedelta(minutes=minutes),
        )
        declare_worked(told, actor=HOUSE)

    def validate(self, offset: int) -> None:
        """Validate a day as it stands."""
        validate_worked(self.ward.unit, day(offset), day(offset), actor=HOUSE)

    # -- what must hold --------------------------------------------------------------------------

    def _in_force(self, at: datetime | None = None) -> list[Any]:
        first, last = self.ward.roster.starts_on, self.ward.roster.ends_on
        return planned_of_unit(self.ward.unit, first, last, at=at)

    def _facts(self, at: datetime | None = None) -> set[tuple[str, date, str]]:
        return {(one.person.code, one.day, one.code) for one in self._in_force(at)}

    def check(self) -> None:
        """Hold the law, the facts and every state that was seen."""
        published = self.ward.published
        problem, answer = published.demand.problem, published.result.answer
        assert plan_verdict(problem, answer).hard == ()
        seen = {(one.person, one.day, one.shift) for one in answer}
        assert self._facts() == seen
        self.shown.append((self.at, seen))
        for version in self.versions:
            key = (version.number, journal(version).last)
            self.states.setdefault(key, tuple(sorted(version.result.answer)))

    def check_whole(self) -> None:
        """Tell again all that was ever seen, and count again all that is counted."""
        for at, seen in self.shown:
            assert self._facts(at) == seen
        versions = {one.number: one for one in self.versions}
        assert {key: rebuilt(versions[key[0]], key[1]) for key in self.states} == self.states
        people = list(self.ward.people.values())
        month = self.ward.roster.starts_on.replace(day=1)
        kept = running_counters(people, month, now=LONG_AFTER)
        assert kept == [counters_of(one, month, now=LONG_AFTER) for one in people]


def lived(steps: Sequence[Sequence[Any]]) -> None:
    """Live a month through some steps, and look after each."""
    living = Living()
    for step in steps:
        living.do(step)
        living.check()
    living.check_whole()


class Lives(TestCase):
    """Lives drawn at random, a few in each check."""

    @settings(max_examples=12, deadline=None)
    @given_any(st.lists(STEPS, min_size=4, max_size=12))
    def test_no_life_leaves_the_law_the_facts_or_the_counters_behind(
        self, steps: list[tuple[Any, ...]]
    ) -> None:
        """Steps of every kind, in any order."""
        lived(steps)


@pytest.mark.campaign
class LongLives(TestCase):
    """Longer lives, many of them."""

    @settings(max_examples=300, deadline=None)
    @given_any(st.lists(STEPS, min_size=10, max_size=30))
    def test_no_long_life_leaves_the_law_the_facts_or_the_counters_behind(
        self, steps: list[tuple[Any, ...]]
    ) -> None:
        """The same for longer."""
        lived(steps)
