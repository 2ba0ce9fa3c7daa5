"""Runs and sequences of days as automata."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from releve.roster.engine.rules.forms import Run, Sequence
from releve.roster.engine.solve.columns.moves import Move
from releve.roster.engine.solve.columns.parts.part import Terms

BELOW, ABOVE = 1, 2


@dataclass(frozen=True)
class RunPart:
    """The length of the run under way.

    State: days of the run, 0 outside one; one that reaches back to the first known day, and so
    is never too short, is counted as -1 - days. Mode: whether a run that ended yesterday may be
    found too short (``BELOW``) and one that goes on today too long (``ABOVE``), as bits.
    """

    form: Run
    terms: Terms
    modes: tuple[int, ...]

    first_state = -1

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("run", self.form, self.terms, self.modes)

    def symbol(self, move: Move) -> int:
        """Return whether the day belongs to the run: 0, 1, or 2 where history alone says so."""
        return 2 if move.is_settled_as(self.form.of) else int(move.is_true(self.form.of))

    def step(self, mode: int, state: int, symbol: int) -> tuple[int, int]:
        """Return the length after a day and the days too many, or too few of what ended."""
        least, most = self.form.minimum or 0, self.form.maximum
        if not symbol:
            too_short = bool(mode & BELOW) and 0 < state < least
            return 0, least - state if too_short else 0
        days = state + 1 if state >= 0 else -state
        over = most is not None and days > most and bool(mode & ABOVE) and symbol == 1
        kept = min(days, max(least, most or 0))
        return (kept if state >= 0 else -1 - kept), int(over)


@dataclass(frozen=True)
class SequencePart:
    """How far the forbidden sequence has gone.

    State: bit *i* says that the first *i* + 1 steps have just been taken. Mode: whether the
    last step counts today.
    """

    form: Sequence
    terms: Terms
    modes: tuple[bool, ...]

    first_state = 0

    @property
    def key(self) -> Hashable:
        """What two equal parts have in common."""
        return ("sequence", self.form, self.terms, self.modes)

    def symbol(self, move: Move) -> tuple[int, bool]:
        """Return which steps the day could be, and whether history alone makes it the last."""
        taken = sum(1 << at for at, of in enumerate(self.form.steps) if move.is_true(of))
        return taken, move.is_settled_as(self.form.steps[-1])

    def step(
        self,
        mode: bool,
        state: int,
        symbol: tuple[int, bool],
    ) -> tuple[int, int]:
        """Return what has been taken after a day and 1 where the sequence is complete."""
        taken, is_settled = symbol
        reached = (state << 1 | 1) & taken
        last = 1 << len(self.form.steps) - 1
        complete = bool(reached & last) and mode and not is_settled
        return reached & (last - 1), int(complete)
