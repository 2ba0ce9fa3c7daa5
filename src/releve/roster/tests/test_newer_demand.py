"""Something else is asked of a month than when its versions were made: both are held."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from releve.kit.actors import HOUSE
from releve.roster.actions import (
    ChangeUnlawfulError,
    OutdatedError,
    StaleRosterError,
    accept_swap,
    agree_swap,
    allot_shift,
    change_published,
    open_roster,
    propose_version,
    publish_version,
    revise_version,
    volunteer,
)
from releve.roster.actions.changing import prepared_change, write_change
from releve.roster.engine.live import Edit
from releve.roster.engine.problem import Unavailability
from releve.roster.engine.stored import result_text
from releve.roster.models import Swap, Version
from releve.roster.queries import own_exchanges, publication_preview
from releve.roster.queries.publication import hard_breaches
from releve.roster.tests.exchanging import (
    NOW,
    Exchanging,
    an_offer,
    day,
    exchanging,
    given,
    quiet_problem,
    refused,
)
from releve.roster.tests.published import EARLY, Shown, a_shown_ward, again

pytestmark = pytest.mark.django_db

AFTER = NOW + timedelta(days=3)


def asked_anew(ward: Shown | Exchanging, **changes: Any) -> None:
    """Ask something else of the month."""
    demand = ward.roster.demands.order_by("-number")[0]
    open_roster(ward.unit, demand.problem.with_changes(**changes), actor=HOUSE)


def away(person: str, *offsets: int) -> tuple[Unavailability, ...]:
    """Return that somebody is not there on some days."""
    return tuple(Unavailability(person, day(one), day(one)) for one in offsets)


def test_a_version_that_a_newer_demand_forbids_is_not_shown_to_the_team() -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"))
    first = ward.roster.starts_on
    gone = Unavailability("cle", first, first + timedelta(days=3))
    asked_anew(ward, unavailable=(gone,))
    assert hard_breaches(again(version)) == ()
    for show in (lambda: ward.publish(version), lambda: propose_version(version, actor=HOUSE)):
        with pytest.raises(OutdatedError, match="begin a draft from it first") as refusal:
            show()
        assert "Clé Ormeau" in str(refusal.value)
    assert [one.state for one in ward.versions] == ["draft"]
    draft = revise_version(again(version), actor=HOUSE)
    assert draft.demand.problem.unavailable == (gone,)


def test_a_version_that_fits_a_newer_demand_is_published_and_said_to_be_older() -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"))
    preview = publication_preview(again(version), at=EARLY)
    assert (preview.is_outdated, preview.outgrown) == (False, ())
    asked_anew(ward, wishes=())
    gone = Unavailability("bea", ward.roster.starts_on, ward.roster.starts_on)
    asked_anew(ward, unavailable=(gone,))
    preview = publication_preview(again(version), at=EARLY)
    assert (preview.is_outdated, preview.outgrown, preview.is_barred) == (True, (), False)
    ward.publish(version)
    assert [one.state for one in ward.versions] == ["published"]


def test_shifts_of_somebody_who_is_asked_for_no_longer_are_counted() -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"))
    problem = version.demand.problem
    staying = tuple(one for one in problem.people if one.id != "cle")
    asked_anew(ward, people=staying)
    preview = publication_preview(again(version), at=EARLY)
    assert len(preview.outgrown) == 1
    assert preview.is_barred
    with pytest.raises(OutdatedError, match="1 shift is of somebody"):
        ward.publish(version)


def test_what_is_asked_while_a_version_is_judged_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"))

    def judging(judged: Version) -> tuple[Any, ...]:
        asked_anew(ward, wishes=(), unavailable=away("ana", 9))
        return hard_breaches(judged)

    monkeypatch.setattr("releve.roster.actions.publishing.hard_breaches", judging)
    with pytest.raises(StaleRosterError):
        ward.publish(version)
    assert [one.state for one in ward.versions] == ["draft"]


def test_a_shift_is_not_exchanged_to_somebody_who_is_away_by_now() -> None:
    ward = exchanging()
    swap = agree_swap(ward.ask("ana", "bea", an_offer(0, 1)), actor=ward.actor("bea"), at=NOW)
    asked_anew(ward, unavailable=away("bea", 0))
    assert refused(lambda: ward.ask("ana", "bea", an_offer(0))) == "unlisted"
    assert refused(lambda: accept_swap(swap, actor=ward.head, at=NOW)) == "unlawful"
    assert Swap.objects.get().state == "agreed"
    told = own_exchanges(ward.accounts["ana"], now=NOW)
    assert [one.is_possible for one in told.waiting] == [False]


def test_whoever_is_away_by_now_hands_her_shift_on() -> None:
    ward = exchanging()
    asked_anew(ward, unavailable=away("ana", 0))
    swap = agree_swap(ward.ask("ana", "bea", an_offer(0)), actor=ward.actor("bea"), at=NOW)
    assert accept_swap(swap, actor=ward.head, at=NOW).state == "accepted"
    assert ward.shifts("ana") == []


def test_an_open_shift_goes_to_nobody_who_is_away_by_now() -> None:
    ward = exchanging()
    ward.wants("bea", "cle")
    opening = ward.opened()
    for person in ("bea", "cle"):
        volunteer(opening, ward.people[person], actor=ward.actor(person), at=NOW)
    asked_anew(ward, unavailable=(*away("cle", 2), *away("bea", 6)))
    done = allot_shift(opening, actor=ward.head, at=AFTER)
    assert done.filled_by == ward.people["bea"]


def test_a_change_brings_nothing_that_is_asked_for_no_longer() -> None:
    ward = exchanging()
    asked_anew(ward, people=quiet_problem("ana", "bea").people)
    given_away = [Edit("cle", day(3), ("J",))]
    with pytest.raises(ValueError, match="asked for no longer"):
        change_published(ward.roster, given_away, actor=ward.head, reason="agreed", at=NOW)
    here = [Edit("bea", day(3), ("J",))]
    change_published(ward.roster, here, actor=ward.head, reason="agreed", at=NOW)
    assert (3, "J") in ward.shifts("bea")


def test_a_change_is_judged_by_what_is_asked_when_it_is_written() -> None:
    ward = exchanging()
    prepared = prepared_change(ward.published, [Edit("cle", day(3), ("J",))], at=NOW)
    asked_anew(ward, unavailable=away("cle", 3))
    with pytest.raises(StaleRosterError):
        write_change(prepared, actor=ward.head, reason="agreed")
    with pytest.raises(ChangeUnlawfulError):
        prepared_change(ward.published, [Edit("cle", day(3), ("J",))], at=NOW)


def test_what_is_brought_is_told_from_what_was_there_by_the_rules_as_they_are() -> None:
    # Kept by a judge who found nothing wrong; by the one of now bea's rest is too short already.
    ward = exchanging(plan=(given("ana", 0), given("bea", 4)))
    version = ward.published
    found = replace(version.result, answer=(*version.result.answer, given("bea", 3, "N")))
    stored = Version.objects.filter(pk=version.pk)
    stored.update(found=result_text(found))
    assert ward.published.verdict.hard == ()
    here = [Edit("cle", day(2), ("J",))]
    changed = change_published(ward.roster, here, actor=ward.head, reason="agreed", at=NOW)
    assert changed.state == "published"


def test_the_version_in_force_published_again_changes_nothing() -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"))
    ward.publish(version)
    before, stood = ward.roster, again(version)
    before.refresh_from_db()
    done = publish_version(stood, actor=HOUSE, at=EARLY + timedelta(days=1))
    after = type(before).objects.get(pk=before.pk)
    assert (done.added, done.withdrawn, done.changes) == (0, 0, 0)
    assert after.revision == before.revision
    assert again(version).published_at == stood.published_at == EARLY


def test_a_month_shown_before_its_day_was_kept_is_counted_neither_late_nor_early() -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"))
    ward.versions.filter(pk=version.pk).update(state="published")  # as before the day was kept
    ward.publish(ward.version(("cle", 2, "J")))
    ward.roster.refresh_from_db()
    assert ward.roster.published_at is None
