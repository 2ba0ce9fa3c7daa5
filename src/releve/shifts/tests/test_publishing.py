"""What a publication withdraws, adds and records; what it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.shifts.actions import close_month, declare_worked, publish_shifts, validate_worked
from releve.shifts.facts import Declared, Planned, Required
from releve.shifts.faults import (
    AnsweredError,
    ClashError,
    ClosedMonthError,
    ReasonMissingError,
)
from releve.shifts.models import PlannedShift, Publication, RequiredCover, ShiftChange
from releve.shifts.queries import changes_to_acknowledge, planned_of, planned_of_unit
from releve.shifts.queries.planned import required_of_unit
from releve.shifts.tests.builders import (
    LONG_BEFORE,
    MONDAY,
    Ward,
    a_ward,
    at,
    edition,
    planned,
    shown,
)

pytestmark = pytest.mark.django_db

LAST = MONDAY + timedelta(days=27)


def stands(ward: Ward, when: datetime | None = None) -> list[tuple[str, str, datetime]]:
    """Return what the ward is shown, now or at an instant."""
    found = planned_of_unit(ward.unit, MONDAY, LAST, at=when)
    return [(one.person.code, one.code, one.starts_at) for one in found]


def test_a_first_publication_adds_shifts_and_changes_nothing_for_anybody() -> None:
    ward = a_ward()
    told = shown(ward, planned(ward.people[0], 0), planned(ward.people[1], 1))
    assert (told.added, told.withdrawn, told.changes) == (2, 0, 0)
    assert stands(ward) == [("P0", "M", at(0, 7)), ("P1", "M", at(1, 7))]


def test_the_same_edition_again_changes_nothing() -> None:
    ward = a_ward()
    first = shown(ward, planned(ward.people[0], 0), planned(ward.people[1], 1))
    again = shown(ward, planned(ward.people[1], 1), planned(ward.people[0], 0))
    assert again.publication == first.publication
    assert (again.added, again.withdrawn, Publication.objects.count()) == (0, 0, 1)


def test_a_later_version_withdraws_what_it_replaces_and_every_state_can_be_rebuilt() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    shown(ward, planned(one, 0), planned(other, 1))
    before = stands(ward)
    told = shown(ward, planned(one, 0, 13), planned(other, 1), version=2)
    assert (told.added, told.withdrawn, told.changes) == (1, 1, 1)
    assert stands(ward, LONG_BEFORE + timedelta(hours=1, minutes=30)) == before
    assert stands(ward, LONG_BEFORE) == []
    assert stands(ward) == stands(ward, LONG_BEFORE + timedelta(hours=2)) != before
    assert PlannedShift.objects.count() == 3


def test_a_change_says_what_was_and_what_is_and_with_how_much_notice() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 3, 13))
    shown(ward, planned(one, 3, 7, code="J"), version=2)
    change = changes_to_acknowledge(one)[0]
    assert (change.before_code, change.after_code) == ("M", "J")
    assert (change.before_starts_at, change.after_starts_at) == (at(3, 13), at(3, 7))
    wanted = at(3, 7) - (LONG_BEFORE + timedelta(hours=2))
    assert change.notice_minutes == wanted // timedelta(minutes=1)
    assert (change.earliest_at, change.reason) == (at(3, 7), "")


def test_a_day_off_that_is_worked_and_a_shift_that_is_taken_away_are_changes() -> None:
    ward = a_ward()
    one, other = ward.people[:2]
    shown(ward, planned(one, 3))
    shown(ward, planned(other, 4), version=2)
    told = ShiftChange.objects.order_by("day").values_list(
        "person__code", "before_code", "after_code"
    )
    assert list(told) == [("P0", "M", ""), ("P1", "", "M")]


def test_what_counts_otherwise_and_reads_the_same_is_no_change_for_anybody() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 3))
    told = shown(ward, planned(ward.people[0], 3, minutes=420), version=2)
    assert (told.added, told.withdrawn, told.changes) == (1, 1, 0)


@pytest.mark.parametrize(("hours", "is_late"), [(48, False), (47.98, True), (-3, True)])
def test_a_change_under_forty_eight_hours_needs_its_reason(hours: float, is_late: bool) -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 3))
    when = at(3, 7) - timedelta(hours=hours)
    late = edition(planned(one, 3, 13), version=2, published_at=when)
    if is_late:
        with pytest.raises(ReasonMissingError) as caught:
            publish_shifts(ward.unit, late, actor=HOUSE)
        assert caught.value.days == ((one.pk, MONDAY + timedelta(days=3)),)
        assert Publication.objects.count() == 1
    publish_shifts(ward.unit, replace(late, reason="Afflux aux urgences"), actor=HOUSE)
    change = changes_to_acknowledge(one)[0]
    assert change.reason == ("Afflux aux urgences" if is_late else "")


def test_required_cover_is_withdrawn_and_added_the_same_way() -> None:
    ward = a_ward()
    need = Required(starts_at=at(0, 7), ends_at=at(0, 19), least=2)
    shown(ward, required=[need])
    shown(ward, required=[replace(need, least=3)], version=2)
    span = (at(0, 0), at(1, 0))
    before = required_of_unit(ward.unit, *span, at=LONG_BEFORE + timedelta(hours=1))
    assert [one.least for one in before] == [2]
    assert [one.least for one in required_of_unit(ward.unit, *span)] == [3]
    assert RequiredCover.objects.count() == 2


def test_nobody_has_two_shifts_in_force_that_begin_together_in_two_units() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    with pytest.raises(ClashError, match="P0"):
        publish_shifts(ward.other, edition(planned(ward.people[0], 0)), actor=HOUSE)
    assert Publication.objects.count() == 1


def test_the_database_itself_refuses_a_second_shift_in_force() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    row = PlannedShift.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def contradictions(ward: Ward) -> Sequence[tuple[str, Sequence[Planned]]]:
    """Return editions that contradict themselves, with what is said of them."""
    one = planned(ward.people[0], 0)
    return [
        ("two shifts", [one, replace(one, code="J")]),
        ("lies outside", [planned(ward.people[0], 28)]),
        ("does not work", [replace(one, person=10**9)]),
    ]


def test_an_edition_that_contradicts_itself_is_refused() -> None:
    ward = a_ward()
    for said, shifts in contradictions(ward):
        with pytest.raises(ValueError, match=said):
            shown(ward, *shifts)
    assert Publication.objects.count() == 0


def test_an_older_edition_does_not_overtake_a_later_one() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0), version=2)
    with pytest.raises(ValueError, match="later publication"):
        shown(ward, planned(ward.people[0], 1), version=1)


def test_what_somebody_has_declared_to_be_worked_is_not_replanned() -> None:
    ward = a_ward()
    one = ward.people[0]
    shown(ward, planned(one, 0))
    plan = planned_of(one, at(0, 0), at(1, 0))[0]
    stay = Declared(
        person=one,
        unit=ward.unit,
        kind="late_stay",
        planned=plan,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at + timedelta(hours=1),
    )
    declare_worked(stay, actor=HOUSE)
    with pytest.raises(AnsweredError, match="P0"):
        shown(ward, version=2)


def test_a_closed_month_is_not_published_again_otherwise() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    validate_worked(ward.unit, MONDAY, LAST, actor=HOUSE)
    close_month(ward.unit, MONDAY, actor=HOUSE)
    with pytest.raises(ClosedMonthError, match="June 2026"):
        shown(ward, planned(ward.people[0], 0), planned(ward.people[1], 1), version=2)


def test_whoever_does_not_manage_the_roster_publishes_nothing() -> None:
    ward = a_ward()
    with pytest.raises(NotAllowedError):
        publish_shifts(ward.unit, edition(), actor=Actor("worker"))


class Republished(TestCase):
    """Any sequence of publications: each state is what was published then."""

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.sets(st.tuples(st.integers(0, 3), st.integers(0, 5), st.sampled_from([6, 14, 22]))),
            min_size=1,
            max_size=4,
        )
    )
    def test_any_state_that_was_published_can_be_rebuilt(
        self, versions: list[set[tuple[int, int, int]]]
    ) -> None:
        """Publish them in turn, then ask for each as it stood."""
        ward = a_ward()
        for number, cells in enumerate(versions, start=1):
            shifts = [planned(ward.people[who], day, hour) for who, day, hour in cells]
            shown(ward, *shifts, version=number)
        for number, cells in enumerate(versions, start=1):
            wanted = {(f"P{who}", "M", at(day, hour)) for who, day, hour in cells}
            assert set(stands(ward, LONG_BEFORE + timedelta(hours=number))) == wanted
        assert len(stands(ward)) == len(versions[-1])
