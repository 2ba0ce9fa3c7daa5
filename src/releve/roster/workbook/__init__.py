"""The roster as a spreadsheet: the sheets a ward pins on the wall, the counters, the legal check.

Codes are what one reads; colours double them with the tokens of the pages. No cell is a
formula, whatever a name starts with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from releve.kit.files import whole_file
from releve.kit.words import translator
from releve.roster.copies import Copy, holes_of, weeks_of
from releve.roster.engine.explain import HoleStory
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result
from releve.roster.workbook.figures import write_counters
from releve.roster.workbook.law import Law
from releve.roster.workbook.looks import Looks
from releve.roster.workbook.wall import Wall
from releve.roster.workbook.weeks import Week, sheet_name

_ = translator("releve.roster")

TEXT_STAYS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_workbook(
    path: Path,
    problem: Problem,
    answer: Iterable[Assignment],
    *,
    result: Result | None = None,
    holes: Sequence[HoleStory] = (),
    copy: Copy | None = None,
) -> None:
    """Write the sheets in the language in force; the file is whole or as it was before.

    ``result`` tells what is proven about the plan, ``holes`` why each stays open.
    """
    made = workbook_bytes(problem, answer, result=result, holes=holes, copy=copy)
    with whole_file(path) as draft:
        draft.write_bytes(made)


def workbook_bytes(
    problem: Problem,
    answer: Iterable[Assignment],
    *,
    result: Result | None = None,
    holes: Sequence[HoleStory] = (),
    copy: Copy | None = None,
) -> bytes:
    """Return the spreadsheet as a file to download: the whole period, then a sheet a week.

    A copy with counters adds the sheets of counters and of the legal check, which name people;
    a copy for everybody has neither, nor anyone's unavailability.
    """
    plan = tuple(answer)
    memory = BytesIO()
    book = xlsxwriter.Workbook(memory, TEXT_STAYS_TEXT)
    told = copy or Copy()
    # The period's first day instead of now: the same plan gives the same bytes.
    made_at = datetime.combine(problem.starts_on, time())
    book.set_properties({"title": told.name(problem), "created": made_at})
    looks = Looks(book)
    _write_wall(book, looks, problem, plan, result, told)
    if told.with_counters:
        write_counters(book.add_worksheet(_("Counters")), looks, problem, plan)
        law = Law(problem, plan, result=result, holes=tuple(holes))
        law.write(book.add_worksheet(_("Legal check")), looks)
    book.close()
    return memory.getvalue()


def _write_wall(
    book: Any,
    looks: Looks,
    problem: Problem,
    plan: tuple[Assignment, ...],
    result: Result | None,
    copy: Copy,
) -> None:
    picture = copy.picture(problem, plan)
    open_posts = holes_of(problem, plan, result)
    Wall(book.add_worksheet(_("Roster")), looks, problem, picture, open_posts, copy).write()
    names: set[str] = set()
    for days in weeks_of(picture.heads):
        name = sheet_name(picture.heads[days.start])
        while name in names:  # a period of more than a year has two weeks of one number
            name += "’"
        names.add(name)
        Week(book.add_worksheet(name), looks, problem, picture, open_posts, copy, days).write()
