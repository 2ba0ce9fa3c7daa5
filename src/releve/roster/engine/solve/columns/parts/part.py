"""What every small automaton of a rule has in common.

A part reads one day after another. Of the day it sees a *symbol* (what the move makes of it)
and a *mode* (what the calendar asks of it: which windows begin or end, what they still allow).
Its state is all that it must remember. Two people whose parts have equal keys share them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.solve.columns.moves import Move

# Each part has hashable modes, states and symbols of its own types, which its methods state;
# whoever holds parts of several kinds only hands them on.
State = Any
Symbol = Any
Mode = Any


@dataclass(frozen=True)
class Terms:
    """How a part binds: demanded (``None``), or so many scaled points for each unit beyond."""

    price: Fraction | None

    @property
    def is_hard(self) -> bool:
        """Whether what goes beyond is not allowed at all."""
        return self.price is None

    def cost(self, excess: int) -> int | None:
        """Return what an excess costs, ``None`` where it is not allowed."""
        if not excess:
            return 0
        return None if self.price is None else int(self.price * excess)


def terms(*, is_hard: bool, points: int, per: Fraction | int = 1) -> Terms:
    """Return the terms of a rule with so many points for each unit."""
    return Terms(None if is_hard else Fraction(points * COST_SCALE) * per)


class Part(Protocol):
    """One rule, or one piece of a rule, as an automaton."""

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""

    @property
    def terms(self) -> Terms:
        """How it binds."""

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The mode of every known day."""

    @property
    def first_state(self) -> State:
        """The state before the first known day."""

    def symbol(self, move: Move) -> Symbol:
        """Return what it sees of a move."""

    def step(self, mode: Mode, state: State, symbol: Symbol) -> tuple[State, int]:
        """Return the state after a day and by how many units the day goes beyond."""


def state_after(part: Part, past: Iterable[Move]) -> State:
    """Return the state in which history leaves a part; what history spoilt costs nothing."""
    state = part.first_state
    for mode, move in zip(part.modes, past, strict=False):
        state, _ = part.step(mode, state, part.symbol(move))
    return state
