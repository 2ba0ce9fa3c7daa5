"""What shifts hold on one person: hers, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.people.models import Level
from releve.shifts.engine.counters.measures import NAMES
from releve.shifts.models import MonthClosure, MonthTally, PlannedShift, ShiftChange, WorkedShift

_ = translator("releve.shifts")

SHIFT = ("unit", "shift", "starts_at", "ends_at")


def _planned(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    rows = PlannedShift.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in rows.select_related("unit", "publication").order_by("starts_at", "pk"):
        yield {
            "unit": one.unit.code,
            "shift": one.code,
            "starts_at": one.starts_at,
            "ends_at": one.ends_at,
            "day": one.day,
            "minutes": one.minutes,
            "is_night": one.is_night,
            "is_on_call": one.is_on_call,
            "is_cover": one.is_cover,
            "version": one.publication.version,
            "published_at": one.published_at,
            "withdrawn_at": one.withdrawn_at,
        }


def _changes(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    rows = ShiftChange.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in rows.select_related("unit").order_by("changed_at", "pk"):
        yield {
            "unit": one.unit.code,
            "day": one.day,
            "before": one.before_code,
            "before_starts_at": one.before_starts_at,
            "before_ends_at": one.before_ends_at,
            "after": one.after_code,
            "after_starts_at": one.after_starts_at,
            "after_ends_at": one.after_ends_at,
            "changed_at": one.changed_at,
            "notice_minutes": one.notice_minutes,
            "reason": one.reason,
            "acknowledged_at": one.acknowledged_at,
        }


def _worked(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    rows = WorkedShift.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in rows.select_related("unit").order_by("starts_at", "pk"):
        yield {
            "unit": one.unit.code,
            "shift": one.code,
            "starts_at": one.starts_at,
            "ends_at": one.ends_at,
            "kind": one.kind,
            "break_minutes": one.break_minutes,
            "is_night": one.is_night,
            "declared_at": one.declared_at,
            "validated_at": one.validated_at,
            "superseded_at": one.superseded_at,
            "reason": one.reason,
        }


def _tallies(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    rows = MonthTally.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in rows.select_related("unit").order_by("month", "unit__code"):
        sums = {name: getattr(one, name) for name in NAMES}
        yield {"unit": one.unit.code, "month": one.month, **sums}


def _signed(subject: Subject) -> Iterator[Row]:
    """Yield when her accounts declared, validated or closed something; not whose it was."""
    keys = [key for key, _username in subject.accounts]
    for hospital in _hospitals(subject):
        rows = WorkedShift.objects.for_hospital(hospital)
        yield from _stamps(rows.filter(declared_by__in=keys), "declared", "declared_at")
        yield from _stamps(rows.filter(validated_by__in=keys), "validated", "validated_at")
        closed = MonthClosure.objects.for_hospital(hospital).filter(Q(closed_by__in=keys))
        for one in closed.select_related("unit").order_by("closed_at"):
            yield {"unit": one.unit.code, "what": "closed", "at": one.closed_at}


def _stamps(rows: QuerySet[WorkedShift], what: str, field: str) -> Iterator[Row]:
    for unit, at in rows.order_by(field, "pk").values_list("unit__code", field):
        yield {"unit": unit, "what": what, "at": at}


def _hospitals(subject: Subject) -> list[int]:
    if subject.hospital is not None:
        return [subject.hospital]
    return list(Level.objects.filter(kind="hospital").order_by("code").values_list("pk", flat=True))


HOLDINGS = (
    Holding(
        "planned_shifts",
        lambda: _("Shifts that you were shown, and those withdrawn since"),
        "shifts",
        ("shifts.plannedshift",),
        (
            *SHIFT,
            "day",
            "minutes",
            "is_night",
            "is_on_call",
            "is_cover",
            "version",
            "published_at",
            "withdrawn_at",
        ),
        _planned,
    ),
    Holding(
        "shift_changes",
        lambda: _("Changes of your published days"),
        "shifts",
        ("shifts.shiftchange",),
        (
            "unit",
            "day",
            "before",
            "before_starts_at",
            "before_ends_at",
            "after",
            "after_starts_at",
            "after_ends_at",
            "changed_at",
            "notice_minutes",
            "reason",
            "acknowledged_at",
        ),
        _changes,
    ),
    Holding(
        "worked_shifts",
        lambda: _("Shifts that you worked, and their corrections"),
        "shifts",
        ("shifts.workedshift",),
        (
            *SHIFT,
            "kind",
            "break_minutes",
            "is_night",
            "declared_at",
            "validated_at",
            "superseded_at",
            "reason",
        ),
        _worked,
    ),
    Holding(
        "month_tallies",
        lambda: _("What your closed months add up to"),
        "shifts",
        ("shifts.monthtally",),
        ("unit", "month", *NAMES),
        _tallies,
    ),
    Holding(
        "worked_signed",
        lambda: _("Worked time that you declared, validated or closed"),
        "shifts",
        ("shifts.workedshift", "shifts.monthclosure"),
        ("unit", "what", "at"),
        _signed,
    ),
)
"""What is yielded here, in the order in which a person reads it."""
