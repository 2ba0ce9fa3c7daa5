"""Two versions side by side, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from releve.kit.words import translator
from releve.roster.engine.compare import CellChange, Comparison, CounterName, Trend, compare
from releve.roster.engine.result import GoalCost, points
from releve.roster.explain_words import hole_text, merged_holes
from releve.roster.grid import CellKind, shift_kind
from releve.roster.models import Version
from releve.roster.phrases import number_text, person_text, tight_hours
from releve.roster.result_words import goal_text

_ = translator("releve.roster")


@dataclass(frozen=True)
class Code:
    """A shift as drawn."""

    code: str
    kind: CellKind


@dataclass(frozen=True)
class DayLine:
    """One day that changes for a person."""

    day: date
    before: tuple[Code, ...]
    after: tuple[Code, ...]


@dataclass(frozen=True)
class PersonLine:
    """What changes for one person: days, and counters as "nights 4 → 5"."""

    name: str
    days: tuple[DayLine, ...]
    counters: tuple[str, ...]


@dataclass(frozen=True)
class GoalLine:
    """One goal on both sides, in points."""

    name: str
    before: str
    after: str
    trend: Trend


@dataclass(frozen=True)
class SideBySide:
    """What a page shows of two versions."""

    is_same: bool
    closed: tuple[str, ...]
    opened: tuple[str, ...]
    goals: tuple[GoalLine, ...]
    cells: int
    people: tuple[PersonLine, ...]
    apart: tuple[str, ...]


def comparison(before: Version, after: Version) -> SideBySide:
    """Return what changes from one version to another, each against its own demand."""
    problem = before.demand.problem
    found = compare(
        problem,
        before.result.answer,
        after.result.answer,
        problem_after=after.demand.problem,
    )
    return SideBySide(
        is_same=found.is_same,
        closed=_holes(before, after, found, closed=True),
        opened=_holes(before, after, found, closed=False),
        goals=tuple(_goals(before, found)),
        cells=len(found.cells),
        people=_people(before, after, found),
        apart=tuple(
            person_text(version.demand.problem, person)
            for version, people in (
                (before, found.people_only_before),
                (after, found.people_only_after),
            )
            for person in people
        ),
    )


def _holes(before: Version, after: Version, found: Comparison, *, closed: bool) -> tuple[str, ...]:
    changes = found.holes_closed if closed else found.holes_opened
    problem = (before if closed else after).demand.problem
    return tuple(hole_text(problem, hole) for hole in merged_holes([one.hole for one in changes]))


def _goals(before: Version, found: Comparison) -> list[GoalLine]:
    lines = []
    for goal in found.goals:
        known = goal.before or goal.after
        if known is None or goal.trend == "same":
            continue
        name = goal_text(before.demand.problem, known)
        lines.append(GoalLine(name, _cost(goal.before), _cost(goal.after), goal.trend))
    return lines


def _cost(goal: GoalCost | None) -> str:
    return "" if goal is None else number_text(points(goal.cost), digits=0)


def _people(before: Version, after: Version, found: Comparison) -> tuple[PersonLine, ...]:
    cells: dict[str, list[CellChange]] = {
        person: list(changes) for person, changes in groupby(found.cells, lambda cell: cell.person)
    }
    return tuple(
        PersonLine(
            name=person_text(before.demand.problem, one.person),
            days=tuple(
                DayLine(cell.day, _codes(before, cell.before), _codes(after, cell.after))
                for cell in cells.get(one.person, ())
            ),
            counters=tuple(
                _("{counter} {before} → {after}").format(
                    counter=_counter_name(change.name),
                    before=_counted(change.name, change.before),
                    after=_counted(change.name, change.after),
                )
                for change in one.counters
            ),
        )
        for one in found.people
    )


def _codes(version: Version, codes: tuple[str, ...]) -> tuple[Code, ...]:
    shifts = version.demand.problem.shift_by_code
    return tuple(Code(code, shift_kind(shifts[code])) for code in codes)


def _counter_name(name: CounterName) -> str:
    return {
        "hours": _("hours"),
        "nights": _("nights"),
        "sundays": _("Sundays"),
        "weekends": _("weekends"),
        "holidays": _("public holidays"),
        "wishes": _("wishes granted"),
    }[name]


def _counted(name: CounterName, value: int) -> str:
    return tight_hours(value, signed=False) if name == "hours" else str(value)
