"""Why this cell: what each other content of it would break, whether it can be, at what cost.

Three questions are asked of each alternative. What breaks where this cell alone changes: the
judge says. Whether any lawful roster has it: her line alone is solved with the cell decided.
What it costs: the roster is solved again around it, judged and weighed anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.solve.alone import Alone, fixes_of
from releve.roster.engine.solve.around import Around, Found, Moves, Start
from releve.roster.engine.solve.deadline import Deadline
from releve.roster.engine.solve.line import Slots
from releve.roster.engine.why.near import colleagues, moves_around
from releve.roster.engine.why.present import Present
from releve.roster.engine.why.story import Alternative, CellStory, Proven, Way, WhyParams
from releve.roster.engine.why.ways import Weigher

WEIGHING_SECONDS = 0.12
"""What judging and weighing one roster may take."""

BUILDING_SECONDS = 0.5
"""What stating the search among colleagues may take; below, nothing is left to search in."""

OWN_SHARE = 0.3
"""Of the time left, what the searches may take that change her line only."""

OWN_SECONDS = 0.2
"""What each of them may take at least: a first way is worth more than a punctual answer."""

CLASH_SHARE = 0.5
"""Of the time left to impossible alternatives, what their reasons may take."""


@dataclass(frozen=True)
class Option:
    """One other content of a cell: her line with it, and the starts it decides."""

    shift: str | None
    on_call: bool
    line: tuple[Assignment, ...]
    starts: dict[Start, int]


def why_cell(
    problem: Problem,
    answer: tuple[Assignment, ...],
    cell: tuple[str, date],
    *,
    params: WhyParams | None = None,
    proven: Proven | None = None,
) -> CellStory:
    """Return what each alternative of a person's day would break or cost.

    ``cell``: a person of the problem and a day of its period. ``proven``: the bounds of the
    version's own search, without which no gap is told.
    """
    params = params or WhyParams()
    deadline = Deadline(params.seconds)
    asking = _Asking(Present(problem, answer), cell, params, proven or Proven(), deadline)
    return asking.story()


class _Asking:
    """One question about one cell."""

    def __init__(
        self,
        present: Present,
        cell: tuple[str, date],
        params: WhyParams,
        proven: Proven,
        deadline: Deadline,
    ) -> None:
        self.deadline = deadline
        self.present = present
        self.person, self.day = cell
        self.params = params
        self.weigher = Weigher(present, proven)
        self.slots = Slots(present.problem)

    def story(self) -> CellStory:
        options = list(self.options())
        told = {at: self._broken(option) for at, option in enumerate(options)}
        told |= self._impossible(options, told)
        left = {at: option for at, option in enumerate(options) if told[at].verdict == "unknown"}
        for at, way in self._ways(left):
            told[at] = replace(told[at], verdict="possible", way=way)
        return CellStory(
            person=self.person,
            day=self.day,
            now=tuple(cell.shift for cell in self._here),
            alternatives=tuple(told[at] for at in range(len(options))),
            seconds=self.deadline.elapsed(),
        )

    def _impossible(
        self, options: list[Option], told: dict[int, Alternative]
    ) -> dict[int, Alternative]:
        """Return the alternatives that no lawful line of hers has, with what forbids them."""
        alone = Alone(self.slots, self.present.problem.person_by_id[self.person])
        fixes = [fixes_of(alone.line, option.starts) for option in options]
        never = [at for at in told if alone.can_have(fixes[at], self.deadline) == "impossible"]
        found = {}
        for count, at in enumerate(never):
            most = self.deadline.left() * CLASH_SHARE / (len(never) - count)
            clash = alone.clash(fixes[at], Deadline(most))
            found[at] = replace(
                told[at],
                verdict="impossible",
                reasons=clash.reasons,
                reasons_are_irreducible=clash.is_irreducible,
            )
        return found

    @property
    def _here(self) -> list[Assignment]:
        return [cell for cell in self.present.lines[self.person] if cell.day == self.day]

    def options(self) -> Iterator[Option]:
        """Yield every other content: duties first, then on-call where there is any that day."""
        yield from self._half(on_call=False)
        some = any(c.day == self.day and self.present.is_on_call(c.shift) for c in self._everybody)
        if some:
            yield from self._half(on_call=True)

    @property
    def _everybody(self) -> tuple[Assignment, ...]:
        return self.present.answer

    def _half(self, *, on_call: bool) -> Iterator[Option]:
        present = self.present
        codes = [s.code for s in present.problem.shifts if present.is_on_call(s.code) == on_call]
        here = [cell.shift for cell in self._here if cell.shift in codes]
        kept = [
            cell
            for cell in present.lines[self.person]
            if cell.day != self.day or cell.shift not in here
        ]
        for code in (None, *codes):
            if here == ([] if code is None else [code]):
                continue
            given = [] if code is None else [Assignment(self.person, self.day, code)]
            starts: dict[Start, int] = {(self.day, c): int(c == code) for c in codes}
            yield Option(code, on_call, tuple(sorted([*kept, *given])), starts)

    def _broken(self, option: Option) -> Alternative:
        opened, closed = self.present.holes_moved(self.person, option.line)
        return Alternative(
            shift=option.shift,
            on_call=option.on_call,
            verdict="unknown",
            breaches=self.present.new_breaches(self.person, option.line),
            opened=opened,
            closed=closed,
        )

    def _ways(self, options: dict[int, Option]) -> Iterator[tuple[int, Way]]:
        """Yield a way for each alternative: her own line first, then those of others with it."""
        if not options:
            return
        every = frozenset(self.present.problem.days)
        alone = self._around({self.person: every})
        share = self.deadline.left() * OWN_SHARE / len(options)
        share = share and max(share, OWN_SECONDS)
        first = {
            at: None if own is None else replace(own, is_least=False)
            for at, option in options.items()
            for own in [self._found(alone, option, share)]
        }
        enough = self.deadline.left() > BUILDING_SECONDS
        together = self._around(self._moves()) if enough else None
        for count, (at, option) in enumerate(options.items()):
            share = self.deadline.left() / (len(options) - count) - WEIGHING_SECONDS
            found = self._found(together, option, share, first[at]) or first[at]
            if found is not None:
                yield at, self.weigher.way(found, list(option.starts), self.person)

    def _found(
        self, around: Around | None, option: Option, seconds: float, first: Found | None = None
    ) -> Found | None:
        if around is None or seconds <= 0:
            return None
        params = self.params
        return around.least(
            fixes_of(around.by_person[self.person], option.starts),
            seconds=seconds,
            workers=params.workers if first else 1,
            seed=params.seed,
            hint=None if first is None else first.answer,
        )

    def _moves(self) -> Moves:
        present, person = self.present, self.present.problem.person_by_id[self.person]
        others = colleagues(present, person, self.day)
        return moves_around(present, [self.person], others, self.day, self.params)

    def _around(self, moves: Moves) -> Around:
        points = self.params.change_points
        return Around(self.slots, self.present.answer, moves, change_points=points)
