"""Why a hole stays open, and the cheapest ways to fill it.

Everybody suitable is tried there first, as ``explain`` does. Then the roster is solved again
around the hole with its presence demanded, once for each new person who fills it. Where no
lawful line of enough people can be there, that is proof; what would have to yield is then said
of each person, fewest first, with who could decide it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from releve.roster.engine.cover import CoverCell
from releve.roster.engine.explain import Trial, trials_of
from releve.roster.engine.problem import Assignment, Person, Problem, ShiftKind
from releve.roster.engine.result import Breach, Hole
from releve.roster.engine.solve.alone import Alone, fixes_of
from releve.roster.engine.solve.around import Around, Start
from releve.roster.engine.solve.deadline import Deadline
from releve.roster.engine.solve.line import Slots
from releve.roster.engine.why.deciders import decider_of
from releve.roster.engine.why.near import moves_around
from releve.roster.engine.why.present import Present
from releve.roster.engine.why.story import (
    Filling,
    HoleWays,
    Proven,
    Verdict,
    WhyParams,
    Yielding,
)
from releve.roster.engine.why.ways import Weigher

PROOF_SHARE = 0.4
"""Of the time allowed, what the proof that nobody more can be there may take."""

FIRST_SHARE = 0.5
"""Of the time left for ways, what the first one may take."""

WEIGHING_SECONDS = 0.12


def why_hole(
    problem: Problem,
    answer: tuple[Assignment, ...],
    hole: Hole,
    *,
    params: WhyParams | None = None,
    proven: Proven | None = None,
) -> HoleWays:
    """Return who was tried in a hole, the ways to fill it, and what would have to yield.

    ``hole``: of the present answer; it may join several pieces of one need that follow one
    another. Raises ``LookupError`` where the problem has no such need at that time.
    """
    params = params or WhyParams()
    deadline = Deadline(params.seconds)
    asking = _Asking(Present(problem, answer), hole, params, proven or Proven(), deadline)
    return asking.ways()


class _Asking:
    """One question about one hole."""

    def __init__(
        self,
        present: Present,
        hole: Hole,
        params: WhyParams,
        proven: Proven,
        deadline: Deadline,
    ) -> None:
        self.present, self.hole, self.params = present, hole, params
        self.deadline = deadline
        self.weigher = Weigher(present, proven)
        self.cells = [
            cell
            for cell in present.judge.cells
            if cell.need == hole.need and hole.starts_at <= cell.starts_at < hole.ends_at
        ]
        if not self.cells:
            raise LookupError(f"no need {hole.need!r} at {hole.starts_at}")
        self.slots = Slots(present.problem)
        self.trials = trials_of(present.problem, present.answer, self.cells)

    def ways(self) -> HoleWays:
        verdict: Verdict = "impossible" if self._is_impossible() else "unknown"
        fillings = () if verdict == "impossible" else tuple(self._fillings())
        if fillings:
            verdict = "possible"
        return HoleWays(
            hole=self.hole,
            trials=self.trials,
            verdict=verdict,
            fillings=tuple(sorted(fillings, key=_cheapest)),
            yieldings=() if fillings else self._yieldings(),
            seconds=self.deadline.elapsed(),
        )

    def _is_impossible(self) -> bool:
        """Whether for some piece too few people have any lawful line that covers it."""
        proof = Deadline(self.params.seconds * PROOF_SHARE)
        ruled_out = {
            trial.tried.person
            for trial in self.trials
            if all(t.code == "RULED_OUT" for t in self._trials(trial.tried.person))
        }
        for cell in self.cells:
            suitable = [p for p in self.present.problem.people if cell.suits(p)]
            enough = 0
            for person in sorted(suitable, key=lambda p: p.id in ruled_out):
                out = person.id in ruled_out and not self._could_be_there(person, cell, proof)
                enough += not out
                if enough >= cell.minimum or proof.is_over():
                    break
            else:
                return True
        return False

    def _could_be_there(self, person: Person, cell: CoverCell, proof: Deadline) -> bool:
        alone = Alone(self.slots, person)
        for day, code in sorted(cell.covered_by):
            fixes = fixes_of(alone.line, {(day, code): 1})
            if fixes and alone.can_have(fixes, proof) != "impossible":
                return True
        return False

    def _trials(self, person: str) -> list[Trial]:
        return [trial for trial in self.trials if trial.tried.person == person]

    def _fillings(self) -> Iterator[Filling]:
        """Yield a filling for each new person found, until time is up."""
        around, starts = self._around(), self._starts()
        barred: dict[int, int] = {}
        for count in range(self.params.most_ways):
            share = FIRST_SHARE if count == 0 else 1 / (self.params.most_ways - count)
            seconds = self.deadline.left() * share - WEIGHING_SECONDS
            if seconds <= 0:
                return
            found = around.least(
                barred, seconds=seconds, workers=self.params.workers, seed=self.params.seed
            )
            if found is None:
                return
            before = set(self.present.answer)
            by = tuple(
                cell
                for cell in found.answer
                if cell not in before and (cell.day, cell.shift) in starts
            )
            by = tuple(cell for cell in by if self._suits(cell.person))
            yield Filling(by, self.weigher.way(found, (), None))
            for cell in by[:1]:
                line = around.by_person[cell.person]
                barred |= dict(fixes_of(line, dict.fromkeys(starts, 0)))

    def _around(self) -> Around:
        others = self._likeliest()
        moves = moves_around(self.present, (), others, self.hole.day, self.params)
        around = Around(
            self.slots,
            self.present.answer,
            moves,
            change_points=self.params.change_points,
        )
        for cell in self.cells:
            movers = [p.id for p in others if p.id in moves and cell.suits(p)]
            still = self.present.there[cell] - sum(self._covers(p, cell) for p in movers)
            around.demand_present(movers, cell.covered_by, cell.minimum - still)
        return around

    def _likeliest(self) -> list[Person]:
        """Return who may move: the nearest to filling it, then those who could replace them."""
        broken = {b.person for b in self.present.breaches if b.status != "soft"}
        ranks = {"COULD": 0, "NEEDED_ELSEWHERE": 1, "ABOVE_MAXIMUM": 2, "RULED_OUT": 3}
        rank: dict[str, tuple[int, int]] = {}
        for trial in self.trials:
            own = (ranks[trial.code], len(trial.breaches))
            rank[trial.tried.person] = min(own, rank.get(trial.tried.person, own))
        roles = {self.present.problem.person_by_id[person].role for person in rank}
        last = (len(ranks), 0)
        people = [
            person
            for person in self.present.problem.people
            if person.id not in broken and (person.id in rank or person.role in roles)
        ]
        return sorted(people, key=lambda person: rank.get(person.id, last))

    def _starts(self) -> set[Start]:
        return {start for cell in self.cells for start in cell.covered_by}

    def _suits(self, person: str) -> bool:
        return any(cell.suits(self.present.problem.person_by_id[person]) for cell in self.cells)

    def _covers(self, person: str, cell: CoverCell) -> bool:
        history = self.present.problem.person_by_id[person].history
        starts = {(c.day, c.shift) for c in self.present.lines[person]}
        starts |= {(past.day, past.shift) for past in history}
        return bool(starts & cell.covered_by)

    def _yieldings(self) -> tuple[Yielding, ...]:
        """Return what would have to yield, each person's easiest, easiest first."""
        easiest: dict[str, Yielding] = {}
        for trial in self.trials:
            if trial.code != "RULED_OUT":
                continue
            told = self._yielding(trial)
            known = easiest.get(trial.tried.person)
            if known is None or _size(told) < _size(known):
                easiest[trial.tried.person] = told
        ranked = sorted(easiest.values(), key=lambda told: (_size(told), told.tried))
        return tuple(ranked[: self.params.most_ways])

    def _yielding(self, trial: Trial) -> Yielding:
        person, day = trial.tried.person, trial.tried.day
        kept = [
            cell for cell in self.present.lines[person] if cell.day != day or self._is_on_call(cell)
        ]
        opened, _closed = self.present.holes_moved(person, [*kept, trial.tried])
        problem = self.present.problem
        deciders = tuple(decider_of(problem, breach) for breach in trial.breaches)
        return Yielding(trial.tried, trial.breaches, deciders, opened)

    def _is_on_call(self, cell: Assignment) -> bool:
        return self.present.problem.shift_by_code[cell.shift].kind is ShiftKind.ON_CALL


def _cheapest(filling: Filling) -> tuple[int, int, int]:
    way = filling.way
    return way.hole_change, way.cost_change, len(way.changes)


def _size(told: Yielding) -> tuple[int, int, int, Fraction]:
    """Return what ranks a person: what nobody can decide, how many facts, holes, how far."""
    distance = sum((_distance(breach) for breach in told.breaches), Fraction(0))
    return told.deciders.count("NOBODY"), len(told.breaches), len(told.opened), distance


def _distance(breach: Breach) -> Fraction:
    """Return by which part of its limit a rule is passed."""
    return abs(breach.value - breach.limit) / (breach.limit or 1)
