"""How long an answer may take: one clock, shared by everything that is done for it."""

from __future__ import annotations

import time


class Deadline:
    """So many seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._began = time.monotonic()
        self._until = self._began + seconds

    def left(self) -> float:
        """Return the seconds that are left, never fewer than none."""
        return max(0.0, self._until - time.monotonic())

    def elapsed(self) -> float:
        """Return the seconds since it began."""
        return time.monotonic() - self._began

    def is_over(self) -> bool:
        """Whether no time is left."""
        return self.left() <= 0
