"""Sums and counts over short windows as automata."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from releve.roster.engine.solve.columns.moves import Move
from releve.roster.engine.solve.columns.parts.part import Terms

Limits = tuple[int | None, int | None]
"""Least and most, ``None`` where there is no such limit."""

BlockMode = tuple[bool, bool, int | None, int | None, bool]
"""Whether a window begins today, whether one is under way, its limits, whether it ends today."""


@dataclass(frozen=True)
class BlockSum:
    """A sum over windows that never overlap.

    State: the sum so far. ``unit``: what one unit of excess weighs in the sum, begun ones
    counted whole.
    """

    what: Hashable
    unit: int
    terms: Terms
    modes: tuple[BlockMode, ...]
    value: Callable[[Move], int] = field(compare=False)

    first_state = 0

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("sum", self.what, self.unit, self.terms, self.modes)

    def symbol(self, move: Move) -> int:
        """Return what the day adds."""
        return self.value(move)

    def step(self, mode: BlockMode, state: int, symbol: int) -> tuple[int, int]:
        """Return the sum after a day and the units beyond a window that ends."""
        begins, under_way, least, most, is_end = mode
        if not under_way:
            return 0, 0
        total = (0 if begins else state) + symbol
        if is_end:
            return 0, units_beyond(total, least, most, self.unit)
        if self.terms.is_hard and most is not None and total > most:
            return total, 1
        return total, 0


SlidingMode = tuple[tuple[int, int | None, int | None], ...]
"""Windows of which today is the last known day: how many days of each are known, its limits."""


@dataclass(frozen=True)
class SlidingSum:
    """A sum over every stretch of ``days`` days.

    State: what the last 1, 2, … days add up to, as far as it can still matter. On the last day
    all windows end that reach beyond it, with the days that are known. ``limit``: the lowest
    upper limit of any window where no day adds more than ``most_a_day``; ``None`` where every
    sum must be kept.
    """

    what: Hashable
    days: int
    unit: int
    limit: int | None
    most_a_day: int
    terms: Terms
    modes: tuple[SlidingMode, ...]
    value: Callable[[Move], int] = field(compare=False)

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("sliding", self.what, self.days, self.unit, self.limit, self.terms, self.modes)

    @property
    def first_state(self) -> tuple[int, ...]:
        """The state before the first known day: nothing."""
        return (0,) * (self.days - 1)

    def symbol(self, move: Move) -> int:
        """Return what the day adds."""
        return self.value(move)

    def step(
        self, mode: SlidingMode, state: tuple[int, ...], symbol: int
    ) -> tuple[tuple[int, ...], int]:
        """Return the sums after a day and the units beyond the windows that end."""
        sums = (symbol, *(past + symbol for past in state))
        excess = sum(
            units_beyond(sums[days - 1], least, most, self.unit) for days, least, most in mode
        )
        return self._kept(sums[: self.days - 1]), excess

    def _kept(self, sums: tuple[int, ...]) -> tuple[int, ...]:
        """Forget sums that no window can bring beyond its limit, whatever follows.

        A window that ends in *k* days sees the last ``days`` - *k* days.
        """
        if self.limit is None:
            return sums
        return tuple(
            total if total + self.most_a_day * (self.days - 1 - at) > self.limit else 0
            for at, total in enumerate(sums)
        )


def units_beyond(total: int, least: int | None, most: int | None, unit: int) -> int:
    """Return the begun units by which a sum lies outside its limits."""
    if most is not None and total > most:
        return -(-(total - most) // unit)
    if least is not None and total < least:
        return -(-(least - total) // unit)
    return 0
