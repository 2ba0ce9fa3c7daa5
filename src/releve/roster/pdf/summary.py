"""The pages after the roster: everybody's counters, the legal check in a few sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from releve.kit.words import translator
from releve.roster.copies import Copy
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.explain import CounterName, PersonStory, person_stories
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.protected import protected_story
from releve.roster.engine.result import Result
from releve.roster.phrases import number_text, person_text, role_text, tight_hours
from releve.roster.protected_words import protected_lines
from releve.roster.result_words import (
    confirm_lines,
    decision_lines,
    law_lines,
    pack_lines,
    people_without_law,
    proof_lines,
)

_ = translator("releve.roster")

SHARED: tuple[CounterName, ...] = ("nights", "sundays", "weekends", "holidays")
INDENT_POINTS = 5


def counters_table(problem: Problem, plan: tuple[Assignment, ...]) -> dict[str, Any]:
    """Return everybody's figures beside their targets, for those who plan."""
    heads = [_("Person"), _("Role"), _("Share"), _("Hours planned"), _("Hours due")]
    heads += [_("Balance, h"), _("Nights"), _("Sundays"), _("Weekends"), _("Public holidays")]
    return {
        "title": _("Counters: planned, and the target in brackets"),
        "heads": [*heads, _("Wishes met")],
        "rows": [_counters(problem, story) for story in person_stories(problem, plan)],
    }


def _counters(problem: Problem, story: PersonStory) -> list[str]:
    figures = {figure.name: figure for figure in story.figures}
    worked = figures["hours"].value
    shared = []
    for name in SHARED:
        figure = figures[name]
        target = "" if figure.target is None else f" ({number_text(figure.target)})"
        shared.append(f"{figure.value}{target}")
    met = sum(1 for answer in story.wishes if answer.met)
    share = problem.person_by_id[story.person].contract.share
    return [
        person_text(problem, story.person),
        role_text(story.role) if story.role else "",
        f"{number_text(100 * share)} %",
        tight_hours(worked, signed=False),
        tight_hours(story.due_minutes, signed=False),
        tight_hours(worked - story.due_minutes),
        *shared,
        f"{met}/{len(story.wishes)}" if story.wishes else "",
    ]


def law_parts(
    problem: Problem, plan: tuple[Assignment, ...], result: Result | None, copy: Copy
) -> Iterator[dict[str, Any]]:
    """Yield the legal check; a copy for everybody gives the verdict without any name."""
    breaches = plan_verdict(problem, plan).breaches
    told = list(law_lines(problem, breaches))
    if not copy.with_counters:
        unbound = people_without_law(problem)
        names_people = 0 < len(unbound) < len(problem.people)
        told = [one for one in told[1 if names_people else 0 :] if not one.startswith(" ")]
    lines = [*lines_of(told), *lines_of(confirm_lines(problem), attention=True)]
    yield {"title": _("Independent check, minute by minute"), "lines": lines}
    if result is not None and result.score is not None:
        yield {"title": _("What is proven"), "lines": lines_of(proof_lines(result))}
    yield {"title": _("Texts"), "lines": lines_of(pack_lines(problem))}
    if copy.with_counters and problem.decisions:
        decided = lines_of(decision_lines(problem))
        yield {"title": _("Decisions on record"), "lines": decided}


def protected_parts(problem: Problem, plan: tuple[Assignment, ...]) -> Iterator[dict[str, Any]]:
    """Yield what a team has protected and how much of it can be held, where it has."""
    story = protected_story(problem, plan)
    if story is not None:
        told = lines_of(protected_lines(problem, story), attention=bool(story.short))
        yield {"title": _("Protected time"), "lines": told}


def lines_of(lines: Iterable[str], *, attention: bool = False) -> list[dict[str, Any]]:
    """Return sentences as the template takes them, their leading spaces as an indent."""
    return [
        {
            "text": line.strip(),
            "indent": INDENT_POINTS * (len(line) - len(line.lstrip(" "))),
            "attention": attention,
        }
        for line in lines
    ]
