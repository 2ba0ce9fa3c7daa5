"""A plan from which a search starts, and behind which its answer never falls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from releve.roster.engine.aims import known_cells
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Score
from releve.roster.engine.score import score
from releve.roster.engine.solve.build import Compiled


@dataclass(frozen=True)
class Start:
    """A known plan, without what the problem does not know; ``score`` where it is lawful."""

    answer: tuple[Assignment, ...]
    score: Score | None

    def cells(self, compiled: Compiled) -> dict[int, int]:
        """Return the value of every cell of the model."""
        given = {(cell.person, cell.day, cell.shift) for cell in self.answer}
        return {
            value.terms[0][0]: int((line.person.id, slot.day, slot.shift.code) in given)
            for line in compiled.lines
            for slot, value in line.cells()
        }

    def beats(self, other: Score | None) -> bool:
        """Whether it is lawful and costs less than another answer, or there is no other."""
        if self.score is None or other is None:
            return self.score is not None
        return (self.score.hole_cost, self.score.cost) < (other.hole_cost, other.cost)


def start_from(problem: Problem, hint: Iterable[Assignment] | None) -> Start | None:
    """Return the plan to start from, judged and weighed; ``None`` without a hint."""
    if hint is None:
        return None
    answer = known_cells(problem, hint)
    is_lawful = all(breach.status == "soft" for breach in audit(problem, answer))
    return Start(answer, score(problem, answer) if is_lawful else None)
