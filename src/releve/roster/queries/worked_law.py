"""What was worked before the judge: the shifts of a unit's people as he reads them, and breaches.

What was worked is read from the room of shifts; the judge himself knows no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils import timezone

from releve.people.models import Contract, Level, Person
from releve.roster.engine.audit import WorkedShift, audit_record, public_holidays
from releve.roster.engine.problem import ShiftKind
from releve.roster.engine.result import Breach, NotJudged
from releve.roster.engine.rules import Decision, load_pack, pack_ids
from releve.roster.models import Roster, Version, WorkedBreach
from releve.shifts.facts import Worked
from releve.shifts.queries.days import bounds, local_day, midnight
from releve.shifts.queries.planned import hospital_of
from releve.shifts.queries.worked import worked_by, worked_of_unit

HISTORY = timedelta(days=35)
"""How far before the days that are judged shifts are read: rests, runs and windows look back."""

FORTNIGHT = 14

NOT_MEASURED = 60
"""Where nobody measured the break, nobody is accused of a missing one."""


@dataclass(frozen=True)
class Judged:
    """What the judge found in a unit's days, and what he could not look at.

    ``without_law``: people of whom no contract names a pack of rules.
    """

    breaches: tuple[Breach, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    without_law: tuple[str, ...] = ()


def judged(unit: Level, from_on: date, to_on: date, *, now: datetime) -> Judged:
    """Judge what the people of a unit worked on some days, in whichever unit they worked it.

    Whole weeks around the days are judged, from the unit's own fortnight, and only what is over.
    """
    people = _people(unit, from_on, to_on)
    if not people:
        return Judged()
    first, last = _fortnight(unit, from_on), to_on + timedelta(days=6 - to_on.weekday())
    rows = _rows(people, hospital_of(unit), first, last, now=now)
    decisions, zone = _decisions(unit, first, last), ZoneInfo(str(timezone.get_default_timezone()))
    by_pack = _packs(people, hospital_of(unit), to_on)
    breaches: list[Breach] = []
    unjudged: list[NotJudged] = []
    for pack, codes in sorted(by_pack.items()):
        verdict = audit_record(
            [row for row in rows if row.person in codes],
            pack=load_pack(pack),
            from_on=first,
            to_on=last,
            zone=zone,
            decisions=decisions,
            holidays=public_holidays(str(zone), first.year, last.year),
            unit=unit.code,
        )
        breaches += [one for one in verdict.breaches if _meets(one, from_on, to_on)]
        unjudged += verdict.not_judged
    known = frozenset().union(*by_pack.values())
    lawless = tuple(one.code for one in people if one.code not in known)
    return Judged(tuple(breaches), tuple(unjudged), lawless)


def span_of(breach: Breach) -> tuple[datetime, datetime, bool]:
    """Return the instants of a breach, and whether they are the ends of whole days."""
    if isinstance(breach.from_at, datetime) and isinstance(breach.to_at, datetime):
        return breach.from_at, breach.to_at, False
    first, last = (
        at.date() if isinstance(at, datetime) else at for at in (breach.from_at, breach.to_at)
    )
    return midnight(first), midnight(last + timedelta(days=1)), True


def worked_breaches(unit: Level, from_on: date, to_on: date) -> list[WorkedBreach]:
    """Return the breaches that stand and meet some days of a unit, by start and person."""
    from_at, until_at = bounds(from_on, to_on)
    found = WorkedBreach.objects.for_hospital(hospital_of(unit)).filter(
        unit=unit, gone_at__isnull=True, from_at__lt=until_at, until_at__gt=from_at
    )
    return list(found.select_related("person").order_by("from_at", "person__code", "rule"))


def breach_of(row: WorkedBreach) -> Breach:
    """Return a recorded breach as the judge told it, for the sentences that say it."""
    start: date | datetime = row.from_at
    end: date | datetime = row.until_at
    if row.by_days:
        start, end = local_day(row.from_at), local_day(row.until_at - timedelta(minutes=1))
    return Breach(
        rule=row.rule,
        person=row.person.code,
        from_at=start,
        to_at=end,
        value=Fraction(row.value).limit_denominator(60),
        limit=Fraction(row.limit).limit_denominator(60),
        unit=row.measure,  # type: ignore[arg-type]  # the table holds the judge's own words
        article=row.article,
        status=row.status,
        to_confirm=row.to_confirm,
    )


def _people(unit: Level, from_on: date, to_on: date) -> list[Person]:
    keys = {row.person for row in worked_of_unit(unit, from_on, to_on)}
    found = Person.objects.for_hospital(hospital_of(unit)).filter(pk__in=keys)
    return list(found.order_by("code"))


def _rows(
    people: Sequence[Person], hospital: int, first: date, last: date, *, now: datetime
) -> list[WorkedShift]:
    codes = {one.pk: one.code for one in people}
    from_at, until_at = midnight(first) - HISTORY, bounds(last, last)[1]
    found = worked_by(codes, hospital, from_at, until_at)
    return [_row(one, codes[one.person]) for one in found if one.ends_at <= now]


def _row(one: Worked, code: str) -> WorkedShift:
    present = (one.ends_at - one.starts_at) // timedelta(minutes=1)
    taken = one.break_minutes
    return WorkedShift(
        person=code,
        start_at=one.starts_at,
        end_at=one.ends_at,
        unpaid_minutes=max(0, present - one.minutes),
        break_minutes=min(NOT_MEASURED, present - 1) if taken is None else taken,
        overtime_minutes=min(one.beyond, one.minutes),
        kind=ShiftKind.WORKED,
    )


def _packs(people: Sequence[Person], hospital: int, on: date) -> dict[str, frozenset[str]]:
    """Return whose hours each pack of rules binds, by its last contract begun by a day."""
    codes = {one.pk: one.code for one in people}
    rows = Contract.objects.for_hospital(hospital).filter(person__in=codes, from_on__lte=on)
    latest = {row.person_id: row.pack for row in rows.order_by("from_on")}
    known = set(pack_ids())
    return {
        pack: frozenset(codes[person] for person, held in latest.items() if held == pack)
        for pack in set(latest.values()) & known
    }


def _fortnight(unit: Level, day: date) -> date:
    """Return the Monday from which the fortnight of a day counts: as the unit's rosters do."""
    monday = day - timedelta(days=day.weekday())
    rosters = Roster.objects.for_hospital(hospital_of(unit)).filter(unit=unit)
    anchor = rosters.order_by("starts_on").values_list("starts_on", flat=True).first()
    if anchor is None:
        return monday
    anchor -= timedelta(days=anchor.weekday())
    return monday - timedelta(days=(monday - anchor).days % FORTNIGHT)


def _decisions(unit: Level, first: date, last: date) -> tuple[Decision, ...]:
    """Return the recorded decisions of the published rosters that meet some days."""
    published = Version.objects.for_hospital(hospital_of(unit)).filter(
        state="published",
        roster__unit=unit,
        roster__starts_on__lte=last,
        roster__ends_on__gte=first,
    )
    found = (one.demand.problem.decisions for one in published.select_related("demand"))
    return tuple(dict.fromkeys(decision for told in found for decision in told))


def _meets(breach: Breach, from_on: date, to_on: date) -> bool:
    start, end, _by_days = span_of(breach)
    return local_day(start) <= to_on and local_day(end - timedelta(minutes=1)) >= from_on
