"""A roster found beside the present one: judged, weighed, and compared with it.

What it costs is counted by the independent scoring, and nothing of the search is believed: a
roster that breaks anything new is no way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from releve.roster.engine.goals import PersonGoal, due_minutes, person_goals, weight
from releve.roster.engine.problem import Assignment, Wish
from releve.roster.engine.result import COST_SCALE, Score
from releve.roster.engine.score import counter, is_met, score
from releve.roster.engine.solve.around import Found, Start, starts_of
from releve.roster.engine.why.present import Present, holes_between
from releve.roster.engine.why.story import Change, GoalChange, PersonChange, Proven, Way

WARD_GOALS = ("target", "surplus", "unneeded")
"""Goals of the cover: nobody's own."""


class NotLawfulError(RuntimeError):
    """The judge finds a breach in a roster that the search called lawful: a defect."""


class Weigher:
    """Compares whole rosters with the present one."""

    def __init__(self, present: Present, proven: Proven) -> None:
        self.present = present
        self.proven = proven

    @cached_property
    def _goals(self) -> Mapping[str, tuple[PersonGoal, ...]]:
        found: dict[str, list[PersonGoal]] = {}
        for goal in person_goals(self.present.problem):
            found.setdefault(goal.person, []).append(goal)
        return {person: tuple(goals) for person, goals in found.items()}

    @cached_property
    def _rates(self) -> Mapping[str, int]:
        problem, judge = self.present.problem, self.present.judge
        return {
            variant.rule_id: weight(problem, variant.rule_id, variant.weight)
            for person in problem.people
            for variant in judge.variants_of(person)
            if not variant.is_hard
        }

    def way(self, found: Found, asked: Iterable[Start], person: str | None) -> Way:
        """Return what a roster changes; ``asked``: starts of ``person``'s cell asked about."""
        present, answer = self.present, found.answer
        lines = {who: _line(who, answer) for who in present.lines}
        broken = present.new_breaches_of(lines)
        if broken:
            raise NotLawfulError(f"the judge finds a breach in a way: {broken[0]}")
        before, after = present.score, score(present.problem, answer)
        opened, closed = holes_between(before.holes, after.holes)
        changes = tuple(self._changes(answer, (person, {day for day, _ in asked})))
        own = {} if person is None else self._own_change(person, answer)
        moved = {change.person for change in changes} | ({person} if person else set())
        hole_gap, gap = self._gaps(after)
        return Way(
            answer=answer,
            changes=changes,
            hole_change=after.hole_cost - before.hole_cost,
            cost_change=after.cost - before.cost,
            opened=opened,
            closed=closed,
            own=_told(own),
            others=_told(self._of_others(before, after, own)),
            ward=_told({name: _cost(after, name) - _cost(before, name) for name in WARD_GOALS}),
            people=tuple(self._person(who, answer) for who in sorted(moved)),
            hole_gap=hole_gap,
            gap=gap,
            is_least_nearby=found.is_least,
        )

    def own_costs(self, person: str, line: Sequence[Assignment]) -> dict[str, int]:
        """Return what one person's cells cost her, goal by goal, in scaled points."""
        present = self.present
        problem, timeline = present.problem, present.timeline(person, line)
        lost = [wish for wish, met in self._wishes(person, line) if not met]
        costs = {"wishes": sum(wish.weight for wish in lost) * COST_SCALE}
        for goal in self._goals.get(person, ()):
            costs[goal.name] = goal.cost(counter(problem, goal.name, timeline))
        for breach in present.judge.of_person(person, line):
            if breach.status == "soft":
                price = self._rates[breach.rule] * COST_SCALE * breach.excess
                costs[breach.rule] = costs.get(breach.rule, 0) + round(price)
        return costs

    def _own_change(self, person: str, answer: Sequence[Assignment]) -> dict[str, int]:
        before = self.own_costs(person, self.present.lines[person])
        after = self.own_costs(person, _line(person, answer))
        names = dict.fromkeys([*before, *after])
        return {name: after.get(name, 0) - before.get(name, 0) for name in names}

    def _of_others(self, before: Score, after: Score, own: Mapping[str, int]) -> dict[str, int]:
        names = [goal.name for goal in after.goals if goal.name not in WARD_GOALS]
        return {name: _cost(after, name) - _cost(before, name) - own.get(name, 0) for name in names}

    def _changes(
        self, answer: Sequence[Assignment], asked: tuple[str | None, set[object]]
    ) -> Iterator[Change]:
        problem = self.present.problem
        was, now = starts_of(problem, self.present.answer), starts_of(problem, answer)
        for person in was:
            for day in sorted({day for day, _ in was[person] ^ now[person]}):
                if person == asked[0] and day in asked[1]:
                    continue
                before = tuple(sorted(code for on, code in was[person] if on == day))
                after = tuple(sorted(code for on, code in now[person] if on == day))
                yield Change(person, day, before, after)

    def _person(self, person: str, answer: Sequence[Assignment]) -> PersonChange:
        present, problem = self.present, self.present.problem
        line = _line(person, answer)
        was, now = self._wishes(person, present.lines[person]), self._wishes(person, line)
        pairs = [
            (wish, met, after)
            for (wish, met), (_, after) in zip(was, now, strict=True)
            if not wish.preference
        ]
        return PersonChange(
            person=person,
            minutes_before=counter(
                problem, "hours", present.timeline(person, present.lines[person])
            ),
            minutes_after=counter(problem, "hours", present.timeline(person, line)),
            due_minutes=due_minutes(problem, problem.person_by_id[person]),
            wishes_lost=tuple(wish for wish, met, after in pairs if met and not after),
            wishes_gained=tuple(wish for wish, met, after in pairs if after and not met),
        )

    def _wishes(self, person: str, line: Sequence[Assignment]) -> list[tuple[Wish, bool]]:
        timeline = self.present.timeline(person, line)
        given = {(cell.day, cell.shift) for cell in line}
        return [
            (wish, is_met(wish, timeline, (wish.day, wish.shift) in given))
            for wish in self.present.problem.wishes
            if wish.person == person
        ]

    def _gaps(self, after: Score) -> tuple[int | None, int | None]:
        """Return how much better a roster could be at most; a soft bound holds at its cover."""
        proven = self.proven
        least = proven.hole_bound
        hole_gap = None if least is None else max(0, after.hole_cost - least)
        covered = proven.hole_cost is not None and after.hole_cost <= proven.hole_cost
        if proven.bound is None or not covered:
            return hole_gap, None
        return hole_gap, max(0, after.cost - proven.bound)


def _line(person: str, answer: Iterable[Assignment]) -> tuple[Assignment, ...]:
    return tuple(cell for cell in answer if cell.person == person)


def _cost(weighed: Score, name: str) -> int:
    return sum(goal.cost for goal in weighed.goals if goal.name == name)


def _told(changes: Mapping[str, int]) -> tuple[GoalChange, ...]:
    """Return the changes that there are, dearest first."""
    found = [GoalChange(name, change) for name, change in changes.items() if change]
    return tuple(sorted(found, key=lambda goal: (-goal.change, goal.name)))
