"""A roster solved again around one cell: most people stay as they are, a few may move.

Those who stay are counted in the cover and nothing more: no rule and no goal of theirs is
compiled. Those who may move do so on some days only; whoever is asked about is wholly free.
The least cost here is the least among the rosters that change nothing else. Each change has a
small price besides, so that what is shown is what a ward could do, not another roster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from releve.roster.engine.problem import Assignment, Person, Problem
from releve.roster.engine.result import COST_SCALE, Reason
from releve.roster.engine.solve.alone import Fixes
from releve.roster.engine.solve.build import Compiled, build_goals, build_line
from releve.roster.engine.solve.instrument import search_of
from releve.roster.engine.solve.limits import Limits
from releve.roster.engine.solve.line import Decided, Line, Slots
from releve.roster.engine.solve.model import Affine, Model, Row, Terms, total

Start = tuple[date, str]

Moves = Mapping[str, frozenset[date]]
"""The days on which each person may be given something else; nobody else moves."""

LARGEST = 2**60
"""Objectives stay below, so that no sum leaves 64 bits."""


@dataclass(frozen=True)
class Still:
    """Somebody who stays as she is."""

    person: Person
    starts: frozenset[Start]

    def cell(self, day: date, code: str) -> Affine:
        """Return whether that shift starts on that day."""
        return Affine(int((day, code) in self.starts))


@dataclass(frozen=True)
class Found:
    """A whole roster; ``is_least``: none costs less that moves only who may move."""

    answer: tuple[Assignment, ...]
    is_least: bool


class Around:
    """A roster in which a few may move, searched again under one demand after another."""

    def __init__(
        self, slots: Slots, answer: Sequence[Assignment], moves: Moves, *, change_points: int
    ) -> None:
        self.answer = tuple(answer)
        self.compiled = build_around(slots, answer, moves)
        self.by_person = {line.person.id: line for line in self.compiled.lines}
        self._search = search_of(self.compiled.model)
        self._now = self._values(answer)
        self._costs = self._objective(change_points * COST_SCALE)

    def least(
        self,
        fixes: Fixes,
        *,
        seconds: float,
        workers: int,
        seed: int,
        hint: Sequence[Assignment] | None = None,
    ) -> Found | None:
        """Return the best roster found with these values, ``None`` where none was found.

        ``hint``: a roster to start from, the present one where there is none.
        """
        domains = self.compiled.model.domains
        for variable, value in fixes.items():
            self._search.narrow(variable, value, value)
        start = self._now if hint is None else self._values(hint)
        self._search.hint({**start, **fixes})
        limits = Limits(seconds, None, seed=seed, workers=workers, gap=0.0, is_instant=True)
        outcome = self._search.minimise(self._costs, limits)
        for variable in fixes:
            self._search.narrow(variable, *domains[variable])
        if not outcome.values:
            return None
        moved = self.compiled.assignments(outcome.values)
        stayed = [cell for cell in self.answer if cell.person not in self.by_person]
        return Found(tuple(sorted([*stayed, *moved])), outcome.is_optimal)

    def _values(self, answer: Sequence[Assignment]) -> dict[int, int]:
        given = starts_of(self.compiled.problem, answer)
        return {
            value.terms[0][0]: int((slot.day, slot.shift.code) in given[line.person.id])
            for line in self.compiled.lines
            for slot, value in line.cells()
        }

    def demand_present(self, people: Iterable[str], starts: Iterable[Start], least: int) -> None:
        """Demand that at least so many of these people start one of these shifts."""
        wanted = tuple(starts)
        there = total(
            self.by_person[person].cell(day, code) for person in people for day, code in wanted
        )
        reason = Reason("COVER")
        self._search.add_row(Row(there.terms, least - there.constant, None, reason))

    def _objective(self, change_price: int) -> Terms:
        """Return holes before costs before changes, in one whole number exact in 64 bits."""
        model = self.compiled.model
        costs = dict(model.soft_costs)
        for variable, now in self._now.items():
            if model.domains[variable] == (0, 1):
                costs[variable] = costs.get(variable, 0) + (-change_price if now else change_price)
        spread = 1 + sum(_reach(model, variable) * abs(cost) for variable, cost in costs.items())
        most = sum(_reach(model, variable) * cost for variable, cost in model.hole_costs.items())
        worth = min(spread, max(1, (LARGEST - spread) // max(1, most)))
        for variable, cost in model.hole_costs.items():
            costs[variable] = costs.get(variable, 0) + worth * cost
        return costs


def _reach(model: Model, variable: int) -> int:
    lowest, highest = model.domains[variable]
    return highest - lowest


def build_around(slots: Slots, answer: Sequence[Assignment], moves: Moves) -> Compiled:
    """Return the problem with everything decided but some days of some people."""
    problem, model = slots.problem, Model()
    given = starts_of(problem, answer)
    lines: tuple[Line, ...] = tuple(
        build_line(slots, person, model, _decided(problem, given[person.id], moves[person.id]))
        for person in problem.people
        if person.id in moves
    )
    still = [
        Still(person, given[person.id] | {(past.day, past.shift) for past in person.history})
        for person in problem.people
        if person.id not in moves
    ]
    build_goals(problem, lines, model, still)
    return Compiled(problem, model, lines)


def starts_of(problem: Problem, answer: Sequence[Assignment]) -> dict[str, frozenset[Start]]:
    """Return which shifts start when, by person."""
    found: dict[str, set[Start]] = {person.id: set() for person in problem.people}
    for cell in answer:
        found[cell.person].add((cell.day, cell.shift))
    return {person: frozenset(starts) for person, starts in found.items()}


def _decided(problem: Problem, starts: frozenset[Start], free: frozenset[date]) -> Decided:
    return {
        day: frozenset(code for on, code in starts if on == day)
        for day in problem.days
        if day not in free
    }
