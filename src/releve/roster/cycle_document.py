"""A cycle's verdict, search, roll-out and gap as JSON, under keys that no language changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from releve.roster.engine.cycle import Cycle
from releve.roster.engine.cycle.gap import CycleGap
from releve.roster.engine.cycle.judge import CycleBreach, CycleVerdict
from releve.roster.engine.cycle.rolling import RollOut
from releve.roster.engine.cycle.solve import CycleResult
from releve.roster.engine.problem import WEEKDAYS, Assignment
from releve.roster.engine.result import Breach, breach_json, plain_number, points


def cycle_verdict_json(cycle: Cycle, verdict: CycleVerdict) -> dict[str, Any]:
    """Return what the judge found on a cycle; weeks count from 1, minutes are a mean week's."""
    return {
        "lawful": not verdict.hard,
        "on_target": not verdict.off_target,
        "hours": [
            {
                "line": line.line,
                "weekly_minutes": plain_number(line.weekly_minutes),
                "target": cycle.weekly_minutes,
                "tolerance": cycle.tolerance_minutes,
                "on_target": not line.off_by,
            }
            for line in verdict.hours
        ],
        "breaches": [_breach(cycle, found) for found in verdict.breaches],
        "not_judged": sorted({entry.rule for entry in verdict.not_judged}),
    }


def cycle_result_json(result: CycleResult) -> dict[str, Any]:
    """Return the report of a search for a cycle; costs and bounds in points."""
    score = result.score
    return {
        "status": result.status,
        "cost": points(score.cost) if score else None,
        "bound": None if result.bound is None else points(result.bound),
        "proven": result.is_proven,
        "cover_proven": result.cover_is_proven,
        "hole_cost": score.hole_cost if score else None,
        "holes": [
            {
                "need": hole.need,
                "week": hole.week + 1,
                "weekday": WEEKDAYS[hole.weekday],
                "missing": hole.missing,
            }
            for hole in (score.holes if score else ())
        ],
        "goals": [
            {"name": goal.name, "amount": plain_number(goal.amount), "cost": points(goal.cost)}
            for goal in (score.goals if score else ())
        ],
        "lines": _lines(result.cycle) if result.cycle else [],
        "reasons": [
            {"code": reason.code, "rule": reason.rule, "need": reason.need, "line": reason.person}
            for reason in result.reasons
        ],
        "reasons_are_irreducible": result.reasons_are_irreducible,
        "interrupted": result.interrupted,
        "seconds": round(result.seconds, 3),
        "work": round(result.work, 3),
        "engine": result.engine,
        "seed": result.seed,
    }


def roll_out_json(
    rolled: RollOut, breaches: Sequence[Breach], gap: CycleGap | None
) -> dict[str, Any]:
    """Return what a cycle gives over some dates, what is left empty, and the gap to a plan."""
    return {
        "shifts": [_cell(cell) for cell in rolled.answer],
        "left_empty": [_cell(cell) for cell in rolled.left_empty],
        "breaches": [breach_json(breach) for breach in breaches],
        "gap": None if gap is None else gap_json(gap),
    }


def gap_json(gap: CycleGap) -> dict[str, Any]:
    """Return where a month differs from its cycle."""
    return {
        "count": gap.count,
        "minutes": gap.minutes,
        "people": [
            {
                "person": person.person,
                "minutes": person.minutes,
                "days": [
                    {"day": day.day.isoformat(), "cycle": list(day.cycle), "plan": list(day.plan)}
                    for day in person.days
                ],
            }
            for person in gap.people
        ],
    }


def _lines(cycle: Cycle) -> list[dict[str, Any]]:
    return [
        {"id": line.id, "weeks": [list(week) for week in line.weeks], "offsets": list(line.starts)}
        for line in cycle.lines
    ]


def _breach(cycle: Cycle, found: CycleBreach) -> dict[str, Any]:
    amounts = breach_json(found.breach)
    return {
        "line": found.line,
        "offsets": list(found.offsets),
        "week": found.first // 7 + 1,
        "weekday": WEEKDAYS[found.first % 7],
        "to_week": found.last // 7 % cycle.weeks + 1,
        "to_weekday": WEEKDAYS[found.last % 7],
        **{key: amounts[key] for key in ("rule", "value", "limit", "unit", "article", "status")},
    }


def _cell(cell: Assignment) -> dict[str, str]:
    return {"person": cell.person, "day": cell.day.isoformat(), "shift": cell.shift}
