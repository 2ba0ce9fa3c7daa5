"""A whole problem made ready for column generation: graphs, pricers, and how lines are written."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import gcd

import numpy as np

from releve.roster.engine.cover import CoverCell, cover_cells
from releve.roster.engine.goals import person_goals, unneeded_price
from releve.roster.engine.problem import Person, Problem, ShiftKind, Wish
from releve.roster.engine.result import COST_SCALE
from releve.roster.engine.solve.columns.compile import HOURS, Compiler, Lineup
from releve.roster.engine.solve.columns.counters import Counter
from releve.roster.engine.solve.columns.graph import MOST_NODES, Bools, Floats, Graph, Ints, graph
from releve.roster.engine.solve.columns.lines import Line
from releve.roster.engine.solve.columns.moves import Choice, Move, Moves
from releve.roster.engine.solve.columns.nets import Net, Tally, cut, retold, tally
from releve.roster.engine.solve.columns.parts.part import state_after
from releve.roster.engine.solve.columns.pricing import MOST_CELLS, Pricer
from releve.roster.engine.solve.line import Slots

ALL_CELLS = 60_000_000
"""Values of the dynamic programs of everybody together, about."""

FEW_SUMS = 8
"""Hard counters of no more sums are carried by pricing from the start."""


@dataclass
class Seat:
    """One person ready to be priced.

    ``cost``: points of each kind of move by itself. ``cells``: the cover cells of each kind,
    padded with one that does not exist. ``soft``: counters that the master problem follows.
    ``hard``: every hard counter; those that bind join ``pricer`` as the search goes on, in one
    step, since several threads may hold the seat.
    """

    person: Person
    graph: Graph
    cost: Floats
    cells: Ints
    no_cell: int
    pricer: Pricer
    soft: Sequence[Tally]
    hard: Sequence[Tally]
    most_cells: int
    day_of: Ints = field(init=False)
    choice_of: Ints = field(init=False)

    def __post_init__(self) -> None:
        first = self.graph.moves[0].day
        self.day_of = np.array([(move.day - first).days for move in self.graph.moves])
        choices = list(dict.fromkeys(self.graph.choices))
        number = {choice: at for at, choice in enumerate(choices)}
        self.choice_of = np.array([number[choice] for choice in self.graph.choices])

    def within(self, is_open: Bools) -> Seat | None:
        """Return the seat with some kinds of moves only, ``None`` where no line is left."""
        pricer = self.pricer.within(is_open)
        if pricer is None:
            return None
        soft = [retold(pricer.net, one) for one in self.soft]
        hard = [retold(pricer.net, one) for one in self.hard]
        return replace(self, pricer=pricer, soft=soft, hard=hard)

    def line(self, kinds: Ints, own: float) -> Line:
        """Return a line; ``own``: points of soft rules and of the counters carried."""
        cells = self.cells[kinds].reshape(-1)
        return Line(
            kinds=kinds,
            cost=own + float(self.cost[kinds].sum()),
            charge=sum(one.charge(kinds) or 0.0 for one in self.soft),
            sums=tuple(int(one.added[kinds].sum()) for one in self.soft),
            cells=np.sort(cells[cells < self.no_cell]),
            is_lawful=self.is_lawful(kinds),
        )

    def retold(self, line: Line) -> Line:
        """Return a line of the same person with the soft counters that rows follow here."""
        if len(line.sums) == len(self.soft):
            return line
        charge = sum(one.charge(line.kinds) or 0.0 for one in self.soft)
        return replace(
            line,
            cost=line.cost + line.charge - charge,
            charge=charge,
            sums=tuple(int(one.added[line.kinds].sum()) for one in self.soft),
        )

    def walk(self, choices: Sequence[Choice]) -> Line | None:
        """Return the line of a choice for each day, ``None`` where no lawful line has them."""
        pricer, node, own = self.pricer, 0, 0.0
        net, kinds = pricer.net, list[int]()
        for choice in choices:
            arcs = range(net.first_arc[node], net.first_arc[node + 1])
            arc = next((a for a in arcs if self.graph.choices[net.kind[a]] == choice), None)
            if arc is None:
                return None
            kinds.append(int(net.kind[arc]))
            own += float(net.cost[arc])
            node = int(net.target[arc])
        found = np.array(kinds, np.int64)
        if not self.is_lawful(found):
            return None
        return self.line(found, own + pricer.charge(found))

    def is_lawful(self, kinds: Ints) -> bool:
        """Whether a line keeps every hard counter, carried or not."""
        return all(one.charge(kinds) is not None for one in self.hard)

    def is_carried_lawful(self, kinds: Ints) -> bool:
        """Whether a line keeps the hard counters that pricing carries."""
        return bool(np.isfinite(self.pricer.charge(kinds)))

    def broken(self, kinds: Ints) -> list[Tally]:
        """Return the hard counters that a line breaks and that pricing does not carry."""
        carried = {id(dim.counter) for dim in self.pricer.dims}
        return [
            one for one in self.hard if id(one.counter) not in carried and one.charge(kinds) is None
        ]

    def carry(self, kinds: Ints) -> bool:
        """Let pricing carry the counters that a line breaks, as far as they fit."""
        pricer = before = self.pricer
        for one in self.broken(kinds):
            pricer = pricer.carrying(one, self.most_cells) or pricer
        self.pricer = pricer
        return pricer is not before


@dataclass
class Ward:
    """Every seat of a problem, and its cover cells.

    ``settled``: people whom history puts in each cell. ``impossible``: who has no lawful line.
    """

    problem: Problem
    cells: tuple[CoverCell, ...]
    settled: list[int]
    seats: list[Seat]
    choices: tuple[Choice, ...] = ()
    most_cells: int = MOST_CELLS
    impossible: list[Person] = field(default_factory=list)

    @property
    def unit(self) -> int:
        """The greatest whole number of scaled points that divides every cost."""
        unit = 0
        for cell in self.cells:
            unit = gcd(unit, cell.under_cost, cell.over_cost)
        for seat in self.seats:
            tallies = (*seat.pricer.dims, *seat.soft)
            for points in (seat.cost, seat.pricer.net.cost, *(one.charges for one in tallies)):
                scaled = np.round(points[np.isfinite(points)] * COST_SCALE)
                unit = gcd(unit, int(np.gcd.reduce(scaled.astype(np.int64))))
        return unit or 1


def ward(problem: Problem, *, most_nodes: int = MOST_NODES) -> Ward:
    """Return a problem made ready.

    Raises ``NotForColumnsError`` for a rule that is not spoken here and ``TooManyStatesError``
    where a group needs more than ``most_nodes`` between two days.
    """
    moves = Moves(Slots(problem))
    cells = cover_cells(problem)
    goals = person_goals(problem)
    lined: list[tuple[Lineup, Hashable]] = []
    groups: dict[Hashable, list[int]] = {}
    starts = []
    for at, person in enumerate(problem.people):
        compiler = Compiler(moves, person)
        lineup = compiler.line([goal for goal in goals if goal.person == person.id])
        key: Hashable = tuple(part.key for part in lineup.parts)
        groups.setdefault(key, []).append(at)
        lined.append((lineup, key))
        states = tuple(state_after(part, compiler.past) for part in lineup.parts)
        starts.append((moves.root_tag(person), states))
    graphs = {
        key: graph(moves, lined[members[0]][0].parts, [starts[at] for at in members], most_nodes)
        for key, members in groups.items()
    }
    most = min(MOST_CELLS, ALL_CELLS // max(1, len(problem.people)))
    made = Ward(problem, cells, _settled(problem, cells), [], moves.choices, most)
    for at, (lineup, key) in enumerate(lined):
        seat = _seat(made, lineup, graphs[key], graphs[key].root_of[starts[at]])
        if seat is None:
            made.impossible.append(lineup.person)
        else:
            made.seats.append(seat)
    return made


def _settled(problem: Problem, cells: Sequence[CoverCell]) -> list[int]:
    past = [
        (person, {(shift.day, shift.shift) for shift in person.history})
        for person in problem.people
    ]
    return [
        sum(1 for person, starts in past if cell.suits(person) and starts & cell.covered_by)
        for cell in cells
    ]


def _seat(made: Ward, lineup: Lineup, whole: Graph, root: int) -> Seat | None:
    if root < 0:
        return None
    is_open = np.array(
        [_is_open(lineup, m, c) for m, c in zip(whole.moves, whole.choices, strict=True)]
    )
    net = cut(whole, root, is_open)
    if net is None:
        return None
    asks = _asks(made, lineup)
    cost = np.array(
        [
            sum(asks.costs(move, choice))
            for move, choice in zip(whole.moves, whole.choices, strict=True)
        ],
        np.float64,
    )
    cost = cost / COST_SCALE
    tallies = _tallies(net, lineup, whole, is_open)
    pricer, soft = _chosen(net, cost, tallies, made.most_cells)
    if not pricer.is_possible:
        return None
    return Seat(
        lineup.person,
        whole,
        cost,
        _cells_of(made, lineup.person, whole),
        len(made.cells),
        pricer,
        soft,
        [one for one in tallies if one.is_hard],
        made.most_cells,
    )


def _is_open(lineup: Lineup, move: Move, choice: Choice) -> bool:
    if move.day in lineup.fixed and lineup.fixed[move.day] != choice:
        return False
    return all((move.day, code) not in lineup.barred for code in choice)


@dataclass(frozen=True)
class _Asks:
    """What makes a day of one person cost something by itself, gathered once for all her moves.

    ``asked``: starts that a need could count her in; ``unneeded``: scaled points of another.
    """

    lineup: Lineup
    wishes: dict[date, list[Wish]]
    asked: frozenset[tuple[date, str]]
    unneeded: int

    def costs(self, move: Move, choice: Choice) -> Iterator[int]:
        """Yield the scaled points of one day."""
        for code in choice:
            yield self.lineup.extra.get((move.day, code), 0)
        for wish in self.wishes.get(move.day, ()):
            unmet = {
                "off": move.worked,
                "work": move.work is None,
                "shift": wish.shift not in choice,
                "avoid": wish.shift in choice,
            }[wish.wish]
            yield wish.weight * COST_SCALE * unmet
        if move.work is not None and move.work.shift.kind is ShiftKind.WORKED:
            is_asked = (move.day, move.work.shift.code) in self.asked
            yield 0 if is_asked else self.unneeded


def _asks(made: Ward, lineup: Lineup) -> _Asks:
    person, wishes = lineup.person, dict[date, list[Wish]]()
    for wish in made.problem.wishes:
        if wish.person == person.id:
            wishes.setdefault(wish.day, []).append(wish)
    suited = (cell.covered_by for cell in made.cells if cell.suits(person))
    asked: frozenset[tuple[date, str]] = frozenset().union(*suited)
    return _Asks(lineup, wishes, asked, unneeded_price(made.problem))


def _cells_of(made: Ward, person: Person, whole: Graph) -> Ints:
    by_start: dict[tuple[date, str], list[int]] = {}
    for at, cell in enumerate(made.cells):
        if cell.suits(person):
            for key in cell.covered_by:
                by_start.setdefault(key, []).append(at)
    found = [
        sorted(at for code in choice for at in by_start.get((move.day, code), ()))
        for move, choice in zip(whole.moves, whole.choices, strict=True)
    ]
    wide = max((len(cells) for cells in found), default=0)
    padded = np.full((len(found), max(1, wide)), len(made.cells), np.int64)
    for row, cells in enumerate(found):
        padded[row, : len(cells)] = cells
    return padded


def _tallies(net: Net, lineup: Lineup, whole: Graph, is_open: Bools) -> list[Tally]:
    found = []
    for counter in lineup.counters:
        made = tally(net, counter, _added(whole, counter), is_open)
        if not made.is_idle:
            found.append(made)
    return found


def _added(whole: Graph, counter: Counter) -> Ints:
    """Return what each kind of move adds, worked out once for all whose counters are alike."""
    key = (counter.what, counter.first, counter.last)
    if key not in whole.counted:
        added = np.array([counter.added(move) for move in whole.moves], np.int64)
        whole.counted[key] = added
    return whole.counted[key]


def _chosen(
    net: Net, cost: Floats, tallies: list[Tally], most_cells: int
) -> tuple[Pricer, list[Tally]]:
    """Share counters out: carried by pricing, or rows of the master problem; hard ones may wait.

    Hours take many values and are carried wherever they fit; hard counters that take few are
    carried at once, the others as soon as a line breaks them. Soft counters of days are rows.
    """
    pricer = Pricer(net, cost, [])
    soft: list[Tally] = []
    for one in sorted(tallies, key=lambda tally: (tally.is_hard, len(tally.charges))):
        wider = pricer.carrying(one, most_cells) if _is_carried(one) else None
        if wider is not None:
            pricer = wider
        elif not one.is_hard:
            soft.append(one)
    return pricer, soft


def _is_carried(one: Tally) -> bool:
    if not one.is_hard:
        return one.counter.name == HOURS
    return len(one.charges) <= FEW_SUMS


def bare(seat: Seat) -> Seat:
    """Return a seat to which nothing but the law matters."""
    pricer = seat.pricer
    net = replace(pricer.net, cost=np.zeros_like(pricer.net.cost))
    hard = {id(one.counter): freed(one) for one in seat.hard}
    dims = [hard[id(one.counter)] for one in pricer.dims if one.is_hard]
    return replace(
        seat,
        cost=np.zeros_like(seat.cost),
        pricer=Pricer(net, np.zeros_like(seat.cost), dims),
        soft=[],
        hard=list(hard.values()),
    )


def freed(one: Tally) -> Tally:
    """Return a counter with its hard bounds alone."""
    charge = one.counter.charge
    counter = replace(one.counter, charge=lambda total: None if charge(total) is None else 0)
    return Tally(counter, one.added, one.reach)
