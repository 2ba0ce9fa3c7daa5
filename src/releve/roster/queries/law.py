"""The legal check beside a roster: what was found, what was not looked at, on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from releve.roster.models import Version
from releve.roster.phrases import person_text
from releve.roster.queries.periods import Viewer
from releve.roster.result_words import (
    breach_text,
    confirm_lines,
    decision_lines,
    habit_lines,
    law_lines,
    pack_lines,
    people_without_law,
    proof_lines,
)
from releve.roster.sentences import not_judged_lines

MOST_LINES = 100
"""Beyond that many breaches the list is cut: the plan is not one to mend line by line."""


@dataclass(frozen=True)
class LawPanel:
    """What the judge found; colleagues read how many breaches, not whose."""

    headline: str
    is_lawful: bool
    breaches: tuple[str, ...]
    more_breaches: int
    unbound: str
    confirm: tuple[str, ...]
    habits: tuple[str, ...]
    not_judged: tuple[str, ...]
    packs: tuple[str, ...]
    decisions: tuple[str, ...]
    proof: tuple[str, ...]


def law_panel(version: Version, viewer: Viewer) -> LawPanel:
    """Return the legal check of a version as the viewer may read it."""
    problem, verdict = version.demand.problem, version.verdict
    told = takewhile(lambda line: not line.startswith(" "), law_lines(problem, verdict.breaches))
    knows = viewer.sees_counters
    unbound = people_without_law(problem) if knows else []
    return LawPanel(
        headline=list(told)[-1],
        is_lawful=not verdict.hard and len(people_without_law(problem)) < len(problem.people),
        breaches=tuple(
            breach_text(problem, one) for one in verdict.hard[: MOST_LINES if knows else 0]
        ),
        more_breaches=max(0, len(verdict.hard) - MOST_LINES) if knows else 0,
        unbound=", ".join(person_text(problem, person.id) for person in unbound),
        confirm=tuple(confirm_lines(problem)),
        habits=tuple(habit_lines(problem, verdict.breaches)),
        not_judged=tuple(not_judged_lines(verdict.not_judged)),
        packs=tuple(pack_lines(problem)),
        decisions=tuple(decision_lines(problem)) if knows else (),
        proof=tuple(proof_lines(version.result)),
    )
