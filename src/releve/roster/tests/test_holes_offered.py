"""What is offered against what is missing, and who comes next where the first may not have it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.roster.actions import (
    Overtaken,
    Post,
    allot_shift,
    change_published,
    close_opening,
    end_windows,
    open_roster,
    open_shift,
    publish_version,
    save_version,
    volunteer,
)
from releve.roster.engine.live import Edit
from releve.roster.models import OpenShift, OptIn, Volunteer
from releve.roster.queries import opening_rows, own_exchanges, team_exchanges
from releve.roster.queries.exchanges import openings_due
from releve.roster.tasks import end_exchange_windows
from releve.roster.tests.builders import result_of
from releve.roster.tests.exchanging import (
    NOW,
    Exchanging,
    day,
    elsewhere,
    exchanging,
    given,
    quiet_problem,
    refused,
    told,
)
from releve.roster.tests.months import demand_of

pytestmark = pytest.mark.django_db

AFTER = NOW + timedelta(days=3)
LATER = NOW + timedelta(minutes=2)


def says_yes(ward: Exchanging, opening: OpenShift, person: str) -> OpenShift:
    """Let a person volunteer."""
    return volunteer(opening, ward.people[person], actor=ward.actor(person), at=NOW)


def published_anew(ward: Exchanging, **changes: object) -> None:
    """Publish the month without a shift given, for another demand."""
    problem = replace(demand_of(ward.roster).problem, **changes)  # type: ignore[arg-type]  # by name
    open_roster(ward.unit, problem, actor=HOUSE)
    version = save_version(demand_of(ward.roster), result_of(problem, ()), actor=HOUSE)
    publish_version(version, actor=HOUSE, at=NOW)


def test_a_hole_is_offered_as_often_as_somebody_is_missing() -> None:
    ward = exchanging()
    ward.opened(2)
    assert refused(lambda: ward.opened(2)) == "offered"
    asked = Post(day=day(2), shift="J", role="ide")
    ends = NOW + timedelta(days=1)
    assert (
        refused(lambda: open_shift(ward.roster, asked, closes_at=ends, actor=ward.head, at=NOW))
        == "offered"
    )
    offered = {one.day for one in team_exchanges(ward.unit, now=NOW).holes}
    assert offered == {day(3), day(4), day(5), day(6)}


def test_a_shift_beyond_what_is_missing_may_still_be_offered() -> None:
    ward = exchanging()
    assert [ward.opened(0).fills_hole, ward.opened(0).fills_hole] == [False, False]
    assert ward.opened(2).fills_hole


def test_a_hole_that_the_manager_filled_herself_closes_its_offer() -> None:
    ward = exchanging()
    head = ward.manages("ana")
    ward.wants("bea", "cle")
    opening = ward.opened(2)
    says_yes(ward, opening, "cle")
    here = [Edit("bea", day(2), ("J",))]
    change_published(ward.roster, here, actor=ward.head, reason="cover", at=NOW)
    before = ward.published.number
    assert end_windows(ward.unit, actor=HOUSE, at=AFTER) == Overtaken(ended=1)
    opening.refresh_from_db()
    assert (opening.state, ward.published.number) == ("closed", before)
    assert told(ward.people["cle"])[-1] == "opening_closed"
    assert told(head)[-1] == "opening_ended"


def test_whoever_allots_a_shift_that_somebody_has_is_told_so() -> None:
    ward = exchanging()
    ward.wants("cle")
    opening = ward.opened(2)
    says_yes(ward, opening, "cle")
    here = [Edit("bea", day(2), ("J",))]
    change_published(ward.roster, here, actor=ward.head, reason="cover", at=NOW)
    assert refused(lambda: allot_shift(opening, actor=ward.head, at=AFTER)) == "covered"
    opening.refresh_from_db()
    assert opening.state == "closed"


def test_whoever_works_elsewhere_then_is_passed_over() -> None:
    ward = exchanging()
    ward.wants("bea", "cle")
    for first, second, offset in (("bea", "cle", 3), ("cle", "bea", 5)):
        opening = ward.opened(offset)
        for person in (first, second):
            says_yes(ward, opening, person)
    elsewhere(ward, "cle", 5)
    done = allot_shift(opening, actor=ward.head, at=AFTER)
    assert (done.state, done.filled_by) == ("filled", ward.people["bea"])


def test_where_all_who_volunteer_work_elsewhere_nobody_has_it() -> None:
    ward = exchanging()
    head = ward.manages("ana")
    ward.wants("cle")
    opening = ward.opened(5)
    says_yes(ward, opening, "cle")
    elsewhere(ward, "cle", 5)
    assert end_windows(ward.unit, actor=HOUSE, at=AFTER) == Overtaken(unfilled=1)
    assert told(head) == ["opening_unfilled"]


def test_a_shift_that_the_unit_no_longer_has_is_no_fault_of_the_others() -> None:
    ward = exchanging()
    head = ward.manages("ana")
    ward.wants("cle")
    problem = quiet_problem()
    opening = ward.opened(2)
    says_yes(ward, opening, "cle")
    other = replace(problem.shifts[0], code="K")
    needs = tuple(replace(one, shift="K") for one in problem.needs)
    published_anew(ward, shifts=(other, *problem.shifts[1:]), needs=needs)
    assert own_exchanges(ward.accounts["cle"], now=NOW).offers == ()
    assert len(list(opening_rows(ward.unit, now=NOW))) == 1
    assert end_windows(ward.unit, actor=HOUSE, at=AFTER) == Overtaken(ended=1)
    assert told(head)[-1] == "opening_ended"


def test_a_unit_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ward = exchanging()
    seen: list[str] = []

    def ending(unit: Level, **_facts: object) -> Overtaken:
        seen.append(unit.code)
        if len(seen) == 1:
            raise KeyError("J")
        return Overtaken()

    monkeypatch.setattr("releve.roster.tasks.end_windows", ending)
    with pytest.raises(KeyError):
        end_exchange_windows.call()
    assert len(seen) == Level.objects.filter(kind="unit").count() > 1
    assert ward.unit.code in seen


def test_a_first_yes_that_nobody_settled_is_settled_for_her() -> None:
    ward = exchanging()
    ward.wants("bea", "cle")
    opening = ward.opened(way="first")
    hospital = opening.hospital_id
    for person in ("cle", "bea"):  # written down, and her telephone went off
        who = ward.people[person]
        Volunteer.objects.create(hospital_id=hospital, opening=opening, person=who, at=NOW)
    assert openings_due(ward.unit, at=NOW + timedelta(seconds=30)) == []
    elsewhere(ward, "cle", 2)
    assert end_windows(ward.unit, actor=HOUSE, at=LATER) == Overtaken(filled=1)
    opening.refresh_from_db()
    assert opening.filled_by == ward.people["bea"]


def test_an_open_window_stays_open_where_nobody_may_take_it_yet() -> None:
    ward = exchanging(plan=(given("ana", 5), given("bea", 1, "N")))
    opening = ward.opened(2, way="first")
    who = ward.people["bea"]
    Volunteer.objects.create(hospital_id=opening.hospital_id, opening=opening, person=who, at=NOW)
    assert end_windows(ward.unit, actor=HOUSE, at=LATER) == Overtaken()
    opening.refresh_from_db()
    assert opening.state == "open"


def test_a_role_or_skill_that_nobody_has_is_not_asked_for() -> None:
    ward = exchanging()
    ends = NOW + timedelta(days=1)
    for facts in ({"role": "x" * 80}, {"skill": "x" * 80}, {"role": "ide", "skill": "none"}):
        asked = Post(day=day(2), shift="J", **facts)
        assert (
            refused(
                lambda asked=asked: open_shift(  # type: ignore[misc]  # bound now
                    ward.roster, asked, closes_at=ends, actor=ward.head, at=NOW
                )
            )
            == "role"
        )


def test_whoever_comes_late_again_and_again_is_told_once() -> None:
    ward = exchanging()
    ward.wants("bea", "cle")
    opening = ward.opened(way="first")
    says_yes(ward, opening, "cle")
    for _press in range(3):
        assert refused(lambda: says_yes(ward, opening, "bea")) == "filled"
    assert told(ward.people["bea"]).count("opening_filled") == 1


def test_the_pages_ask_as_much_of_the_database_for_many_openings_as_for_one() -> None:
    ward = exchanging(problem=quiet_problem(days=14))
    ward.wants("cle")
    ward.opened(2)
    counts = []
    for offsets in ((), (3, 4, 5, 6, 8)):
        for offset in offsets:
            ward.opened(offset)
        counts.append(asked_for(ward))
    assert counts[0] == counts[1]


def asked_for(ward: Exchanging) -> list[int]:
    """Return how many queries the pages of open shifts make."""
    made = []
    for page in (
        lambda: team_exchanges(ward.unit, now=NOW),
        lambda: own_exchanges(ward.accounts["cle"], now=NOW),
        lambda: list(opening_rows(ward.unit, now=NOW)),
    ):
        page()
        with CaptureQueriesContext(connection) as seen:
            page()
        made.append(len(seen))
    return made


def test_whoever_wants_offers_is_told_at_whatever_hour() -> None:
    ward = exchanging()
    ward.wants("cle")
    assert not [name for name in vars(OptIn) if "quiet" in name]
    night = NOW.replace(hour=2)
    asked = Post(day=day(2), shift="J")
    ends = NOW + timedelta(days=1)
    opening = open_shift(ward.roster, asked, closes_at=ends, actor=ward.head, at=night)
    assert told(ward.people["cle"]) == ["opening_offered"]
    assert close_opening(opening, actor=ward.head, at=NOW).state == "closed"
