"""One person's line alone, with one cell decided: whether any lawful line has that cell.

Rules bind one person at a time, so a cell that no lawful line of hers can have, no lawful
roster has. Which facts forbid it is found twice over: the search names facts that suffice, and
each of them is then left out in turn, to keep only those without which the cell is possible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from releve.roster.engine.problem import Person
from releve.roster.engine.result import Reason
from releve.roster.engine.solve.build import build_line
from releve.roster.engine.solve.clash import STRUCTURE, Clash
from releve.roster.engine.solve.deadline import Deadline
from releve.roster.engine.solve.instrument import search_of, sufficient
from releve.roster.engine.solve.limits import Limits
from releve.roster.engine.solve.line import Line, Slots
from releve.roster.engine.solve.model import Model, Row

TRIAL_SECONDS = 1.0

Fixes = Mapping[int, int]
"""Variables with the one value that they may have."""

Possible = Literal["possible", "impossible", "unknown"]


class Alone:
    """One person's line, to which one cell after another is put."""

    def __init__(self, slots: Slots, person: Person) -> None:
        self.model = Model()
        self.line = build_line(slots, person, self.model)

    def can_have(self, fixes: Fixes, deadline: Deadline) -> Possible:
        """Return whether a lawful line has these cells."""
        status = self._status(self.model.rows, fixes, deadline)
        return {"infeasible": "impossible", "unknown": "unknown"}.get(status, "possible")  # type: ignore[return-value]  # the words of Possible

    def clash(self, fixes: Fixes, deadline: Deadline) -> Clash:
        """Return facts that forbid the cells together, as few as time allows to prove."""
        groups: dict[Reason, list[Row]] = {}
        frame = [row for row in self.model.rows if row.reason.code in STRUCTURE]
        for row in self.model.rows:
            if row.reason.code not in STRUCTURE:
                groups.setdefault(row.reason, []).append(row)
        trial = Model(domains=self._domains(fixes), rows=frame)
        found = sufficient(trial, list(groups.values()), _limits(deadline))
        if found is None:
            return Clash(is_irreducible=False)
        reasons = list(groups)
        kept, doubts = [reasons[at] for at in found], 0
        for reason in tuple(kept):
            rest = [other for other in kept if other != reason]
            rows = [*frame, *(row for other in rest for row in groups[other])]
            status = self._status(rows, fixes, deadline)
            doubts += status == "unknown"
            if status == "infeasible":
                kept = rest
        return Clash(tuple(kept), is_irreducible=doubts == 0)

    def _status(self, rows: Sequence[Row], fixes: Fixes, deadline: Deadline) -> str:
        if deadline.is_over():
            return "unknown"
        trial = Model(domains=self._domains(fixes), rows=list(rows))
        return search_of(trial).minimise({}, _limits(deadline)).status

    def _domains(self, fixes: Fixes) -> list[tuple[int, int]]:
        domains = list(self.model.domains)
        for variable, value in fixes.items():
            domains[variable] = (value, value)
        return domains


def fixes_of(line: Line, starts: Mapping[tuple[date, str], int]) -> Fixes:
    """Return the variables of some starts, by day and code, with the values they shall have."""
    return {
        value.terms[0][0]: starts[slot.day, slot.shift.code]
        for slot, value in line.cells()
        if (slot.day, slot.shift.code) in starts
    }


def _limits(deadline: Deadline) -> Limits:
    seconds = min(TRIAL_SECONDS, deadline.left())
    return Limits(seconds=seconds, work=None, seed=0, workers=1, gap=0.0, is_instant=True)
