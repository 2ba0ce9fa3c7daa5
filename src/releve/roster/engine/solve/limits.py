"""How long a search may last, and what it found: plain facts, without a solver library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """How long one search may last and how it is seeded.

    ``is_brief``: simplify the model once only, since the search itself is short.
    ``is_instant``: simplify it as little as helps, since somebody waits for the answer.
    """

    seconds: float | None
    work: float | None
    seed: int
    workers: int
    gap: float
    is_brief: bool = False
    is_instant: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a search found. ``bound`` is proven; ``values`` are those of every variable."""

    status: str
    values: list[int] = field(default_factory=list)
    objective: int = 0
    bound: int = 0
    work: float = 0.0

    @property
    def is_optimal(self) -> bool:
        """Whether the objective is proven the least."""
        return self.status == "optimal"


Report = Callable[[int | None, int | None, list[int] | None], None]
"""Called with (incumbent, bound, values of a new incumbent)."""
