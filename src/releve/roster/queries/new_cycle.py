"""A cycle begun empty: the shifts, the rules and the hours of the unit's latest month."""

from __future__ import annotations

from collections import Counter

from releve.people.models import Level
from releve.roster.engine.cycle import Cycle as EngineCycle
from releve.roster.engine.cycle import CycleLine
from releve.roster.engine.problem import ShiftKind
from releve.roster.queries.cycles import latest_problem

TOLERANCE_MINUTES = 60


def empty_cycle(unit: Level, weeks: int) -> EngineCycle | None:
    """Return a cycle of one empty line for a unit; ``None`` where no month says its shifts."""
    problem = latest_problem(unit)
    shifts = () if problem is None else problem.shifts
    worked = tuple(shift for shift in shifts if shift.kind is not ShiftKind.ON_CALL)
    if problem is None or not worked:
        return None
    contracts = [person.contract for person in problem.people]
    packs = Counter(contract.pack for contract in contracts)
    hours = Counter(contract.full_time_weekly_minutes for contract in contracts)
    rest: tuple[str | None, ...] = (None,) * 7
    return EngineCycle(
        weeks=weeks,
        anchor_on=problem.anchor,
        shifts=worked,
        weekly_minutes=hours.most_common(1)[0][0] if hours else 2100,
        tolerance_minutes=TOLERANCE_MINUTES,
        pack=packs.most_common(1)[0][0] if packs else None,
        packs=problem.packs,
        unit=unit.code,
        decisions=problem.decisions,
        lines=(CycleLine("1", (rest,) * weeks),),
    )
