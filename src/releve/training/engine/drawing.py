"""Which questions are asked: drawn by a seed, and others than the last time as far as there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random


def draw(
    bank: Sequence[str], count: int, *, seed: int, avoid: Collection[str] = ()
) -> tuple[str, ...]:
    """Return ``count`` different ids of a bank in random order, the same for the same seed.

    Those of the last draw, ``avoid``, come in only where the others do not suffice. Raises
    ValueError where the bank is too small.
    """
    if count > len(bank):
        raise ValueError(f"{count} questions cannot be drawn from {len(bank)}")
    chance = Random(seed)  # noqa: S311 - questions, no secret
    fresh = [one for one in bank if one not in avoid]
    seen = [one for one in bank if one in avoid]
    chosen = chance.sample(fresh, min(count, len(fresh)))
    chosen += chance.sample(seen, count - len(chosen))
    chance.shuffle(chosen)
    return tuple(chosen)


def shuffled(choices: Sequence[str], *, seed: str) -> tuple[str, ...]:
    """Return choices in an order that only the seed decides, so that a page keeps it."""
    order = list(choices)
    Random(seed).shuffle(order)  # noqa: S311 - the order on a page, no secret
    return tuple(order)
