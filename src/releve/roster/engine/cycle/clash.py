"""Why no cycle is lawful: an irreducible set of demands that cannot be met together.

Demands are left out one by one, those that ask alike (a rule, the mean week, a maximum) as one;
a demand without which the rest is possible stays.
"""

from __future__ import annotations

import time

from releve.kit.engines import Cancelled
from releve.roster.engine.result import Reason
from releve.roster.engine.solve.instrument import search_of
from releve.roster.engine.solve.limits import Limits
from releve.roster.engine.solve.model import Model, Row

STRUCTURE = ("DEFINITION", "ONE-A-DAY", "COVER", "GOAL")
"""Rows that say what things are; only the others are demands somebody could change."""

TRIAL_WORK = 2.0
"""Deterministic units within which it must be told whether some demands can be met together."""

CLASH_SECONDS = 60.0


def clash_of(
    model: Model, *, cancelled: Cancelled | None = None
) -> tuple[tuple[Reason, ...], bool]:
    """Return demands that clash, and whether each was shown to be needed for that."""
    groups: dict[Reason, list[Row]] = {}
    frame = [row for row in model.rows if row.reason.code in STRUCTURE]
    for row in model.rows:
        if row.reason.code not in STRUCTURE:
            groups.setdefault(_stated(row.reason), []).append(row)
    until = time.monotonic() + CLASH_SECONDS
    # What says most goes first: a clash of few, plain demands is the one worth telling.
    kept, is_irreducible = sorted(groups, key=lambda one: len(groups[one])), True
    for demand in reversed(tuple(kept)):
        if time.monotonic() > until or (cancelled is not None and cancelled()):
            return tuple(kept), False
        rest = [other for other in kept if other != demand]
        rows = [*frame, *(row for other in rest for row in groups[other])]
        limits = Limits(seconds=None, work=TRIAL_WORK, seed=0, workers=1, gap=0.0)
        trial = search_of(Model(domains=model.domains, rows=rows))
        status = trial.minimise({}, limits, cancelled=cancelled).status
        if status == "infeasible":
            kept = rest
        elif status == "unknown":
            is_irreducible = False
    return tuple(kept), is_irreducible


def _stated(reason: Reason) -> Reason:
    """Return a demand as somebody would take it back: a rule whole, whichever days it is about."""
    if reason.code in ("HOURS", "MAXIMUM"):
        return reason
    return Reason(reason.code, rule=reason.rule)
