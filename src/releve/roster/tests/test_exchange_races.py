"""Many who answer in the same moment: one winner, and nobody is left without a word."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from releve.kit.actors import HOUSE
from releve.people.models import Notice
from releve.roster.actions import (
    ExchangeRefusedError,
    accept_swap,
    agree_swap,
    allot_shift,
    carry_wishes,
    close_opening,
    open_roster,
    publish_version,
    save_version,
    set_offers,
    state_preference,
    volunteer,
    withdraw_swap,
)
from releve.roster.engine.problem import Unavailability
from releve.roster.models import Demand, OpenShift, OptIn, Roster, Swap, Version
from releve.roster.queries.demand import latest_demand
from releve.roster.tests.builders import result_of
from releve.roster.tests.exchanging import (
    NOW,
    Exchanging,
    an_offer,
    exchanging,
    given,
    quiet_problem,
)
from releve.roster.tests.months import demand_of
from releve.roster.tests.wishing import LATER as WISHES_OVER
from releve.roster.tests.wishing import day as wish_day
from releve.roster.tests.wishing import off, wishing

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 40
"""Connections at one moment: those of a large installation's servers and workers together."""


def at_once(calls: list[Callable[[], Any]]) -> Counter[str]:
    """Make every call in a thread of its own, all let loose together; count how each ended."""
    gate, ended = threading.Barrier(len(calls)), Counter[str]()
    doors = threading.BoundedSemaphore(AT_ONCE)

    def one(call: Callable[[], Any]) -> None:
        gate.wait()
        with doors:
            try:
                call()
                ended["done"] += 1
            except ExchangeRefusedError as refused:
                ended[refused.code] += 1
            except Exception as error:  # noqa: BLE001 - counted, and so the test fails with its name
                ended[f"{type(error).__name__}: {error}"] += 1
            finally:
                connection.close()

    threads = [threading.Thread(target=one, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def crowd(count: int) -> tuple[Exchanging, OpenShift]:
    """Save a ward of many who all want to hear of open shifts, and one such shift."""
    names = [f"p{place:04}" for place in range(count)]
    problem = quiet_problem(*names, days=3)
    ward = exchanging(problem=problem, plan=(given(names[0], 0), given(names[1], 1)))
    OptIn.objects.bulk_create(
        OptIn(hospital=person.hospital, person=person, wants=True, set_at=NOW)
        for person in ward.people.values()
    )
    return ward, ward.opened(2, way="first")


def check_one_winner(count: int) -> None:
    """Let everybody say yes at once, then see who has the shift and who was told what."""
    ward, opening = crowd(count)
    before = ward.published.number

    def saying(code: str) -> Callable[[], Any]:
        person, actor = ward.people[code], ward.actor(code)
        return lambda: volunteer(opening, person, actor=actor, at=NOW)

    ended = at_once([saying(code) for code in ward.people])
    assert set(ended) <= {"done", "filled"}, ended
    opening.refresh_from_db()
    winners = [one.person for one in ward.published.result.answer if one.day == opening.day]
    assert (opening.state, [opening.filled_by.code]) == ("filled", winners)  # type: ignore[union-attr]  # filled
    assert ward.published.number == before + 1
    last = Counter(
        Notice.objects.filter(
            code__in=["roster.opening_yours", "roster.opening_filled"]
        ).values_list("person__code", "code")
    )
    assert set(last.values()) == {1}
    assert {code for code, _what in last} == set(ward.people)
    assert [code for code, what in last if what == "roster.opening_yours"] == winners


def test_of_many_who_say_yes_at_once_one_has_the_shift_and_every_other_is_told() -> None:
    check_one_winner(50)


@pytest.mark.campaign
def test_of_a_thousand_who_say_yes_at_once_one_has_the_shift_and_every_other_is_told() -> None:
    check_one_winner(1000)


def test_a_shift_is_filled_or_closed_and_never_both() -> None:
    ward = exchanging()
    ward.wants("ana", "bea", "cle")
    later = NOW + timedelta(days=3)
    for offset in (2, 3, 4):
        opening = ward.opened(offset)
        volunteer(opening, ward.people["cle"], actor=ward.actor("cle"), at=NOW)
        calls: list[Callable[[], Any]] = [
            lambda one=opening: allot_shift(one, actor=ward.head, at=later),  # type: ignore[misc]  # bound now
            lambda one=opening: close_opening(one, actor=ward.head, at=later),  # type: ignore[misc]  # bound now
        ]
        at_once(calls)
        opening.refresh_from_db()
        has_it = (offset, "J") in ward.shifts("cle")
        assert (opening.state == "filled") == has_it
        assert Version.objects.filter(state="published").count() == 1


def test_of_two_exchanges_of_the_same_shift_one_is_accepted_and_the_other_lapses() -> None:
    ward = exchanging(plan=(given("ana", 0),))
    swaps = [ward.ask("ana", code, an_offer(0)) for code in ("bea", "cle")]
    for swap, code in zip(swaps, ("bea", "cle"), strict=True):
        agree_swap(swap, actor=ward.actor(code), at=NOW)
    ended = at_once([lambda one=swap: accept_swap(one, actor=ward.head, at=NOW) for swap in swaps])  # type: ignore[misc]  # bound now
    assert ended == {"done": 1, "lapsed": 1}
    assert sorted(Swap.objects.values_list("state", flat=True)) == ["accepted", "lapsed"]
    assert sum(one.shift == "J" for one in ward.published.result.answer) == 1


def test_an_exchange_is_accepted_or_taken_back_and_never_both() -> None:
    ward = exchanging()
    swap = agree_swap(ward.ask("ana", "bea", an_offer(0, 1)), actor=ward.actor("bea"), at=NOW)
    ended = at_once(
        [
            lambda: accept_swap(swap, actor=ward.head, at=NOW),
            lambda: withdraw_swap(swap, actor=ward.actor("ana"), at=NOW),
        ]
    )
    assert ended == {"done": 1, "state": 1}
    is_accepted = Swap.objects.get().state == "accepted"
    assert ((1, "J") in ward.shifts("ana")) == is_accepted


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_publication_and_what_people_say_of_themselves_do_not_wait_for_each_other() -> None:
    ward = exchanging()
    demand = ward.published.demand
    answer = [given("ana", 3), given("bea", 4), given("cle", 5)]
    version = save_version(demand, result_of(demand.problem, answer), actor=HOUSE)
    cle, actor = ward.people["cle"], ward.actor("cle")
    both = threading.Barrier(2, timeout=60)

    def beside(step: Callable[[], Any]) -> Callable[[], None]:
        def done() -> None:
            with transaction.atomic():
                step()
                both.wait()  # each has written, and neither has ended

        return done

    def says() -> None:
        set_offers(cle, wants=True, actor=actor, at=NOW)
        state_preference(cle, kind="days", from_on=ward.roster.starts_on, actor=actor, at=NOW)

    ended = at_once(
        [
            beside(lambda: publish_version(version, actor=ward.head, at=NOW)),
            beside(says),
        ]
    )
    assert ended == {"done": 2}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_what_is_asked_while_wishes_are_carried_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ward = wishing()
    ward.wish("ana", off(wish_day(1), 3))
    problem = demand_of(ward.roster).problem
    gone = Unavailability("cle", ward.roster.starts_on, ward.roster.starts_on)
    other = problem.with_changes(unavailable=(gone,))
    has_read, real = threading.Event(), latest_demand

    def slowly(month: Roster) -> Demand | None:
        demand = real(month)
        has_read.set()
        beside.join(timeout=2)  # it waits for what is carried, unless nobody holds the month
        return demand

    def ask() -> None:
        has_read.wait(timeout=60)
        try:
            open_roster(ward.unit, other, actor=HOUSE)
        finally:
            connection.close()

    beside = threading.Thread(target=ask)
    beside.start()
    monkeypatch.setattr("releve.roster.actions.carrying.latest_demand", slowly)
    carry_wishes(ward.period, actor=HOUSE, at=WISHES_OVER)
    beside.join(timeout=60)
    assert demand_of(ward.roster).problem == other
    assert [one.number for one in Demand.objects.order_by("number")] == [1, 2, 3]
