"""One person's line, judged and weighed once: all that a change of hers can move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from releve.roster.engine.audit import PlanJudge
from releve.roster.engine.audit.case import Case
from releve.roster.engine.audit.facts import fact_breaches
from releve.roster.engine.audit.presence import serves
from releve.roster.engine.audit.timeline import Timeline
from releve.roster.engine.audit.verdicts import in_order, judge
from releve.roster.engine.audit.worked import Shift
from releve.roster.engine.cover import CoverCell
from releve.roster.engine.goals import OF_WORK, PersonGoal, person_goals, unneeded_price
from releve.roster.engine.problem import Assignment, Person, Problem, ShiftKind, Wish
from releve.roster.engine.result import COST_SCALE, Breach
from releve.roster.engine.score import counter, is_met

Starts = tuple[tuple[date, str], ...]
"""The day and code of each shift of one person, in order."""

MOST_KEPT = 20_000
"""Lines kept judged: some hundred changes of a large ward, with what was looked at beside."""

MOST_CASES = 256
"""Lines kept as minutes: those of one question."""

NOTHING = (Fraction(0), 0)


@dataclass(frozen=True)
class Worth:
    """What a line is worth, before any rule is asked; quick to say.

    ``there``: the cover cells, by number, in which she counts. ``goals``: amount and scaled
    cost of each goal of her own.
    """

    there: frozenset[int]
    goals: Mapping[str, tuple[Fraction, int]]


@dataclass(frozen=True)
class Law:
    """What the judge says of a line. ``excess``: of the soft rules that it breaks."""

    breaches: tuple[Breach, ...]
    excess: Mapping[str, Fraction]


class Lines:
    """Every line that was looked at, each judged once."""

    def __init__(self, plan_judge: PlanJudge) -> None:
        self.judge = plan_judge
        self.problem: Problem = plan_judge.problem
        self._price = unneeded_price(self.problem)
        self._near = _by_day(plan_judge.cells)
        self._served: dict[tuple[int, str], frozenset[int]] = {}
        self._suits: dict[str, frozenset[int]] = {}
        self._worths: dict[tuple[str, Starts], Worth] = {}
        self._laws: dict[tuple[str, Starts], Law] = {}
        self._hard: dict[tuple[str, Starts], tuple[Breach, ...]] = {}
        self._cases: dict[tuple[str, Starts], Case] = {}
        self._costs: dict[tuple[str, str, int], int] = {}
        self._wishes: dict[str, list[Wish]] = {}
        self._goals: dict[str, list[PersonGoal]] = {}
        for wish in self.problem.wishes:
            self._wishes.setdefault(wish.person, []).append(wish)
        for goal in person_goals(self.problem):
            self._goals.setdefault(goal.person, []).append(goal)

    def worth(self, person: str, starts: Starts) -> Worth:
        """Return what a line is worth."""
        key = (person, starts)
        found = self._worths.get(key)
        if found is None:
            _make_room(self._worths)
            found = self._worths[key] = self._weighed(person, starts)
        return found

    def law(self, person: str, starts: Starts) -> Law:
        """Return what the judge says of a line."""
        key = (person, starts)
        found = self._laws.get(key)
        if found is None:
            _make_room(self._laws)
            found = self._laws[key] = self._judged(person, starts)
        return found

    def learn(self, lines: Mapping[str, Starts], breaches: Iterable[Breach]) -> None:
        """Take over what the audit has said of a whole answer, in its order."""
        said: dict[str, list[Breach]] = {person: [] for person in lines}
        for breach in breaches:
            if breach.person in said:
                said[breach.person].append(breach)
        for person, starts in lines.items():
            self._laws[person, starts] = _law(said[person])

    def facts(self, person: str, starts: Starts) -> tuple[Breach, ...]:
        """Return what is wrong with a line before any rule is asked: quick, and often enough."""
        who = self.problem.person_by_id[person]
        return tuple(fact_breaches(self.problem, who, self._case(who, starts)))

    def hard(self, person: str, starts: Starts) -> tuple[Breach, ...]:
        """Return the hard breaches of a line, in order."""
        key = (person, starts)
        found = self._hard.get(key)
        if found is None:
            _make_room(self._hard)
            rules = self._asked(person, starts, hard=True)
            both = [*self.facts(person, starts), *rules]
            found = self._hard[key] = tuple(sorted(both, key=in_order))
        return found

    def count(self, lines: Mapping[str, Starts]) -> tuple[int, ...]:
        """Return how many people these lines put in each cover cell."""
        people = self.problem.person_by_id
        counts = Counter(
            at
            for who, starts in lines.items()
            for at in self._there(people[who], assignments(who, starts))
        )
        return tuple(counts[at] for at in range(len(self.judge.cells)))

    @cached_property
    def already(self) -> tuple[int, ...]:
        """How many people history alone puts in each cover cell."""
        return self.count({person.id: () for person in self.problem.people})

    def asked(self, day: date, codes: Iterable[str]) -> frozenset[int]:
        """Return the cover cells that ask for shifts of a day, whoever works them."""
        nobody = replace(self.problem.people[0], history=())
        cells = [Assignment(nobody.id, day, code) for code in codes]
        shifts = self.judge.timeline(nobody, cells).shifts
        return frozenset[int]().union(*(self._serves(shift) for shift in shifts))

    def suited(self, person: str) -> frozenset[int]:
        """Return the cover cells that are open to her role and skills."""
        known = self._suits.get(person)
        if known is None:
            who = self.problem.person_by_id[person]
            cells = enumerate(self.judge.cells)
            known = self._suits[person] = frozenset(at for at, cell in cells if cell.suits(who))
        return known

    def _case(self, who: Person, starts: Starts) -> Case:
        """Return the minutes of a line, kept while it is asked about."""
        key = (who.id, starts)
        found = self._cases.get(key)
        if found is None:
            if len(self._cases) >= MOST_CASES:
                self._cases.clear()
            found = self._cases[key] = self.judge.case(who, assignments(who.id, starts))
        return found

    def _asked(self, person: str, starts: Starts, *, hard: bool) -> list[Breach]:
        who = self.problem.person_by_id[person]
        bound = self.judge.variants_of(who)
        wanted = (variant for variant in bound if variant.is_hard == hard)
        return judge(self._case(who, starts), wanted)

    def _judged(self, person: str, starts: Starts) -> Law:
        soft = self._asked(person, starts, hard=False)
        return _law(sorted([*self.hard(person, starts), *soft], key=in_order))

    def _weighed(self, person: str, starts: Starts) -> Worth:
        who = self.problem.person_by_id[person]
        line = self._case(who, starts).timeline
        goals = dict(self._own_goals(who, line, starts))
        return Worth(self._counts(who, line.shifts), goals)

    # -- cover --------------------------------------------------------------------------------

    def _there(self, who: Person, cells: Sequence[Assignment]) -> frozenset[int]:
        return self._counts(who, self.judge.timeline(who, cells).shifts)

    def _counts(self, who: Person, shifts: Iterable[Shift]) -> frozenset[int]:
        served = frozenset[int]().union(*(self._serves(shift) for shift in shifts))
        return served & self.suited(who.id)

    def _serves(self, shift: Shift) -> frozenset[int]:
        """Return the cover cells that ask for a shift, whoever works it."""
        key = (shift.day, shift.code)
        known = self._served.get(key)
        if known is None:
            known = self._served[key] = frozenset(
                at
                for day in (shift.day - 1, shift.day, shift.day + 1)
                for at, cell in self._near.get(day, ())
                if serves(shift, cell)
            )
        return known

    # -- goals --------------------------------------------------------------------------------

    def _own_goals(
        self, who: Person, line: Timeline, starts: Starts
    ) -> Iterator[tuple[str, tuple[Fraction, int]]]:
        if self._price:
            unasked = sum(
                shift.kind is ShiftKind.WORKED
                and shift.day in self.judge.scope.judged
                and self._serves(shift).isdisjoint(self.suited(who.id))
                for shift in line.work_shifts
            )
            yield "unneeded", (Fraction(unasked), unasked * self._price)
        unmet = [
            wish.weight
            for wish in self._wishes.get(who.id, ())
            if not is_met(wish, line, (wish.day, wish.shift) in starts)
        ]
        yield "wishes", (Fraction(len(unmet)), sum(unmet) * COST_SCALE)
        for goal in self._goals.get(who.id, ()):
            count = counter(self.problem, goal.name, line)
            unit = 60 if goal.name in OF_WORK else 1
            yield goal.name, (goal.away(count) / unit, self._cost(goal, count))

    def _cost(self, goal: PersonGoal, count: int) -> int:
        key = (goal.name, goal.person, count)
        known = self._costs.get(key)
        if known is None:
            known = self._costs[key] = goal.cost(count)
        return known


def assignments(person: str, starts: Starts) -> list[Assignment]:
    """Return a line as cells of an answer."""
    return [Assignment(person, day, code) for day, code in starts]


def _law(breaches: Iterable[Breach]) -> Law:
    found = tuple(breaches)
    excess: dict[str, Fraction] = {}
    for breach in found:
        if breach.status == "soft":
            excess[breach.rule] = excess.get(breach.rule, Fraction(0)) + breach.excess
    return Law(found, excess)


def _make_room(kept: dict[tuple[str, Starts], Any]) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()


def _by_day(cells: Iterable[CoverCell]) -> dict[int, list[tuple[int, CoverCell]]]:
    found: dict[int, list[tuple[int, CoverCell]]] = {}
    for at, cell in enumerate(cells):
        found.setdefault(cell.day.toordinal(), []).append((at, cell))
    return found
