"""A first repair, quickly: one hole after another is filled with the fewest changes that do.

What is found so is lawful and often without new holes, but the changes of one step are not
chosen with the next in mind: it is what a deeper search has to beat.
"""

from __future__ import annotations

from dataclasses import replace

from releve.roster.engine.repair.lines import Lines
from releve.roster.engine.repair.meter import Meter
from releve.roster.engine.repair.state import State
from releve.roster.engine.repair.story import Cell, Changes
from releve.roster.engine.repair.tree import Found, Tree, weighed

MOST_A_STEP = 5
"""Changes that one hole may take."""

MOST_FOUND = 60
"""Ways to fill one hole that are compared."""


def step_by_step(lines: Lines, need: list[int], meter: Meter, *, share: float) -> Found | None:
    """Return a repair found hole by hole; ``None`` where the absent person's line stays unlawful.

    Holes for which no way was found stay open.
    """
    changes: dict[Cell, frozenset[str]] = {}
    state = State(lines, need)
    if state.unlawful():
        first = _step(lines, list(map(min, need, state.present)), {}, meter, share)
        if first is None:
            return None
        changes |= first
    tried: set[int] = set()
    while True:
        state = _with(lines, need, changes)
        places = {wrong.place: len(wrong.cells) for wrong in state.shortages()}
        left = [(count, at) for at, count in places.items() if at is not None and at not in tried]
        if not left:
            break
        at = min(left)[1]
        tried.add(at)
        asked = [min(n, there) for n, there in zip(need, state.present, strict=True)]
        asked[at] = need[at]
        changes |= _step(lines, asked, changes, meter, share) or {}
    return found_of(_without_spare(state))


def _step(
    lines: Lines, need: list[int], changes: Changes, meter: Meter, share: float
) -> Changes | None:
    tree = Tree(lines, need, meter, share=share, begun=changes)
    for count in range(1, MOST_A_STEP + 1):
        depth = tree.depth(count, 0, most_found=MOST_FOUND)
        if depth.found:
            return dict(min(depth.found, key=lambda one: one.rank).changes)
        if not depth.is_whole or not depth.is_cut:
            return None
    return None


def _with(lines: Lines, need: list[int], changes: Changes) -> State:
    state = State(lines, need)
    for cell in sorted(changes):
        state.put(cell, changes[cell])
    return state


def _without_spare(state: State) -> State:
    """Return the changes but for each without which nothing more would be wrong."""
    for cell in sorted(state.changes):
        rest = {other: codes for other, codes in state.changes.items() if other != cell}
        less = _with(state.lines, state.need, rest)
        if not less.unlawful() and less.left_open <= state.left_open:
            state = less
    return state


def found_of(state: State) -> Found:
    """Return the changes of a state as a repair that leaves open what is short."""
    return replace(weighed(state), excess=state.left_open)
