"""Load as the room tells it: of units with enough people, by whole months, and of oneself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from releve.kit.actors import HOUSE
from releve.people.actions import import_persons
from releve.people.models import Person
from releve.people.tests.builders import rows_of
from releve.shifts.actions import declare_worked, publish_shifts
from releve.shifts.facts import Declared, Required
from releve.shifts.queries import load_of_own, load_of_unit, planned_of
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, at, edition, planned, shown

pytestmark = pytest.mark.django_db

LAST = date(2026, 6, 30)


def figures(ward: Ward, code: str) -> tuple[int, int]:
    """Return what a signal counts of the ward in June, and of how many."""
    figure = load_of_unit(ward.unit, MONDAY, LAST).total[code]
    return figure.count, figure.of


def test_a_unit_in_which_eight_people_worked_is_told_by_its_month() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0, 7, 12) for one in ward.people[:8]))
    load = load_of_unit(ward.unit, MONDAY, LAST)
    assert [one.is_told for one in load.months] == [True]
    assert figures(ward, "long_shifts") == (8, 8)
    assert load.total["long_shifts"].per_hundred == 100


def test_of_seven_people_nothing_is_told() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0, 7, 12) for one in ward.people[:7]))
    load = load_of_unit(ward.unit, MONDAY, LAST)
    assert ([one.is_told for one in load.months], dict(load.total)) == ([False], {})


def test_several_months_are_the_sum_of_those_that_are_told() -> None:
    ward = a_ward()
    early = [planned(one, 0, 7, 12) for one in ward.people]
    late = [planned(one, 31, 7, 12) for one in ward.people[:3]]
    to_on = MONDAY + timedelta(days=60)
    shown(ward, *early, *late, to_on=to_on)
    load = load_of_unit(ward.unit, MONDAY, date(2026, 7, 31))
    assert [one.is_told for one in load.months] == [True, False]
    assert (load.total["long_shifts"].count, load.total["long_shifts"].of) == (10, 10)


def test_shifts_in_another_unit_count_for_rests_and_not_for_the_unit() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 1, 7) for one in ward.people))
    publish_shifts(ward.other, edition(planned(ward.people[0], 0, 14, 8)), actor=HOUSE)
    assert figures(ward, "quick_returns") == (1, 10)
    assert dict(load_of_unit(ward.other, MONDAY, LAST).total) == {}


def test_what_was_worked_counts_and_not_what_was_planned() -> None:
    ward = a_ward()
    shown(ward, *(planned(one, 0, 7) for one in ward.people))
    one = ward.people[0]
    plan = planned_of(one, at(0, 0), at(1, 0))[0]
    declare_worked(
        Declared(
            person=one,
            unit=ward.unit,
            kind="late_stay",
            planned=plan,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at + timedelta(hours=5),
            break_minutes=10,
        ),
        actor=HOUSE,
    )
    load = load_of_unit(ward.unit, MONDAY, LAST).total
    assert (load["long_shifts"].count, load["late_stays"].minutes) == (1, 300)
    breaks = load_of_own(one, MONDAY, LAST)["short_breaks"]
    assert (breaks.count, breaks.of) == (1, 1)


def test_a_signal_of_fewer_than_eight_people_is_not_told() -> None:
    ward = a_ward()
    nights = [planned(one, 0, 21, 10, is_night=True) for one in ward.people[:7]]
    shown(ward, *nights, *(planned(one, 0, 7, 7) for one in ward.people[7:]))
    load = load_of_unit(ward.unit, MONDAY, LAST).total
    assert "long_shifts" in load
    assert "night_runs" not in load  # told per hundred nights, and seven people worked one
    assert load["short_breaks"].unknown == 10  # of nobody: nothing was measured
    shown(
        ward,
        *nights,
        *(planned(one, 0, 21, 10, is_night=True) for one in ward.people[7:]),
        version=2,
        reason="cover",
    )
    assert load_of_unit(ward.unit, MONDAY, LAST).total["night_runs"].of == 10


def test_hours_short_of_people_are_told_of_those_who_have_the_skill() -> None:
    ward = a_ward()
    lines = [["Q1", "Brume", "", "URG", "care_assistant", "triage"]]
    import_persons(rows_of("persons", lines), actor=HOUSE)
    assistant = Person.objects.for_hospital(ward.hospital).get(code="Q1")
    asked = ((11, ""), (11, "nurse"), (1, "triage"))
    required = [
        Required(starts_at=at(0, 7), ends_at=at(0, 14.5), least=least, skill=skill)
        for least, skill in asked
    ]
    everyone = [planned(one, 0) for one in (*ward.people, assistant)]
    shown(ward, *everyone, required=required)
    assert figures(ward, "understaffed_hours") == (450, 450 * 23)


def test_who_came_the_evening_before_the_month_is_there_in_its_first_morning() -> None:
    ward = a_ward()
    night = planned(ward.people[9], -1, 21, 10, is_night=True)
    days = [planned(one, 0) for one in ward.people[:8]]
    need = Required(starts_at=at(0, 0), ends_at=at(0, 7), least=1)
    from_on = MONDAY - timedelta(days=7)
    shown(ward, night, *days, required=[need], from_on=from_on)
    assert figures(ward, "understaffed_hours") == (0, 420)
    assert figures(ward, "long_shifts") == (0, 8)


def test_a_shift_that_is_taken_away_from_who_did_not_work_is_a_change_of_the_unit() -> None:
    ward = a_ward()
    days = [planned(one, 0) for one in ward.people[:8]]
    shown(ward, *days, planned(ward.people[9], 2))
    when = at(2, 7) - timedelta(hours=3)
    late = edition(*days, version=2, published_at=when, reason="Afflux")
    publish_shifts(ward.unit, late, actor=HOUSE)
    assert figures(ward, "changes_48_hours") == (1, 8)


def test_a_recall_on_a_rest_day_and_a_late_change_are_told() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, *(planned(person, 0) for person in ward.people))
    when = at(0, 7) - timedelta(hours=3)
    again = [planned(person, 0) for person in ward.people[1:]]
    late = edition(*again, planned(one, 0, 13), version=2, published_at=when, reason="Afflux")
    publish_shifts(ward.unit, late, actor=HOUSE)
    recall = Declared(
        person=one, unit=ward.unit, kind="recall", starts_at=at(4, 7), ends_at=at(4, 12)
    )
    declare_worked(recall, actor=HOUSE)
    assert figures(ward, "recalls") == (1, 290)
    assert figures(ward, "changes_48_hours") == (1, 10)


def test_one_s_own_counts_are_of_one_s_own_shifts() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    shown(ward, planned(one, 0, 14, 8), planned(one, 1, 7), planned(other, 0, 7, 12))
    told = load_of_own(one, MONDAY, LAST)
    assert (told["quick_returns"].count, told["long_shifts"].count) == (1, 0)
    assert "understaffed_hours" not in told
    assert load_of_own(ward.people[2], MONDAY, LAST) == {}


def test_a_rest_before_the_first_day_is_seen() -> None:
    ward = a_ward()
    one = ward.people[0]
    from_on = MONDAY - timedelta(days=10)
    shown(ward, planned(one, -1, 14, 8), planned(one, 0, 7), from_on=from_on)
    assert load_of_own(one, MONDAY, LAST)["quick_returns"].count == 1


def test_the_load_of_a_unit_is_asked_in_few_queries(django_assert_max_num_queries: object) -> None:
    ward = a_ward()
    shown(ward, *(planned(one, day, 7) for one in ward.people for day in range(0, 20, 2)))
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture of pytest-django
        load_of_unit(ward.unit, MONDAY, LAST)
