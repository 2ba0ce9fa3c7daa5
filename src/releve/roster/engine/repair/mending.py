"""A published plan repaired after an absence: few changes, lawful, as well covered as before.

The order of aims: 1. the law; 2. new holes, weighed by the priority of their needs; 3. changed
cells, those aside that the absence itself empties; 4. the soft cost as ever. The search
goes from the smallest answer to larger ones, so that what it finds is often proven at once: a
roster without new holes opens the least, and one with as many changes as there are shifts apart
from one another changes the fewest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from releve.kit.engines import Cancelled, Params
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.repair.lines import Lines
from releve.roster.engine.repair.meter import Meter
from releve.roster.engine.repair.ranking import Proof, Teller, different, torn_need
from releve.roster.engine.repair.state import State, apart, changes_needed
from releve.roster.engine.repair.stepwise import found_of, step_by_step
from releve.roster.engine.repair.story import Absence, Changes, Repair, Repaired
from releve.roster.engine.repair.takers import Takers
from releve.roster.engine.repair.torn import Torn
from releve.roster.engine.repair.tree import Found, Tree
from releve.roster.engine.repair.whole import Whole, search_whole
from releve.roster.engine.result import Breach, Reason
from releve.roster.engine.score import score
from releve.roster.engine.solve import EngineDisagreesError
from releve.roster.engine.why.present import fresh

MOST_CHANGES = 14
"""Deeper trees than that are left to the search of the whole problem."""

FIRST_SHARE = 0.35
"""Of the time allowed, what trees may use before a first repair is found hole by hole."""

STEPS_SHARE = 0.5
"""Of the time allowed, when that one must be found."""

CLOSED_SHARE = 0.62
"""Of the time allowed, when the search ends for a repair that opens nothing."""

TREE_SHARE = 0.7
"""Of the time allowed, when the last tree ends."""

SECONDS_A_CELL = 0.003
"""What the whole problem takes for each person and day at least; with less it is not begun."""

ANY_HOLES = 2**62

MOST_OTHERS = 200
"""Repairs with one change more that are looked at."""

ENOUGH = 3
"""Different repairs that are worth showing: with fewer, more changes are tried."""


@dataclass
class _Known:
    """What has been found and proven so far."""

    pool: list[Found] = field(default_factory=list)
    holes: bool = False
    changes: bool = False
    cost: bool = False
    opens_something: bool = False
    is_infeasible: bool = False
    used_whole: bool = False

    @property
    def best(self) -> Found | None:
        return min(self.pool, key=lambda one: one.rank, default=None)


def repair(  # noqa: PLR0913  # what is asked, then how; each given by its name
    problem: Problem,
    answer: Iterable[Assignment],
    absence: Absence,
    *,
    params: Params | None = None,
    changes_from: date | None = None,
    most: int = 5,
    cancelled: Cancelled | None = None,
) -> Repaired:
    """Return ranked repairs of a plan after an absence, with what is proven of the first.

    ``changes_from``: nobody's cell before that day changes, save those that the absence itself
    empties; without it, the first day on which it empties one, or the absence's first day.
    ``most``: how many repairs are told. Raises ``ValueError`` where a cell of the answer names
    a person, a shift or a day that the problem does not have.
    """
    params = params or Params(seconds=2.0, workers=1)
    meter = Meter(params, cancelled)
    torn = Torn(problem, answer, absence, changes_from)
    asking = _Asking(torn, params, meter, most)
    known = asking.known()
    told = asking.told(known)
    engine = "repair, cp-sat" if known.used_whole else "repair"
    return replace(told, seconds=meter.elapsed(), work=meter.work, seed=params.seed, engine=engine)


class _Asking:
    """One absence, from the smallest answer to larger ones."""

    def __init__(self, torn: Torn, params: Params, meter: Meter, most: int) -> None:
        self.torn, self.params, self.meter, self.most = torn, params, meter, most
        self.lines = Lines(torn, meter)
        self.need, self.nobody = torn_need(torn, self.lines)
        self.start = State(self.lines, self.need)
        self.unlawful = self.start.unlawful()
        self.wrongs = [*self.unlawful, *self.start.shortages()]

    def known(self) -> _Known:
        """Search until the best is proven or the time is over."""
        known = _Known()
        if any(not wrong.cells for wrong in self.unlawful):
            known.is_infeasible = True  # what her absence breaks no cell of hers can mend
            return known
        if not self.unlawful:
            known.pool.append(self._as_it_is())
        if not self.wrongs:
            known.holes = known.changes = known.cost = True
            self._wished(known)
            return known
        self._closed(known)
        if not known.holes:
            self._open(known)
        if not (known.holes and known.changes) and not known.is_infeasible:
            self._whole(known)
        if len(different(known.pool, self.most)) < ENOUGH and not known.is_infeasible:
            self._more(known)
        return known

    def _as_it_is(self) -> Found:
        return Found(self.start.left_open, frozenset(), 0)

    def _closed(self, known: _Known) -> None:
        """Look for a repair that opens nothing, with the fewest changes."""
        if self._taken_over(known, self.need):
            return
        tree = Tree(self.lines, self.need, self.meter, share=FIRST_SHARE)
        most, beaten = MOST_CHANGES, False
        for changes in count(max(1, changes_needed(self.wrongs))):
            if changes > most:
                known.changes = known.holes  # no fewer do than those found step by step
                return
            depth = tree.depth(changes, 0)
            if not depth.is_whole and not depth.found and not beaten:
                # A first repair is worth some time; then the search goes on for a smaller one.
                most, beaten = min(most, self._first(known) - 1), True
                tree.share = CLOSED_SHARE
                depth = tree.depth(changes, 0) if changes <= most else depth
            known.pool += depth.found
            if depth.found:
                known.holes = known.changes = True
                known.cost = depth.is_whole
            if depth.found or not depth.is_whole:
                return
            if not depth.is_cut:
                known.opens_something = True
                return

    def _first(self, known: _Known) -> int:
        """Look for a repair hole by hole; return how many changes one without holes takes."""
        found = step_by_step(self.lines, self.need, self.meter, share=STEPS_SHARE)
        if found is None:
            return MOST_CHANGES + 1
        known.pool.append(found)
        known.holes |= found.excess == 0
        return MOST_CHANGES + 1 if found.excess else len(found.changes)

    def _taken_over(self, known: _Known, need: list[int]) -> bool:
        """Look for people free to take one shift each for each that is to be filled."""
        state = State(self.lines, need)
        groups = apart(state.shortages())
        if self.unlawful or any(len(w.cells) < w.times or w.times > 1 for w in groups):
            return False
        shared = Takers(state, groups, self.meter).share()
        known.pool += shared.found
        if shared.found:
            known.holes = known.changes = True
            known.cost = shared.is_exact
        return bool(shared.found)

    def _open(self, known: _Known) -> None:
        """Look for the repair that opens least, each time with one change more."""
        best = known.best
        limit = ANY_HOLES if best is None else best.excess - 1
        known.changes = known.cost = best is not None and not best.changes
        tree = Tree(self.lines, self.need, self.meter, share=TREE_SHARE)
        for changes in range(1, MOST_CHANGES + 1):
            depth = tree.depth(changes, limit)
            known.pool += depth.found
            if depth.found:
                limit = min(one.excess for one in depth.found) - 1
                known.changes, known.cost = True, depth.is_whole
            if limit < self._least_hole(known) or (depth.is_whole and not depth.is_cut):
                known.holes = True
                known.is_infeasible = not known.pool
                return
            if not depth.is_whole:
                return

    def _least_hole(self, known: _Known) -> int:
        """Return what holes weigh at least in every lawful roster."""
        if not known.opens_something:
            return 0
        return min((cell.hole_cost for cell in self.torn.cells), default=0)

    def _whole(self, known: _Known) -> None:
        """Search the whole problem with what time is left, from the best so far."""
        left = self.meter.seconds_left()
        crowded = any(breach.rule == "MAXIMUM" for breach in self.torn.broken)
        cells = len(self.torn.problem.people) * len(self.torn.problem.days)
        if crowded or self.meter.is_over() or (left is not None and left < SECONDS_A_CELL * cells):
            return
        best = known.best
        start = None if best is None else dict(best.changes)
        found = search_whole(self.torn, self.need, self.params, self.meter, start)
        known.used_whole = True
        if found.changes is not None:
            self._take(known, found, self._weighed(found.changes))
        elif found.is_infeasible and best is None:
            known.is_infeasible = True

    def _take(self, known: _Known, found: Whole, weighed_: Found) -> None:
        """Add what the whole search found; its proofs hold for whatever is as good."""
        best = known.best
        known.pool.append(weighed_)
        if best is None or weighed_.rank < best.rank:
            proven = (found.holes_proven, found.changes_proven, found.cost_proven)
            known.holes, known.changes, known.cost = proven
            return
        same = [a == b for a, b in zip(weighed_.rank, best.rank, strict=True)]
        known.holes |= found.holes_proven and same[0]
        known.changes |= found.changes_proven and all(same[:2])
        known.cost |= found.cost_proven and all(same)

    def _weighed(self, changes: Changes) -> Found:
        state = State(self.lines, self.need)
        for cell in sorted(changes):
            state.put(cell, changes[cell])
        return found_of(state)

    def _more(self, known: _Known) -> None:
        """Look for other repairs with one change more than the best."""
        best = known.best
        if best is None:
            return
        tree = Tree(self.lines, self.need, self.meter, share=TREE_SHARE)
        depth = tree.depth(len(best.changes) + 1, best.excess, most_found=MOST_OTHERS)
        for one in depth.found:
            spare = any(
                other.changes < one.changes and other.excess <= one.excess for other in known.pool
            )
            if not spare:
                known.pool.append(one)

    def _wished(self, known: _Known) -> None:
        """Look for people to take over what no need demands, for those who wish it filled."""
        wished = [
            max(need, min(cell.target, was))
            for cell, need, was in zip(self.torn.cells, self.need, self.torn.was, strict=True)
        ]
        proven = (known.holes, known.changes, known.cost)
        self._taken_over(known, wished)
        known.holes, known.changes, known.cost = proven

    def told(self, known: _Known) -> Repaired:
        """Return the answer: the best judged and weighed as a whole by those who judge all."""
        torn, best = self.torn, known.best
        told = Repaired(
            status="infeasible" if known.is_infeasible else "unknown",
            absence=torn.absence,
            changes_from=torn.changes_from,
            emptied=torn.emptied,
            broken=torn.broken,
        )
        if best is None:
            reasons = self._broken_reasons() if known.is_infeasible else ()
            return replace(told, reasons=reasons)
        ranked = different(known.pool, self.most)
        weighed_ = score(torn.problem, torn.answer(dict(ranked[0].changes)))
        teller = Teller(self.lines, Proof(self.nobody, known.holes, best.excess))
        torn_cost = weighed_.cost - ranked[0].cost
        repairs = tuple(teller.repair(one, torn_cost) for one in ranked)
        self._check(repairs[0], weighed_.hole_cost)
        return replace(
            told,
            status="repaired",
            repairs=repairs,
            holes_proven=known.holes,
            changes_proven=known.changes,
            cost_proven=known.cost,
        )

    def _check(self, best: Repair, hole_cost: int) -> None:
        """Raise ``EngineDisagreesError`` where the judge or the scoring contradicts the search."""
        found = [b for b in audit(self.torn.problem, best.answer) if b.status != "soft"]
        new = fresh(Counter(self.torn.broken), found)
        if new:
            raise EngineDisagreesError(f"the judge finds a breach in a repair: {new[0]}")
        if best.hole_cost != hole_cost:
            raise EngineDisagreesError(f"holes weigh {hole_cost}, the search counts otherwise")

    def _broken_reasons(self) -> tuple[Reason, ...]:
        absent = self.torn.absence.person
        found = self.lines.breaches(absent, self.torn.lines[absent])
        return tuple(dict.fromkeys(_reason(breach) for breach in found))


def _reason(breach: Breach) -> Reason:
    return Reason(
        "RULE",
        person=breach.person,
        rule=breach.rule,
        day=_day(breach.from_at),
        to_day=_day(breach.to_at),
    )


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
