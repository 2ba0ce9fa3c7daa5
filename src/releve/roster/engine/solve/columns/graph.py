"""The rules of a group of people as one layered graph: each path is a lawful line.

Nodes stand between days. An arc is one move; what soft rules make it cost hangs on the arc.
The product of all automata is built day by day forward, then nodes from which the same moves
lead on at the same costs are merged, backward: what is left is small enough to price over.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from releve.roster.engine.solve.columns.moves import Choice, Move, Moves, Tag
from releve.roster.engine.solve.columns.parts import Part
from releve.roster.engine.solve.columns.parts.part import State

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]

MOST_NODES = 100_000
"""Nodes before one day beyond which a group is not compiled."""


class TooManyStatesError(Exception):
    """The rules of a group remember too much to be priced exactly."""


@dataclass(frozen=True)
class Graph:
    """A layered graph in arrays, nodes in the order of the days.

    ``first_of_day``: index of the first node before each day, one more for the end and one to
    close. ``first_arc``: index of each node's first arc, one more to close. Per arc: ``target``
    node, ``kind`` (index into ``moves``) and ``cost`` (scaled points of soft rules). ``moves``
    and ``choices``: what each kind of arc is. ``root_of``: the node of a start. ``counted``: what
    each kind adds to counters of equal ``what``, ``first`` and ``last``, which many people share.
    """

    first_of_day: Ints
    first_arc: Ints
    target: Ints
    kind: Ints
    cost: Floats
    moves: tuple[Move, ...]
    choices: tuple[Choice, ...]
    root_of: dict[tuple[Tag, tuple[State, ...]], int]
    counted: dict[Hashable, Ints] = field(default_factory=dict, compare=False, repr=False)


class _States:
    """Numbers the states of one part, and steps them all at once."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._number: dict[State, int] = {}
        self._states: list[State] = []
        self._steps: dict[Any, tuple[Ints, Ints]] = {}

    def number(self, state: State) -> int:
        """Return the number of a state, a new one where it is new."""
        if state not in self._number:
            self._number[state] = len(self._states)
            self._states.append(state)
        return self._number[state]

    def step(self, mode: Any, symbol: Any, numbers: Ints) -> tuple[Ints, Ints]:
        """Return numbers after a day and costs, -1 where the day is not allowed."""
        key = (mode, symbol)
        after, cost = self._steps.get(key, (np.empty(0, np.int64), np.empty(0, np.int64)))
        if len(after) < len(self._states):
            grown = np.full((2, len(self._states)), -2, np.int64)
            grown[0, : len(after)], grown[1, : len(cost)] = after, cost
            after, cost = grown
            self._steps[key] = after, cost
        found = after[numbers]
        missing = numbers[found == -2]
        if not len(missing):
            return found, cost[numbers]
        for number in np.unique(missing).tolist():
            state, excess = self.part.step(mode, self._states[number], symbol)
            paid = self.part.terms.cost(excess)
            after[number] = self.number(state) if paid is not None else -1
            cost[number] = -1 if paid is None else paid
        return after[numbers], cost[numbers]


@dataclass(frozen=True)
class _Layer:
    """The nodes before one day: a tag and a row of states each."""

    tags: Ints
    states: Ints


@dataclass(frozen=True)
class _Arcs:
    """What leads on from a layer: one row for each node, one column for each choice.

    ``target``: index into the next layer, -1 where the choice is not allowed.
    """

    target: Ints
    kind: Ints
    cost: Ints


class _Builder:
    """Builds the graph of one group."""

    def __init__(self, moves: Moves, parts: Sequence[Part], most_nodes: int) -> None:
        self.moves = moves
        self.parts = [_States(part) for part in parts]
        self.tags: list[Tag] = []
        self.tag_number: dict[Tag, int] = {}
        self.kinds: list[tuple[Move, Choice]] = []
        self.most_nodes = most_nodes

    def number(self, tag: Tag) -> int:
        """Return the number of a tag, a new one where it is new."""
        if tag not in self.tag_number:
            self.tag_number[tag] = len(self.tags)
            self.tags.append(tag)
        return self.tag_number[tag]

    def merged(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return the first of each group of equal rows, and the group of each row."""
        keys = np.zeros(len(rows), np.uint64)
        for column in range(rows.shape[1]):
            keys = _mixed(keys ^ rows[:, column].astype(np.uint64))
        _, first, group = np.unique(keys, return_index=True, return_inverse=True)
        if not np.array_equal(rows[first][group], rows):  # two rows met in one 64-bit word
            _, first, group = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        return first, group.reshape(-1)

    def forward(self, starts: Ints, tags: Ints) -> tuple[list[_Arcs], int]:
        """Return the arcs of every day, all from these starts, and the number of ends."""
        layer, found = _Layer(tags, starts), []
        past = len(self.parts[0].part.modes) - len(self.moves.problem.days) if self.parts else 0
        for at in range(len(self.moves.problem.days)):
            arcs, layer = self._day(at, past, layer)
            found.append(arcs)
        return found, len(layer.tags)

    def _day(self, at: int, past: int, layer: _Layer) -> tuple[_Arcs, _Layer]:
        day, choices = self.moves.problem.days[at], self.moves.choices
        nodes = len(layer.tags)
        arcs = _Arcs(
            target=np.full((nodes, len(choices)), -1, np.int64),
            kind=np.full((nodes, len(choices)), -1, np.int64),
            cost=np.zeros((nodes, len(choices)), np.int64),
        )
        reached: list[Ints] = []
        places: list[tuple[Ints, int]] = []
        for number in np.unique(layer.tags).tolist():
            here = np.flatnonzero(layer.tags == number)
            for column, choice in enumerate(choices):
                move = self.moves.move(day, self.tags[number], choice)
                after, cost = self._step(layer.states[here], move, at + past)
                alive = after[:, 0] >= 0 if self.parts else np.ones(len(here), bool)
                tag = self.number(self.moves.tag_after(move, choice))
                arcs.kind[here[alive], column] = len(self.kinds)
                arcs.cost[here[alive], column] = cost[alive]
                self.kinds.append((move, choice))
                tag_column = np.full((int(alive.sum()), 1), tag, np.int64)
                reached.append(np.hstack([tag_column, after[alive]]))
                places.append((here[alive], column))
        rows = np.vstack(reached)
        first, group = self.merged(rows)
        if len(first) > self.most_nodes:
            raise TooManyStatesError(len(first))
        begin = 0
        for nodes_here, column in places:
            arcs.target[nodes_here, column] = group[begin : begin + len(nodes_here)]
            begin += len(nodes_here)
        return arcs, _Layer(rows[first, 0], rows[first, 1:])

    def _step(self, states: Ints, move: Move, at: int) -> tuple[Ints, Ints]:
        """Return the states after a move, -1 in the first column where it is not allowed."""
        after = np.empty_like(states)
        cost = np.zeros(len(states), np.int64)
        dead = np.zeros(len(states), bool)
        for column, part in enumerate(self.parts):
            symbol = part.part.symbol(move)
            after[:, column], paid = part.step(part.part.modes[at], symbol, states[:, column])
            dead |= paid < 0
            cost += paid
        if len(self.parts):
            after[dead, 0] = -1
        return after, cost


def _mixed(words: Words) -> Words:
    """Return well spread 64-bit words (the finaliser of splitmix64)."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def graph(
    moves: Moves,
    parts: Sequence[Part],
    starts: Sequence[tuple[Tag, tuple[State, ...]]],
    most_nodes: int = MOST_NODES,
) -> Graph:
    """Return the graph of people whose parts are these, with a root for each start.

    ``starts``: what a first day inherits, and the state of every part before it. Raises
    ``TooManyStatesError`` where a day would begin in more than ``most_nodes`` nodes.
    """
    builder = _Builder(moves, parts, most_nodes)
    wanted = list(dict.fromkeys(starts))
    tags = np.array([builder.number(tag) for tag, _ in wanted], np.int64)
    states = np.array(
        [[p.number(s) for p, s in zip(builder.parts, row, strict=True)] for _, row in wanted],
        np.int64,
    ).reshape(len(wanted), len(parts))
    days, ends = builder.forward(states, tags)
    return _reduced(builder, days, ends, wanted)


def _reduced(
    builder: _Builder, days: list[_Arcs], ends: int, wanted: list[tuple[Tag, tuple[State, ...]]]
) -> Graph:
    """Merge, from the end backward, the nodes from which everything leads on alike."""
    group = np.zeros(ends, np.int64)  # every end is as good as another
    kept: list[tuple[Ints, Ints, Ints]] = []
    for arcs in reversed(days):
        target = np.where(arcs.target >= 0, group[arcs.target], -1)
        kind = np.where(target >= 0, arcs.kind, -1)
        cost = np.where(target >= 0, arcs.cost, 0)
        dead = np.all(target < 0, axis=1)
        first, merged = builder.merged(np.hstack([target, kind, cost]))
        alive = ~dead[first]
        renumbered = np.where(alive, np.cumsum(alive) - 1, -1)
        group = renumbered[merged]
        kept.append((target[first][alive], kind[first][alive], cost[first][alive]))
    kept.reverse()
    return _packed(builder, kept, {start: int(group[at]) for at, start in enumerate(wanted)})


def _packed(
    builder: _Builder,
    layers: list[tuple[Ints, Ints, Ints]],
    root_of: dict[tuple[Tag, tuple[State, ...]], int],
) -> Graph:
    counts = [len(target) for target, _, _ in layers]
    first_of_day = np.concatenate([[0], np.cumsum([*counts, 1])]).astype(np.int64)
    targets, kinds, costs, degrees = [], [], [], []
    for day, (target, kind, cost) in enumerate(layers):
        there = target >= 0
        degrees.append(there.sum(axis=1))
        targets.append(target[there] + first_of_day[day + 1])
        kinds.append(kind[there])
        costs.append(cost[there])
    degree = np.concatenate([*degrees, [0]])
    used, kind = np.unique(np.concatenate(kinds), return_inverse=True)
    return Graph(
        first_of_day=first_of_day,
        first_arc=np.concatenate([[0], np.cumsum(degree)]).astype(np.int64),
        target=np.concatenate(targets).astype(np.int64),
        kind=kind.reshape(-1).astype(np.int64),
        cost=np.concatenate(costs).astype(np.float64),
        moves=tuple(builder.kinds[number][0] for number in used.tolist()),
        choices=tuple(builder.kinds[number][1] for number in used.tolist()),
        root_of=root_of,
    )
