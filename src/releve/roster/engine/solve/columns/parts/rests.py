"""Rest between shifts and rest within windows as automata."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from releve.roster.engine.solve.columns.moves import Move, Moves
from releve.roster.engine.solve.columns.parts.part import Terms

Span = tuple[int, int]
"""Start and end, in minutes after the day's midnight."""


def _shift_of(moves: Moves, move: Move) -> Span | None:
    """Return when the shift of work starts and ends."""
    slot = move.work
    if slot is None:
        return None
    start = moves.since_midnight(move.day, slot.start)
    return start, start + slot.end - slot.start


@dataclass(frozen=True)
class GapPart:
    """Minutes of today before which no shift may start. Mode: (counts today, day's minutes)."""

    minimum: int
    terms: Terms
    modes: tuple[tuple[bool, int], ...]
    moves: Moves = field(compare=False)

    first_state = 0

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("gap", self.minimum, self.terms, self.modes)

    def symbol(self, move: Move) -> Span | None:
        """Return when the shift of work starts and ends."""
        return _shift_of(self.moves, move)

    def step(self, mode: tuple[bool, int], state: int, symbol: Span | None) -> tuple[int, int]:
        """Return the earliest next start after a day and 1 where one came too early."""
        counts, length = mode
        if symbol is None:
            return max(0, state - length), 0
        start, end = symbol
        after = max(state, end + self.minimum)
        return max(0, after - length), int(counts and start < state)


@dataclass(frozen=True)
class RestPart:
    """Long rests within windows, all of which demand the same minutes.

    State: (latest start of a long enough rest that has ended, end of the latest shift), in
    minutes after today's midnight. Mode: (start of the window that ends today or ``None``, the
    day's minutes). What lies ``reach`` minutes back is forgotten.
    """

    least: int
    reach: int
    terms: Terms
    modes: tuple[tuple[int | None, int], ...]
    moves: Moves = field(compare=False)

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("rest", self.least, self.reach, self.terms, self.modes)

    @property
    def first_state(self) -> tuple[int, int]:
        """The state before the first known day: rested since long ago."""
        return -self.reach, -self.reach

    def symbol(self, move: Move) -> Span | None:
        """Return when the shift of work starts and ends."""
        return _shift_of(self.moves, move)

    def step(
        self, mode: tuple[int | None, int], state: tuple[int, int], symbol: Span | None
    ) -> tuple[tuple[int, int], int]:
        """Return the rests after a day and 1 where a window ends without one."""
        left, length = mode
        latest, busy_to = state
        if symbol is not None:
            start, end = symbol
            if start - busy_to >= self.least:
                latest = start - self.least
            busy_to = max(busy_to, end)
        missing = left is not None and latest < left and length - max(busy_to, left) < self.least
        kept = max(-self.reach, latest - length), max(-self.reach, busy_to - length)
        return kept, int(missing)


@dataclass(frozen=True)
class BlockPart:
    """Consecutive rest days within windows, all of which demand the same number.

    State: (days since the first day of the latest such block, rest days under way). Mode: (days
    of the window that ends today or ``None``, whether a block that ends today has a Sunday).
    """

    days: int
    reach: int
    terms: Terms
    modes: tuple[tuple[int | None, bool], ...]

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("block", self.days, self.reach, self.terms, self.modes)

    @property
    def first_state(self) -> tuple[int, int]:
        """The state before the first known day: nothing is known."""
        return self.reach, 0

    def symbol(self, move: Move) -> bool:
        """Return whether the day is one of rest."""
        return not move.worked

    def step(
        self, mode: tuple[int | None, bool], state: tuple[int, int], symbol: bool
    ) -> tuple[tuple[int, int], int]:
        """Return the block after a day and 1 where a window ends without one."""
        window, suits = mode
        age, run = state
        age, run = min(self.reach, age + 1), min(self.days, run + 1) if symbol else 0
        if run >= self.days and suits:
            age = self.days - 1
        return (age, run), int(window is not None and age > window - 1)


@dataclass(frozen=True)
class OverlapPart:
    """Minutes of today before which something of yesterday still lasts. Mode: day's minutes."""

    terms: Terms
    modes: tuple[int, ...]
    moves: Moves = field(compare=False)

    first_state = 0

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("overlap", self.terms, self.modes)

    def symbol(self, move: Move) -> tuple[Span, ...]:
        """Return when everything of today starts and ends, in order."""
        slots = sorted(move.started, key=lambda slot: (slot.start, slot.on_call))
        starts = [self.moves.since_midnight(move.day, slot.start) for slot in slots]
        return tuple(
            (start, start + slot.end - slot.start)
            for start, slot in zip(starts, slots, strict=True)
        )

    def step(self, mode: int, state: int, symbol: tuple[Span, ...]) -> tuple[int, int]:
        """Return how long today's shifts last into tomorrow and 1 where two overlap."""
        busy_to, clash = state, False
        for start, end in symbol:
            clash |= start < busy_to
            busy_to = max(busy_to, end)
        return max(0, busy_to - mode), int(clash)
