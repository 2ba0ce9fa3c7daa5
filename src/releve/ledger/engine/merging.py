"""Professions too small to be told alone are merged, so that no difference tells of them either.

Complementary suppression (Cox 1980): with one cell hidden and the total told, the hidden one is
the difference. So what is merged must itself be of enough people, and takes the smallest told
profession with it where it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LEAST_PEOPLE = 8
"""Nothing is told of fewer people."""

MERGED = ""
"""The group of professions that are merged."""


def merged(people: Mapping[str, int]) -> dict[str, str]:
    """Return the group of each profession: itself, or the merged one.

    Nothing where all together are too few: then nothing is told of the unit.
    """
    known = {name: count for name, count in people.items() if count > 0}
    if sum(known.values()) < LEAST_PEOPLE:
        return {}
    small = {name for name, count in known.items() if count < LEAST_PEOPLE or name == MERGED}
    if small and sum(known[name] for name in small) < LEAST_PEOPLE:
        others = sorted(set(known) - small, key=lambda name: (known[name], name))
        small.add(others[0])
    return {name: MERGED if name in small else name for name in known}


def fewest_people(moments: Iterable[int], answered: int) -> int:
    """Return how many people so many answers come from, at least.

    ``moments``: about how many each person was asked. Answers carry nobody: those who were asked
    most may have given them all.
    """
    left, people = answered, 0
    for count in sorted(moments, reverse=True):
        if left <= 0:
            break
        left, people = left - count, people + 1
    return people
