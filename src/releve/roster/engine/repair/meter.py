"""How long a search may go on: by the clock, by work, or until somebody cancels it."""

from __future__ import annotations

import time

from releve.kit.engines import Cancelled, Params

WORK_A_LINE = 0.002
"""Units of work for judging one line: about the seconds that it takes."""


class OutOfTimeError(Exception):
    """The search may not go on; what it has found stands."""


class Meter:
    """Counts what is done, and says when a share of what is allowed is used up."""

    def __init__(self, params: Params, cancelled: Cancelled | None) -> None:
        self._began = time.monotonic()
        self._params = params
        self._cancelled = cancelled
        self.work = 0.0

    def elapsed(self) -> float:
        """Return the seconds since it began."""
        return time.monotonic() - self._began

    def count(self, work: float = WORK_A_LINE) -> None:
        """Note some work done."""
        self.work += work

    def is_over(self, share: float = 1.0) -> bool:
        """Whether that share of the time or work allowed is used up, or somebody cancelled.

        By the clock only where no work limit is given: with one, the same answer comes twice.
        """
        if self._cancelled is not None and self._cancelled():
            return True
        if self._params.work is not None:
            return self.work >= self._params.work * share
        seconds = self._params.seconds
        return seconds is not None and self.elapsed() >= seconds * share

    def seconds_left(self) -> float | None:
        """Return the seconds left, ``None`` where the clock sets no limit."""
        if self._params.seconds is None:
            return None
        return max(0.0, self._params.seconds - self.elapsed())

    def work_left(self) -> float | None:
        """Return the work left, ``None`` where work sets no limit."""
        return None if self._params.work is None else max(0.0, self._params.work - self.work)
