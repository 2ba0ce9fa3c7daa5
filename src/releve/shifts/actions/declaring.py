"""What was worked, where it differs from the plan: declared, corrected, never overwritten.

Worked time is a fact: what breaks a rule is recorded all the same, and the judge of the law says
so elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.models import Account, Level
from releve.people.queries import account_of, check_at, may_at
from releve.shifts.actions.acknowledging import is_own
from releve.shifts.actions.noting import hold, worked_change
from releve.shifts.actions.tallying import keep_tallies
from releve.shifts.facts import Declared
from releve.shifts.faults import ClashError, ClosedMonthError, ShiftsError
from releve.shifts.models import PlannedShift, WorkedShift
from releve.shifts.nights import is_night
from releve.shifts.queries.days import local_day, month_of
from releve.shifts.queries.worked import declared_rows, is_closed, silent_plans
from releve.shifts.vocabulary import (
    BESIDE_PLANS,
    CORRECTION_REASONS,
    DEVIATIONS,
    LONGEST_HOURS,
    NO_WORK,
    NOT_WORKED,
    OF_ON_CALL,
    OF_PLANNED,
)
from releve.trail.actions import note_changes

_ = translator("releve.shifts")


@needs(SIGNED_IN)
def declare_worked(
    declared: Declared, *, actor: Actor, corrects: WorkedShift | None = None
) -> WorkedShift:
    """Save what was worked; what was said of the same shift before is kept as superseded.

    Everybody declares what is her own, as long as nobody has validated it and the month is open;
    the others, whoever manages worked time in the unit, and what is her own another one than
    herself. A closed month takes a ``reason``, a code. ``corrects``: the row to replace, where the
    plan does not name it. Saying the same again changes nothing. Raises ShiftsError and its kinds,
    and NotAllowedError; then nothing has changed.
    """
    own = is_own(actor, declared.person.pk)
    manages = not own and may_at(actor, Permission.MANAGE_WORKED, declared.unit)
    if not own:
        check_at(actor, Permission.MANAGE_WORKED, declared.unit)
    check_sound(declared)
    plan = declared.planned
    if plan is not None and not own:
        check_at(actor, Permission.MANAGE_WORKED, plan.unit)
    with transaction.atomic():
        hold(declared.unit)
        before = answer_to(declared) if corrects is None else _corrected(corrects, declared, actor)
        if before is not None and not own:
            check_at(actor, Permission.MANAGE_WORKED, before.unit)
        check_open(declared, before, manages=manages)
        if before is not None and is_same(before, declared):
            return before
        if before is not None and before.superseded_at is not None:
            raise ShiftsError(_("this was corrected meanwhile; look again"))
        told = (declared, before, declared.planned)
        closed = closed_months([one for one in told if one is not None])
        # Whoever manages corrects a closed month with her reason: that is its validation.
        row = replaced(declared, before, actor=actor, validated=bool(closed))
        for unit, month in closed:
            keep_tallies(unit, month, people=[row.person_id])
        note_changes(actor, [worked_change("shifts.worked.declare", row, before=before)])
    return row


@needs(SIGNED_IN)
def withdraw_worked(row: WorkedShift, *, actor: Actor, reason: str = "") -> bool:
    """Take back what was declared; return whether it still stood.

    What answers to a plan is taken back by whoever manages, as long as nobody has validated it;
    else it is corrected instead. Who may, and when a ``reason`` is due: as in ``declare_worked``.
    Raises ShiftsError and its kinds, and NotAllowedError.
    """
    own = is_own(actor, row.person_id)
    manages = not own and may_at(actor, Permission.MANAGE_WORKED, row.unit)
    if not own:
        check_at(actor, Permission.MANAGE_WORKED, row.unit)
    check_reason(reason)
    with transaction.atomic():
        hold(row.unit)
        found = WorkedShift.objects.for_hospital(row.hospital_id).select_related("unit", "person")
        held = found.get(pk=row.pk)
        if held.superseded_at is not None:
            return False
        if held.planned_id is not None and not (manages and held.validated_at is None):
            raise ShiftsError(_("this answers to a planned shift: correct it instead"))
        closed = closed_months([held])
        if closed and not (manages and reason):
            raise ClosedMonthError(closed[0][1])
        if held.validated_at is not None and not manages:
            raise ShiftsError(_("this is validated already; whoever manages the unit corrects it"))
        found.filter(pk=held.pk).update(superseded_at=timezone.now())
        for unit, month in closed:
            keep_tallies(unit, month, people=[held.person_id])
        told = worked_change("shifts.worked.withdraw", held)
        note_changes(actor, [replace(told, before=told.after, after=None, reason=reason)])
    return True


def closed_months(
    told: Sequence[Declared | WorkedShift | PlannedShift],
) -> list[tuple[Level, date]]:
    """Return the units and the closed months in which some shifts begin."""
    pairs = {(one.unit.pk, month_of(local_day(one.starts_at))): one.unit for one in told}
    return [(unit, month) for (_key, month), unit in pairs.items() if is_closed(unit, month)]


def check_sound(declared: Declared) -> None:
    """Raise ShiftsError where what is declared contradicts itself."""
    if declared.kind not in DEVIATIONS:
        raise ValueError(f"there is no kind {declared.kind!r}")
    check_reason(declared.reason)
    begins = declared.starts_at if declared.planned is None else declared.planned.starts_at
    if max(begins, declared.starts_at) > timezone.now():
        raise ShiftsError(_("this has not begun yet: it is declared once it has"))
    span = declared.ends_at - declared.starts_at
    if span <= timedelta(0):
        raise ShiftsError(_("the end does not lie after the beginning"))
    if span > timedelta(hours=LONGEST_HOURS):
        message = _("no shift is longer than {hours} hours")
        raise ShiftsError(message.format(hours=LONGEST_HOURS))
    if declared.break_minutes is not None and declared.break_minutes >= span / timedelta(minutes=1):
        raise ShiftsError(_("the break is longer than the shift"))
    if declared.unit.hospital_id != declared.person.hospital_id:
        raise ShiftsError(_("this unit is not of her hospital"))
    if declared.planned is not None:
        _check_answers(declared, declared.planned)
    elif declared.kind in OF_PLANNED:
        raise ShiftsError(_("say which planned shift this was"))


def check_reason(reason: str) -> None:
    """Raise ShiftsError where a reason is no code of the list; none is one too."""
    if reason not in ("", *CORRECTION_REASONS):
        message = _("the reason is one of: {reasons}")
        raise ShiftsError(message.format(reasons=", ".join(CORRECTION_REASONS)))


def _check_answers(declared: Declared, plan: PlannedShift) -> None:
    """Raise ShiftsError where what is declared does not fit the planned shift that it names."""
    if plan.person_id != declared.person.pk or plan.withdrawn_at is not None:
        raise ShiftsError(_("this planned shift is not hers, or no longer in force"))
    if declared.kind in BESIDE_PLANS:
        raise ShiftsError(_("a recall or a call-out answers to no planned shift"))
    if plan.is_on_call != (declared.kind in OF_ON_CALL) and declared.kind != NOT_WORKED:
        raise ShiftsError(_("of an on-call duty one says that it was held, or that it was not"))
    if declared.kind == "late_stay" and declared.ends_at <= plan.ends_at:
        raise ShiftsError(_("a late stay ends after the planned end"))
    if declared.kind == "early_release" and declared.ends_at >= plan.ends_at:
        raise ShiftsError(_("an early release ends before the planned end"))


def _corrected(corrects: WorkedShift, declared: Declared, actor: Actor) -> WorkedShift:
    """Return a row that is to be corrected as it stands now, for whom it is open to."""
    row = WorkedShift.objects.for_hospital(corrects.hospital_id).get(pk=corrects.pk)
    is_hers = row.person_id == declared.person.pk
    if not is_hers:
        check_at(actor, Permission.MANAGE_WORKED, row.unit)
    if not is_hers:
        raise ShiftsError(_("a correction stays with the person whose shift it was"))
    return row


def answer_to(declared: Declared) -> WorkedShift | None:
    """Return what is said already of the planned shift to which a declaration answers."""
    if declared.planned is None:
        return None
    return declared_rows(declared.person.hospital_id).filter(planned=declared.planned).first()


def check_open(declared: Declared, before: WorkedShift | None, *, manages: bool) -> None:
    """Raise ClosedMonthError or ShiftsError where somebody may not change this any more."""
    told = [one for one in (declared, before, declared.planned) if one is not None]
    for _unit, month in closed_months(told):
        if not (manages and declared.reason):
            raise ClosedMonthError(month)
    if before is not None and before.validated_at is not None and not manages:
        raise ShiftsError(_("this is validated already; whoever manages the unit corrects it"))


def is_same(row: WorkedShift, declared: Declared) -> bool:
    """Whether a row says already what is declared."""
    plan = None if declared.planned is None else declared.planned.pk
    told = (row.unit_id, row.planned_id, row.starts_at, row.ends_at, row.break_minutes, row.kind)
    said = (declared.unit.pk, plan, declared.starts_at, declared.ends_at)
    return told == (*said, declared.break_minutes, declared.kind) and row.superseded_at is None


def replaced(
    declared: Declared, before: WorkedShift | None, *, actor: Actor, validated: bool = False
) -> WorkedShift:
    """Save a row, the one before it superseded, in the caller's transaction; raises ClashError."""
    now = timezone.now()
    if before is not None:
        rows = WorkedShift.objects.for_hospital(before.hospital_id).filter(pk=before.pk)
        rows.update(superseded_at=now)
    by = None if actor == HOUSE else account_of(actor)
    row = row_of(declared, before, by=by, at=now)
    if validated:
        row.validated_at, row.validated_by = now, by
    check_alone(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ClashError(row.person.code, local_day(row.starts_at)) from error
    return row


def row_of(
    declared: Declared, before: WorkedShift | None, *, by: Account | None, at: datetime
) -> WorkedShift:
    """Return the row, not saved yet, that holds what is declared."""
    plan = declared.planned
    return WorkedShift(
        hospital_id=declared.person.hospital_id,
        person=declared.person,
        unit=declared.unit,
        planned=plan,
        code=declared.code or (plan.code if plan else "") or "·",
        starts_at=declared.starts_at,
        ends_at=declared.ends_at,
        break_minutes=declared.break_minutes,
        kind=declared.kind,
        is_night=was_night(declared),
        declared_at=at,
        declared_by=by,
        supersedes=before,
        reason=declared.reason,
    )


def was_night(declared: Declared) -> bool:
    """Whether it was a night: as planned, else by the hours themselves."""
    plan = declared.planned
    if plan is not None and not plan.is_on_call:
        return plan.is_night
    zone = ZoneInfo(str(timezone.get_default_timezone()))
    return is_night(declared.starts_at, declared.ends_at, zone)


def check_alone(row: WorkedShift) -> None:
    """Raise ClashError where its minutes are those of another shift of its person.

    Of one that was worked, or that was planned and of which nobody has spoken; an on-call duty is
    no work and stands beside it.
    """
    if row.kind in NO_WORK:
        return
    meets = Q(person=row.person, starts_at__lt=row.ends_at, ends_at__gt=row.starts_at)
    worked = declared_rows(row.hospital_id).exclude(kind__in=NO_WORK).filter(meets)
    silent = silent_plans(row.hospital_id).filter(meets, is_on_call=False)
    if row.planned_id is not None:
        silent = silent.exclude(pk=row.planned_id)
    if worked.exists() or silent.exists():
        raise ClashError(row.person.code, local_day(row.starts_at))
