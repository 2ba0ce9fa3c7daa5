"""A roster as it stands, and what new lines of some people would do to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from releve.roster.engine.audit.presence import crowd
from releve.roster.engine.live.lines import Law, Lines, Starts
from releve.roster.engine.live.outcome import (
    Change,
    Outcome,
    beside,
    weigh_cover,
    weigh_own,
    weigh_rules,
)
from releve.roster.engine.live.story import Edit, barring
from releve.roster.engine.result import Breach, Score
from releve.roster.engine.score import hole_of, soft_weights

NO_BREACH = Law((), {})

Changed = Mapping[str, Starts]
"""New lines of some people."""


@dataclass(frozen=True)
class Standing:
    """Everybody's line, what it is all worth, and how many people are in each cover cell."""

    lines: Lines
    starts: Mapping[str, Starts]
    score: Score
    present: tuple[int, ...]

    @cached_property
    def weights(self) -> Mapping[str, int]:
        """The points of each soft rule, in the order of the score."""
        return soft_weights(self.lines.problem, self.lines.judge)

    def shifts_at(self, person: str, day: date) -> tuple[str, ...]:
        """Return the codes that start in a cell."""
        return tuple(code for on, code in self.starts[person] if on == day)

    def changed(self, edits: Iterable[Edit]) -> Changed:
        """Return the lines of those whose cells change; ``ValueError`` names what is no cell."""
        found: dict[str, Starts] = {}
        for edit in edits:
            self._check(edit)
            was = found.get(edit.person, self.starts[edit.person])
            kept = (start for start in was if start[0] != edit.day)
            now = ((edit.day, code) for code in edit.shifts)
            found[edit.person] = tuple(sorted((*kept, *now)))
        return found

    def at_least(self, changed: Changed) -> tuple[int, int]:
        """Return the change of the cost of holes, and the least that the soft cost can change.

        No rule is asked about the new lines: at best they break no soft one.
        """
        _, hole_cost, goals = self._worth(changed)
        laws = [(self.lines.law(who, self.starts[who]), NO_BREACH) for who in changed]
        rules = weigh_rules(laws, self.score.goals, self.weights)
        return hole_cost, sum(more for _, more in (*goals.values(), *rules.values()))

    def crowded(self, changed: Changed) -> bool:
        """Whether new lines put more people somewhere than there may be."""
        moved, _cost, _goals = self._worth(changed)
        was = list(self._crowds(moved, moves=False))
        return bool(barring(tuple(self._crowds(moved, moves=True)), tuple(was)))

    def weigh(self, changed: Changed) -> Outcome:
        """Return what new lines do together."""
        moved, hole_cost, goals = self._worth(changed)
        laws = [
            (self.lines.law(who, self.starts[who]), self.lines.law(who, starts))
            for who, starts in changed.items()
        ]
        was = [breach for before, _ in laws for breach in before.breaches]
        now = [breach for _, after in laws for breach in after.breaches]
        was += self._crowds(moved, moves=False)
        now += self._crowds(moved, moves=True)
        return Outcome(
            appears=beside(now, was),
            disappears=beside(was, now),
            moved=moved,
            hole_cost=hole_cost,
            goals={**goals, **weigh_rules(laws, self.score.goals, self.weights)},
        )

    def after(self, changed: Changed) -> Standing:
        """Return the roster with new lines."""
        found = self.weigh(changed)
        return replace(
            self,
            starts={**self.starts, **changed},
            score=self.score_after(found),
            present=self._present_after(found.moved),
        )

    def score_after(self, found: Outcome) -> Score:
        """Return the score of the whole roster once that is done."""
        holes = self.score.holes
        if found.moved:
            cells = zip(self.lines.judge.cells, self._present_after(found.moved), strict=True)
            holes = tuple(
                hole_of(cell, cell.minimum - there) for cell, there in cells if there < cell.minimum
            )
        goals = list(self.score.goals)
        for at, (amount, cost) in found.goals.items():
            goal = goals[at]
            goals[at] = replace(goal, amount=goal.amount + amount, cost=goal.cost + cost)
        return Score(holes, self.score.hole_cost + found.hole_cost, tuple(goals))

    # -- inside -------------------------------------------------------------------------------

    def _worth(self, changed: Changed) -> tuple[dict[int, int], int, dict[int, Change]]:
        """Return who moves where, and what that and the goals of persons change."""
        pairs = [
            (self.lines.worth(who, self.starts[who]), self.lines.worth(who, starts))
            for who, starts in changed.items()
        ]
        counted: Counter[int] = Counter()
        for before, after in pairs:
            counted.update(dict.fromkeys(after.there - before.there, 1))
            counted.subtract(dict.fromkeys(before.there - after.there, 1))
        moved = {at: more for at, more in counted.items() if more}
        hole_cost, cover = weigh_cover(self.lines.judge.cells, self.present, moved)
        first_rule = len(self.score.goals) - len(self.weights)
        return moved, hole_cost, {**cover, **weigh_own(pairs, self.score.goals[:first_rule])}

    def _crowds(self, moved: Mapping[int, int], *, moves: bool) -> Iterator[Breach]:
        judge = self.lines.judge
        for at, more in moved.items():
            there = self.present[at] + (more if moves else 0)
            breach = crowd(judge.cells[at], there, self.lines.already[at], judge.scope.clock)
            if breach is not None:
                yield breach

    def _present_after(self, moved: Mapping[int, int]) -> tuple[int, ...]:
        return tuple(there + moved.get(at, 0) for at, there in enumerate(self.present))

    def _check(self, edit: Edit) -> None:
        problem = self.lines.problem
        known = edit.person in problem.person_by_id
        known = known and problem.starts_on <= edit.day <= problem.ends_on
        if not known or any(code not in problem.shift_by_code for code in edit.shifts):
            message = f"{edit} names a person, a shift or a day that the problem does not have"
            raise ValueError(message)
