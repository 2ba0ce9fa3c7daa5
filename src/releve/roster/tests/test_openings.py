"""Open shifts: offered to those who asked, taken by one, and every other one is told."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from releve.kit.actors import HOUSE, NotAllowedError
from releve.people.models import Notice
from releve.roster.actions import (
    Overtaken,
    allot_shift,
    close_opening,
    end_windows,
    publish_version,
    set_offers,
    stand_down,
    volunteer,
)
from releve.roster.actions.allotting import in_order
from releve.roster.models import OpenShift, OptIn, Version, Volunteer
from releve.roster.queries.exchanges import recent_extras, volunteers_of
from releve.roster.tests.exchanging import (
    NOW,
    Exchanging,
    exchanging,
    given,
    quiet_problem,
    refused,
    told,
)

pytestmark = pytest.mark.django_db

AFTER = NOW + timedelta(days=3)


def says_yes(ward: Exchanging, opening: OpenShift, person: str) -> OpenShift:
    """Let a person volunteer."""
    return volunteer(opening, ward.people[person], actor=ward.actor(person), at=NOW)


def test_only_those_who_asked_to_hear_are_told_of_an_open_shift() -> None:
    ward = exchanging()
    ward.wants("cle")
    ward.opened()
    assert (told(ward.people["cle"]), told(ward.people["bea"])) == (["opening_offered"], [])


def test_after_the_window_the_shift_goes_to_who_had_the_fewest_extra_ones() -> None:
    ward = exchanging()
    ward.wants("ana", "bea", "cle")
    taken = ward.opened(4)
    says_yes(ward, taken, "ana")
    allot_shift(taken, actor=ward.head, at=AFTER)
    opening = ward.opened(2)
    for person in ("ana", "cle"):
        says_yes(ward, opening, person)
    done = allot_shift(opening, actor=ward.head, at=AFTER)
    assert (done.state, done.filled_by) == ("filled", ward.people["cle"])
    assert (2, "J") in ward.shifts("cle")
    assert told(ward.people["ana"])[-1] == "opening_filled"
    assert told(ward.people["cle"])[-1] == "opening_yours"


def test_between_equals_the_draw_of_the_seed_decides_and_can_be_made_again() -> None:
    waiting = [Volunteer(pk=key, person_id=key) for key in range(1, 6)]
    nothing = dict.fromkeys(range(1, 6), 0)
    firsts = Counter[int]()
    for seed in range(500):
        opening = OpenShift(way="fewest", seed=seed)
        order = in_order(opening, waiting, nothing)
        assert in_order(opening, waiting[::-1], nothing) == order
        firsts[order[0].person_id] += 1
    assert min(firsts.values()) > 60  # a hundred each, were the draw endless


def test_extra_shifts_older_than_twelve_weeks_count_no_more() -> None:
    ward = exchanging()
    ward.wants("ana")
    opening = ward.opened(2)
    says_yes(ward, opening, "ana")
    allot_shift(opening, actor=ward.head, at=AFTER)
    hospital, ana = opening.hospital_id, ward.people["ana"]
    counts = [
        recent_extras([ana], hospital, today=opening.day + timedelta(days=days))[ana.pk]
        for days in (0, 84, 85)
    ]
    assert counts == [1, 1, 0]


def test_the_window_is_waited_for() -> None:
    ward = exchanging()
    ward.wants("cle")
    opening = ward.opened()
    says_yes(ward, opening, "cle")
    assert refused(lambda: allot_shift(opening, actor=ward.head, at=NOW)) == "window"
    ward.wants("bea")
    bea, who = ward.people["bea"], ward.actor("bea")
    assert refused(lambda: volunteer(opening, bea, actor=who, at=AFTER)) == "closed"


def test_a_window_that_is_over_gives_its_shift_without_anybody_looking() -> None:
    ward = exchanging()
    ward.wants("cle")
    opening = ward.opened()
    says_yes(ward, opening, "cle")
    before = end_windows(ward.unit, actor=HOUSE, at=NOW)
    after = end_windows(ward.unit, actor=HOUSE, at=AFTER)
    again = end_windows(ward.unit, actor=HOUSE, at=AFTER)
    assert (before, after, again) == (Overtaken(), Overtaken(filled=1), Overtaken())
    opening.refresh_from_db()
    assert (opening.state, opening.filled_by) == ("filled", ward.people["cle"])


def test_a_window_without_anybody_closes_and_the_manager_is_told() -> None:
    ward = exchanging()
    head = ward.manages("ana")
    opening = ward.opened()
    assert end_windows(ward.unit, actor=HOUSE, at=AFTER) == Overtaken(unfilled=1)
    opening.refresh_from_db()
    assert (opening.state, told(head)) == ("closed", ["opening_unfilled"])
    with pytest.raises(NotAllowedError):
        end_windows(ward.unit, actor=ward.actor("bea"), at=AFTER)


def test_whoever_may_not_lawfully_take_it_is_passed_over() -> None:
    ward = exchanging(plan=(given("ana", 5), given("bea", 1, "N")))
    ward.wants("bea", "cle")
    opening = ward.opened(2)
    assert refused(lambda: says_yes(ward, opening, "bea")) == "unlawful"
    assert refused(lambda: allot_shift(opening, actor=ward.head, at=AFTER)) == "nobody"
    says_yes(ward, opening, "cle")
    assert allot_shift(opening, actor=ward.head, at=AFTER).filled_by == ward.people["cle"]


def test_the_first_to_say_yes_has_it_at_once_where_the_manager_chose_so() -> None:
    ward = exchanging()
    ward.wants("bea", "cle")
    opening = ward.opened(way="first")
    assert says_yes(ward, opening, "cle").state == "filled"
    assert refused(lambda: says_yes(ward, opening, "bea")) == "filled"
    assert told(ward.people["bea"])[-1] == "opening_filled"
    assert says_yes(ward, opening, "cle").state == "filled"  # twice is once


def test_whoever_takes_back_is_not_given_the_shift() -> None:
    ward = exchanging()
    ward.wants("bea", "cle")
    opening = ward.opened()
    for person in ("bea", "cle"):
        says_yes(ward, opening, person)
    stand_down(opening, ward.people["cle"], actor=ward.actor("cle"), at=NOW)
    assert allot_shift(opening, actor=ward.head, at=AFTER).filled_by == ward.people["bea"]


def test_only_whoever_asked_to_hear_volunteers_and_only_for_herself() -> None:
    ward = exchanging()
    opening = ward.opened()
    assert refused(lambda: says_yes(ward, opening, "cle")) == "not_opted"
    ward.wants("cle")
    with pytest.raises(NotAllowedError):
        volunteer(opening, ward.people["cle"], actor=ward.actor("bea"), at=NOW)
    with pytest.raises(NotAllowedError):
        allot_shift(opening, actor=ward.actor("bea"), at=AFTER)


def test_a_shift_no_longer_offered_tells_those_who_would_have_taken_it() -> None:
    ward = exchanging()
    ward.wants("bea", "cle")
    opening = ward.opened()
    says_yes(ward, opening, "cle")
    assert close_opening(opening, actor=ward.head, at=NOW).state == "closed"
    assert told(ward.people["cle"])[-1] == "opening_closed"
    assert "opening_closed" not in told(ward.people["bea"])
    assert refused(lambda: says_yes(ward, opening, "bea")) == "closed"


def test_the_month_may_move_between_the_offer_and_the_allotment() -> None:
    ward = exchanging()
    ward.wants("cle")
    opening = ward.opened()
    says_yes(ward, opening, "cle")
    again = Version.objects.get(pk=ward.published.pk)
    publish_version(again, actor=ward.head, at=NOW)
    assert allot_shift(opening, actor=ward.head, at=AFTER).state == "filled"


@pytest.mark.parametrize("closes", [NOW, NOW + timedelta(days=60)])
def test_a_window_ends_between_now_and_the_start_of_the_shift(closes: datetime) -> None:
    ward = exchanging()
    assert refused(lambda: ward.opened(closes_at=closes)) == "window"


def test_saying_again_what_one_wants_to_hear_changes_the_one_row() -> None:
    ward = exchanging()
    ward.wants("cle")
    set_offers(ward.people["cle"], wants=False, actor=ward.actor("cle"), at=NOW)
    assert [one.wants for one in OptIn.objects.all()] == [False]


def test_volunteers_stand_in_the_order_in_which_they_said_so() -> None:
    ward = exchanging(problem=quiet_problem())
    ward.wants("bea", "cle")
    opening = ward.opened()
    for person in ("cle", "bea"):
        says_yes(ward, opening, person)
    assert [one.person.code for one in volunteers_of(opening)] == ["cle", "bea"]
    assert Notice.objects.filter(code="roster.opening_filled").count() == 0


def test_a_shift_that_is_not_in_the_month_cannot_be_offered() -> None:
    ward = exchanging()
    assert refused(lambda: ward.opened(30)) == "shift"
