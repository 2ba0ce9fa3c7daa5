"""Counters as they are kept equal counters counted anew, whatever was declared and closed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.people.models import Contract
from releve.people.tests.builders import rows
from releve.people.vocabulary import REGIMES
from releve.shifts.actions import (
    close_month,
    declare_worked,
    import_worked,
    publish_shifts,
    validate_worked,
    withdraw_worked,
)
from releve.shifts.facts import Declared
from releve.shifts.models import MonthClosure, PlannedShift, WorkedShift
from releve.shifts.queries.counting import (
    counters_of,
    running_counters,
    running_sums,
    sums_from_scratch,
)
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, at, edition, planned, shown
from releve.shifts.vocabulary import DEVIATIONS, WORKED_COLUMNS

pytestmark = pytest.mark.django_db

NEW_YEAR, END = date(2026, 1, 1), date(2026, 12, 31)
MONTHS = (date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1))

steps = st.one_of(
    st.tuples(
        st.just("answer"),
        st.integers(0, 40),
        st.sampled_from(DEVIATIONS),
        st.integers(-9, 9),
        st.booleans(),
        st.booleans(),
    ),
    st.tuples(
        st.just("extra"),
        st.integers(0, 2),
        st.sampled_from(["recall", "call_out", "swap"]),
        st.integers(-4, 35),
        st.integers(1, 20),
        st.booleans(),
    ),
    st.tuples(st.just("move"), st.integers(0, 20), st.integers(-40, 40), st.booleans()),
    st.tuples(st.just("withdraw"), st.integers(0, 20), st.booleans()),
    st.tuples(st.just("validate"), st.integers(-3, 33), st.integers(0, 40), st.booleans()),
    st.tuples(st.just("close"), st.sampled_from(MONTHS), st.booleans()),
    st.tuples(st.just("file"), st.integers(0, 2), st.integers(-3, 33), st.integers(1, 14)),
    st.tuples(st.just("publish"), st.integers(0, 27), st.integers(0, 22)),
)


def a_month() -> Ward:
    """Save a ward with three people's days, nights, Sundays and on-call duties in two units."""
    ward = a_ward()
    ana, bea, cle = ward.people[:3]
    shown(
        ward,
        *(planned(ana, day, 7, 12, minutes=690) for day in (0, 1, 4, 6, 13)),
        *(planned(bea, day, 21, 10, is_night=True, code="N") for day in (0, 1, 5, 6, 27)),
        *(planned(cle, day, 18, 14, is_on_call=True, minutes=0) for day in (2, 9)),
        planned(cle, 3),
    )
    other = edition(planned(ana, 20), planned(bea, 22), source="CARDIO/2026-06-01")
    publish_shifts(ward.other, other, actor=HOUSE)
    for one, share, regime in zip(ward.people, (1, 0.8, 0.5), REGIMES, strict=False):
        Contract.objects.create(
            hospital=ward.hospital,
            person=one,
            share=share,
            pack="fph",
            regime=regime,
            from_on=date(2020, 1, 1),
        )
    return ward


class Doing:
    """One sequence of steps: what is refused is refused, and nothing of it stays."""

    def __init__(self, ward: Ward) -> None:
        self.ward = ward
        self.version = 2

    def do(self, step: tuple[Any, ...]) -> None:
        """Take a step."""
        with suppress(BadInputError, ValueError):
            getattr(self, step[0])(*step[1:])

    def answer(self, which: int, kind: str, hours: int, elsewhere: bool, reason: bool) -> None:
        """Say how a planned shift went."""
        plans = list(PlannedShift.objects.filter(withdrawn_at__isnull=True).order_by("pk"))
        plan = plans[which % len(plans)]
        told = Declared(
            person=plan.person,
            unit=self.ward.other if elsewhere else plan.unit,
            kind=kind,
            planned=plan,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at + timedelta(hours=hours),
            reason="omission" if reason else "",
        )
        declare_worked(told, actor=HOUSE)

    def extra(self, who: int, kind: str, day: int, hours: int, reason: bool) -> None:
        """Declare what had no plan."""
        told = Declared(
            person=self.ward.people[who],
            unit=self.ward.unit,
            kind=kind,
            starts_at=at(day, 9),
            ends_at=at(day, 9 + hours),
            reason="omission" if reason else "",
        )
        declare_worked(told, actor=HOUSE)

    def _alone(self, which: int) -> WorkedShift | None:
        found = WorkedShift.objects.filter(superseded_at__isnull=True, planned__isnull=True)
        lone = list(found.order_by("pk"))
        return lone[which % len(lone)] if lone else None

    def move(self, which: int, days: int, reason: bool) -> None:
        """Correct what had no plan to other days."""
        if (row := self._alone(which)) is not None:
            told = Declared(
                person=row.person,
                unit=row.unit,
                kind=row.kind,
                starts_at=row.starts_at + timedelta(days=days),
                ends_at=row.ends_at + timedelta(days=days),
                reason="omission" if reason else "",
            )
            declare_worked(told, actor=HOUSE, corrects=row)

    def withdraw(self, which: int, reason: bool) -> None:
        """Take back what had no plan."""
        if (row := self._alone(which)) is not None:
            withdraw_worked(row, actor=HOUSE, reason="entry_error" if reason else "")

    def validate(self, day: int, days: int, elsewhere: bool) -> None:
        """Validate some days."""
        unit = self.ward.other if elsewhere else self.ward.unit
        first = MONDAY + timedelta(days=day)
        validate_worked(unit, first, first + timedelta(days=days), actor=HOUSE)

    def close(self, month: date, elsewhere: bool) -> None:
        """Close a month, validated first where it can be."""
        unit = self.ward.other if elsewhere else self.ward.unit
        validate_worked(unit, month, month + timedelta(days=27), actor=HOUSE)
        close_month(unit, month, actor=HOUSE)

    def file(self, who: int, day: int, hours: int) -> None:
        """Import a line."""
        start = MONDAY + timedelta(days=day)
        line = [f"P{who}", "URG", "M", f"{start}T07:15", f"{start}T{7 + hours:02}:45"]
        import_worked(rows(WORKED_COLUMNS, [line]), actor=HOUSE)

    def publish(self, day: int, hour: int) -> None:
        """Publish one shift more."""
        old = PlannedShift.objects.filter(withdrawn_at__isnull=True, unit=self.ward.unit)
        facts = [
            planned(
                one.person,
                (one.day - MONDAY).days,
                (one.starts_at - at((one.day - MONDAY).days, 0)) / timedelta(hours=1),
                (one.ends_at - one.starts_at) / timedelta(hours=1),
                code=one.code,
                minutes=one.minutes,
                is_night=one.is_night,
                is_on_call=one.is_on_call,
            )
            for one in old
        ]
        more = planned(self.ward.people[2], day, hour)
        publish_shifts(
            self.ward.unit,
            edition(*facts, more, version=self.version, reason="Besoin"),
            actor=HOUSE,
        )
        self.version += 1


NOW = datetime(2026, 8, 15, tzinfo=UTC)


def check_sums(ward: Ward) -> None:
    """Compare sums as they are kept and as they are counted anew."""
    keys = [one.pk for one in ward.people]
    asked = (keys, ward.hospital.pk, NEW_YEAR, END)
    assert running_sums(*asked, now=NOW) == sums_from_scratch(*asked, now=NOW)


def check_same(ward: Ward) -> None:
    """Compare whole counters of each month, as they are kept and as they are counted anew."""
    for month in MONTHS:
        kept = running_counters(ward.people[:3], month, now=NOW)
        anew = [counters_of(one, month, now=NOW) for one in ward.people[:3]]
        assert kept == anew


def check_sequence(taken: list[tuple[Any, ...]]) -> None:
    """Take some steps and compare after each."""
    with transaction.atomic():
        ward = a_month()
        doing = Doing(ward)
        for step in taken:
            doing.do(step)
            check_sums(ward)
        check_same(ward)
        transaction.set_rollback(True)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=4, max_size=14))
def test_running_counters_equal_counters_from_scratch(taken: list[tuple[Any, ...]]) -> None:
    check_sequence(taken)


@pytest.mark.campaign
@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=6, max_size=30))
def test_running_counters_equal_counters_from_scratch_at_length(
    taken: list[tuple[Any, ...]],
) -> None:
    check_sequence(taken)


def test_a_correction_of_a_closed_month_reaches_what_is_kept_of_it() -> None:
    ward = a_month()
    validate_worked(ward.unit, MONDAY, date(2026, 6, 30), actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    assert MonthClosure.objects.count() == 1
    before = running_counters(ward.people[:1], MONDAY)[0].get("worked_minutes_month")
    plan = PlannedShift.objects.filter(person=ward.people[0], unit=ward.unit).earliest("starts_at")
    told = Declared(
        person=plan.person,
        unit=plan.unit,
        kind="late_stay",
        planned=plan,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at + timedelta(minutes=45),
        reason="omission",
    )
    row = declare_worked(told, actor=HOUSE)
    after = running_counters(ward.people[:1], MONDAY)[0].get("worked_minutes_month")
    assert row.validated_at is not None
    assert before is not None
    assert after is not None
    assert after.value - before.value == 45
