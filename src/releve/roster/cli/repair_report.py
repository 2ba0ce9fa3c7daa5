"""The report of repairs as JSON, under keys that do not change with the language."""

from __future__ import annotations

from typing import Any

from releve.roster.cli.problem_files import Given
from releve.roster.cli.report import hole_json, reason_json
from releve.roster.engine.problem import Assignment
from releve.roster.engine.repair import ChangedCell, Repair, Repaired
from releve.roster.engine.result import breach_json, points


def repaired_json(given: Given, told: Repaired) -> dict[str, Any]:
    """Return ranked repairs, best first; costs in points."""
    absence = told.absence
    return {
        "status": told.status,
        "absent": absence.person,
        "from": given.day_label(absence.from_on),
        "to": given.day_label(absence.to_on),
        "changes_from": given.day_label(told.changes_from),
        "emptied": [_cell(given, cell) for cell in told.emptied],
        "breaches": [breach_json(breach) for breach in told.broken],
        "holes_proven": told.holes_proven,
        "changes_proven": told.changes_proven,
        "cost_proven": told.cost_proven,
        "repairs": [_repair(given, repair) for repair in told.repairs],
        "reasons": [reason_json(given, reason) for reason in told.reasons],
        "seconds": round(told.seconds, 3),
        "work": round(told.work, 3),
        "engine": told.engine,
        "seed": told.seed,
    }


def _cell(given: Given, cell: Assignment) -> dict[str, Any]:
    return {"person": cell.person, "day": given.day_label(cell.day), "shift": cell.shift}


def _repair(given: Given, repair: Repair) -> dict[str, Any]:
    holes = [
        {**hole_json(given, hole), "reason": reason.code}
        for hole, reason in zip(repair.opened, repair.hole_reasons, strict=True)
    ]
    return {
        "kind": repair.kind,
        "changed_cells": len(repair.changes),
        "changes": [_change(given, change) for change in repair.changes],
        "new_holes": holes,
        "filled_holes": [hole_json(given, hole) for hole in repair.closed],
        "new_hole_cost": points(repair.new_hole_cost),
        "hole_cost": points(repair.hole_cost),
        "cost": points(repair.cost),
        "cost_change": points(repair.cost_change),
    }


def _change(given: Given, change: ChangedCell) -> dict[str, Any]:
    return {
        "person": change.person,
        "day": given.day_label(change.day),
        "before": list(change.before),
        "after": list(change.after),
        "reasons": [reason_json(given, reason) for reason in change.reasons],
    }
