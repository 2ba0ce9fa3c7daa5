"""A repair searched in the whole problem at once, where setting right step by step ends early.

The same aims, one after another: new holes, changed cells, soft cost. Whoever may not move is
counted in the cover and nothing more. Every aim that is searched to its end is proven.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from releve.kit.engines import Params
from releve.roster.engine.repair.meter import Meter
from releve.roster.engine.repair.story import Cell
from releve.roster.engine.repair.torn import Torn
from releve.roster.engine.result import Reason
from releve.roster.engine.solve.around import Moves, Still, build_around
from releve.roster.engine.solve.build import Compiled, Seat
from releve.roster.engine.solve.instrument import search_of
from releve.roster.engine.solve.limits import Limits, Outcome
from releve.roster.engine.solve.line import Slots
from releve.roster.engine.solve.model import Affine, Terms, total

if TYPE_CHECKING:
    from releve.roster.engine.solve.cpsat import Search


@dataclass(frozen=True)
class Whole:
    """The best roster found, as changed cells; what is proven of each aim in turn."""

    changes: dict[Cell, frozenset[str]] | None = None
    holes_proven: bool = False
    changes_proven: bool = False
    cost_proven: bool = False
    is_infeasible: bool = False


def search_whole(
    torn: Torn,
    need: list[int],
    params: Params,
    meter: Meter,
    known: dict[Cell, frozenset[str]] | None,
) -> Whole:
    """Return the best repair of the whole problem within the time or work that is left.

    ``known``: a repair to start from, which the answer never falls behind.
    """
    return _Whole(torn, need, params, meter).best(known)


class _Whole:
    def __init__(self, torn: Torn, need: list[int], params: Params, meter: Meter) -> None:
        self.torn, self.need, self.params, self.meter = torn, need, params, meter
        answer = torn.answer({})
        days = torn.problem.days
        moves = {
            person.id: frozenset(day for day in days if torn.may_move(person.id, day))
            for person in torn.problem.people
        }
        self.moves = {person: free for person, free in moves.items() if free}
        self.compiled: Compiled = build_around(Slots(torn.problem), answer, self.moves)
        self.excess = self._excess(answer_still(torn, self.moves))
        self.changed = self._changed()
        self.search: Search = search_of(self.compiled.model)

    def _excess(self, still: list[Still]) -> Terms:
        """Add what each cover cell misses of what it may still ask; return what that weighs."""
        model, costs = self.compiled.model, {}
        lines: tuple[Seat, ...] = (*self.compiled.lines, *still)
        for at, cell in enumerate(self.torn.cells):
            there = total(
                line.cell(day, code)
                for line in lines
                if cell.suits(line.person)
                for day, code in sorted(cell.covered_by)
            )
            reason = Reason("COVER", need=cell.need, day=cell.day)
            missing = model.excess(-there, -self.need[at], reason) if self.need[at] else None
            if missing is not None:
                costs[missing] = cell.hole_cost
        return costs

    def _changed(self) -> Terms:
        """Add one variable for each cell that may move: whether it changes."""
        model, found = self.compiled.model, {}
        for line in self.compiled.lines:
            person = line.person.id
            changed: dict[object, int] = {}
            for slot, value in line.cells():
                if slot.day not in self.moves[person]:
                    continue
                if slot.day not in changed:
                    changed[slot.day] = model.variable()
                    found[changed[slot.day]] = 1
                now = (slot.day, slot.shift.code) in self.torn.lines[person]
                differs = value.complement() if now else value
                sign = Affine(0, ((changed[slot.day], -1),))
                model.at_most(total([differs, sign]), 0, Reason("DEFINITION"))
        return found

    def best(self, known: dict[Cell, frozenset[str]] | None) -> Whole:
        changes, proven = None, [False, False, False]
        self.search.hint(self._values(known or {}))
        for at, costs in enumerate((self.excess, self.changed, self.compiled.model.soft_costs)):
            outcome = self._minimise(costs)
            if outcome.status == "infeasible":
                return Whole(is_infeasible=True)
            if not outcome.values:
                break
            changes, proven[at] = self._changes(outcome), outcome.is_optimal
            if costs:
                self.search.limit(costs, outcome.objective)
            self.search.hint(outcome.values)
        return Whole(changes, *proven)

    def _minimise(self, costs: Terms) -> Outcome:
        left, work = self.meter.seconds_left(), self.meter.work_left()
        if self.meter.is_over() or (work is None and left is not None and left < 0.05):
            return Outcome("unknown")
        limits = Limits(
            left if work is None else None,
            work,
            seed=self.params.seed,
            workers=self.params.workers,
            gap=0.0,
            is_brief=True,
        )
        outcome = self.search.minimise(costs, limits)
        self.meter.count(outcome.work)
        return outcome

    def _values(self, changes: dict[Cell, frozenset[str]]) -> dict[int, int]:
        given = {(c.person, c.day, c.shift) for c in self.torn.answer(changes)}
        return {
            value.terms[0][0]: int((line.person.id, slot.day, slot.shift.code) in given)
            for line in self.compiled.lines
            for slot, value in line.cells()
        }

    def _changes(self, outcome: Outcome) -> dict[Cell, frozenset[str]]:
        moved = self.compiled.assignments(outcome.values)
        stayed = [c for c in self.torn.answer({}) if c.person not in self.moves]
        return self.torn.changes_of([*stayed, *moved])


def answer_still(torn: Torn, moves: Moves) -> list[Still]:
    """Return those who stay as they are, for the count of the cover."""
    return [
        Still(
            person,
            torn.lines[person.id] | {(past.day, past.shift) for past in person.history},
        )
        for person in torn.problem.people
        if person.id not in moves
    ]
