"""Changes of several cells at once: a shift that changes hands, two that are exchanged."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from releve.roster.engine.counters import Counters, counted
from releve.roster.engine.live.lines import Starts, assignments
from releve.roster.engine.live.standing import Standing
from releve.roster.engine.live.story import CoverChange, Edit, barring
from releve.roster.engine.result import Breach, Score


class Held(Protocol):
    """Whoever knows what a cell holds."""

    def shifts_at(self, person: str, day: date) -> tuple[str, ...]:
        """Return the codes that start in a cell."""


@dataclass(frozen=True)
class Move:
    """A shift of one day that goes from one person to another; nobody gives one that is open."""

    day: date
    shift: str
    taker: str
    giver: str = ""


@dataclass(frozen=True)
class Together:
    """What several changes do when they are made at once.

    ``before`` and ``after``: the counters of each person whose cells change. The rest as a
    judgement of one change.
    """

    edits: tuple[Edit, ...]
    appears: tuple[Breach, ...]
    disappears: tuple[Breach, ...]
    cover: tuple[CoverChange, ...]
    before: Mapping[str, Counters]
    after: Mapping[str, Counters]
    hole_cost_change: int
    cost_change: int
    score: Score

    @property
    def barring(self) -> tuple[Breach, ...]:
        """The hard breaches that forbid it: those that it brings or makes worse."""
        return barring(self.appears, self.disappears)

    @property
    def is_allowed(self) -> bool:
        """Whether no hard rule forbids it."""
        return not self.barring

    @property
    def soft(self) -> tuple[Breach, ...]:
        """The soft rules that it newly breaks."""
        return tuple(breach for breach in self.appears if breach.status == "soft")

    def about(self, person: str) -> tuple[Breach, ...]:
        """Return the breaches that it brings to one person, hard and soft."""
        return tuple(breach for breach in self.appears if breach.person == person)


def edits_for(moves: Iterable[Move], held: Held) -> tuple[Edit, ...]:
    """Return what the cells hold once shifts have changed hands.

    Raises ``ValueError`` where somebody gives what she does not have, or takes what she has.
    """
    cells: dict[tuple[str, date], list[str]] = {}
    done = tuple(moves)
    for move in done:
        for who in (move.giver, move.taker):
            if who:
                cells.setdefault((who, move.day), list(held.shifts_at(who, move.day)))
    for move in done:
        if move.giver:
            if move.shift not in cells[move.giver, move.day]:
                raise ValueError(f"{move.giver} has no {move.shift} on {move.day}")
            cells[move.giver, move.day].remove(move.shift)
    for move in done:
        if move.shift in cells[move.taker, move.day]:
            raise ValueError(f"{move.taker} has {move.shift} on {move.day} already")
        cells[move.taker, move.day].append(move.shift)
    return tuple(Edit(who, day, tuple(sorted(codes))) for (who, day), codes in cells.items())


def weighed(standing: Standing, edits: tuple[Edit, ...]) -> Together:
    """Return what changes do together; ``ValueError`` where one names no cell."""
    changed = standing.changed(edits)
    found = standing.weigh(changed)
    problem, cells = standing.lines.problem, standing.lines.judge.cells
    present = standing.present
    return Together(
        edits=edits,
        appears=found.appears,
        disappears=found.disappears,
        cover=tuple(
            CoverChange(cells[at], present[at], present[at] + more)
            for at, more in sorted(found.moved.items())
        ),
        before={
            who: counted(problem, who, assignments(who, standing.starts[who])) for who in changed
        },
        after={who: counted(problem, who, assignments(who, line)) for who, line in changed.items()},
        hole_cost_change=found.hole_cost,
        cost_change=found.cost,
        score=standing.score_after(found),
    )


def may_be(standing: Standing, edits: Iterable[Edit]) -> bool:
    """Whether no hard rule forbids changes made together; quicker than all that they do."""
    changed = standing.changed(edits)
    if not all(_is_lawful(standing, who, starts) for who, starts in changed.items()):
        return False
    found = standing.weigh(changed)
    return not barring(found.appears, found.disappears)


def exchanges(
    standing: Standing, person: str, day: date, shift: str, *, days: Container[date]
) -> Iterator[tuple[Move, ...]]:
    """Yield the lawful ways in which a shift of hers may change hands, as gift or exchange.

    With whoever has a shift on some of these days; both stay lawful, and no post is covered
    less. Nobody gives a shift for the same one of the same day. In the order of the problem:
    nobody comes before anybody else.
    """
    own = _Lawful(standing)
    for other in standing.lines.problem.people:
        if other.id == person:
            continue
        there = Move(day, shift, taker=other.id, giver=person)
        backs = [
            Move(on, code, taker=person, giver=other.id)
            for on, code in standing.starts[other.id]
            if (on, code) != (day, shift)
        ]
        ways = [(there, back) for back in backs if back.day in days]
        for moves in ((there,), *ways):
            try:
                edits = edits_for(moves, standing)
            except ValueError:
                continue
            if own.both(edits) and _covers(standing, edits):
                yield moves


class _Lawful:
    """Lines asked about once each: hers is the same with whoever she exchanges."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._known: dict[tuple[str, Starts], bool] = {}

    def both(self, edits: tuple[Edit, ...]) -> bool:
        """Whether the lines of all whose cells change are lawful."""
        return all(self._one(*line) for line in self._standing.changed(edits).items())

    def _one(self, person: str, starts: Starts) -> bool:
        key = (person, starts)
        if key not in self._known:
            self._known[key] = _is_lawful(self._standing, person, starts)
        return self._known[key]


def _is_lawful(standing: Standing, person: str, starts: Starts) -> bool:
    """Whether a line of hers brings no hard breach that she does not have already."""
    lines = standing.lines
    before = lines.law(person, standing.starts[person]).breaches
    # Facts are quick and mostly enough; the rules are asked only where they allow it.
    return not any(barring(hard(person, starts), before) for hard in (lines.facts, lines.hard))


def _covers(standing: Standing, edits: tuple[Edit, ...]) -> bool:
    """Whether no post is covered less, and none has more people than it may."""
    changed = standing.changed(edits)
    hole_cost, _least = standing.at_least(changed)
    return hole_cost <= 0 and not standing.crowded(changed)
