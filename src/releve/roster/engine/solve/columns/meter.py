"""How long a search may go on: by the clock, by counted work, until somebody stops it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Meter:
    """Counts work in units that depend on the search alone, about a second of one core each.

    ``seconds`` and ``work``: how much of each there is in all, ``None`` without limit.
    """

    seconds: float | None
    work: float | None
    cancelled: Callable[[], bool] | None = None
    done: float = 0.0
    began: float = field(default_factory=time.monotonic)

    def spend(self, units: float) -> None:
        """Count work."""
        self.done += units

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began

    @property
    def is_over(self) -> bool:
        """Whether time or work has run out, or somebody asked to stop."""
        if self.cancelled is not None and self.cancelled():
            return True
        if self.work is not None and self.done >= self.work:
            return True
        return self.seconds is not None and self.elapsed >= self.seconds

    @property
    def used(self) -> float:
        """The part of the limit that is used up, nothing where there is none."""
        time_used = self.elapsed / self.seconds if self.seconds else 0.0
        return max(time_used, self.done / self.work if self.work else 0.0)

    def part(self, share: float) -> Meter:
        """Return a meter that is over after a share of what is left.

        It has the same origin of work: whoever asks it sets ``done`` to what is done here.
        """
        seconds = None if self.seconds is None else share * max(0.0, self.seconds - self.elapsed)
        left = None if self.work is None else share * max(0.0, self.work - self.done)
        work = None if left is None else self.done + left
        return Meter(seconds, work, self.cancelled, self.done)
