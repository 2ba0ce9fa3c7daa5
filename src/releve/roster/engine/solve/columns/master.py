"""The master problem: which line each person gets, as a linear program that grows.

Rows: one line for each person; the presence asked in every cover cell; the holes allowed;
soft counters that pricing does not carry. Columns beside lines: people missing and in excess,
and the whole sums of those counters. Costs are in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from releve.roster.engine.solve.columns.graph import Floats, Ints
from releve.roster.engine.solve.columns.lines import Cover, Line
from releve.roster.engine.solve.columns.nets import Tally

WITHOUT_LINE = 1e6
"""What a person without a line costs, in points: more than any roster."""

INFINITY = highspy.kHighsInf

MANY_LINES = 500
"""Lines from which a first solve is sooner done by an interior point method."""


@dataclass(frozen=True)
class Solution:
    """A solution of the restricted master problem: values, and dual prices of the rows."""

    cost: float
    prices: Floats
    values: Floats
    pivots: int


@dataclass(frozen=True)
class Extra:
    """A column that is no line: its cost, highest value and entries."""

    cost: float
    upper: float
    rows: tuple[int, ...]
    entries: tuple[float, ...]


@dataclass(frozen=True)
class Follow:
    """A soft counter of one person that the program follows: some sums and their points.

    ``sums``: without what history added; what lies between two of them costs what lies between
    their points.
    """

    person: int
    sums: tuple[int, ...]
    points: tuple[float, ...]


class Master:
    """The restricted master problem in HiGHS.

    ``settled``: people in each cell who are not part of the choice. Rows are those of
    ``people``, then of the cells, then the holes, then two for each counter followed;
    ``rows_of``: the first of those two, for each counter of each person.
    """

    def __init__(
        self, people: int, cover: Cover, settled: Floats, follows: Sequence[Follow] = ()
    ) -> None:
        self.people = people
        self.cover = cover
        self.settled = settled
        self.follows = tuple(follows)
        self.owners: list[int] = []
        self.lines: list[Line] = []
        self.index: dict[tuple[int, bytes], int] = {}
        self.barred: set[int] = set()
        self.has_basis = False
        self.rows_of: list[list[int]] = [[] for _ in range(people)]
        self.caps: list[list[tuple[int, Tally]]] = [[] for _ in range(people)]
        self.first_cell = people
        self.holes_row = people + len(cover)
        for at, follow in enumerate(self.follows):
            self.rows_of[follow.person].append(self.first_follow + 2 * at)
        self.lower, self.upper = self._sides()
        self.extras = tuple(self._extras())
        own = self.extras[people:]  # those that stand in for a missing line bind no bound
        self._extra_cost = np.array([extra.cost for extra in own])
        self._extra_upper = np.array([extra.upper for extra in own])
        self._extra_rows = np.array([(*extra.rows, 0)[:2] for extra in own], np.int64).reshape(
            -1, 2
        )
        self._extra_entries = np.array([(*extra.entries, 0.0)[:2] for extra in own], float).reshape(
            -1, 2
        )
        self.highs = program(self.lower, self.upper)
        self._add_extras()

    @property
    def first_line(self) -> int:
        """The index of the first line among the columns of the program."""
        return len(self.extras)

    @property
    def first_follow(self) -> int:
        """The first row of the counters followed."""
        return self.holes_row + 1

    def _sides(self) -> tuple[Floats, Floats]:
        asked = self.cover.target - self.settled
        follow = np.tile([0.0, 1.0], len(self.follows))
        ones = np.ones(self.people)
        lower = np.concatenate([ones, asked, [-INFINITY], follow])
        return lower, np.concatenate([ones, asked, [INFINITY], follow])

    def _extras(self) -> Iterable[Extra]:
        """Yield what is no line: nobody's line, presence + missing - excess = target, sums."""
        cover = self.cover
        for person in range(self.people):
            yield Extra(WITHOUT_LINE, 1.0, (person,), (1.0,))
        for at in range(len(cover)):
            row, under = self.first_cell + at, float(cover.under[at])
            wished = float(cover.target[at] - cover.minimum[at])
            if wished:
                yield Extra(under, wished, (row,), (1.0,))
            if cover.minimum[at]:
                hole = float(cover.hole[at])
                paid = under + cover.hole_price * hole
                entries = (1.0, hole)
                yield Extra(paid, float(cover.minimum[at]), (row, self.holes_row), entries)
            most = max(float(cover.maximum[at]), float(self.settled[at])) - float(cover.target[at])
            most = min(most, self.people + float(self.settled[at]))
            yield Extra(float(cover.over[at]), max(0.0, most), (row,), (-1.0,))
        for at, follow in enumerate(self.follows):
            row = self.first_follow + 2 * at
            for total, points in zip(follow.sums, follow.points, strict=True):
                yield Extra(points, 1.0, (row, row + 1), (-float(total), 1.0))

    def _add_extras(self) -> None:
        add_columns(
            self.highs,
            [extra.cost for extra in self.extras],
            [extra.upper for extra in self.extras],
            [np.array(extra.rows) for extra in self.extras],
            [np.array(extra.entries) for extra in self.extras],
        )

    def limit_holes(self, most: float) -> None:
        """Demand that holes stay at so many points."""
        self.upper[self.holes_row] = most
        self.highs.changeRowBounds(self.holes_row, -INFINITY, most)

    def entries(self, person: int, line: Line) -> tuple[Ints, Floats]:
        """Return the rows of a line and what stands in them, without its cost."""
        rows = [np.array([person]), line.cells + self.first_cell]
        values = [np.ones(1 + len(line.cells))]
        rows.append(np.array(self.rows_of[person], np.int64))
        values.append(np.array(line.sums, float))
        if self.caps[person]:
            rows.append(np.array([row for row, _ in self.caps[person]]))
            sums = [float(one.added[line.kinds].sum()) for _, one in self.caps[person]]
            values.append(np.array(sums))
        return np.concatenate(rows), np.concatenate(values)

    def cap(self, person: int, one: Tally) -> bool:
        """Add a row for a hard counter that pricing does not carry; return whether it is new."""
        if any(one is known for _, known in self.caps[person]):
            return False
        low, high = one.allowed
        row = len(self.lower)
        self.lower, self.upper = np.append(self.lower, low), np.append(self.upper, high)
        self.caps[person].append((row, one))
        mine = [at for at, owner in enumerate(self.owners) if owner == person]
        sums = np.array([float(one.added[self.lines[at].kinds].sum()) for at in mine])
        columns = np.array(mine, np.int64) + self.first_line
        self.highs.addRow(low, high, len(mine), columns.astype(np.int32), sums)
        return True

    def add(self, new: Iterable[tuple[int, Line]]) -> int:
        """Add lines of people that are not there yet; return how many were new."""
        costs, rows, entries = [], [], []
        for person, line in new:
            if (person, line.key) in self.index:
                continue
            self.index[person, line.key] = len(self.lines)
            self.owners.append(person)
            self.lines.append(line)
            mine, values = self.entries(person, line)
            costs.append(line.cost)
            rows.append(mine)
            entries.append(values)
        add_columns(self.highs, costs, [1.0] * len(costs), rows, entries)
        return len(costs)

    def solve(self) -> Solution:
        """Solve the linear program from where the last solve ended.

        The first time there is no such place: then an interior point method finds one sooner
        where lines are many.
        """
        is_cold = not self.has_basis and len(self.lines) > MANY_LINES
        self.highs.setOptionValue("solver", "ipm" if is_cold else "simplex")
        run(self.highs)
        self.has_basis = True
        found, info = self.highs.getSolution(), self.highs.getInfo()
        return Solution(
            info.objective_function_value,
            np.array(found.row_dual),
            np.array(found.col_value),
            max(0, info.simplex_iteration_count),
        )

    def bar(self, lines: Iterable[int]) -> None:
        """Take lines out of the program, by number, for good."""
        new = np.array([at for at in lines if at not in self.barred], np.int64)
        self.barred.update(new.tolist())
        if len(new):
            at, none = (new + self.first_line).astype(np.int32), np.zeros(len(new))
            self.highs.changeColsBounds(len(new), at, none, none)

    def bound(self, prices: Floats, cheapest: Sequence[float]) -> float:
        """Return the Lagrangian bound at these prices, in points.

        ``cheapest``: the least reduced cost of a line of each person, her own row left out.
        """
        own = prices[self.people :]
        until = len(prices)  # rows that came since have no price yet
        lower, upper = self.lower[self.people : until], self.upper[self.people : until]
        side = np.where(own > 0, lower, upper)
        # A price on the open side of a row is rounding: it is nothing.
        total = float(own @ np.where(np.isfinite(side), side, 0.0))
        paid = (prices[self._extra_rows] * self._extra_entries).sum(axis=1)
        total += float((np.minimum(0.0, self._extra_cost - paid) * self._extra_upper).sum())
        return total + float(sum(cheapest))


def program(lower: Floats, upper: Floats) -> highspy.Highs:
    """Return a quiet, repeatable linear program with rows and no column yet.

    HiGHS keeps one pool of threads for the whole process and refuses a program that names
    another number of them, so none is named here; nothing runs in parallel.
    """
    highs = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("parallel", "off"),
        ("random_seed", 0),
        ("presolve", "off"),
        ("simplex_strategy", 4),  # primal: new lines leave the basis feasible
    ):
        highs.setOptionValue(option, value)
    none = np.empty(0)
    starts = np.zeros(len(lower), np.int32)
    highs.addRows(len(lower), lower, upper, 0, starts, none.astype(np.int32), none)
    return highs


def run(highs: highspy.Highs) -> None:
    """Run HiGHS; ``RuntimeError`` where it refuses the program, which is a defect of ours."""
    if highs.run() == highspy.HighsStatus.kError:
        raise RuntimeError("HiGHS refused a program")


def add_columns(
    highs: highspy.Highs,
    costs: Sequence[float],
    upper: Sequence[float],
    rows: Sequence[Ints],
    entries: Sequence[Floats],
) -> None:
    """Add columns from 0 to ``upper`` to a program."""
    if not costs:
        return
    starts = np.concatenate([[0], np.cumsum([len(part) for part in rows])[:-1]])
    highs.addCols(
        len(costs),
        np.array(costs),
        np.zeros(len(costs)),
        np.array(upper),
        int(sum(len(part) for part in rows)),
        starts.astype(np.int32),
        np.concatenate(list(rows)).astype(np.int32),
        np.concatenate(list(entries)),
    )
