"""The sheet of counters: each person's figures beside the targets fixed before the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from releve.kit.words import translator
from releve.roster.engine.explain import CounterName, PersonStory, person_stories
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.phrases import person_text, role_text
from releve.roster.workbook.looks import INK, Looks, set_page

_ = translator("releve.roster")

COUNTER_NAMES: tuple[CounterName, ...] = ("nights", "sundays", "weekends", "holidays")
SIGNED = "+0.0;\u22120.0;0"


def write_counters(page: Any, looks: Looks, problem: Problem, plan: Sequence[Assignment]) -> None:
    """Write each person's figures beside her targets, with her group's median below."""
    titles = [
        _("Person"),
        _("Role"),
        _("Share"),
        _("Hours planned"),
        _("Hours due"),
        _("Balance, h"),
    ]
    for title in (_("Nights"), _("Sundays"), _("Weekends"), _("Public holidays")):
        titles += [title, _("Target")]
    titles += [_("Wishes met"), _("Wishes")]
    look = {"bold": True, "text_wrap": True, "bottom": 1, "bottom_color": INK, "valign": "top"}
    for at, title in enumerate(titles):
        page.write_string(0, at, title, looks(**look, align="left" if at < 2 else "right"))
    for row, story in enumerate(person_stories(problem, plan), start=1):
        _story(page, looks, row, problem, story)
    page.set_row(0, 32)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 20)
    page.set_column(2, len(titles) - 1, 10)
    page.freeze_panes(1, 1)
    set_page(page, one_page=False)
    page.repeat_rows(0)


def _story(page: Any, looks: Looks, row: int, problem: Problem, story: PersonStory) -> None:
    hours, plain = looks(num_format="0.0"), looks()
    person = problem.person_by_id[story.person]
    by_name = {figure.name: figure for figure in story.figures}
    worked = by_name["hours"].value
    page.write_string(row, 0, person_text(problem, story.person), plain)
    page.write_string(row, 1, role_text(story.role), plain)
    page.write_number(row, 2, person.contract.share, looks(num_format="0 %"))
    page.write_number(row, 3, worked / 60, hours)
    page.write_number(row, 4, story.due_minutes / 60, hours)
    signed = looks(num_format=SIGNED)
    page.write_number(row, 5, (worked - story.due_minutes) / 60, signed)
    for at, name in enumerate(COUNTER_NAMES):
        figure = by_name[name]
        page.write_number(row, 6 + 2 * at, figure.value, plain)
        if figure.target is not None:
            page.write_number(row, 7 + 2 * at, float(figure.target), plain)
    met = sum(1 for answer in story.wishes if answer.met)
    page.write_number(row, 14, met, plain)
    page.write_number(row, 15, len(story.wishes), plain)
