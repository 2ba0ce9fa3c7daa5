"""Exchanges: asked, agreed, accepted by the manager or by her rule; nothing counts a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from releve.kit.actors import HOUSE, NotAllowedError
from releve.roster.actions import (
    ChangeUnlawfulError,
    Offer,
    StaleRosterError,
    accept_swap,
    agree_swap,
    change_published,
    decline_swap,
    expire_swaps,
    open_roster,
    publish_version,
    refuse_swap,
    save_version,
    set_swap_rule,
    withdraw_swap,
)
from releve.roster.actions.changing import Prepared, prepared_change, write_change
from releve.roster.engine.live import Edit
from releve.roster.engine.tests.builders import ON_CALL
from releve.roster.models import Swap, Version
from releve.roster.queries import own_exchanges, team_exchanges
from releve.roster.queries.exchanges import holds, swaps_awaiting, swaps_seen
from releve.roster.tests.builders import result_of
from releve.roster.tests.exchanging import (
    NOW,
    Exchanging,
    an_offer,
    day,
    elsewhere,
    exchanging,
    given,
    quiet_problem,
    refused,
    told,
)
from releve.roster.tests.months import demand_of
from releve.shifts.models import ShiftChange
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db


def agreed(ward: Exchanging, *, offer: Offer | None = None) -> Swap:
    """Return an exchange between ana and bea that waits for the manager."""
    swap = ward.ask("ana", "bea", offer or an_offer(0, 1))
    return agree_swap(swap, actor=ward.actor("bea"), at=NOW)


def test_an_accepted_exchange_is_a_new_published_version_with_both_lines_changed() -> None:
    ward = exchanging()
    before = ward.published
    swap = accept_swap(agreed(ward), actor=ward.head, at=NOW)
    assert (swap.state, swap.decided_by) == ("accepted", ward.manager)
    assert (ward.shifts("ana"), ward.shifts("bea")) == ([(1, "J")], [(0, "J")])
    assert ward.published.number == before.number + 1
    assert ward.published.verdict.hard == ()
    assert Version.objects.filter(state="published").count() == 1


def test_a_gift_leaves_the_giver_free() -> None:
    ward = exchanging()
    accept_swap(agreed(ward, offer=an_offer(0)), actor=ward.head, at=NOW)
    assert (ward.shifts("ana"), ward.shifts("bea")) == ([], [(0, "J"), (1, "J")])


def test_each_step_tells_whom_it_concerns_and_nobody_else() -> None:
    ward = exchanging()
    accept_swap(agreed(ward), actor=ward.head, at=NOW)
    assert told(ward.people["ana"]) == ["swap_answered", "swap_accepted"]
    assert told(ward.people["bea"]) == ["swap_asked", "swap_accepted"]
    assert told(ward.people["cle"]) == []


def test_whoever_agreed_knows_of_it_already() -> None:
    ward = exchanging()
    accept_swap(agreed(ward), actor=ward.head, at=NOW)
    assert [one.acknowledged_at for one in ShiftChange.objects.all()] == [NOW] * 4


def test_whoever_agreed_still_confirms_what_comes_within_48_hours() -> None:
    late = exchanging()
    eve = datetime(2026, 3, 1, 9, tzinfo=UTC)
    accept_swap(agreed(late), actor=late.head, at=eve)
    changes = ShiftChange.objects.filter(unit=late.unit, day=day(0))
    assert [one.acknowledged_at for one in changes] == [None, None]
    assert told(late.people["ana"])[-2:] == ["shifts.changed_late", "swap_accepted"]


def test_whoever_manages_is_told_of_what_waits_for_her() -> None:
    ward = exchanging()
    head = ward.manages("cle")
    agreed(ward)
    assert told(head) == ["swap_agreed"]


def test_what_a_hard_rule_forbids_cannot_even_be_asked() -> None:
    # cle works the night before: her rest would be too short for ana's Monday.
    ward = exchanging(plan=(given("ana", 1), given("cle", 0, "N")))
    before = ward.published.number
    assert refused(lambda: ward.ask("ana", "cle", an_offer(1))) == "unlisted"
    assert (Swap.objects.count(), ward.published.number) == (0, before)


def test_what_has_become_unlawful_meanwhile_is_not_accepted() -> None:
    ward = exchanging(plan=(given("ana", 2), given("bea", 4)))
    swap = agreed(ward, offer=an_offer(2))
    night = Edit("bea", day(1), ("N",))
    change_published(ward.roster, [night], actor=ward.head, reason="agreed", at=NOW)
    assert refused(lambda: accept_swap(swap, actor=ward.head, at=NOW)) == "unlawful"
    assert Swap.objects.get().state == "agreed"


def test_an_exchange_lapses_when_a_shift_of_it_has_gone_elsewhere() -> None:
    ward = exchanging()
    swap = agreed(ward)
    edits = [Edit("ana", day(0), ()), Edit("cle", day(0), ("J",))]
    change_published(ward.roster, edits, actor=ward.head, reason="agreed", at=NOW)
    assert refused(lambda: accept_swap(swap, actor=ward.head, at=NOW)) == "lapsed"
    assert Swap.objects.get().state == "lapsed"
    assert told(ward.people["ana"])[-1] == "swap_lapsed"


def test_another_change_of_the_month_leaves_an_exchange_as_it_is() -> None:
    ward = exchanging()
    swap = agreed(ward)
    elsewhere = [Edit("cle", day(4), ("J",))]
    change_published(ward.roster, elsewhere, actor=ward.head, reason="agreed", at=NOW)
    assert accept_swap(swap, actor=ward.head, at=NOW).state == "accepted"


def test_nobody_asks_who_may_not_see_the_team() -> None:
    ward = exchanging()
    ward.accounts["ana"].grants.all().delete()
    with pytest.raises(NotAllowedError):
        ward.ask("ana", "bea", an_offer(0, 1))


def test_what_is_asked_in_vain_does_not_tell_why() -> None:
    ward = exchanging(plan=(given("ana", 1), given("cle", 0, "N")))
    not_there = an_offer(1, 4)  # bea has no shift that day
    assert refused(lambda: ward.ask("ana", "bea", not_there)) == "unlisted"
    assert refused(lambda: ward.ask("ana", "cle", an_offer(1))) == "unlisted"


def test_a_refusal_leaves_no_trace_that_counts_against_anybody() -> None:
    ward = exchanging()
    swap = ward.ask("ana", "bea", an_offer(0, 1))
    refuse_swap(swap, actor=ward.actor("bea"), at=NOW)
    assert list(swaps_seen(ward.unit)) == []
    assert swap_lines() == ["roster.swap.ask"]
    assert told(ward.people["ana"]) == ["swap_answered"]


def swap_lines() -> list[str]:
    """Return what the trail has of exchanges."""
    found = Entry.objects.filter(verb__startswith="roster.swap.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_what_two_agree_on_is_noted_and_what_stays_between_them_is_not() -> None:
    ward = exchanging()
    ana, late = ward.actor("ana"), NOW + timedelta(days=40)
    withdraw_swap(ward.ask("ana", "bea", an_offer(0, 1)), actor=ana, at=NOW)
    ward.ask("ana", "bea", an_offer(0, 1))
    expire_swaps(ward.unit, actor=ward.head, at=late)
    assert swap_lines() == ["roster.swap.ask"] * 2
    withdraw_swap(agreed(ward), actor=ana, at=NOW)
    assert swap_lines()[2:] == ["roster.swap.ask", "roster.swap.agree", "roster.swap.withdraw"]


def test_an_exchange_whose_day_comes_tells_those_who_wait_for_it() -> None:
    ward, late = exchanging(), NOW + timedelta(days=40)
    ward.ask("ana", "cle", an_offer(0))
    agreed(ward)
    assert expire_swaps(ward.unit, actor=ward.head, at=late) == 2
    assert told(ward.people["ana"])[-2:] == ["swap_expired", "swap_expired"]
    assert told(ward.people["bea"])[-1] == "swap_expired"
    assert "swap_expired" not in told(ward.people["cle"])
    earlier = own_exchanges(ward.accounts["bea"], now=late).ended
    assert [one.swap.state for one in earlier] == ["expired"]
    assert own_exchanges(ward.accounts["cle"], now=late).ended == ()


def test_whoever_manages_is_told_when_what_waits_for_her_is_taken_back() -> None:
    ward = exchanging()
    head = ward.manages("cle")
    withdraw_swap(ward.ask("ana", "bea", an_offer(0)), actor=ward.actor("ana"), at=NOW)
    assert told(head) == []
    withdraw_swap(agreed(ward), actor=ward.actor("ana"), at=NOW)
    assert told(head) == ["swap_agreed", "swap_taken_back"]


def test_what_a_rule_accepts_nobody_has_decided() -> None:
    ward = exchanging()
    set_swap_rule(ward.unit, accepts=True, days_ahead=0, actor=ward.head, at=NOW)
    assert (agreed(ward).decided_by, ward.published.made_by) == (None, None)
    swap = agree_swap(ward.ask("bea", "cle", an_offer(0)), actor=ward.actor("cle"), at=NOW)
    assert swap.state == "accepted"


def test_an_exchange_with_somebody_who_has_left_the_roster_lapses() -> None:
    ward = exchanging()
    swap = agreed(ward)
    asked = quiet_problem("ana", "cle")
    open_roster(ward.unit, asked, actor=HOUSE)
    version = save_version(
        demand_of(ward.roster), result_of(asked, (given("ana", 0),)), actor=HOUSE
    )
    publish_version(version, actor=HOUSE, at=NOW)
    assert not holds(ward.published, swap.moves)
    page = own_exchanges(ward.accounts["bea"], now=NOW)
    assert [one.is_possible for one in page.waiting] == [False]
    assert not team_exchanges(ward.unit, now=NOW).awaiting[0].is_possible
    assert refused(lambda: accept_swap(swap, actor=ward.head, at=NOW)) == "lapsed"


def test_a_shift_that_one_of_them_has_elsewhere_is_said_to_be_so() -> None:
    ward = exchanging()
    swap = agreed(ward, offer=an_offer(0))
    elsewhere(ward, "bea", 0)
    assert refused(lambda: accept_swap(swap, actor=ward.head, at=NOW)) == "clash"


def test_the_manager_sees_an_exchange_only_once_both_have_agreed() -> None:
    ward = exchanging()
    swap = ward.ask("ana", "bea", an_offer(0, 1))
    assert list(swaps_awaiting(ward.unit)) == []
    agree_swap(swap, actor=ward.actor("bea"), at=NOW)
    assert list(swaps_awaiting(ward.unit)) == [swap]


def test_the_manager_may_leave_the_month_as_it_is() -> None:
    ward = exchanging()
    before = ward.published.number
    assert decline_swap(agreed(ward), actor=ward.head, at=NOW).state == "declined"
    assert ward.published.number == before
    assert told(ward.people["bea"])[-1] == "swap_declined"


def test_the_asker_takes_back_what_is_not_accepted_yet_and_nothing_after() -> None:
    ward = exchanging()
    swap = agreed(ward)
    who = ward.actor("ana")
    assert withdraw_swap(swap, actor=who, at=NOW).state == "withdrawn"
    assert withdraw_swap(swap, actor=who, at=NOW).state == "withdrawn"
    assert refused(lambda: accept_swap(swap, actor=ward.head, at=NOW)) == "state"


def test_only_the_two_and_their_manager_may_act() -> None:
    ward = exchanging()
    swap = ward.ask("ana", "bea", an_offer(0, 1))
    for act in (agree_swap, refuse_swap, withdraw_swap, accept_swap, decline_swap):
        with pytest.raises(NotAllowedError):
            act(swap, actor=ward.actor("cle"), at=NOW)
    with pytest.raises(NotAllowedError):
        agree_swap(swap, actor=ward.actor("ana"), at=NOW)


def test_asking_the_same_twice_is_once() -> None:
    ward = exchanging()
    assert ward.ask("ana", "bea", an_offer(0, 1)) == ward.ask("ana", "bea", an_offer(0, 1))


def test_what_has_begun_changes_hands_no_more() -> None:
    ward = exchanging()
    swap = agreed(ward)
    late = NOW + timedelta(days=40)
    assert refused(lambda: ward.ask("ana", "bea", an_offer(0), at=late)) == "past"
    assert refused(lambda: accept_swap(swap, actor=ward.head, at=late)) == "past"
    assert expire_swaps(ward.unit, actor=ward.head, at=late) == 1
    assert Swap.objects.get().state == "expired"


@pytest.mark.parametrize("days_ahead", [0, 27])
def test_the_rule_of_the_manager_accepts_by_itself_what_it_covers(days_ahead: int) -> None:
    ward = exchanging()
    set_swap_rule(ward.unit, accepts=True, days_ahead=days_ahead, actor=ward.head, at=NOW)
    # The first day is 27 days less two hours after NOW.
    expected = "agreed" if days_ahead == 27 else "accepted"
    assert agreed(ward).state == expected
    noted = Entry.objects.filter(verb="roster.swap.accept")
    assert [one.actor for one in noted] == ([] if days_ahead == 27 else ["rule"])


def test_the_rule_leaves_to_the_manager_what_would_move_the_cover() -> None:
    ward = exchanging(plan=(given("ana", 0), given("bea", 1, "N")))
    set_swap_rule(ward.unit, accepts=True, days_ahead=0, actor=ward.head, at=NOW)
    people = ward.published.demand.problem.people
    assert {one.role for one in people} == {"ide"}
    assert agreed(ward, offer=an_offer(0)).state == "accepted"  # the same post, another nurse


def test_the_rule_no_longer_holds_once_whoever_set_it_may_no_longer_manage() -> None:
    ward = exchanging()
    set_swap_rule(ward.unit, accepts=True, days_ahead=0, actor=ward.head, at=NOW)
    ward.manager.grants.all().delete()
    assert agreed(ward).state == "agreed"


def test_a_change_prepared_from_a_version_that_is_gone_is_not_written() -> None:
    ward = exchanging()
    prepared = prepared_change(ward.published, [Edit("cle", day(3), ("J",))], at=NOW)
    other = [Edit("cle", day(4), ("J",))]
    change_published(ward.roster, other, actor=ward.head, reason="agreed", at=NOW)
    with pytest.raises(StaleRosterError):
        write_change(prepared, actor=ward.head, reason="agreed")


def test_what_a_colleague_is_given_between_judging_and_writing_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = quiet_problem()
    call = replace(ON_CALL, starts_at=time(20), ends_at=time(6))
    asked = replace(problem, shifts=(*problem.shifts, call))
    ward = exchanging(problem=asked, plan=(given("ana", 0), given("bea", 4)))
    swap = agreed(ward, offer=an_offer(0))
    given_too = iter([[Edit("bea", day(0), ("A",))]])

    def overtaken(*facts: Any, **named: Any) -> Prepared:
        for edits in given_too:
            change_published(ward.roster, edits, actor=ward.head, reason="agreed", at=NOW)
        return prepared_change(*facts, **named)

    monkeypatch.setattr("releve.roster.actions.swaps.prepared_change", overtaken)
    assert accept_swap(swap, actor=ward.head, at=NOW).state == "accepted"
    assert ward.shifts("bea") == [(0, "A"), (0, "J"), (4, "J")]


def test_a_published_month_never_takes_a_hard_breach_without_its_decision() -> None:
    ward = exchanging()
    before = ward.published
    tired = [Edit("ana", day(2), ("N",)), Edit("ana", day(3), ("J",))]
    with pytest.raises(ChangeUnlawfulError) as caught:
        change_published(ward.roster, tired, actor=ward.head, reason="agreed", at=NOW)
    assert caught.value.breaches
    assert ward.published == before


def test_a_change_that_waited_for_another_is_told_after_it() -> None:
    ward = exchanging()
    swap = agreed(ward)
    later = NOW + timedelta(hours=1)
    elsewhere = [Edit("cle", day(4), ("J",))]
    change_published(ward.roster, elsewhere, actor=ward.head, reason="agreed", at=later)
    assert accept_swap(swap, actor=ward.head, at=NOW).state == "accepted"
    assert ward.published.published_at == later
