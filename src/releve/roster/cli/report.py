"""The reports of solve and explain as JSON, under keys that do not change with the language."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from releve.roster.cli.problem_files import Given
from releve.roster.engine.explain import Explanation, Figure, HoleStory, PersonStory, Trial
from releve.roster.engine.protected import ProtectedStory, protected_story
from releve.roster.engine.result import (
    GoalCost,
    Hole,
    Reason,
    Result,
    breach_json,
    moment_text,
    plain_number,
    points,
)


def result_json(given: Given, result: Result) -> dict[str, Any]:
    """Return the report of a search; costs and bounds in points, the gap as a share."""
    score = result.score
    told = protected_story(given.problem, result.answer) if score else None
    return {
        "status": result.status,
        "cost": _points(result.cost),
        "goals": [_goal(goal) for goal in score.goals] if score else [],
        "bound": _points(result.bound),
        "gap": result.gap_relative,
        "gap_absolute": _points(result.gap_absolute),
        "proven": result.is_proven,
        "cover_proven": result.cover_is_proven,
        "hole_cost": _points(score.hole_cost) if score else None,
        "holes": [hole_json(given, hole) for hole in score.holes] if score else [],
        **protected_json(told),
        "reasons": [reason_json(given, reason) for reason in result.reasons],
        "interrupted": result.interrupted,
        "seconds": round(result.seconds, 3),
        "work": round(result.work, 3),
        "engine": result.engine,
        "seed": result.seed,
        "name": given.problem.name,
        "people": len(given.problem.people),
        "days": len(given.problem.days),
    }


def explanation_json(given: Given, told: Explanation) -> dict[str, Any]:
    """Return an explanation: people, then holes with everybody who was tried."""
    return {
        "people": [_person(given, story) for story in told.people],
        "holes": [_hole_story(given, story) for story in told.holes],
        **protected_json(told.protected),
    }


def protected_json(story: ProtectedStory | None) -> dict[str, Any]:
    """Return what becomes of the protected time; nothing at all where a problem has none."""
    if story is None:
        return {}
    return {
        "protected": {
            "asked_minutes": story.asked,
            "held_minutes": story.held,
            "short": [{"code": one.code, "minutes": one.minutes} for one in story.short],
        }
    }


def hole_json(given: Given, hole: Hole) -> dict[str, Any]:
    """Return a hole with its local instants."""
    zone = given.problem.zone
    return {
        "need": hole.need,
        "day": given.day_label(hole.day),
        "from": _local(hole.starts_at, zone),
        "to": _local(hole.ends_at, zone),
        "missing": hole.missing,
        "shift": hole.shift,
        "role": hole.role,
        "skill": hole.skill,
    }


def _local(instant: datetime, zone: Any) -> str:
    return moment_text(instant.astimezone(zone))


def _points(scaled: int | None) -> int | float | None:
    return None if scaled is None else points(scaled)


def _goal(goal: GoalCost) -> dict[str, Any]:
    return {
        "name": goal.name,
        "weight": goal.weight,
        "amount": plain_number(goal.amount),
        "cost": points(goal.cost),
    }


def reason_json(given: Given, reason: Reason) -> dict[str, Any]:
    """Return a reason: its code and what it is about."""
    return {
        "code": reason.code,
        "person": reason.person,
        "rule": reason.rule,
        "day": given.day_label(reason.day) if reason.day else None,
        "to_day": given.day_label(reason.to_day) if reason.to_day else None,
        "shift": reason.shift,
        "need": reason.need,
    }


def _person(given: Given, story: PersonStory) -> dict[str, Any]:
    return {
        "person": story.person,
        "role": story.role,
        "group_size": story.group_size,
        "due_hours": plain_number(Fraction(story.due_minutes, 60)),
        **({"protected_minutes": story.protected_minutes} if story.protected_minutes else {}),
        "figures": {figure.name: _figure(figure) for figure in story.figures},
        "wishes": [
            {
                "day": given.day_label(answer.wish.day),
                "wish": answer.wish.wish,
                "shift": answer.wish.shift,
                "weight": answer.wish.weight,
                "met": answer.met,
            }
            for answer in story.wishes
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    """Return a counter; hours for *hours*, days for the others."""
    unit = 60 if figure.name == "hours" else 1
    values = {
        "value": Fraction(figure.value),
        "group_lowest": Fraction(figure.lowest),
        "group_median": figure.median,
        "group_highest": Fraction(figure.highest),
    }
    target = None if figure.target is None else plain_number(figure.target / unit)
    return {name: plain_number(value / unit) for name, value in values.items()} | {"target": target}


def _hole_story(given: Given, story: HoleStory) -> dict[str, Any]:
    return {
        **hole_json(given, story.hole),
        "tried": [_trial(given, trial) for trial in story.trials],
    }


def _trial(given: Given, trial: Trial) -> dict[str, Any]:
    return {
        "person": trial.tried.person,
        "day": given.day_label(trial.tried.day),
        "shift": trial.tried.shift,
        "outcome": trial.code,
        "need": trial.need,
        "breaches": [breach_json(breach) for breach in trial.breaches],
    }
