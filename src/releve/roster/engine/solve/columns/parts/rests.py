"""Rest between shifts and rest within windows as automata."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from releve.roster.engine.solve.columns.moves import Move, Moves
from releve.roster.engine.solve.columns.parts.part import Mode, State, Symbol, Terms


def _shift_of(moves: Moves, move: Move) -> tuple[int, int] | None:
    """Return start and end of the shift of work, in minutes after the day's midnight."""
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
    modes: tuple[Mode, ...]
    moves: Moves = field(compare=False)

    first_state = 0

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("gap", self.minimum, self.terms, self.modes)

    def symbol(self, move: Move) -> Symbol:
        """Return when the shift of work starts and ends."""
        return _shift_of(self.moves, move)

    def step(self, mode: Mode, state: State, symbol: Symbol) -> tuple[State, int]:
        """Return the earliest next start after a day and 1 where one came too early."""
        counts, length = mode  # type: ignore[misc]  # a mode of this part
        assert isinstance(state, int)
        if symbol is None:
            return max(0, state - length), 0
        start, end = symbol  # type: ignore[misc]  # a symbol of this part
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
    modes: tuple[Mode, ...]
    moves: Moves = field(compare=False)

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("rest", self.least, self.reach, self.terms, self.modes)

    @property
    def first_state(self) -> State:
        """The state before the first known day: rested since long ago."""
        return -self.reach, -self.reach

    def symbol(self, move: Move) -> Symbol:
        """Return when the shift of work starts and ends."""
        return _shift_of(self.moves, move)

    def step(self, mode: Mode, state: State, symbol: Symbol) -> tuple[State, int]:
        """Return the rests after a day and 1 where a window ends without one."""
        left, length = mode  # type: ignore[misc]  # a mode of this part
        latest, busy_to = state  # type: ignore[misc]  # a state of this part
        if symbol is not None:
            start, end = symbol  # type: ignore[misc]  # a symbol of this part
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
    modes: tuple[Mode, ...]

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("block", self.days, self.reach, self.terms, self.modes)

    @property
    def first_state(self) -> State:
        """The state before the first known day: nothing is known."""
        return self.reach, 0

    def symbol(self, move: Move) -> Symbol:
        """Return whether the day is one of rest."""
        return not move.worked

    def step(self, mode: Mode, state: State, symbol: Symbol) -> tuple[State, int]:
        """Return the block after a day and 1 where a window ends without one."""
        window, suits = mode  # type: ignore[misc]  # a mode of this part
        age, run = state  # type: ignore[misc]  # a state of this part
        age, run = min(self.reach, age + 1), min(self.days, run + 1) if symbol else 0
        if run >= self.days and suits:
            age = self.days - 1
        return (age, run), int(window is not None and age > window - 1)


@dataclass(frozen=True)
class OverlapPart:
    """Minutes of today before which something of yesterday still lasts. Mode: day's minutes."""

    terms: Terms
    modes: tuple[Mode, ...]
    moves: Moves = field(compare=False)

    first_state = 0

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("overlap", self.terms, self.modes)

    def symbol(self, move: Move) -> Symbol:
        """Return when everything of today starts and ends, in order."""
        slots = sorted(move.started, key=lambda slot: (slot.start, slot.on_call))
        starts = [self.moves.since_midnight(move.day, slot.start) for slot in slots]
        return tuple(
            (start, start + slot.end - slot.start)
            for start, slot in zip(starts, slots, strict=True)
        )

    def step(self, mode: Mode, state: State, symbol: Symbol) -> tuple[State, int]:
        """Return how long today's shifts last into tomorrow and 1 where two overlap."""
        assert isinstance(mode, int)
        assert isinstance(state, int)
        busy_to, clash = state, 0
        for start, end in symbol:  # type: ignore[attr-defined]  # a symbol of this part
            clash |= start < busy_to
            busy_to = max(busy_to, end)
        return max(0, busy_to - mode), int(clash)
