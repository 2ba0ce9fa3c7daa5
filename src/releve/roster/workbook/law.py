"""The sheet of the legal check: the verdict, the texts it rests on, the recorded decisions."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from releve.kit.words import translator
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.result_words import (
    confirm_lines,
    decision_lines,
    habit_lines,
    law_lines,
    pack_lines,
)
from releve.roster.sentences import not_judged_lines
from releve.roster.workbook.looks import ATTENTION, Looks, set_page

_ = translator("releve.roster")

WIDTH = 110


def write_law(page: Any, looks: Looks, problem: Problem, plan: Sequence[Assignment]) -> None:
    """Write what the independent check found, in sentences."""
    verdict = plan_verdict(problem, plan)
    breaches = verdict.breaches
    plain, strong = looks(), looks(bold=True, font_size=12)
    parts = (
        (_("Independent check, minute by minute"), law_lines(problem, breaches), plain),
        ("", confirm_lines(problem), looks(**ATTENTION)),
        (_("What this roster alone cannot show"), not_judged_lines(verdict.not_judged), plain),
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
        # Wrapped here: programs disagree on the height of a row that wraps by itself.
        for line in (
            part
            for one in told
            for part in wrap(one, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
        ):
            page.write_string(row, 0, line, look)
            row += 1
    page.set_column(0, 0, WIDTH)
    set_page(page, one_page=False)
