"""Worked time validated, and a unit's month closed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Account, Level, Person
from releve.people.queries import account_of, check_at
from releve.shifts.actions.noting import hold, worked_change
from releve.shifts.actions.tallying import keep_tallies
from releve.shifts.faults import ClosedMonthError, NotValidatedError
from releve.shifts.models import MonthClosure, PlannedShift, WorkedShift
from releve.shifts.queries.days import bounds, last_of, month_of, next_month
from releve.shifts.queries.planned import hospital_of, is_away
from releve.shifts.queries.worked import declared_rows, is_closed, silent_rows
from releve.shifts.vocabulary import AS_PLANNED, ON_CALL
from releve.trail.actions import note_change, note_changes

ROWS_AT_ONCE = 500


@needs(Permission.MANAGE_WORKED)
def validate_worked(
    unit: Level,
    from_on: date,
    to_on: date,
    *,
    actor: Actor,
    person: Person | None = None,
    seen_at: datetime | None = None,
) -> int:
    """Validate what was worked in a unit on some days, both included; return how many shifts.

    Everybody's, or one ``person``'s; what is the actor's own is left to another manager. What was
    declared or published after ``seen_at``, the instant of the page, she has not seen: it is left
    out.

    A planned shift of which nobody said anything is written down as worked as planned, an on-call
    duty as held; on a day on which its person is unavailable it waits until somebody has said
    whether it was. What has not ended yet stays as it is. Raises ClosedMonthError, and
    NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_WORKED, unit)
    now = timezone.now()
    by = None if actor == HOUSE else account_of(actor)
    from_at, until_at = bounds(from_on, to_on)
    with transaction.atomic():
        hold(unit)
        open_rows = declared_rows(hospital_of(unit), unit=unit).filter(
            validated_at__isnull=True,
            starts_at__gte=from_at,
            starts_at__lt=until_at,
            ends_at__lte=now,
        )
        silent = silent_rows(unit, from_at, until_at)
        silent = silent.filter(~is_away(hospital_of(unit)), ends_at__lte=now)
        whose = Q() if person is None else Q(person=person)
        if by is not None and by.person_id is not None:
            whose &= ~Q(person=by.person_id)
        open_rows, silent = open_rows.filter(whose), silent.filter(whose)
        if seen_at is not None:
            open_rows = open_rows.filter(declared_at__lte=seen_at)
            silent = silent.filter(published_at__lte=seen_at)
        new = [_as_planned(plan, by, now) for plan in silent]
        rows = list(open_rows)
        _check_months(unit, [row.starts_at for row in (*new, *rows)])
        WorkedShift.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
        open_rows.filter(pk__in=[row.pk for row in rows]).update(validated_at=now, validated_by=by)
        verb = "shifts.worked.validate"
        note_changes(actor, [worked_change(verb, row) for row in (*new, *rows)])
    return len(new) + len(rows)


@needs(Permission.MANAGE_WORKED)
def close_month(unit: Level, month: date, *, actor: Actor) -> MonthClosure:
    """Close a unit's civil month: from then on worked time changes only with a reason.

    Closing again changes nothing. Raises NotValidatedError while a shift or an on-call duty that
    begins in the month is not validated or has not ended, ValueError where the month is not over,
    and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_WORKED, unit)
    first, now, hospital = month_of(month), timezone.now(), hospital_of(unit)
    from_at, until_at = bounds(first, last_of(first))
    if until_at > now:
        raise ValueError("the month is not over")
    with transaction.atomic():
        hold(unit)
        closed = MonthClosure.objects.for_hospital(hospital).filter(unit=unit, month=first)
        if (there := closed.first()) is not None:
            return there
        waiting = declared_rows(hospital, unit=unit).filter(
            validated_at__isnull=True, starts_at__gte=from_at, starts_at__lt=until_at
        )
        count = waiting.count() + silent_rows(unit, from_at, until_at).count()
        if count:
            raise NotValidatedError(count)
        closure = MonthClosure.objects.create(
            hospital_id=hospital,
            unit=unit,
            month=first,
            closed_at=now,
            closed_by=None if actor == HOUSE else account_of(actor),
        )
        keep_tallies(unit, first)
        note_change(
            actor,
            "shifts.month.close",
            kind="month",
            key=f"{unit.code}/{first:%Y-%m}",
            hospital=hospital,
            after={"until": next_month(first)},
        )
    return closure


def _check_months(unit: Level, starts: list[datetime]) -> None:
    for month in sorted({month_of(timezone.localdate(start)) for start in starts}):
        if is_closed(unit, month):
            raise ClosedMonthError(month)


def _as_planned(plan: PlannedShift, by: Account | None, now: datetime) -> WorkedShift:
    return WorkedShift(
        hospital_id=plan.hospital_id,
        person_id=plan.person_id,
        unit_id=plan.unit_id,
        planned=plan,
        code=plan.code,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        kind=ON_CALL if plan.is_on_call else AS_PLANNED,
        is_night=plan.is_night,
        declared_at=now,
        declared_by=by,
        validated_at=now,
        validated_by=by,
    )
