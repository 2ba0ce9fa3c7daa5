"""The fictional hospitals as plain facts: the same each time, of the right size, and lawful."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from releve.house.demo.calendars import Calendar, month_of
from releve.house.demo.group import Group, build_group, units_for
from releve.house.demo.places import DEMO_UNIT, HOSPITALS, UNITS, Unit
from releve.house.demo.wards import Ward, build_ward, people_of
from releve.roster.engine.audit import audit

DECEMBER = Calendar(month_of(date(2026, 12, 1)))
SPRING = Calendar(month_of(date(2027, 5, 1)))
"""Its published months hold the shorter night; those of December hold the longer one."""

SAMPLE = tuple(unit for unit in UNITS if unit.full_code in {"ORM-UHCD", "ORM-BLOC", "RIV-MED"})


@cache
def ward_of(unit: Unit, calendar: Calendar) -> Ward:
    """Return a unit as it is built, once for all tests."""
    return build_ward(unit, calendar)


def law_breaches(ward: Ward) -> list[str]:
    """Return the rules that the published months of a unit break, judged again."""
    return [
        breach.rule
        for month in ward.published
        for breach in audit(month.problem, month.result.answer)
        if breach.status != "soft"
    ]


def hole_share(wards: list[Ward]) -> float:
    """Return the part of the posts of published months that nobody holds."""
    months = [month for ward in wards for month in ward.published]
    holes = sum(
        hole.missing
        for month in months
        for hole in (month.result.score.holes if month.result.score else ())
    )
    posts = sum(
        need.minimum * len(need.days or month.problem.days)
        for month in months
        for need in month.problem.needs
    )
    return holes / posts


def test_there_are_three_hospitals_forty_units_and_twelve_hundred_people() -> None:
    people = [member for unit in UNITS for member in people_of(unit)]
    assert (len(HOSPITALS), len(UNITS)) == (3, 40)
    assert 1150 <= len(people) <= 1250
    assert len({member.code for member in people}) == len(people)


def test_the_same_month_gives_the_same_group_however_many_processes_share_the_work() -> None:
    alone = Group(DECEMBER, tuple(ward_of(unit, DECEMBER) for unit in SAMPLE[:2]))
    shared = build_group(DECEMBER, units=SAMPLE[:2], processes=2)
    assert alone.digest() == shared.digest()


def test_another_month_gives_another_group() -> None:
    here, there = (Group(one, (ward_of(SAMPLE[0], one),)) for one in (DECEMBER, SPRING))
    assert here.digest() != there.digest()


@pytest.mark.parametrize("calendar", [DECEMBER, SPRING], ids=["december", "spring"])
def test_published_months_keep_the_law_and_leave_few_holes(calendar: Calendar) -> None:
    wards = [ward_of(unit, calendar) for unit in SAMPLE]
    assert [breach for ward in wards for breach in law_breaches(ward)] == []
    assert hole_share(wards) < 0.05


@pytest.mark.campaign
@pytest.mark.parametrize("month", range(1, 13))
def test_every_published_month_of_a_year_keeps_the_law(month: int) -> None:
    wards = build_group(Calendar(month_of(date(2027, month, 1)))).wards
    found = {ward.unit.full_code: law_breaches(ward) for ward in wards}
    assert {unit: rules for unit, rules in found.items() if rules} == {}
    assert hole_share(list(wards)) < 0.03


def test_the_demo_ward_has_about_thirty_people_wishes_and_enough_history() -> None:
    ward = ward_of(DEMO_UNIT, DECEMBER)
    problem = ward.prepared
    assert 28 <= len(problem.people) <= 36
    assert len(problem.wishes) >= 20
    assert problem.history_from is not None
    assert (problem.starts_on - problem.history_from).days >= 14
    assert all(person.memory.weeks >= 8 for person in problem.people)


def test_one_night_of_the_demo_ward_has_nobody_trained_for_the_resuscitation_room() -> None:
    problem = ward_of(DEMO_UNIT, DECEMBER).prepared
    trained = [person.id for person in problem.people if "resuscitation" in person.skills]
    night, morning = date(2026, 12, 15), date(2026, 12, 16)

    def away(person: str, day: date) -> bool:
        spans = [one for one in problem.unavailable if one.person == person]
        return any(one.from_on <= day <= one.to_on for one in spans)

    assert [who for who in trained if not away(who, night) and not away(who, morning)] == []
    assert len([who for who in trained if not away(who, morning)]) == 2


def test_every_kind_of_unit_has_its_place() -> None:
    kinds = {unit.kind for unit in UNITS}
    assert kinds >= {"emergency_large", "theatre", "nursing_home", "night_pool", "day_hospital"}


def test_part_time_is_as_common_as_in_hospitals() -> None:
    shares = [m.share for unit in UNITS for m in people_of(unit) if m.is_rostered]
    part_time = sum(share < 1 for share in shares) / len(shares)
    assert 0.2 <= part_time <= 0.45


def units_of(prefix: str) -> list[Unit]:
    """Return the units of one hospital."""
    return [unit for unit in UNITS if unit.hospital.prefix == prefix]


def test_one_hospital_supports_two_smaller_ones() -> None:
    sizes = {hospital.prefix: len(units_of(hospital.prefix)) for hospital in HOSPITALS}
    assert sizes == {"ORM": 25, "CAS": 9, "RIV": 6}


def test_a_grown_group_keeps_the_three_hospitals_and_adds_as_many_units_as_it_takes() -> None:
    grown = units_for(3000)
    people = [len(people_of(unit)) for unit in grown]
    codes = [unit.full_code for unit in grown]
    assert grown[: len(UNITS)] == UNITS
    assert sum(people[:-1]) < 3000 <= sum(people)
    assert len(set(codes)) == len(codes)


def test_no_hospital_of_a_grown_group_has_one_code_twice() -> None:
    people = [(unit.hospital.code, m.code) for unit in units_for(3000) for m in people_of(unit)]
    assert len(set(people)) == len(people)


def test_a_group_that_need_not_grow_stays_as_it_is() -> None:
    assert units_for(0) == units_for(1000) == UNITS
