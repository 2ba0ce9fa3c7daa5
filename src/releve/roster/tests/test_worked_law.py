"""What was worked before the judge: breaches are recorded, marked as gone, and never refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from releve.kit.actors import HOUSE, NotAllowedError
from releve.people.actions import create_account
from releve.people.models import Contract
from releve.people.queries import actor_of
from releve.roster.actions import delete_breaches, judge_worked
from releve.roster.breach_words import breach_line
from releve.roster.models import WorkedBreach
from releve.roster.queries.worked_law import worked_breaches
from releve.roster.tasks import judge_worked_days
from releve.shifts.actions import declare_worked, validate_worked
from releve.shifts.facts import Declared
from releve.shifts.models import PlannedShift
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, planned, shown

pytestmark = pytest.mark.django_db

LAST = date(2026, 6, 30)


def a_bound_ward() -> Ward:
    """Save a ward in which one person, bound by the law, was shown two days."""
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0), planned(one, 1))
    Contract.objects.create(
        hospital=ward.hospital,
        person=one,
        share=1,
        pack="fph",
        regime="day",
        from_on=date(2020, 1, 1),
    )
    return ward


def stayed(ward: Ward, hours: int) -> None:
    """Let her first shift end so many hours later."""
    plan = PlannedShift.objects.earliest("starts_at")
    told = Declared(
        person=plan.person,
        unit=ward.unit,
        kind="late_stay" if hours else "as_planned",
        planned=plan,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at + timedelta(hours=hours),
    )
    declare_worked(told, actor=HOUSE)


def test_a_late_stay_that_cuts_a_rest_is_a_breach_until_it_is_corrected() -> None:
    ward = a_bound_ward()
    assert judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE).standing == 0
    stayed(ward, 8)
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    told = judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert told.new == told.standing > 0
    found = {row.rule: row for row in worked_breaches(ward.unit, MONDAY, LAST)}
    rest = found["FPH-REST-D"]
    assert (float(rest.value), float(rest.limit), rest.measure) == (8.5, 12.0, "h")
    assert "art. 6" in breach_line(rest)
    again = judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert (again.new, again.gone, again.standing) == (0, 0, told.standing)
    stayed(ward, 0)
    after = judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert (after.new, after.gone, after.standing) == (0, told.standing, 0)
    assert worked_breaches(ward.unit, MONDAY, LAST) == []
    assert WorkedBreach.objects.count() == told.standing


def test_nobody_is_accused_of_a_break_that_nobody_measured() -> None:
    ward = a_bound_ward()
    judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert not WorkedBreach.objects.filter(rule="FPH-BREAK").exists()


def test_whoever_has_no_contract_with_rules_is_named_and_not_judged() -> None:
    ward = a_bound_ward()
    Contract.objects.all().delete()  # the two days stay
    stayed(ward, 8)
    told = judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    assert (told.standing, told.without_law) == (0, ("P0",))


def test_a_judgement_is_for_whoever_manages_worked_time() -> None:
    ward = a_bound_ward()
    account = create_account(
        actor=HOUSE, username="ana", name="Ana", password=None, hospital=ward.hospital
    )
    with pytest.raises(NotAllowedError):
        judge_worked(ward.unit, MONDAY, LAST, actor=actor_of(account))


def test_the_nightly_judgement_looks_at_every_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    ward = a_bound_ward()
    stayed(ward, 8)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 6, 20))
    assert judge_worked_days.func() > 0
    assert {row.unit for row in WorkedBreach.objects.all()} == {ward.unit}


def test_breaches_go_with_the_purge() -> None:
    ward = a_bound_ward()
    stayed(ward, 8)
    count = judge_worked(ward.unit, MONDAY, LAST, actor=HOUSE).standing
    assert delete_breaches(ward.hospital, before=MONDAY, actor=HOUSE) == 0
    assert delete_breaches(ward.hospital, before=date(2026, 8, 1), actor=HOUSE) == count
