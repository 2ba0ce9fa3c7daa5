"""Wishes carried into the month, what a roster makes of them, and the memory of twelve months."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from releve.kit.actors import HOUSE, NotAllowedError
from releve.roster.actions import Ask, carry_wishes, state_preference, withdraw_preference
from releve.roster.engine.problem import Assignment
from releve.roster.engine.problem import Wish as Asked
from releve.roster.models import Demand
from releve.roster.queries.wishes import (
    factors_before,
    fulfilled,
    own_wishes,
    published_version,
    records_before,
)
from releve.roster.tests.months import demand_of
from releve.roster.tests.wishing import (
    LAST,
    LATER,
    NOW,
    a_period,
    day,
    off,
    published,
    refusal,
    wishing,
)

pytestmark = pytest.mark.django_db


def test_carrying_takes_a_closed_period_and_a_month() -> None:
    ward = wishing()
    assert refusal(lambda: carry_wishes(ward.period, actor=HOUSE, at=NOW)) == "open"
    far = a_period(ward.unit, first=day(60), last=day(66))
    assert refusal(lambda: carry_wishes(far, actor=HOUSE, at=LATER)) == "month"


def test_carried_wishes_are_a_new_demand_and_carrying_again_changes_nothing() -> None:
    ward = wishing()
    ward.wish("ana", off(day(1), 3))
    ward.wish("bea", Ask(kind="not_shift", day=day(2), shift="N"))
    told = carry_wishes(ward.period, actor=HOUSE, at=LATER)
    assert (told.wishes, told.left_out, demand_of(ward.roster).number) == (2, 0, 2)
    carry_wishes(ward.period, actor=HOUSE, at=LATER)
    assert Demand.objects.count() == 2
    assert demand_of(ward.roster).problem.wishes == (
        Asked(person="ana", day=day(1), wish="off", weight=30),
        Asked(person="bea", day=day(2), wish="avoid", shift="N", weight=10),
    )


def test_a_preference_is_carried_lightly_and_takes_no_points() -> None:
    ward = wishing()
    own: dict[str, Any] = {"actor": ward.actor("cle"), "at": NOW}
    kept = state_preference(ward.people["cle"], kind="days", from_on=day(5), **own)
    assert state_preference(ward.people["cle"], kind="days", from_on=day(5), **own) == kept
    told = carry_wishes(ward.period, actor=HOUSE, at=LATER)
    assert (told.wishes, told.preferences) == (0, 1)
    held = demand_of(ward.roster).problem.wishes
    assert [(one.day, one.shift, one.preference) for one in held] == [
        (day(5), "N", True),
        (day(6), "N", True),
    ]
    withdraw_preference(kept, actor=ward.actor("cle"), at=LATER)
    carry_wishes(ward.period, actor=HOUSE, at=LATER)
    assert demand_of(ward.roster).problem.wishes == ()
    with pytest.raises(NotAllowedError):
        state_preference(ward.people["ana"], kind="days", from_on=day(5), **own)


def test_what_the_published_roster_makes_of_each_wish_is_read_from_it() -> None:
    ward = wishing()
    ward.wish("ana", off(day(1), 3))
    ward.wish("bea", off(day(1), 2))
    wishes = [*own_wishes(ward.period, ward.people["ana"])]
    wishes += own_wishes(ward.period, ward.people["bea"])
    untold = fulfilled(ward.period, wishes, published_version(ward.period))
    assert [one.is_told for one in untold] == [False, False]
    published(ward, Assignment("ana", day(1), "J"))
    told = fulfilled(ward.period, wishes, published_version(ward.period))
    assert [(one.is_granted, one.refused) for one in told] == [(False, (day(1),)), (True, ())]


def test_a_wish_refused_weighs_more_in_the_next_month_and_a_year_later_no_more() -> None:
    ward = wishing()
    ward.wish("ana", off(day(1), 3))
    ward.wish("bea", off(day(1), 3))
    published(ward, Assignment("ana", day(1), "J"))
    soon, far = LAST + timedelta(days=1), LAST + timedelta(days=366)
    found = factors_before(ward.unit, soon, now=LATER)
    assert found["ana"] > 1 > found["bea"]
    assert found["cle"] == 1
    assert set(factors_before(ward.unit, far, now=LATER).values()) == {1}
    assert records_before(ward.unit, soon, now=NOW)["ana"].asked == 0  # still open
