"""The figure of how nights and weekends are shared: the group's spread, never a ranking.

Each dot is one person, placed by the difference between what the plan gives her and her target,
fixed before the search from her share of full time and her days of presence. No name and no
identifier is in the picture or in its table, and roles of few people are drawn together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

from releve.kit.words import Language, current_language, translator, use_language
from releve.roster.engine.explain import PersonStory, person_stories
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.figures.drawing import SHARED, Shared, SharingRow, drawing
from releve.roster.phrases import MINUS, number_text, role_text

_ = translator("releve.roster")

FEWEST_IN_GROUP = 8
"""A group of fewer people is drawn with others, so that a dot points at nobody."""

WIDEST_NEAR = 2
"""Beyond that many days "shared to within" misleads: the range is told instead."""


@dataclass(frozen=True)
class SharingFigure:
    """The figure: its findings, its table and what a person would read aloud.

    What draws it is made when asked for, so that a page that shows the picture by its address
    does not wait for it.
    """

    findings: tuple[str, ...]
    rows: tuple[SharingRow, ...]
    sentence: str
    has_targets: bool
    language: Language

    @property
    def title(self) -> str:
        """The findings in one line."""
        return ", ".join((self.findings[0], *map(_continued, self.findings[1:])))

    @cached_property
    def spec(self) -> Mapping[str, Any]:
        """The Vega-Lite document, in the language in which the figure was made."""
        with use_language(self.language):
            return drawing(
                _by_counter(self.rows),
                self.findings,
                description=self.sentence,
                has_targets=self.has_targets,
            )


def sharing_figure(problem: Problem, answer: Iterable[Assignment]) -> SharingFigure:
    """Return how a plan shares nights and weekends, in the language in force."""
    stories = person_stories(problem, tuple(answer))
    has_targets = problem.fairness
    rows = tuple(_rows(stories, has_targets=has_targets))
    drawn = _by_counter(rows)
    findings = [_finding(name, found, has_targets) for name, found in drawn.items()]
    told = [_aloud(name, found, has_targets) for name, found in drawn.items()]
    if not drawn:
        findings = told = [_("Nobody shares nights or weekends here")]
    return SharingFigure(
        findings=tuple(findings),
        rows=rows,
        sentence=" ".join(told),
        has_targets=has_targets,
        language=current_language(),
    )


def _by_counter(rows: Sequence[SharingRow]) -> dict[Shared, list[SharingRow]]:
    shares = {name: [row for row in rows if row.counter == name] for name in SHARED}
    return {name: found for name, found in shares.items() if found}


def signed_text(difference: Fraction | float) -> str:
    """Return a difference as "+1.5", "−2" or "0"."""
    if not difference:
        return "0"
    return f"{'+' if difference > 0 else MINUS}{number_text(max(difference, -difference))}"


def _rows(stories: Sequence[PersonStory], *, has_targets: bool) -> Iterator[SharingRow]:
    groups = _groups(stories)
    for name in SHARED:
        stacks: dict[str, Counter[Fraction]] = {}
        for story in stories:
            figure = next(figure for figure in story.figures if figure.name == name)
            if has_targets and figure.target is None:
                continue
            at = figure.value - (figure.target or 0) if has_targets else figure.value
            stacks.setdefault(groups[story.role], Counter())[Fraction(at)] += 1
        for group, stack in stacks.items():
            for difference, people in sorted(stack.items()):
                yield SharingRow(name, group, difference, people)


def _groups(stories: Sequence[PersonStory]) -> dict[str, str]:
    """Return the label under which each role is drawn."""
    sizes = Counter(story.role for story in stories)
    large = [role for role, size in sizes.items() if size >= FEWEST_IN_GROUP]
    rest = sum(size for role, size in sizes.items() if role not in large)
    if rest and (not large or rest < FEWEST_IN_GROUP):
        return dict.fromkeys(sizes, _("The team"))
    others = _("Other roles")
    return {role: role_text(role) if role and role in large else others for role in sizes}


def _finding(name: Shared, rows: Sequence[SharingRow], has_targets: bool) -> str:
    low, high = _range(rows)
    if not has_targets:
        told = (
            _("From {low} to {high} nights a person")
            if name == "nights"
            else _("From {low} to {high} weekends a person")
        )
        return told.format(low=number_text(low), high=number_text(high))
    near = ceil(max(-low, high))
    if near > WIDEST_NEAR:
        told = (
            _("Nights: from {low} to {high} around each person's target")
            if name == "nights"
            else _("Weekends: from {low} to {high} around each person's target")
        )
        return told.format(low=signed_text(low), high=signed_text(high))
    if near == 0:
        return (
            _("Nights are shared exactly") if name == "nights" else _("Weekends are shared exactly")
        )
    return (
        _.plural("Nights are shared to within one", "Nights are shared to within two", near)
        if name == "nights"
        else _.plural(
            "Weekends are shared to within one", "Weekends are shared to within two", near
        )
    )


def _continued(finding: str) -> str:
    """Return a finding as it goes on after a comma."""
    return finding[0].lower() + finding[1:]


def _range(rows: Sequence[SharingRow]) -> tuple[Fraction, Fraction]:
    differences = [row.difference for row in rows]
    return min(differences), max(differences)


def _aloud(name: Shared, rows: Sequence[SharingRow], has_targets: bool) -> str:
    low, high = _range(rows)
    everyone = sum(row.people for row in rows)
    if not has_targets:
        told = (
            _("{people} people work from {low} to {high} nights.")
            if name == "nights"
            else _("{people} people work on {low} to {high} weekends.")
        )
        return told.format(people=everyone, low=number_text(low), high=number_text(high))
    near = sum(row.people for row in rows if abs(row.difference) <= 1)
    told = (
        _(
            "{near} of the {people} people who share nights are within one night of their target;"
            " the differences run from {low} to {high}."
        )
        if name == "nights"
        else _(
            "{near} of the {people} people who share weekends are within one weekend of their"
            " target; the differences run from {low} to {high}."
        )
    )
    return told.format(near=near, people=everyone, low=signed_text(low), high=signed_text(high))
