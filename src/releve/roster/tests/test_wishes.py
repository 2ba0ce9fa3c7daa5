"""Wishes in the database: never above the budget, never after the end, carried as stated."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.kit.actors import HOUSE, NotAllowedError
from releve.people.models import Account, Grant, Person
from releve.people.queries import actor_of
from releve.roster.actions import (
    Ask,
    WishRefusedError,
    carry_wishes,
    close_wishes,
    state_wish,
    withdraw_wish,
)
from releve.roster.actions.wishes import spent
from releve.roster.engine.problem import WEEKDAYS
from releve.roster.models import Preference, Wish, WishPeriod
from releve.roster.queries.wishes import (
    own_wishes,
)
from releve.roster.tests.months import demand_of
from releve.roster.tests.test_searches import together
from releve.roster.tests.wishing import (
    CLOSES,
    FIRST,
    LAST,
    LATER,
    NOW,
    OPENS,
    Wishing,
    a_period,
    day,
    off,
    refusal,
    wishing,
)
from releve.trail.models import Entry


@pytest.mark.django_db
def test_a_wish_takes_points_and_gives_them_back() -> None:
    ward = wishing(budget=6)
    wish = ward.wish("ana", off(strength=3))
    assert spent(ward.period, ward.people["ana"]) == 3
    withdraw_wish(wish, actor=ward.actor("ana"), at=NOW)
    assert spent(ward.period, ward.people["ana"]) == 0
    assert Wish.objects.get().withdrawn_at == NOW


@pytest.mark.django_db
def test_a_wish_above_the_budget_is_refused_with_what_is_left_and_changes_nothing() -> None:
    ward = wishing(budget=4)
    ward.wish("ana", off(day(0), 2))
    ward.wish("ana", off(day(1), 1))
    with pytest.raises(WishRefusedError) as caught:
        ward.wish("ana", Ask(kind="on", day=day(1), strength=3))
    assert (caught.value.code, caught.value.left) == ("budget", 2)
    kept = own_wishes(ward.period, ward.people["ana"])
    assert [(one.kind, one.day, one.strength) for one in kept] == [
        ("off", day(0), 2),
        ("off", day(1), 1),
    ]


@pytest.mark.django_db
def test_a_later_wish_for_a_day_takes_the_place_of_the_earlier_one() -> None:
    ward = wishing(budget=3)
    ward.wish("ana", off(strength=3))
    ward.wish("ana", Ask(kind="shift", day=FIRST, shift="N", strength=2))
    [kept] = own_wishes(ward.period, ward.people["ana"])
    assert (kept.kind, kept.shift, kept.points) == ("shift", "N", 2)
    assert Wish.objects.count() == 2


@pytest.mark.django_db
def test_a_weekly_wish_takes_its_strength_for_each_of_its_days() -> None:
    ward = wishing(budget=6)
    wish = ward.wish("bea", Ask(kind="off", weekdays=("wed", "mon"), strength=2))
    assert (wish.points, wish.weekdays) == (4, "mon+wed")
    again = Ask(kind="on", weekdays=("wed",))
    assert refusal(lambda: ward.wish("bea", again)) == "twice"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (Ask(kind="sleep", day=FIRST), "kind"),
        (Ask(kind="off", day=FIRST, strength=4), "strength"),
        (Ask(kind="shift", day=FIRST), "shift"),
        (Ask(kind="off", day=FIRST, shift="J"), "shift"),
        (Ask(kind="off"), "day"),
        (Ask(kind="off", day=FIRST, weekdays=("mon",)), "day"),
        (Ask(kind="off", day=LAST + timedelta(days=1)), "day"),
        (Ask(kind="off", weekdays=("dim",)), "weekdays"),  # type: ignore[arg-type]  # a form may send it
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(ask: Ask, code: str) -> None:
    ward = wishing()
    assert refusal(lambda: ward.wish("ana", ask)) == code


@pytest.mark.django_db
def test_nothing_is_stated_or_taken_back_before_or_after_the_period() -> None:
    ward = wishing()
    wish = ward.wish("ana", off())
    early = OPENS - timedelta(minutes=1)
    assert refusal(lambda: ward.wish("ana", off(day(1)), at=early)) == "planned"
    assert refusal(lambda: ward.wish("ana", off(day(1)), at=CLOSES)) == "closed"
    assert refusal(lambda: withdraw_wish(wish, actor=ward.actor("ana"), at=CLOSES)) == "closed"


@pytest.mark.django_db
def test_a_period_closed_by_hand_takes_no_more_wishes() -> None:
    ward = wishing()
    close_wishes(ward.period, actor=HOUSE, at=NOW)
    assert refusal(lambda: ward.wish("ana", off())) == "closed"
    assert close_wishes(ward.period, actor=HOUSE, at=LATER).closed_at == NOW


@pytest.mark.django_db
def test_a_unit_has_one_period_for_a_day() -> None:
    ward = wishing()
    later = LAST + timedelta(days=7)
    assert refusal(lambda: a_period(ward.unit, first=LAST, last=later)) == "overlap"
    assert refusal(lambda: a_period(ward.unit, first=later, last=LAST)) == "dates"
    assert refusal(lambda: a_period(ward.unit, first=later, last=later, budget=0)) == "budget"


@pytest.mark.django_db
def test_nobody_states_or_takes_back_the_wish_of_another_not_even_the_manager() -> None:
    ward = wishing()
    wish = ward.wish("ana", off())
    manager = Account.objects.create_user("cadre", name="Cadre", hospital=ward.unit.hospital)
    function = {"function": "ward_manager", "level": ward.unit, "from_on": date(2020, 1, 1)}
    Grant.objects.create(account=manager, **function)
    for actor in (ward.actor("bea"), actor_of(manager)):
        with pytest.raises(NotAllowedError):
            state_wish(ward.period, ward.people["ana"], off(day(1)), actor=actor, at=NOW)
        with pytest.raises(NotAllowedError):
            withdraw_wish(wish, actor=actor, at=NOW)
    close_wishes(ward.period, actor=actor_of(manager), at=NOW)
    with pytest.raises(NotAllowedError):
        carry_wishes(ward.period, actor=ward.actor("bea"), at=LATER)


@pytest.mark.django_db
def test_somebody_of_another_unit_states_nothing_here() -> None:
    ward = wishing()
    ana = ward.people["ana"]
    ana.unit = type(ward.unit).objects.get(code="CARDIO")
    ana.save()
    assert refusal(lambda: ward.wish("ana", off())) == "closed"


def races(ward: Wishing, asks: Sequence[Ask]) -> list[str]:
    """State wishes at one moment, each on a connection of its own; return how each ended."""

    def stating(ask: Ask) -> str:
        try:
            ward.wish("ana", ask)
        except WishRefusedError as refused:
            return refused.code
        return "kept"

    return together(*[lambda ask=ask: stating(ask) for ask in asks])


@pytest.mark.django_db(transaction=True)
def test_two_telephones_at_once_never_spend_more_than_the_budget() -> None:
    ward = wishing(budget=5)
    ended = races(ward, [off(day(place % 7), 2) for place in range(6)])
    assert sorted(ended) == ["budget"] * 4 + ["kept"] * 2
    assert spent(ward.period, ward.people["ana"]) == 4


@pytest.mark.django_db(transaction=True)
def test_the_same_day_wished_twice_at_once_is_one_wish() -> None:
    ward = wishing(budget=6)
    assert races(ward, [off(strength=1), off(strength=2), off(strength=3)]) == ["kept"] * 3
    assert len(own_wishes(ward.period, ward.people["ana"])) == 1


@pytest.mark.django_db(transaction=True)
def test_a_wish_and_the_closing_at_once_leave_nothing_after_the_end() -> None:
    ward = wishing(budget=6)
    together(
        lambda: close_wishes(ward.period, actor=HOUSE, at=NOW),
        *[lambda place=place: races_one(ward, place) for place in range(4)],
    )
    before = Wish.objects.count()
    assert refusal(lambda: ward.wish("ana", off(day(6)))) == "closed"
    assert Wish.objects.count() == before


def races_one(ward: Wishing, place: int) -> None:
    """State a wish that may come too late."""
    try:
        ward.wish("ana", off(day(place)))
    except WishRefusedError as refused:
        assert refused.code == "closed"  # noqa: PT017 - either end is right, no other is


MOVES = st.lists(
    st.one_of(
        st.builds(
            lambda kind, offset, strength: Ask(kind=kind, day=day(offset), strength=strength),
            st.sampled_from(["off", "on"]),
            st.integers(0, 6),
            st.integers(1, 3),
        ),
        st.builds(
            lambda weekdays, strength: Ask(kind="off", weekdays=tuple(weekdays), strength=strength),
            st.sets(st.sampled_from(WEEKDAYS), min_size=1, max_size=3),
            st.integers(1, 3),
        ),
        st.integers(0, 5),  # take back that one of those that stand
    ),
    max_size=10,
)


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(budget=st.integers(1, 12), moves=MOVES)
def test_no_sequence_of_wishes_exceeds_the_budget_and_the_month_gets_what_stands(
    budget: int, moves: list[Ask | int]
) -> None:
    with transaction.atomic():
        ward = wishing(budget=budget)
        for move in moves:
            _moved(ward, move)
            assert spent(ward.period, ward.people["ana"]) <= budget
        carry_wishes(ward.period, actor=HOUSE, at=LATER)
        kept = own_wishes(ward.period, ward.people["ana"])
        wanted = {one.day: (one.kind, one.strength) for one in kept if one.day}
        for one in kept:
            for on in one.stated.days(ward.period.span) if one.day is None else ():
                wanted.setdefault(on, (one.kind, one.strength))
        held = demand_of(ward.roster).problem.wishes
        assert {one.day: (one.wish, one.weight) for one in held} == {
            on: ("work" if kind == "on" else kind, 10 * strength)
            for on, (kind, strength) in wanted.items()
        }
        assert sum(one.weight for one in held) <= 10 * budget
        transaction.set_rollback(True)


def _moved(ward: Wishing, move: Ask | int) -> None:
    try:
        if isinstance(move, Ask):
            ward.wish("ana", move)
        else:
            for one in own_wishes(ward.period, ward.people["ana"])[move : move + 1]:
                withdraw_wish(one, actor=ward.actor("ana"), at=NOW)
    except WishRefusedError as refused:
        assert refused.code in {"budget", "twice"}  # noqa: PT017 - kept otherwise


def test_no_table_of_wishes_has_a_place_for_a_reason() -> None:
    texts = {
        f"{table.__name__}.{field.name}": field.max_length
        for table in (Wish, WishPeriod, Preference)
        for field in table._meta.concrete_fields  # noqa: SLF001 - Django documents it
        if isinstance(field, models.CharField | models.TextField)
    }
    codes = {"Wish.kind": 12, "Wish.weekdays": 27, "Wish.shift": 12, "Preference.kind": 12}
    assert texts == codes
    assert {one.name for one in dataclasses.fields(Ask)} == {
        *("kind", "strength", "day", "weekdays", "shift")
    }


@pytest.mark.django_db
def test_the_database_itself_keeps_one_wish_a_day() -> None:
    ward = wishing()
    wish = ward.wish("ana", off())
    wish.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        wish.save(force_insert=True)


@pytest.mark.django_db
def test_each_step_stands_in_the_trail_under_who_did_it() -> None:
    ward = wishing()
    wish = ward.wish("ana", off())
    withdraw_wish(wish, actor=ward.actor("ana"), at=NOW)
    close_wishes(ward.period, actor=HOUSE, at=NOW)
    carry_wishes(ward.period, actor=HOUSE, at=NOW)
    hospital = Person.objects.for_hospital(ward.unit.hospital_id or 0)[0].hospital_id
    noted = Entry.objects.filter(hospital=hospital, verb__startswith="roster.wish")
    assert list(noted.order_by("pk").values_list("verb", "actor")) == [
        ("roster.wishes.open", "house"),
        ("roster.wish.state", ward.actor("ana").key),
        ("roster.wish.withdraw", ward.actor("ana").key),
        ("roster.wishes.close", "house"),
        ("roster.wishes.carry", "house"),
    ]
