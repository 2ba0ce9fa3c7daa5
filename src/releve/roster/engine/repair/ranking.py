"""Repairs side by side: the best first, then others that a ward could prefer, each with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from releve.roster.engine.repair.lines import Lines
from releve.roster.engine.repair.state import State
from releve.roster.engine.repair.story import Cell, ChangedCell, Kind, Repair
from releve.roster.engine.repair.torn import Torn, codes_on
from releve.roster.engine.repair.tree import Found, weighed
from releve.roster.engine.result import Hole, Reason
from releve.roster.engine.score import hole_of


def different(pool: Iterable[Found], most: int) -> list[Found]:
    """Return the best of the pool, each by other people than those before it.

    Where somebody's shifts are moved in none of them, the best that moves some has the last
    place but one; leaving all as it is comes last.
    """
    ranked = sorted(set(pool), key=lambda one: (one.rank, sorted(map(_key, one.changes))))
    chosen: dict[frozenset[str], Found] = {}
    for one in ranked:
        chosen.setdefault(frozenset(person for (person, _), _ in one.changes), one)
    by_people = list(chosen.values())
    if len(by_people) <= most:
        return by_people
    idle = [one for one in by_people[most - 1 :] if not one.changes]
    return [*by_people[: most - len(idle)], *idle]


def _key(change: tuple[Cell, frozenset[str]]) -> tuple[Cell, tuple[str, ...]]:
    return change[0], tuple(sorted(change[1]))


@dataclass(frozen=True)
class Proof:
    """What is known of holes: which nobody may fill, and whether the best opens the least."""

    nobody: Sequence[int]
    holes_proven: bool
    least_excess: int


class Teller:
    """Turns changes into repairs, judged by line, with the reasons of each change."""

    def __init__(self, lines: Lines, proof: Proof) -> None:
        self.lines, self.torn, self.proof = lines, lines.torn, proof
        self._short = State(lines, lines.torn.need).short
        self._published = self._cost_of_published()

    def _cost_of_published(self) -> int:
        """Return what the published plan costs beyond the torn one, by the same goals."""
        state = State(self.lines, self.torn.need)
        for cell in {(c.person, c.day) for c in self.torn.emptied}:
            state.put(cell, codes_on(self.torn.before[cell[0]], cell[1]))
        return weighed(state).cost

    def repair(self, found: Found, torn_cost: int) -> Repair:
        """Return one repair; ``torn_cost``: the soft cost of the torn plan."""
        torn, state = self.torn, State(self.lines, self.torn.need)
        for cell, codes in found.changes:
            state.put(cell, codes)
        opened = [(at, state.missing(at)) for at in sorted(state.short)]
        ordered = sorted(found.changes, key=lambda change: (change[0][1], change[0][0]))
        cells = torn.cells
        changes = tuple(self._changed(state, *change) for change in ordered)
        return Repair(
            kind=self._kind(changes, is_open=bool(opened)),
            answer=torn.answer(dict(found.changes)),
            changes=changes,
            opened=tuple(hole_of(cells[at], n) for at, n in opened),
            closed=tuple(self._closed(state)),
            hole_reasons=tuple(self._why_open(at, n, found) for at, n in opened),
            new_hole_cost=sum(cells[at].hole_cost * n for at, n in opened),
            hole_cost=sum(
                cell.hole_cost * max(0, cell.minimum - state.present[at])
                for at, cell in enumerate(cells)
            ),
            cost=torn_cost + found.cost,
            cost_change=found.cost - self._published,
        )

    def _kind(self, changes: Sequence[ChangedCell], *, is_open: bool) -> Kind:
        if not changes:
            return "LEFT_OPEN" if is_open else "NOTHING_NEEDED"
        torn = self.torn
        short = {(cell.need, cell.day) for cell in map(torn.cells.__getitem__, self._short)}
        filled = [r for change in changes for r in change.reasons if r.code == "HOLE_IF_UNDONE"]
        if any((reason.need, reason.day) not in short for reason in filled):
            return "CHAIN"
        return "MOVED" if any(change.before for change in changes) else "TAKEN_OVER"

    def _closed(self, state: State) -> Iterator[Hole]:
        for at, cell in enumerate(self.torn.cells):
            was = max(0, cell.minimum - self.torn.was[at])
            now = max(0, cell.minimum - state.present[at])
            if now < was:
                yield hole_of(cell, was - now)

    def _why_open(self, at: int, missing: int, found: Found) -> Reason:
        cell, proof = self.torn.cells[at], self.proof
        code = "NO_WAY" if proof.holes_proven else "NOT_FOUND"
        if missing <= proof.nobody[at]:
            code = "NOBODY_CAN"
        elif found.excess > proof.least_excess:
            code = "LEFT"
        return Reason(code, need=cell.need, day=cell.day, shift=cell.shift)

    def _changed(self, state: State, cell: Cell, codes: frozenset[str]) -> ChangedCell:
        person, day = cell
        before = codes_on(self.torn.lines[person], day)
        reasons = tuple(self._undone(state, cell, before))
        return ChangedCell(person, day, tuple(sorted(before)), tuple(sorted(codes)), reasons)

    def _undone(self, state: State, cell: Cell, before: frozenset[str]) -> Iterator[Reason]:
        """Yield what would be wrong were one change undone and all others kept."""
        torn, person = self.torn, cell[0]
        now, after = list(state.present), state.changes[cell]
        state.put(cell, before)
        for at, needed in enumerate(torn.cells):
            less = state.present[at] < now[at]
            if less and state.present[at] < torn.need[at]:
                yield Reason("HOLE_IF_UNDONE", need=needed.need, day=needed.day)
            elif less and state.present[at] < needed.target:
                yield Reason("TARGET_IF_UNDONE", need=needed.need, day=needed.day)
            most = torn.most[at]
            if most is not None and state.present[at] > most:
                yield Reason("MAXIMUM_IF_UNDONE", need=needed.need, day=needed.day)
        for breach in self.lines.breaches(person, state.starts[person]):
            yield Reason("LAW_IF_UNDONE", person=person, rule=breach.rule)
        state.put(cell, after)


def torn_need(torn: Torn, lines: Lines) -> tuple[list[int], list[int]]:
    """Return what each cover cell may ask, and how many people short nobody can make up for.

    Whoever is there now may stay, and whoever may lawfully have a shift there could come; more
    people than those no roster brings together.
    """
    state, need = State(lines, torn.need), list(torn.need)
    nobody = [0] * len(need)
    for at in sorted(state.short):
        could = {cell[0] for cell, _ in state.fills(at)}
        lost = max(0, torn.need[at] - torn.present[at] - len(could))
        need[at] -= lost
        nobody[at] = lost
    return need, nobody
