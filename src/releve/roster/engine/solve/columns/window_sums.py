"""Sums over windows of one person: automata where windows are short, counters where long.

An automaton prices exactly but remembers what the last days added; over a month of minutes that
is too much to remember, and one number for the whole period is all that a counter needs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from releve.roster.engine.rules.forms import Window
from releve.roster.engine.solve.columns.counters import Counter
from releve.roster.engine.solve.columns.moves import Move, Moves
from releve.roster.engine.solve.columns.parts import BlockSum, Part, SlidingSum
from releve.roster.engine.solve.columns.parts.part import Terms
from releve.roster.engine.solve.columns.parts.sums import BlockMode, Limits, units_beyond
from releve.roster.engine.solve.windows import Stretch

ONE_DAY = timedelta(days=1)

SHORT_DAYS = 15
"""Windows of up to so many days are remembered day by day; longer ones are counters."""

NO_LIMITS: Limits = (None, None)

Value = Callable[[Move], int]
"""What a day adds to a sum, a whole number."""


@dataclass(frozen=True)
class Summed:
    """What is summed over windows: its value on a day, what a unit beyond a limit weighs.

    ``name``: the rule's. ``what``: tells sums of one person apart. ``unit``: how much of the sum
    is one unit. ``is_rest``: whether work lowers the sum.
    """

    name: str
    what: Hashable
    value: Value
    unit: int
    terms: Terms
    is_rest: bool = False


@dataclass(frozen=True)
class WindowSums:
    """Writes what is summed over windows of one person.

    ``known``: every known day, in order. ``idle``: those days if she were given nothing.
    """

    moves: Moves
    known: tuple[date, ...]
    idle: Mapping[date, Move]

    @property
    def starts_on(self) -> date:
        """The first day of the period."""
        return self.moves.problem.starts_on

    def written(
        self, window: Window, summed: Summed, asked: Mapping[Stretch, Limits]
    ) -> tuple[tuple[Part, ...], tuple[Counter, ...]]:
        """Return windows with their limits as automata where short, as counters where long."""
        eased = self._eased_all(summed, asked)
        if not eased:
            return (), ()
        if not _is_short(window, eased):
            return (), tuple(self._long(summed, *windowed) for windowed in eased.items())
        if window.kind == "sliding":
            return (self._sliding(window, summed, eased),), ()
        return (self._blocks(summed, eased),), ()

    def _eased_all(self, summed: Summed, asked: Mapping[Stretch, Limits]) -> dict[Stretch, Limits]:
        """Return the windows that still bind once what history spoilt is forgiven."""
        eased = {stretch: self._eased(summed, stretch, limits) for stretch, limits in asked.items()}
        return {stretch: limits for stretch, limits in eased.items() if limits != NO_LIMITS}

    def _eased(self, summed: Summed, stretch: Stretch, limits: Limits) -> Limits:
        """Return the limits of a window, no tighter than what history leaves possible."""
        least, most = limits
        idle = sum(summed.value(self.idle[day]) for day in stretch.days)
        if most is not None:
            before = [day for day in stretch.days if day < self.starts_on]
            spoilt = sum(summed.value(self.idle[day]) for day in before)
            most = max(most, spoilt if summed.is_rest else idle)
        if least is not None and not stretch.is_complete:
            least = None
        if least is not None and summed.is_rest:
            least = min(least, idle)
        return least, most

    def _sliding(
        self, window: Window, summed: Summed, eased: Mapping[Stretch, Limits]
    ) -> SlidingSum:
        ends: dict[date, list[tuple[int, int | None, int | None]]] = {}
        for stretch, limits in eased.items():
            last = min(stretch.last, self.known[-1])
            ends.setdefault(last, []).append(((last - stretch.first).days + 1, *limits))
        upper = [most for _, most in eased.values() if most is not None]
        # Sums may be forgotten only where every window has an upper limit and no lower one.
        forgets = summed.terms.is_hard and len(upper) == len(eased)
        forgets = forgets and all(least is None for least, _ in eased.values())
        return SlidingSum(
            summed.what,
            window.days or 1,
            summed.unit,
            min(upper) if forgets else None,
            self._most_a_day(summed) if forgets else 0,
            summed.terms,
            tuple(tuple(ends.get(day, ())) for day in self.known),
            summed.value,
        )

    def _most_a_day(self, summed: Summed) -> int:
        """Return the most that one day can add, whatever the day before left."""
        return max(
            summed.value(self.moves.move(day, tag, choice))
            for day in self.moves.problem.days
            for tag in self.moves.tags
            for choice in self.moves.choices
        )

    def _blocks(self, summed: Summed, eased: Mapping[Stretch, Limits]) -> BlockSum:
        modes: list[BlockMode] = []
        for day in self.known:
            found = next((s for s in eased if s.days[0] <= day <= s.days[-1]), None)
            if found is None:
                modes.append((False, False, None, None, False))
            else:
                least, most = eased[found]
                modes.append((day == found.days[0], True, least, most, day == found.days[-1]))
        return BlockSum(summed.what, summed.unit, summed.terms, tuple(modes), summed.value)

    def _long(self, summed: Summed, stretch: Stretch, limits: Limits) -> Counter:
        past = [self.idle[day] for day in stretch.days if day < self.starts_on]
        least, most = limits

        def charge(total: int) -> int | None:
            return summed.terms.cost(units_beyond(total, least, most, summed.unit))

        return Counter(
            summed.name,
            summed.what,
            max(stretch.days[0], self.starts_on),
            stretch.days[-1],
            sum(summed.value(move) for move in past),
            summed.value,
            charge,
        )


def _is_short(window: Window, eased: Mapping[Stretch, Limits]) -> bool:
    """Whether an automaton can remember the windows: short, and sliding or never overlapping."""
    if window.kind in ("sliding_weeks", "horizon"):
        return False
    return max(len(stretch.days) for stretch in eased) <= SHORT_DAYS


def weekends_from(first: date) -> Value:
    """Return what counts weekends of which only days since ``first`` are seen."""
    return lambda move: int(move.counts_weekend(saturday_counts=move.day - ONE_DAY >= first))
