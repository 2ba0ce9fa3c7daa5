"""The sheet of the legal check: the verdict, the proof, the holes, the texts, the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from releve.kit.words import translator
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.explain import HoleStory
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.protected import protected_story
from releve.roster.engine.result import Result
from releve.roster.explain_words import hole_lines, hole_text, merged_stories
from releve.roster.protected_words import protected_lines
from releve.roster.result_words import (
    confirm_lines,
    decision_lines,
    habit_lines,
    law_lines,
    pack_lines,
    proof_lines,
)
from releve.roster.sentences import not_judged_lines
from releve.roster.workbook.looks import ATTENTION, Looks, set_page

_ = translator("releve.roster")

WIDTH = 110


Part = tuple[str, Iterable[str], Any]
"""A title, empty where the part before goes on, the lines below it, and their look."""


@dataclass(frozen=True)
class Law:
    """What the sheet tells, in sentences; without a ``result`` nothing is said to be proven."""

    problem: Problem
    plan: Sequence[Assignment]
    result: Result | None = None
    holes: tuple[HoleStory, ...] = ()

    def write(self, page: Any, looks: Looks) -> None:
        """Fill the sheet."""
        row, strong = 0, looks(bold=True, font_size=12)
        for title, lines, look in self._parts(looks):
            if title:
                row += 1 if row else 0
                page.write_string(row, 0, title, strong)
                row += 1
            for line in _wrapped(lines):
                page.write_string(row, 0, line, look)
                row += 1
        page.set_column(0, 0, WIDTH)
        set_page(page, one_page=False)

    def _parts(self, looks: Looks) -> Iterator[Part]:
        problem, plain = self.problem, looks()
        verdict = plan_verdict(problem, self.plan)
        breaches = verdict.breaches
        yield _("Independent check, minute by minute"), law_lines(problem, breaches), plain
        yield "", confirm_lines(problem), looks(**ATTENTION)
        if self.result is not None:
            yield _("What is proven"), proof_lines(self.result), plain
        story = protected_story(problem, self.plan)
        if story is not None:
            look = looks(**ATTENTION) if story.short else plain
            yield _("Protected time"), protected_lines(problem, story), look
        if self.holes:
            yield _("Holes, and what rules out whom"), self._holes(), plain
        unseen = not_judged_lines(verdict.not_judged)
        yield _("What this roster alone cannot show"), unseen, plain
        yield _("Texts"), pack_lines(problem), plain
        yield _("Decisions on record"), decision_lines(problem), plain
        habits = habit_lines(problem, breaches)
        yield _("Ergonomic habits not kept (they do not bind)"), habits, plain

    def _holes(self) -> Iterator[str]:
        for story in merged_stories(self.holes):
            yield hole_text(self.problem, story.hole)
            yield from (f"  {line}" for line in hole_lines(self.problem, story))


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines of the sheet's width: programs disagree on the height of a wrapping row."""
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
        yield from wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False)
