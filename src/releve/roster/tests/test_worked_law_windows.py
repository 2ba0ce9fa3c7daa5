"""What a judgement may settle: windows that it saw whole, by the decisions of each unit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.people.models import Contract, Level, Person
from releve.roster.actions import judge_worked
from releve.roster.breach_words import unjudged_lines
from releve.roster.engine.rules import Decision
from releve.roster.models import WorkedBreach
from releve.roster.queries.worked_law import judged, worked_breaches
from releve.roster.tasks import judge_worked_days
from releve.shifts.actions import declare_worked, publish_shifts
from releve.shifts.facts import Declared, Planned
from releve.shifts.models import PlannedShift
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, edition, planned, shown

pytestmark = pytest.mark.django_db

LAST, JULY = date(2026, 6, 30), date(2026, 7, 31)


def bound(ward: Ward, person: Person) -> None:
    """Give a person a contract with the rules of public hospitals."""
    Contract.objects.create(
        hospital=ward.hospital,
        person=person,
        share=1,
        pack="fph",
        regime="day",
        from_on=date(2020, 1, 1),
    )


def a_ward_with(*shifts: tuple[int, float, float]) -> Ward:
    """Save a ward whose first person was shown shifts: day, hour and hours of each."""
    ward = a_ward()
    one = ward.people[0]
    days = (planned(one, day, hour, hours) for day, hour, hours in shifts)
    shown(ward, *days, to_on=MONDAY + timedelta(days=34))
    bound(ward, one)
    return ward


def not_worked(ward: Ward, day: int) -> None:
    """Say of the shift of a day that it was not worked."""
    plan = PlannedShift.objects.get(day=MONDAY + timedelta(days=day))
    told = Declared(
        person=plan.person,
        unit=ward.unit,
        kind="not_worked",
        planned=plan,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
    )
    declare_worked(told, actor=HOUSE)


def rules(ward: Ward, first: date = MONDAY, last: date = LAST) -> set[str]:
    """Return the rules of the breaches that stand."""
    return {row.rule for row in worked_breaches(ward.unit, first, last)}


def test_a_breach_over_the_end_of_a_month_stands_however_the_days_slide(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ward = a_ward_with(*((day, 7, 12) for day in range(24, 31)))  # 25 June to 1 July
    standing = judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE).standing
    assert "FPH-48-7D" in rules(ward)
    assert standing > 0
    assert judge_worked(ward.unit, date(2026, 7, 1), JULY, actor=HOUSE).gone == 0
    for past in range(0, 60, 3):
        today = date(2026, 7, 2) + timedelta(days=past)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_, day=today: day)
        judge_worked_days.func()
        assert not WorkedBreach.objects.filter(gone_at__isnull=False).exists()


def test_a_fortnight_is_judged_to_its_end() -> None:
    ward = a_ward_with(*((day, 7, 7.5) for day in range(11)))  # three rest days in a fortnight
    assert judge_worked(ward.unit, MONDAY, MONDAY + timedelta(days=6), actor=HOUSE).standing > 0
    assert "FPH-4R-14D" in rules(ward)


def test_a_breach_goes_with_the_last_shift_of_its_person() -> None:
    ward = a_ward_with((0, 7, 14), (1, 7, 7.5))
    assert judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE).standing > 0
    not_worked(ward, 0)
    not_worked(ward, 1)
    judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert rules(ward) == set()


def test_a_breach_of_whoever_has_no_contract_any_more_stands() -> None:
    ward = a_ward_with((0, 7, 14), (1, 7, 7.5))
    standing = judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE).standing
    Contract.objects.all().delete()
    told = judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert (told.gone, WorkedBreach.objects.filter(gone_at__isnull=True).count()) == (0, standing)


def test_hours_are_judged_by_the_decisions_of_the_unit_in_which_they_were_worked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ward = a_ward_with((0, 7, 11))
    elsewhere: Planned = planned(ward.people[0], 2, 7, 11)
    publish_shifts(ward.other, edition(elsewhere, source="CARDIO/2026-06-01"), actor=HOUSE)
    lifted = Decision(
        rule="FPH-DAY-9", signer="Direction", from_on=MONDAY, to_on=JULY, unit=ward.unit.code
    )

    def decided(unit: Level, *_days: date) -> tuple[Decision, ...]:
        return (lifted,) if unit == ward.unit else ()

    monkeypatch.setattr("releve.roster.queries.worked_law._decisions", decided)
    found = judged(ward.unit, MONDAY, LAST, now=timezone.now()).breaches
    days = [one.from_at for one in found if one.rule == "FPH-DAY-9"]
    assert [f"{day:%Y-%m-%d}" for day in days] == ["2026-06-03"]


def test_on_call_duties_are_judged_too() -> None:
    ward = a_ward()
    one = ward.people[0]
    duties = (planned(one, day, 8, 24, is_on_call=True, minutes=0) for day in (1, 3, 5, 8))
    shown(ward, *duties)
    bound(ward, one)
    judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert "FPH-ASTR-72" in rules(ward)


def test_what_the_judge_could_not_look_at_is_told() -> None:
    ward = a_ward_with((0, 7, 7.5))
    told = judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    lines = unjudged_lines(told.not_judged)
    assert any("FPH-39-CYCLE" in line and "cycle is not recorded" in line for line in lines)
    assert not any("--" in line for line in lines)
    assert not any("no on-call duty" in line for line in lines)
