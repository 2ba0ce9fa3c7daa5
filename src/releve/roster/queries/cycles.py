"""A unit's cycle as it stands: its lines, its law, who walks it, and the gap of a month to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from releve.people.models import Level, Person
from releve.people.queries import full_name
from releve.roster.cycle_words import (
    cycle_breach_sentence,
    cycle_titles,
    gap_headline,
    gap_rows,
    hours_lines,
    weekday_names,
)
from releve.roster.engine.cycle import Cycle as EngineCycle
from releve.roster.engine.cycle import CyclePlace as EnginePlace
from releve.roster.engine.cycle import audit_cycle, cycle_gap, roll_out
from releve.roster.engine.cycle.gap import CycleGap
from releve.roster.engine.problem import Assignment, Problem, ShiftType
from releve.roster.grid import shift_kind
from releve.roster.models import Cycle, CyclePlace, Demand, Version
from releve.roster.phrases import person_text, shift_times
from releve.roster.queries.periods import rosters_of


@dataclass(frozen=True)
class CycleCell:
    """One day of a line: the code people read, how it looks, and where on the line it is."""

    code: str
    kind: str
    at: int
    weekday: str


@dataclass(frozen=True)
class CycleWeek:
    """One week of a line, from 1, with its minutes of work."""

    number: int
    cells: tuple[CycleCell, ...]
    minutes: int


@dataclass(frozen=True)
class CycleLineView:
    """One line as drawn, and its mean week in words."""

    id: str
    weeks: tuple[CycleWeek, ...]
    hours: str
    is_off_target: bool


@dataclass(frozen=True)
class Walker:
    """Somebody on a place of the cycle; ``week`` counts from 1."""

    code: str
    name: str
    line: str
    week: int
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class CyclePage:
    """A unit's cycle, ready to be drawn. ``free``: places on which nobody stands."""

    row: Cycle
    cycle: EngineCycle
    heads: tuple[str, ...]
    lines: tuple[CycleLineView, ...]
    breaches: tuple[str, ...]
    habits: tuple[str, ...]
    walkers: tuple[Walker, ...]
    free: tuple[tuple[str, int], ...]
    shifts: tuple[tuple[ShiftType, str, str], ...]


@dataclass(frozen=True)
class GapPanel:
    """How far a version of a month is from the cycle of its unit, in words.

    ``protected_minutes``: of the month's time, which no cycle holds.
    """

    row: Cycle
    headline: str
    rows: tuple[tuple[str, str, list[str]], ...]
    count: int
    left_empty: int
    protected_minutes: int = 0


def cycle_of(unit: Level) -> Cycle | None:
    """Return the version of a unit's cycle that is in use, if there is one."""
    return cycles_of(unit).filter(ended_at__isnull=True).first()


def cycles_of(unit: Level) -> QuerySet[Cycle]:
    """Return every version of a unit's cycle, read through its hospital."""
    return Cycle.objects.for_hospital(unit.hospital_id or 0).filter(unit=unit)


def cycle_key(unit: Level) -> str:
    """Return what a unit's cycle is called in the trail: its unit's code."""
    return f"{unit.code}/cycle"


def places_of(row: Cycle) -> tuple[EnginePlace, ...]:
    """Return who walks a version of a cycle, as the engine knows it."""
    return tuple(
        EnginePlace(
            person=one.person.code,
            line=one.line,
            offset=one.offset,
            from_on=one.from_on,
            to_on=one.to_on,
        )
        for one in _places(row)
    )


def cycle_page(row: Cycle) -> CyclePage:
    """Return a cycle with what the judge says of it and who walks it."""
    cycle = row.cycle
    verdict, titles = audit_cycle(cycle), cycle_titles(cycle)
    told = dict(zip((line.id for line in cycle.lines), hours_lines(cycle, verdict), strict=True))
    off = {line.line for line in verdict.off_target}
    walkers = tuple(_walker(one) for one in _places(row))
    taken = {(one.line, one.week - 1) for one in walkers if one.to_on is None}
    return CyclePage(
        row=row,
        cycle=cycle,
        heads=tuple(weekday_names(cycle)),
        lines=tuple(
            CycleLineView(line.id, tuple(_weeks(cycle, line.id)), told[line.id], line.id in off)
            for line in cycle.lines
        ),
        breaches=tuple(cycle_breach_sentence(cycle, one, titles) for one in verdict.hard),
        habits=tuple(
            cycle_breach_sentence(cycle, one, titles)
            for one in verdict.breaches
            if one.breach.status == "soft"
        ),
        walkers=walkers,
        free=tuple((line, start + 1) for line, start in cycle.places if (line, start) not in taken),
        shifts=tuple((shift, shift_kind(shift), shift_times(shift)) for shift in cycle.shifts),
    )


def people_for_cycle(unit: Level) -> list[tuple[str, str]]:
    """Return the people of a unit who may be put on its cycle, by code and name."""
    people = Person.objects.for_hospital(unit.hospital_id or 0).filter(unit=unit)
    return [(one.code, full_name(one)) for one in people.order_by("family_name", "given_name")]


def latest_problem(unit: Level) -> Problem | None:
    """Return what was asked last of any period of a unit: its shifts are those of a new cycle."""
    found = Demand.objects.for_hospital(unit.hospital_id or 0).filter(roster__in=rosters_of(unit))
    last = found.order_by("-roster__starts_on", "-number").first()
    return None if last is None else last.problem


def month_from_cycle(
    row: Cycle, problem: Problem
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
    """Return what a cycle gives to a month's people, and what it leaves empty.

    Whoever the month does not know is left out, and so is a shift that it does not have. A cell
    that the month has decided already stays as it is decided.
    """
    known = _walkers(row, problem)
    rolled = roll_out(row.cycle, known, problem.starts_on, problem.ends_on, problem.unavailable)
    decided = {(cell.person, cell.day): cell.shift for cell in problem.fixed}
    given = [
        cell
        for cell in rolled.answer
        if cell.shift in problem.shift_by_code and (cell.person, cell.day) not in decided
    ]
    given += [
        Assignment(person, day, shift)
        for (person, day), shift in decided.items()
        if shift is not None
    ]
    return tuple(sorted(given)), rolled.left_empty


def gap_of(version: Version, row: Cycle) -> CycleGap:
    """Return where a version of a month is other than what the cycle gives it."""
    problem = version.demand.problem
    known = _walkers(row, problem)
    rolled = roll_out(row.cycle, known, problem.starts_on, problem.ends_on)
    walkers = {place.person for place in known}
    answer = [cell for cell in version.result.answer if cell.person in walkers]
    shifts = {shift.code: shift for shift in (*problem.shifts, *row.cycle.shifts)}
    return cycle_gap(rolled.answer, answer, shifts.values())


def gap_panel(version: Version, row: Cycle) -> GapPanel:
    """Return the same in words."""
    problem, gap = version.demand.problem, gap_of(version, row)
    known = _walkers(row, problem)
    names = {place.person: person_text(problem, place.person) for place in known}
    away = roll_out(row.cycle, known, problem.starts_on, problem.ends_on, problem.unavailable)
    return GapPanel(
        row,
        gap_headline(gap),
        tuple(gap_rows(gap, names)),
        gap.count,
        len(away.left_empty),
        sum(time.minutes for time in problem.protected),
    )


def _walkers(row: Cycle, problem: Problem) -> list[EnginePlace]:
    """Return who walks a cycle among those whom a month knows."""
    return [place for place in places_of(row) if place.person in problem.person_by_id]


def _places(row: Cycle) -> QuerySet[CyclePlace]:
    found = CyclePlace.objects.for_hospital(row.hospital_id).filter(cycle=row)
    return found.select_related("person").order_by("line", "offset", "from_on", "pk")


def _walker(place: CyclePlace) -> Walker:
    return Walker(
        code=place.person.code,
        name=full_name(place.person),
        line=place.line,
        week=place.offset + 1,
        from_on=place.from_on,
        to_on=place.to_on,
    )


def _weeks(cycle: EngineCycle, line: str) -> Iterator[CycleWeek]:
    kinds = {shift.code: shift for shift in cycle.shifts}
    names: Sequence[str] = weekday_names(cycle)
    for at, week in enumerate(cycle.line_by_id[line].weeks):
        cells = tuple(
            CycleCell(
                code=code or "",
                kind="rest" if code is None else shift_kind(kinds[code]),
                at=7 * at + day,
                weekday=names[day],
            )
            for day, code in enumerate(week)
        )
        minutes = sum(cycle.minutes_of[code] for code in week if code is not None)
        yield CycleWeek(at + 1, cells, minutes)


def on_anchor(day: date) -> date:
    """Return the Monday on or before a day, from which a new cycle counts."""
    return day - timedelta(days=day.weekday())
