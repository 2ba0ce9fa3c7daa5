"""The roster as a spreadsheet: the sheet a ward pins on the wall, the counters, the legal check.

Codes are what one reads; colours double them with the tokens of the pages. No cell is a
formula, whatever a name starts with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from releve.kit.files import whole_file
from releve.kit.words import translator
from releve.roster.engine.explain import HoleStory
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result
from releve.roster.workbook.figures import write_counters
from releve.roster.workbook.law import Law
from releve.roster.workbook.looks import Looks
from releve.roster.workbook.wall import Wall

_ = translator("releve.roster")

TEXT_STAYS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_workbook(
    path: Path,
    problem: Problem,
    answer: Iterable[Assignment],
    *,
    result: Result | None = None,
    holes: Sequence[HoleStory] = (),
) -> None:
    """Write the three sheets in the language in force; the file is whole or as it was before.

    ``result`` tells what is proven about the plan, ``holes`` why each stays open.
    """
    plan = tuple(answer)
    with whole_file(path) as draft:
        book = xlsxwriter.Workbook(str(draft), TEXT_STAYS_TEXT)
        # The period's first day instead of now: the same plan gives the same bytes.
        made_at = datetime.combine(problem.starts_on, time())
        book.set_properties({"title": problem.name, "created": made_at})
        looks = Looks(book)
        Wall(book.add_worksheet(_("Roster")), looks, problem, plan).write()
        write_counters(book.add_worksheet(_("Counters")), looks, problem, plan)
        law = Law(problem, plan, result=result, holes=tuple(holes))
        law.write(book.add_worksheet(_("Legal check")), looks)
        book.close()
