"""Time that a unit's team has set aside in the ledger, and what a roster makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from releve.ledger.queries.protected import protected_minutes
from releve.people.models import Level
from releve.roster.engine.problem import Problem, ProtectedTime
from releve.roster.engine.protected import protected_story
from releve.roster.models import Roster, Version
from releve.roster.protected_words import held_text, purpose_lines, short_text
from releve.roster.queries.demand import latest_demand
from releve.roster.queries.periods import Viewer


def with_choices(unit: Level, problem: Problem) -> Problem:
    """Return a problem of a unit whose protected time is what its team has set aside."""
    chosen = tuple(
        ProtectedTime(
            purpose=one.purpose, minutes=one.minutes, from_on=one.from_on, to_on=one.to_on
        )
        for one in protected_minutes(unit, problem.starts_on, problem.ends_on)
    )
    return problem if chosen == problem.protected else problem.with_changes(protected=chosen)


def has_newer_choice(roster: Roster) -> bool:
    """Whether the team's choices are no longer those of what is asked of a period."""
    demand = latest_demand(roster)
    if demand is None:
        return False
    problem = demand.problem
    return with_choices(roster.unit, problem) is not problem


@dataclass(frozen=True)
class ProtectedPanel:
    """The protected time of a version in sentences; ``headline`` is empty where it has none.

    ``is_older``: the team has chosen otherwise since it was asked for, as whoever manages the
    roster is told; ``can_ask``: nothing asks for the new choice yet.
    """

    headline: str
    is_short: bool
    purposes: tuple[str, ...]
    short: tuple[str, ...]
    is_older: bool
    can_ask: bool


def protected_panel(version: Version, viewer: Viewer) -> ProtectedPanel | None:
    """Return what a version makes of the protected time, ``None`` where nobody has chosen any."""
    problem = version.demand.problem
    story = protected_story(problem, version.result.answer)
    unit = version.roster.unit
    is_older = viewer.manages and with_choices(unit, problem) is not problem
    if story is None and not is_older:
        return None
    return ProtectedPanel(
        headline="" if story is None else held_text(story),
        is_short=story is not None and bool(story.short),
        purposes=tuple(purpose_lines(problem)),
        short=() if story is None else tuple(map(short_text, story.short)),
        is_older=is_older,
        can_ask=is_older and has_newer_choice(version.roster),
    )
