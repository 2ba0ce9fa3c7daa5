"""The room's tables as the engine's columns; only where signals are told, since it wakes numpy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from releve.people.models import Level, Person, PersonSkill
from releve.shifts.engine.calendar import calendar_of, minute_of
from releve.shifts.engine.columns import (
    NO_PLAN,
    NOT_MEASURED,
    Changes,
    Columns,
    Cover,
    People,
    numbers,
)
from releve.shifts.engine.load import Tally, load
from releve.shifts.facts import Work, Worked
from releve.shifts.models import PlannedShift, RequiredCover, ShiftChange
from releve.shifts.queries.planned import hospital_of
from releve.shifts.vocabulary import RECALL

HERE, ELSEWHERE = 0, 1
"""The unit that is asked for, and all others: shifts there count for rests and runs alone."""

Places = Mapping[int, int]


def tallies(
    work: Work, people: Sequence[int], unit: Level | None, days: tuple[date, date]
) -> dict[str, Tally]:
    """Return what the engine says of a unit, or of one person where no unit is named.

    ``people``: the keys of those whose shifts are there; ``days``: the first and the last.
    """
    place = {person: number for number, person in enumerate(people)}
    group = {key: number for number, key in enumerate(_asked(work.required), start=1)}
    return load(
        _worked(work.worked, place, unit),
        planned=_planned(work.planned, place, unit),
        people=_people(people, unit, group),
        calendar=calendar_of(*days, ZoneInfo(str(timezone.get_default_timezone()))),
        first=days[0].toordinal(),
        last=days[1].toordinal(),
        by="person" if unit is None else "unit",
        changes=_changes(work.changes, place),
        cover=_cover(work.required, group),
        units=2,
    )


def _where(unit: Level | None, key: int) -> int:
    return HERE if unit is None or unit.pk == key else ELSEWHERE


def _worked(rows: Sequence[Worked], place: Places, unit: Level | None) -> Columns:
    ends = [row.planned_ends_at for row in rows]
    breaks = [row.break_minutes for row in rows]
    return Columns(
        person=numbers([place[row.person] for row in rows]),
        unit=numbers([_where(unit, row.unit) for row in rows]),
        start=numbers([minute_of(row.starts_at) for row in rows]),
        end=numbers([minute_of(row.ends_at) for row in rows]),
        is_night=numbers([row.is_night for row in rows]),
        is_recall=numbers([row.kind == RECALL for row in rows]),
        is_cover=numbers([row.is_cover for row in rows]),
        planned_end=numbers([NO_PLAN if end is None else minute_of(end) for end in ends]),
        break_minutes=numbers([NOT_MEASURED if one is None else one for one in breaks]),
    )


def _planned(rows: Sequence[PlannedShift], place: Places, unit: Level | None) -> Columns:
    nothing = [0] * len(rows)
    return Columns(
        person=numbers([place[row.person_id] for row in rows]),
        unit=numbers([_where(unit, row.unit_id) for row in rows]),
        start=numbers([minute_of(row.starts_at) for row in rows]),
        end=numbers([minute_of(row.ends_at) for row in rows]),
        is_night=numbers([row.is_night for row in rows]),
        is_recall=numbers(nothing),
        is_cover=numbers(nothing),
        planned_end=numbers(nothing),
        break_minutes=numbers(nothing),
    )


def _changes(rows: Sequence[ShiftChange], place: Places) -> Changes:
    return Changes(
        person=numbers([place[row.person_id] for row in rows]),
        unit=numbers([HERE] * len(rows)),
        start=numbers([minute_of(row.earliest_at) for row in rows]),
        notice=numbers([row.notice_minutes for row in rows]),
    )


def _cover(rows: Sequence[RequiredCover], group: Mapping[str, int]) -> Cover:
    return Cover(
        unit=numbers([HERE] * len(rows)),
        start=numbers([minute_of(row.starts_at) for row in rows]),
        end=numbers([minute_of(row.ends_at) for row in rows]),
        least=numbers([row.least for row in rows]),
        group=numbers([group.get(row.skill, 0) for row in rows]),
    )


def _asked(rows: Iterable[RequiredCover]) -> list[str]:
    return sorted({row.skill for row in rows if row.skill})


def _people(people: Sequence[int], unit: Level | None, group: Mapping[str, int]) -> People:
    """Return the people with the groups of which they are, by their role and their skills."""
    pairs: list[tuple[int, int]] = []
    if unit is not None and group:
        place = {person: number for number, person in enumerate(people)}
        known = _keys(people, hospital_of(unit))
        pairs = [(place[who], group[key]) for who, key in known if key in group]
    return People(
        unit=numbers([HERE] * len(people)),
        members=numbers([member for member, _group in pairs]),
        groups=numbers([number for _member, number in pairs]),
    )


def _keys(people: Sequence[int], hospital: int) -> set[tuple[int, str]]:
    here = {"pk__in": list(people)}
    roles = Person.objects.for_hospital(hospital).filter(**here).values_list("pk", "role__key")
    skills = PersonSkill.objects.for_hospital(hospital).filter(person__in=list(people))
    return {*roles, *skills.values_list("person_id", "skill__key")}
