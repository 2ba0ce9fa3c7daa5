"""Who is told what of a publication, in its own transaction."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from releve.people.models import Notice
from releve.shifts.facts import Planned
from releve.shifts.faults import ReasonMissingError
from releve.shifts.models import ShiftChange
from releve.shifts.tests.builders import LONG_BEFORE, Ward, a_ward, at, planned, shown

pytestmark = pytest.mark.django_db


def told(ward: Ward) -> list[tuple[str, str, object]]:
    """Return who was told what, and how many of her days it is about."""
    found = Notice.objects.for_hospital(ward.hospital).select_related("person").order_by("pk")
    return [(one.person.code, one.code, one.facts.get("count")) for one in found]


def test_each_person_is_told_once_of_all_her_changed_days() -> None:
    ward = a_ward()
    ada, bo = ward.people[:2]
    shown(ward, planned(ada, 0), planned(ada, 1), planned(bo, 1))
    shown(ward, planned(ada, 0, 13), planned(bo, 1), version=2)
    assert told(ward) == [("P0", "shifts.changed", 2)]


def test_a_change_within_48_hours_is_told_as_urgent() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    late = {"version": 2, "published_at": at(-1, 12), "reason": "absence"}
    shown(ward, planned(ward.people[0], 0, 13), **late)
    assert told(ward) == [("P0", "shifts.changed_late", 1)]


def test_a_unit_whose_name_holds_a_no_break_space_publishes_its_changes() -> None:
    ward = a_ward()
    ward.unit.name = "Réanimation\u202f: adultes\u00a0(A)"
    ward.unit.save()
    shown(ward, planned(ward.people[0], 0))
    shown(ward, planned(ward.people[0], 0, 13), version=2)
    [notice] = Notice.objects.for_hospital(ward.hospital)
    assert notice.facts["unit"] == "Réanimation : adultes (A)"


def test_a_correction_of_days_that_lie_behind_is_not_urgent() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    after = {"version": 2, "published_at": at(3, 12), "reason": "absence"}
    shown(ward, planned(ward.people[0], 0, 13), **after)
    assert told(ward) == [("P0", "shifts.changed", 1)]


def test_who_loses_all_her_shifts_is_told_too() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0), planned(ward.people[1], 0))
    shown(ward, planned(ward.people[1], 0), version=2)
    assert told(ward) == [("P0", "shifts.changed", 1)]


def test_a_refused_publication_tells_nobody() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    with pytest.raises(ReasonMissingError):
        shown(ward, planned(ward.people[0], 0, 13), version=2, published_at=at(-1, 12))
    assert told(ward) == []


def test_what_is_told_goes_with_the_publication_that_it_tells() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0))
    with transaction.atomic():
        shown(ward, planned(ward.people[0], 0, 13), version=2)
        assert len(told(ward)) == 1
        transaction.set_rollback(True)
    assert told(ward) == []
    assert not ShiftChange.objects.for_hospital(ward.hospital).exists()


def to_come(ward: Ward, person: int) -> Planned:
    """Return a shift of next week."""
    day = localdate() + timedelta(days=7)
    start = datetime.combine(day, time(6), tzinfo=UTC)
    return Planned(
        person=ward.people[person].pk,
        day=day,
        code="M",
        starts_at=start,
        ends_at=start + timedelta(hours=7),
        minutes=420,
    )


def test_a_month_that_is_published_is_told_to_whoever_works_in_it() -> None:
    ward = a_ward()
    span = {"from_on": localdate(), "to_on": localdate() + timedelta(days=27)}
    shown(ward, to_come(ward, 0), to_come(ward, 3), **span)
    assert told(ward) == [("P0", "shifts.published", None), ("P3", "shifts.published", None)]


def test_a_history_that_is_brought_in_tells_nobody_of_days_that_lie_behind() -> None:
    ward = a_ward()
    shown(ward, planned(ward.people[0], 0), published_at=LONG_BEFORE)
    assert told(ward) == []
