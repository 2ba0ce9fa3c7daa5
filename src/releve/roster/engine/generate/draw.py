"""Chance that is the same on every machine.

Of Python's generator only ``random()`` is used: it is the one method whose sequence for a seed
Python promises to keep. Its other methods may change from one version to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A source of chance; the same key gives the same sequence, whatever the machine."""

    def __init__(self, *key: int) -> None:
        self._random = Random("/".join(map(str, key)))  # noqa: S311 - a ward, not a secret

    def below(self, count: int) -> int:
        """Return a whole number from 0 to ``count`` - 1."""
        return int(self._random.random() * count)

    def between(self, least: int, most: int) -> int:
        """Return a whole number from ``least`` to ``most``, both included."""
        return least + self.below(most - least + 1)

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens ``percent`` times in a hundred."""
        return self.below(100) < percent

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things."""
        return things[self.below(len(things))]

    def weighted(self, things: Sequence[tuple[T, int]]) -> T:
        """Return one of the things, each as often as its weight says."""
        left = self.below(sum(weight for _, weight in things))
        for thing, weight in things:
            left -= weight
            if left < 0:
                return thing
        raise AssertionError

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in another order."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order
