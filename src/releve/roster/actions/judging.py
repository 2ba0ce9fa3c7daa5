"""What was worked, judged and its breaches recorded: a fact for the unit, never a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level, Person
from releve.people.queries import check_at, check_home
from releve.roster.engine.result import Breach, NotJudged
from releve.roster.models import WorkedBreach
from releve.roster.queries.over import breaches_over
from releve.roster.queries.worked_law import judged, span_of, worked_breaches
from releve.shifts.queries.planned import hospital_of
from releve.trail.actions import note_change

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class JudgedDays:
    """What a judgement recorded: how many breaches are new, how many gone, how many stand.

    ``without_law``: people whose contracts name no pack of rules. ``not_judged``: what the judge
    could not look at.
    """

    new: int
    gone: int
    standing: int
    without_law: tuple[str, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()


@needs(Permission.MANAGE_WORKED)
def judge_worked(unit: Level, from_on: date, to_on: date, *, actor: Actor) -> JudgedDays:
    """Judge what was worked in a unit on some days, both included, and record each breach.

    A breach that a correction took away is marked as gone, where its window was judged whole.
    Judging again what has not changed changes nothing. Raises NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_WORKED, unit)
    now = timezone.now()
    found = judged(unit, from_on, to_on, now=now)
    with transaction.atomic():
        Level.objects.select_for_update(no_key=True).get(pk=unit.pk)
        held = {_fact_of_row(row): row for row in worked_breaches(unit, from_on, to_on)}
        people = _people(unit, found.breaches)
        told = {_fact(one, people): one for one in found.breaches}
        new = [_row(unit, one, people, now) for fact, one in told.items() if fact not in held]
        measured_anew = {fact[:-1] for fact in told}
        gone = [
            row.pk
            for fact, row in held.items()
            if fact not in told and (found.settles(row) or fact[:-1] in measured_anew)
        ]
        rows = WorkedBreach.objects.for_hospital(hospital_of(unit))
        rows.filter(pk__in=gone).update(gone_at=now)
        WorkedBreach.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
        if new or gone:
            note_change(
                actor,
                "roster.worked.judge",
                kind="unit",
                key=unit.code,
                hospital=unit.hospital_id,
                after={"from": from_on, "to": to_on, "new": len(new), "gone": len(gone)},
            )
    return JudgedDays(len(new), len(gone), len(told), found.without_law, found.not_judged)


@needs(Permission.PURGE)
def delete_breaches(hospital: Level, *, before: date, actor: Actor) -> int:
    """Delete the breaches of a hospital that ended before a day; return how many.

    Raises NotAllowedError.
    """
    check_home(actor, Permission.PURGE, hospital)
    rows = breaches_over(hospital, before=before)
    with transaction.atomic():
        count = rows.count()
        if count:
            rows.delete()
            note_change(
                actor,
                "roster.worked_breach.purge",
                kind="hospital",
                key=hospital.pk,
                hospital=hospital.pk,
                after={"count": count},
            )
    return count


def _people(unit: Level, breaches: tuple[Breach, ...]) -> dict[str, Person]:
    codes = {one.person for one in breaches}
    found = Person.objects.for_hospital(hospital_of(unit)).filter(code__in=codes)
    return {one.code: one for one in found}


Fact = tuple[int, str, datetime, datetime, Decimal]


def _fact(breach: Breach, people: dict[str, Person]) -> Fact:
    start, end, _by_days = span_of(breach)
    return people[breach.person].pk, breach.rule, start, end, _decimal(breach.value)


def _fact_of_row(row: WorkedBreach) -> Fact:
    return row.person_id, row.rule, row.from_at, row.until_at, row.value


def _row(unit: Level, one: Breach, people: dict[str, Person], now: datetime) -> WorkedBreach:
    start, end, by_days = span_of(one)
    return WorkedBreach(
        hospital_id=hospital_of(unit),
        unit=unit,
        person=people[one.person],
        rule=one.rule,
        article=one.article,
        status=one.status,
        from_at=start,
        until_at=end,
        by_days=by_days,
        value=_decimal(one.value),
        limit=_decimal(one.limit),
        measure=one.unit,
        to_confirm=one.to_confirm,
        found_at=now,
    )


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"))
