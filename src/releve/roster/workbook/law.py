"""The sheet of the legal check: the verdict, the texts it rests on, the recorded decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from releve.kit.words import translator
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.result_words import (
    confirm_lines,
    decision_lines,
    habit_lines,
    law_lines,
    pack_lines,
)
from releve.roster.workbook.looks import ATTENTION, Looks, set_page

_ = translator("releve.roster")


def write_law(page: Any, looks: Looks, problem: Problem, plan: Sequence[Assignment]) -> None:
    """Write what the independent check found, in sentences."""
    breaches = audit(problem, plan)
    plain, strong = looks(text_wrap=True, valign="top"), looks(bold=True, font_size=12)
    parts = (
        (_("Independent check, minute by minute"), law_lines(problem, breaches), plain),
        ("", confirm_lines(problem), looks(text_wrap=True, **ATTENTION)),
        (_("Texts"), pack_lines(problem), plain),
        (_("Decisions on record"), decision_lines(problem), plain),
        (_("Ergonomic habits not kept (they do not bind)"), habit_lines(problem, breaches), plain),
    )
    row = 0
    for title, lines, look in parts:
        told = list(lines)
        if title:
            row += 1 if row else 0
            page.write_string(row, 0, title, strong)
            row += 1
        for line in told:
            page.write_string(row, 0, line, look)
            row += 1
    page.set_column(0, 0, 120)
    set_page(page, one_page=False)
