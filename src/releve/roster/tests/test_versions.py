"""Periods, what is asked of them, and the versions that answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.roster.actions import (
    PeriodClashError,
    choose_version,
    open_roster,
    publish_version,
    save_version,
)
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.result import Result
from releve.roster.engine.tests.builders import MONDAY
from releve.roster.models import Demand, Roster, Search, Version
from releve.roster.tests.months import a_month, a_plan, a_unit, demand_of, found, short_problem

pytestmark = pytest.mark.django_db


def states(roster: Roster) -> dict[int, str]:
    """Return the state of each version of a month by its number."""
    return dict(roster.versions.values_list("number", "state"))


def chosen(roster: Roster) -> int | None:
    """Return the number of the version that is chosen."""
    version = Roster.objects.get(pk=roster.pk).chosen
    return version.number if version else None


def test_the_same_problem_twice_changes_nothing() -> None:
    month = a_month()
    assert open_roster(month.unit, short_problem(), actor=HOUSE) == month
    assert (Roster.objects.count(), month.demands.count()) == (1, 1)


def test_a_changed_problem_is_a_new_demand_beside_the_older() -> None:
    month = a_month()
    open_roster(month.unit, short_problem(wishes=()), actor=HOUSE)
    numbers = month.demands.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]
    assert (demand_of(month).problem.wishes, month.demands.get(number=1).problem) == (
        (),
        short_problem(),
    )


@pytest.mark.parametrize(("starts", "ends"), [(0, 3), (0, 1), (1, 2), (-1, 0), (2, 9), (-3, 9)])
def test_a_period_that_overlaps_another_is_refused(starts: int, ends: int) -> None:
    month = a_month()
    days = {
        "starts_on": MONDAY + timedelta(days=starts),
        "ends_on": MONDAY + timedelta(days=ends),
    }
    with pytest.raises(PeriodClashError) as caught:
        open_roster(month.unit, short_problem(**days, wishes=()), actor=HOUSE)
    assert (caught.value.roster, Roster.objects.count()) == (month, 1)


def test_periods_beside_each_other_and_of_other_units_are_open_together() -> None:
    month = a_month()
    days = {"starts_on": MONDAY + timedelta(days=3), "ends_on": MONDAY + timedelta(days=5)}
    open_roster(month.unit, short_problem(**days, wishes=()), actor=HOUSE)
    open_roster(Level.objects.get(code="CARDIO"), short_problem(), actor=HOUSE)
    assert Roster.objects.count() == 3


@pytest.mark.parametrize("code", ["FR", "CH-LUNE"])
def test_only_a_unit_of_a_hospital_has_periods(code: str) -> None:
    a_unit()
    with pytest.raises(ValueError, match=f"{code} is no unit"):
        open_roster(Level.objects.get(code=code), short_problem(), actor=HOUSE)


def test_a_version_holds_the_answer_its_score_and_what_the_judge_said() -> None:
    month = a_month()
    plan = a_plan(MONDAY)
    version = save_version(demand_of(month), found(month, *plan), aim="fair", actor=HOUSE)
    kept = Version.objects.get(pk=version.pk)
    assert kept.result == found(month, *plan)
    assert kept.verdict == plan_verdict(short_problem(), plan)
    assert (kept.number, kept.aim, kept.state, kept.holes) == (1, "fair", "draft", 2)


def test_an_unlawful_version_says_how_often() -> None:
    month = a_month()
    tired = (*a_plan(MONDAY), *a_plan(MONDAY + timedelta(days=1), person="bea"))
    nights = tuple(cell.__class__(cell.person, cell.day, "N") for cell in a_plan(MONDAY))
    version = save_version(demand_of(month), found(month, *tired, *nights), actor=HOUSE)
    assert version.breaches == len(version.verdict.hard) > 0


def test_a_result_without_an_answer_is_no_version() -> None:
    month = a_month()
    with pytest.raises(ValueError, match="without an answer"):
        save_version(demand_of(month), Result("unknown"), actor=HOUSE)


def test_versions_are_numbered_and_the_first_is_chosen_until_another_is() -> None:
    month = a_month()
    first, second = (save_version(demand_of(month), found(month), actor=HOUSE) for _ in range(2))
    assert (first.number, second.number, chosen(month)) == (1, 2, 1)
    choose_version(second, actor=HOUSE)
    assert chosen(month) == 2


def test_one_version_is_published_at_a_time_and_it_is_chosen() -> None:
    month = a_month()
    first, second = (save_version(demand_of(month), found(month), actor=HOUSE) for _ in range(2))
    publish_version(second, actor=HOUSE)
    assert (states(month), chosen(month)) == ({1: "draft", 2: "published"}, 2)
    publish_version(first, actor=HOUSE)
    assert (states(month), chosen(month)) == ({1: "published", 2: "withdrawn"}, 1)


def test_a_period_goes_with_all_that_belongs_to_it() -> None:
    month = a_month()
    version = save_version(demand_of(month), found(month), actor=HOUSE)
    Search.objects.create(
        hospital=month.hospital,
        roster=month,
        demand=demand_of(month),
        reference=version,
        seconds=1,
        asked_at=version.made_at,
        heard_at=version.made_at,
    )
    month.delete()
    assert [table.objects.count() for table in (Demand, Version, Search)] == [0, 0, 0]


@pytest.mark.parametrize("facts", [{"state": "secret"}, {"aim": "choice"}])
def test_the_database_refuses_unknown_codes(facts: dict[str, str]) -> None:
    month = a_month()
    version = save_version(demand_of(month), found(month), actor=HOUSE)
    with pytest.raises(IntegrityError):
        Version.objects.filter(pk=version.pk).update(**facts)
