"""What was worked before the judge: the shifts of a unit's people as he reads them, and breaches.

What was worked is read from the room of shifts; the judge himself knows no table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from releve.people.models import Contract, Level, Person
from releve.roster.engine.audit import WorkedShift, audit_record, public_holidays
from releve.roster.engine.problem import ShiftKind
from releve.roster.engine.result import Breach, NotJudged, Verdict
from releve.roster.engine.rules import Decision, load_pack, pack_ids
from releve.roster.models import Roster, Version, WorkedBreach
from releve.shifts.facts import Worked
from releve.shifts.models import PlannedShift
from releve.shifts.queries.counting import on_call_held
from releve.shifts.queries.days import bounds, local_day, midnight
from releve.shifts.queries.planned import hospital_of
from releve.shifts.queries.worked import worked_by, worked_of_unit

HISTORY = timedelta(days=35)
"""How far before the days that are judged shifts are read: rests, runs and windows look back."""

FORTNIGHT = 14

NOTHING_TO_JUDGE = ("no_on_call_in_file", "counting_rule", "fact_of_contract")
"""Why a rule was not judged where there was nothing to judge: nobody needs to be told."""

NOT_MEASURED = 60
"""Where nobody measured the break, nobody is accused of a missing one."""


@dataclass(frozen=True)
class Judged:
    """What the judge found in a unit's days, and what he could not look at.

    ``first`` and ``last``: the days that he looked at; ``people``: whose, by their keys.
    ``without_law``: people of whom no contract names a pack of rules.
    """

    first: date
    last: date
    breaches: tuple[Breach, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    people: frozenset[int] = frozenset()
    without_law: tuple[str, ...] = ()

    def settles(self, row: WorkedBreach) -> bool:
        """Whether a breach that is not found again is gone: its window was judged whole."""
        from_at, until_at = bounds(self.first, self.last)
        inside = from_at <= row.from_at and row.until_at <= until_at
        return inside and row.person_id in self.people


@dataclass(frozen=True)
class _Told:
    """A row that the judge reads, and the unit in which it was worked."""

    unit: int
    row: WorkedShift


def judged(unit: Level, from_on: date, to_on: date, *, now: datetime) -> Judged:
    """Judge what the people of a unit worked on some days, in whichever unit they worked it.

    Whole fortnights around the days are judged, from the unit's own, and only what is over. What
    was worked in a unit is held against that unit's decisions.
    """
    first = _fortnight(unit, from_on)
    last = _fortnight(unit, to_on) + timedelta(days=FORTNIGHT - 1)
    people = _people(unit, from_on, to_on)
    if not people:
        return Judged(first, last)
    told = _rows(people, hospital_of(unit), first, last, now=now)
    by_pack = _packs(people, hospital_of(unit), to_on)
    breaches: dict[object, Breach] = {}
    unjudged: list[NotJudged] = []
    for pack, codes in sorted(by_pack.items()):
        rows = [one for one in told if one.row.person in codes]
        for place in _places(unit, rows):
            verdict = _verdict(rows, place, pack, (first, last))
            for one in verdict.breaches:
                if _meets(one, from_on, to_on) and place.pk in _where(one, rows, unit):
                    breaches.setdefault((one.person, one.rule, one.from_at, one.to_at), one)
            unjudged += verdict.not_judged if place == unit else ()
    known = frozenset().union(*by_pack.values())
    return Judged(
        first,
        last,
        tuple(breaches.values()),
        tuple(one for one in unjudged if one.reason not in NOTHING_TO_JUDGE),
        frozenset(one.pk for one in people if one.code in known),
        tuple(one.code for one in people if one.code not in known),
    )


def _verdict(rows: Sequence[_Told], place: Level, pack: str, days: tuple[date, date]) -> Verdict:
    """Judge the hours of whoever worked in a unit by its decisions."""
    zone = ZoneInfo(str(timezone.get_default_timezone()))
    there = {one.row.person for one in rows if one.unit == place.pk}
    return audit_record(
        [one.row for one in rows if one.row.person in there],
        pack=load_pack(pack),
        from_on=days[0],
        to_on=days[1],
        zone=zone,
        decisions=_decisions(place, *days),
        holidays=public_holidays(str(zone), days[0].year, days[1].year),
        unit=place.code,
    )


def _places(unit: Level, rows: Sequence[_Told]) -> list[Level]:
    """Return the unit, and the others in which its people worked."""
    others = {one.unit for one in rows} - {unit.pk}
    return [unit, *Level.objects.filter(pk__in=others).order_by("pk")]


def _where(breach: Breach, rows: Sequence[_Told], unit: Level) -> set[int]:
    """Return the units in which the hours of a breach were worked; else the one that is judged."""
    start, end, _by_days = span_of(breach)
    return {
        one.unit
        for one in rows
        if one.row.person == breach.person and one.row.start_at <= end and one.row.end_at >= start
    } or {unit.pk}


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
    """Return whose hours are judged: who worked or was on call, and whose breaches still stand."""
    hospital = hospital_of(unit)
    keys = {row.person for row in worked_of_unit(unit, from_on, to_on)}
    duties = on_call_held(hospital, Q(unit=unit), *bounds(from_on, to_on))
    keys |= {one.person_id for one in duties}
    keys |= {one.person_id for one in worked_breaches(unit, from_on, to_on)}
    found = Person.objects.for_hospital(hospital).filter(pk__in=keys)
    return list(found.order_by("code"))


def _rows(
    people: Sequence[Person], hospital: int, first: date, last: date, *, now: datetime
) -> list[_Told]:
    codes = {one.pk: one.code for one in people}
    from_at, until_at = midnight(first) - HISTORY, bounds(last, last)[1]
    worked = worked_by(codes, hospital, from_at, until_at)
    on_call = on_call_held(hospital, Q(person__in=list(codes)), from_at, until_at)
    return [
        *(_Told(one.unit, _row(one, codes[one.person])) for one in worked if one.ends_at <= now),
        *(
            _Told(one.unit_id, _duty(one, codes[one.person_id]))
            for one in on_call
            if one.ends_at <= now
        ),
    ]


def _duty(one: PlannedShift, code: str) -> WorkedShift:
    return WorkedShift(
        person=code, start_at=one.starts_at, end_at=one.ends_at, kind=ShiftKind.ON_CALL
    )


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
