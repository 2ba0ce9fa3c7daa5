"""Rows and engine facts as the room's routes answer them."""

from __future__ import annotations

from typing import Any

from releve.roster import queries
from releve.roster.engine.counters import counters
from releve.roster.engine.result import breach_json, moment_text, plain_number, points
from releve.roster.models import Roster, Search, Version
from releve.roster.phrases import person_text
from releve.roster.queries import Viewer
from releve.roster.queries.demand import latest_demand


def roster_state(roster: Roster) -> str:
    """Return the state that a period's entity tag names."""
    return f"{roster.pk}-{roster.revision}"


def roster_out(roster: Roster, viewer: Viewer) -> dict[str, Any]:
    """Return a period; a choice among drafts is for those who manage."""
    demand = latest_demand(roster)
    published = queries.published_number(roster)
    chosen = roster.chosen.number if roster.chosen else None
    return {
        "unit": roster.unit_id,
        "starts_on": roster.starts_on,
        "ends_on": roster.ends_on,
        "chosen": chosen if viewer.manages or chosen == published else None,
        "published": published,
        "published_at": roster.published_at,
        "proposed": queries.proposed_number(roster),
        "demand": demand.number if demand else None,
    }


def version_out(version: Version) -> dict[str, Any]:
    """Return a version in figures."""
    return {
        "number": version.number,
        "state": version.state,
        "aim": version.aim,
        "holes": version.holes,
        "breaches": version.breaches,
        "points": points(version.cost),
        "demand": version.demand.number,
        "made_at": version.made_at,
    }


def shifts_out(version: Version) -> dict[str, Any]:
    """Return a version as a table of codes."""
    problem = version.demand.problem
    given: dict[str, dict[Any, list[str]]] = {person.id: {} for person in problem.people}
    for one in sorted(version.result.answer, key=lambda one: (one.day, one.shift)):
        given[one.person].setdefault(one.day, []).append(one.shift)
    return {
        "days": list(problem.days),
        "shifts": [
            {
                "code": shift.code,
                "name": shift.name,
                "starts_at": f"{shift.starts_at:%H:%M}",
                "ends_at": f"{shift.ends_at:%H:%M}",
                "kind": shift.kind.value,
            }
            for shift in problem.shifts
        ],
        "people": [
            {
                "person": person.id,
                "name": person_text(problem, person.id),
                "codes": [given[person.id].get(day, []) for day in problem.days],
            }
            for person in problem.people
        ],
    }


def counters_out(version: Version, viewer: Viewer) -> dict[str, Any]:
    """Return everybody's counters to those who may see them, to others their own."""
    counted = counters(version.demand.problem, version.result.answer)
    rows = [
        {
            "person": person,
            "hours_minutes": one.hours_minutes,
            "nights": one.nights,
            "sundays": one.sundays,
            "weekends": one.weekends,
            "holidays": one.holidays,
            "wishes": len(one.wishes),
            "wishes_met": one.wishes_met,
        }
        for person, one in counted.items()
        if viewer.sees_counters or person == viewer.person
    ]
    return {"items": rows}


def judged_out(version: Version, viewer: Viewer) -> dict[str, Any]:
    """Return what the legal check found; whose breaches, only to those who see counters."""
    verdict = version.verdict
    is_open = viewer.sees_counters
    return {
        "breaches_of_law": len(verdict.hard),
        "breaches": [named(breach_json(one)) for one in verdict.breaches] if is_open else [],
        "not_judged": [
            {
                "rule": one.rule,
                "person": one.person,
                "from_": moment_text(one.from_on) if one.from_on else None,
                "to": moment_text(one.to_on) if one.to_on else None,
                "reason": one.reason,
                "value": None if one.value is None else plain_number(one.value),
                "limit": None if one.limit is None else plain_number(one.limit),
            }
            for one in verdict.not_judged
            if is_open or one.person is None
        ],
    }


def named(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose field ``from`` bears the name that Python allows."""
    return {"from_" if key == "from" else key: held for key, held in row.items()}


def search_out(search: Search) -> dict[str, Any]:
    """Return where a search stands."""
    return {
        "id": search.pk,
        "aim": search.aim,
        "state": search.state,
        "is_live": search.is_live,
        "seconds": search.seconds,
        "elapsed_seconds": search.elapsed_seconds,
        "stop_asked": search.stop_asked,
        "version": search.version.number if search.version else None,
    }
