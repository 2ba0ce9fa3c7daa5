"""A ward's cycle: kept in versions, given to people, drawn, and the month that begins from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate

from releve.kit.actors import HOUSE
from releve.people.models import Level, Person, Role
from releve.roster import actions, queries
from releve.roster.engine.cycle import CyclePlace as EnginePlace
from releve.roster.engine.problem import Need, Problem, Unavailability
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem, twelve_hours
from releve.roster.engine.tests.cycles import M, N, S, a_cycle
from releve.roster.models import Cycle, CyclePlace, Version
from releve.roster.tests.months import a_month, a_unit
from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

PEOPLE = ("ana", "bea")
OF_TWO = a_cycle("MMMMM.. SSSS...", anchor_on=MONDAY, tolerance_minutes=300)


def a_team(unit: Level) -> None:
    """Save two people of a unit."""
    role = Role.objects.order_by("key")[0]
    for code in PEOPLE:
        facts = {"hospital": unit.hospital, "unit": unit, "role": role}
        Person.objects.create(code=code, family_name=f"Fougère-{code}", **facts)


def a_cycle_in_use(unit: Level) -> Cycle:
    """Save a cycle of two weeks that two people walk, each from another week."""
    a_team(unit)
    made = actions.keep_cycle(unit, OF_TWO, actor=HOUSE, seen=0)
    places = [EnginePlace(code, "1", at) for at, code in enumerate(PEOPLE)]
    return actions.place_on_cycle(unit, places, actor=HOUSE, seen=made.number)


def of_the_cycle(**changes: object) -> Problem:
    """Return two weeks of a ward that works by the shifts of the cycle."""
    facts: dict[str, object] = {
        "people": tuple(a_person(name) for name in (*PEOPLE, "cle")),
        "shifts": (M, S, N),
        "needs": (Need("matin", shift="M", minimum=1),),
        "cycle_weeks": 2,
        "decisions": (),
    }
    return a_problem(**(facts | changes))


def browser(unit: Level, function: str = "ward_manager") -> Client:
    """Return a browser of somebody with a function in a unit."""
    ward = Ward(unit, None, None, None)  # type: ignore[arg-type]  # only its unit is looked at
    return signed_in(an_account(ward, function))


def test_each_change_is_a_new_version_and_the_one_before_stays_what_it_was() -> None:
    unit = a_unit()
    second = a_cycle_in_use(unit)
    changed = a_cycle("MMMM... SSSS...", anchor_on=MONDAY, tolerance_minutes=300)
    third = actions.keep_cycle(unit, changed, actor=HOUSE, seen=second.number)
    assert (second.number, third.number) == (2, 3)
    assert Cycle.objects.get(pk=second.pk).cycle == OF_TWO
    assert queries.cycle_of(unit) == third
    assert [place.person for place in queries.places_of(third)] == list(PEOPLE)


def test_a_place_that_a_change_takes_away_is_left_and_the_others_stay() -> None:
    unit = a_unit()
    row = a_cycle_in_use(unit)
    shorter = actions.keep_cycle(
        unit, a_cycle("MMMMM..", anchor_on=MONDAY), actor=HOUSE, seen=row.number
    )
    assert [place.person for place in queries.places_of(shorter)] == ["ana"]


def test_whoever_has_not_seen_the_latest_version_changes_nothing() -> None:
    unit = a_unit()
    a_cycle_in_use(unit)
    with pytest.raises(actions.StaleCycleError):
        actions.keep_cycle(unit, OF_TWO, actor=HOUSE, seen=1)
    with pytest.raises(actions.StaleCycleError):
        actions.retire_cycle(unit, actor=HOUSE, seen=0)
    assert Cycle.objects.count() == 2


def test_a_unit_has_one_cycle_in_use_and_the_database_says_so() -> None:
    unit = a_unit()
    row = a_cycle_in_use(unit)
    facts = {"hospital": unit.hospital, "unit": unit, "content": row.content}
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.create(number=9, made_at=row.made_at, **facts)


def test_a_retired_cycle_is_kept_and_another_may_follow() -> None:
    unit = a_unit()
    row = a_cycle_in_use(unit)
    actions.retire_cycle(unit, actor=HOUSE, seen=row.number)
    assert queries.cycle_of(unit) is None
    assert actions.keep_cycle(unit, OF_TWO, actor=HOUSE, seen=0).number == 3


def test_what_is_done_to_a_cycle_stands_in_the_trail() -> None:
    unit = a_unit()
    row = a_cycle_in_use(unit)
    actions.retire_cycle(unit, actor=HOUSE, seen=row.number)
    verbs = list(Entry.objects.filter(kind="cycle").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["roster.cycle.keep", "roster.cycle.keep", "roster.cycle.retire"]


def test_a_month_begins_from_the_cycle_as_a_draft_that_leaves_days_away_empty() -> None:
    away = Unavailability("ana", MONDAY, MONDAY)
    roster = a_month(of_the_cycle(unavailable=(away,)))
    a_cycle_in_use(roster.unit)
    version = actions.begin_from_cycle(roster, actor=HOUSE)
    assert (version.state, version.breaches) == ("draft", 0)
    given = {(cell.person, cell.day): cell.shift for cell in version.result.answer}
    assert len(given) == 4 + 4 + 5 + 4 + 0
    assert ("ana", MONDAY) not in given
    assert given["bea", MONDAY] == "S"
    row = queries.cycle_of(roster.unit)
    assert row is not None
    gap = queries.gap_panel(version, row)
    assert (gap.count, gap.left_empty) == (1, 1)


def test_a_month_whose_people_have_no_place_cannot_begin_from_the_cycle() -> None:
    roster = a_month(of_the_cycle())
    with pytest.raises(actions.NoCycleError):
        actions.begin_from_cycle(roster, actor=HOUSE)
    assert Version.objects.count() == 0


def test_somebody_who_is_not_of_the_hospital_gets_no_place() -> None:
    unit = a_unit()
    row = a_cycle_in_use(unit)
    with pytest.raises(ValueError, match="nobody has the code"):
        actions.place_on_cycle(unit, [EnginePlace("zoe", "1")], actor=HOUSE, seen=row.number)
    assert CyclePlace.objects.count() == 2


def test_the_page_shows_weeks_hours_law_and_people() -> None:
    unit = a_unit()
    a_cycle_in_use(unit)
    page = browser(unit).get(f"/wards/{unit.pk}/cycle/").content.decode()
    assert "37\u202fh\u202f30" in page
    assert "No binding rule is broken" in page
    assert "Fougère-ana" in page
    assert page.count('class="k-morning"') == 5


def test_an_unlawful_cycle_shows_its_breach_with_the_article() -> None:
    unit = a_unit()
    actions.keep_cycle(unit, a_cycle("MMMM..S MMMM..."), actor=HOUSE, seen=0)
    page = browser(unit).get(f"/wards/{unit.pk}/cycle/").content.decode()
    assert "week 1, Sunday to week 2, Monday" in page
    assert "décret 2002-9" in page


def test_a_cycle_is_begun_changed_day_by_day_and_given_to_people_in_the_browser() -> None:
    roster = a_month(of_the_cycle())
    unit = roster.unit
    a_team(unit)
    client, at = browser(unit), f"/wards/{unit.pk}/cycle/"
    assert "no cycle yet" in client.get(at).content.decode()
    assert client.post(f"{at}new/", {"seen": 0, "weeks": 2}).status_code == 302
    day = {"seen": 1, "line": "1", "at": 7, "code": "M"}
    assert "Change a day" in client.get(f"{at}?line=1&at=7").content.decode()
    assert client.post(f"{at}day/", day).status_code == 302
    place = {"seen": 2, "person": "ana", "line": "1", "week": 2}
    assert client.post(f"{at}place/", place).status_code == 302
    row = queries.cycle_of(unit)
    assert row is not None
    assert row.cycle.cell("1", 1, row.cycle.anchor_on) == "M"
    begun = client.post(f"/wards/{unit.pk}/{roster.starts_on}/cycle/")
    assert begun.status_code == 302
    gap = client.get(f"{begun.headers['Location']}cycle/").content.decode()
    assert "The month is the cycle, day by day." in gap
    assert client.post(f"{at}leave/", {"seen": 3, "at": 0}).status_code == 302
    assert client.post(f"{at}retire/", {"seen": 4}).status_code == 302
    assert queries.cycle_of(unit) is None


def test_the_content_of_a_cycle_file_is_kept_and_a_fault_in_it_is_told() -> None:
    unit = a_unit()
    client, at = browser(unit), f"/wards/{unit.pk}/cycle/new/"
    wrong = OF_TWO.to_json().replace('"S"', '"Z"', 1)
    refused = client.post(at, {"seen": 0, "content": wrong})
    assert refused.status_code == 400
    assert "no shift has the code" in refused.content.decode()
    assert client.post(at, {"seen": 0, "content": OF_TWO.to_json()}).status_code == 302
    assert queries.cycle_of(unit) is not None


def test_a_page_that_is_out_of_date_overwrites_nothing() -> None:
    unit = a_unit()
    a_cycle_in_use(unit)
    client = browser(unit)
    day = {"seen": 1, "line": "1", "at": 0, "code": ""}
    answer = client.post(f"/wards/{unit.pk}/cycle/day/", day)
    assert answer.status_code == 409
    assert "nothing was overwritten" in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"person": "ana", "line": "1", "week": 1},
        {"person": "zoe", "line": "1", "week": 1},
        {"person": "bea", "line": "7", "week": 1},
        {"person": "bea", "line": "1", "week": 9},
        {"person": "bea", "line": "1", "week": "first"},
    ],
)
def test_a_place_that_cannot_be_is_refused_in_words(fields: dict[str, object]) -> None:
    unit = a_unit()
    row = a_cycle_in_use(unit)
    answer = browser(unit).post(f"/wards/{unit.pk}/cycle/place/", {"seen": row.number, **fields})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert Cycle.objects.count() == 2


@pytest.mark.parametrize("address", ["?line=1&at=99", "?line=9&at=0", "?line=1&at=x"])
def test_a_day_that_the_cycle_does_not_have_is_not_found(address: str) -> None:
    unit = a_unit()
    a_cycle_in_use(unit)
    assert browser(unit).get(f"/wards/{unit.pk}/cycle/{address}").status_code == 404


def test_whoever_only_sees_rosters_neither_sees_nor_changes_the_cycle() -> None:
    ward = a_ward()
    a_team(ward.unit)
    client = signed_in(an_account(ward, "caregiver"))
    at = f"/wards/{ward.unit.pk}/cycle/"
    asked = [client.get(at), client.post(f"{at}new/", {"seen": 0, "weeks": 2})]
    asked.append(client.get(ward.at(ward.published, "cycle/")))
    assert [answer.status_code for answer in asked] == [403, 403, 403]
    assert "other than the cycle" not in client.get(ward.at(ward.published)).content.decode()


def test_a_month_shows_where_it_is_other_than_the_cycle() -> None:
    roster = a_month(of_the_cycle(ends_on=MONDAY + timedelta(days=6)))
    unit = roster.unit
    a_cycle_in_use(unit)
    version = actions.begin_from_cycle(roster, actor=HOUSE)
    row = queries.cycle_of(unit)
    assert row is not None
    other = a_cycle("MMMMM.. SSS....", anchor_on=MONDAY, tolerance_minutes=400)
    later = actions.keep_cycle(unit, other, actor=HOUSE, seen=row.number)
    told = queries.gap_panel(version, later)
    assert told.count == 1
    assert "5 March: rest → S" in told.rows[0][2]


def test_somebody_who_is_forgotten_signs_no_decision_of_a_cycle_any_more() -> None:
    unit = a_unit()
    hospital = unit.hospital
    assert hospital is not None
    decisions = (replace(twelve_hours(), signer="Ana Fougère, cadre"), twelve_hours())
    signed = a_cycle("MMMMM..", decisions=decisions)
    actions.keep_cycle(unit, signed, actor=HOUSE, seen=0)
    actions.forget_person(hospital, code="ana", names=["Ana Fougère"], actor=HOUSE)
    kept = Cycle.objects.get().cycle.decisions
    assert [one.signer for one in kept] == ["—", twelve_hours().signer]


def test_a_cycle_long_out_of_use_is_over_and_the_one_in_use_never_is() -> None:
    unit = a_unit()
    hospital = unit.hospital
    assert hospital is not None
    a_cycle_in_use(unit)
    over = list(queries.cycles_over(hospital, before=localdate() + timedelta(days=1)))
    assert [one.number for one in over] == [1]
    assert actions.delete_cycles(list(Cycle.objects.all()), hospital=hospital, actor=HOUSE) == 1
    assert [one.number for one in Cycle.objects.all()] == [2]
