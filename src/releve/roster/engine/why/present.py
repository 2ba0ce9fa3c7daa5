"""The roster as it stands: read once, so that each change is weighed against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import chain

from releve.roster.engine.audit import audit, judge_of
from releve.roster.engine.audit.presence import serves
from releve.roster.engine.audit.timeline import Timeline
from releve.roster.engine.cover import CoverCell
from releve.roster.engine.problem import Assignment, Person, Problem, ShiftKind
from releve.roster.engine.result import Breach, Hole, Score
from releve.roster.engine.score import hole_of, score

Holes = Mapping[tuple[str, datetime], Hole]


class Present:
    """A problem and its present answer, with what both say of each person."""

    def __init__(self, problem: Problem, answer: Iterable[Assignment]) -> None:
        self.problem = problem
        self.answer = tuple(sorted(answer))
        self.judge = judge_of(problem)
        self.lines: dict[str, tuple[Assignment, ...]] = {
            person.id: tuple(cell for cell in self.answer if cell.person == person.id)
            for person in problem.people
        }

    @cached_property
    def score(self) -> Score:
        """What the present answer leaves open and costs."""
        return score(self.problem, self.answer)

    @cached_property
    def breaches(self) -> Counter[Breach]:
        """Every breach of the present answer."""
        return Counter(audit(self.problem, self.answer))

    @cached_property
    def there(self) -> dict[CoverCell, int]:
        """How many suitable people each need has."""
        presence = self.judge.presence(self.lines)
        return {cell: presence.count(cell) for cell in self.judge.cells}

    def timeline(self, person: str, line: Sequence[Assignment]) -> Timeline:
        """Return one person's minutes under other cells than her present ones."""
        return self.judge.timeline(self.problem.person_by_id[person], line)

    def is_on_call(self, code: str) -> bool:
        """Whether a shift is on-call time."""
        return self.problem.shift_by_code[code].kind is ShiftKind.ON_CALL

    def with_line(self, person: str, line: Sequence[Assignment]) -> tuple[Assignment, ...]:
        """Return the answer with one person's cells replaced."""
        return tuple(sorted([*(c for c in self.answer if c.person != person), *line]))

    def new_breaches(self, person: str, line: Sequence[Assignment]) -> tuple[Breach, ...]:
        """Return the hard breaches that one person's new cells bring, and nothing else does."""
        return self.new_breaches_of({person: tuple(line)})

    def new_breaches_of(self, lines: Mapping[str, tuple[Assignment, ...]]) -> tuple[Breach, ...]:
        """Return the hard breaches that new cells of some people bring.

        Rules bind one person at a time and only maxima tie people, so where no need has one,
        the lines that do not change need not be judged again.
        """
        if any(cell.maximum is not None for cell in self.judge.cells):
            after = {**self.lines, **lines}
            return fresh(self.breaches, audit(self.problem, chain.from_iterable(after.values())))
        found = (
            fresh(self._of_line(person), self.judge.of_person(person, line))
            for person, line in lines.items()
            if line != self.lines[person]
        )
        return tuple(chain.from_iterable(found))

    def _of_line(self, person: str) -> Counter[Breach]:
        return Counter({b: n for b, n in self.breaches.items() if b.person == person})

    def holes_moved(
        self, person: str, line: Sequence[Assignment]
    ) -> tuple[tuple[Hole, ...], tuple[Hole, ...]]:
        """Return the holes that one person's new cells open, and those that they close."""
        who = self.problem.person_by_id[person]
        before = self.timeline(person, self.lines[person])
        after = self.timeline(person, line)
        opened, closed = [], []
        for cell, there in self.there.items():
            change = _is_there(after, cell, who) - _is_there(before, cell, who)
            missing = max(0, cell.minimum - there)
            still = max(0, cell.minimum - there - change)
            if still > missing:
                opened.append(hole_of(cell, still - missing))
            elif still < missing:
                closed.append(hole_of(cell, missing - still))
        return tuple(opened), tuple(closed)


def fresh(before: Counter[Breach], after: Iterable[Breach]) -> tuple[Breach, ...]:
    """Return the hard breaches that were not there before, in the order of the judge."""
    known, found = before.copy(), []
    for breach in after:
        if known[breach] > 0:
            known[breach] -= 1
        elif breach.status != "soft":
            found.append(breach)
    return tuple(found)


def holes_between(
    before: Iterable[Hole], after: Iterable[Hole]
) -> tuple[tuple[Hole, ...], tuple[Hole, ...]]:
    """Return what opens and what closes from one list of holes to another."""
    was = {(hole.need, hole.starts_at): hole for hole in before}
    now = {(hole.need, hole.starts_at): hole for hole in after}
    return tuple(_more(was, now)), tuple(_more(now, was))


def _more(few: Holes, many: Holes) -> Iterable[Hole]:
    for key, hole in many.items():
        missing = hole.missing - (few[key].missing if key in few else 0)
        if missing > 0:
            yield replace(hole, missing=missing)


def _is_there(line: Timeline, cell: CoverCell, person: Person) -> int:
    return int(cell.suits(person) and any(serves(shift, cell) for shift in line.shifts))
