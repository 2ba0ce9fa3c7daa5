"""The judge of changes: one roster, read once, and what each change of a cell would do."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from functools import lru_cache

from releve.roster.engine.audit import PlanJudge, judge_of
from releve.roster.engine.compare import CellChange, GoalChange
from releve.roster.engine.counters import counted
from releve.roster.engine.live.alternatives import alternatives
from releve.roster.engine.live.lines import Lines, Starts, assignments
from releve.roster.engine.live.standing import Standing
from releve.roster.engine.live.story import Alternative, CoverChange, Edit, Judgement
from releve.roster.engine.live.together import Move, Together, exchanges, may_be, weighed
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Breach, Score
from releve.roster.engine.score import score as score_of


class LiveJudge:
    """One roster, read once; ``after`` gives the roster with a change and shares what is known."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    @classmethod
    def of(
        cls,
        problem: Problem,
        answer: Iterable[Assignment],
        *,
        score: Score | None = None,
        breaches: Iterable[Breach] | None = None,
    ) -> LiveJudge:
        """Return the judge of changes to an answer.

        ``score`` and ``breaches``: what the scoring and the audit said of this very answer,
        where they have been asked already; without them they are asked here. Raises
        ``ValueError`` where an assignment names a person, a shift or a day that the problem
        does not have.
        """
        cells = tuple(sorted(answer))
        weighed = score_of(problem, cells) if score is None else score
        starts: dict[str, Starts] = {person.id: () for person in problem.people}
        for cell in cells:
            if cell.person not in starts:
                raise ValueError(f"{cell} names a person that the problem does not have")
            starts[cell.person] += ((cell.day, cell.shift),)
        lines = _lines_of(judge_of(problem))
        if breaches is not None:
            lines.learn(starts, breaches)
        return cls(Standing(lines, starts, weighed, lines.count(starts)))

    @property
    def problem(self) -> Problem:
        """What the roster answers to."""
        return self._standing.lines.problem

    @property
    def answer(self) -> tuple[Assignment, ...]:
        """The roster as it stands, in order."""
        lines = self._standing.starts.items()
        return tuple(sorted(cell for who, starts in lines for cell in assignments(who, starts)))

    @property
    def score(self) -> Score:
        """What the roster leaves open and costs."""
        return self._standing.score

    def shifts_at(self, person: str, day: date) -> tuple[str, ...]:
        """Return the codes that start in a cell."""
        return self._standing.shifts_at(person, day)

    def judge(self, edit: Edit) -> Judgement:
        """Return what a change of one cell does; ``ValueError`` where it names no cell."""
        standing, person = self._standing, edit.person
        changed = standing.changed([edit])
        found = standing.weigh(changed)
        score = standing.score_after(found)
        cells, present = standing.lines.judge.cells, standing.present
        was, now = (
            counted(self.problem, person, assignments(person, starts))
            for starts in (standing.starts[person], changed[person])
        )
        before = self.shifts_at(person, edit.day)
        return Judgement(
            change=CellChange(person, edit.day, before, tuple(sorted(edit.shifts))),
            appears=found.appears,
            disappears=found.disappears,
            cover=tuple(
                CoverChange(cells[at], present[at], present[at] + more)
                for at, more in sorted(found.moved.items())
            ),
            goals=tuple(
                GoalChange(goal.name, goal, later)
                for goal, later in zip(self.score.goals, score.goals, strict=True)
                if goal != later
            ),
            counters_before=was,
            counters_after=now,
            hole_cost_change=found.hole_cost,
            cost_change=found.cost,
            score=score,
        )

    def judge_together(self, edits: Iterable[Edit]) -> Together:
        """Return what several changes do at once; ``ValueError`` where one names no cell."""
        return weighed(self._standing, tuple(edits))

    def allows(self, edits: Iterable[Edit]) -> bool:
        """Whether no hard rule forbids several changes made at once."""
        return may_be(self._standing, tuple(edits))

    def exchanges(
        self, person: str, day: date, shift: str, *, days: Container[date]
    ) -> tuple[tuple[Move, ...], ...]:
        """Return the lawful ways in which a shift of hers may change hands; see ``exchanges``."""
        return tuple(exchanges(self._standing, person, day, shift, days=days))

    def choices(self, person: str, day: date) -> tuple[Judgement, ...]:
        """Return what else a cell could hold, each with what it would do.

        One shift at a time in the order of the problem, the day off last.
        """
        now = self.shifts_at(person, day)
        wanted = [*((shift.code,) for shift in self.problem.shifts), ()]
        return tuple(self.judge(Edit(person, day, one)) for one in wanted if one != now)

    def alternatives(self, edit: Edit) -> tuple[Alternative, ...]:
        """Return the three best lawful changes that could be made instead, best first.

        Somebody else takes the shift that is given (or, where the cell is emptied, the shift
        that it held), or the same person is given something else that day. Fewest people
        missing come first, then the least soft cost, then the order of the problem.
        """
        return alternatives(self._standing, edit)

    def after(self, edit: Edit) -> LiveJudge:
        """Return the roster with the change made."""
        return LiveJudge(self._standing.after(self._standing.changed([edit])))


@lru_cache(maxsize=4)
def _lines_of(judge: PlanJudge) -> Lines:
    """Return the lines that one judge has looked at: those of every roster of a problem."""
    return Lines(judge)
