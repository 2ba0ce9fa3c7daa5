"""The roster as a PDF to print: the whole period on A3, half months on A4.

The page is a Typst template; the plan reaches it as data, so that a name is a name whatever
signs it holds. One typeface comes with the house and those of the machine are ignored: the same
plan gives the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from releve.kit.figures import font_folder
from releve.roster.copies import Copy
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result
from releve.roster.pdf.content import Paper, content


def roster_pdf(
    problem: Problem,
    answer: Iterable[Assignment],
    *,
    result: Result | None = None,
    paper: Paper = "a3",
    copy: Copy | None = None,
) -> bytes:
    """Return a plan as a tagged PDF in the language in force.

    A3: the whole period on one sheet, then how nights and weekends are shared, the holes and
    the legal check. A4: half a month to a page. A copy for everybody names nobody but in the
    roster itself.
    """
    told = copy or Copy()
    data = content(problem, tuple(answer), result=result, paper=paper, copy=told)
    made_on = told.printed_on or problem.starts_on
    made = _compiler().compile(
        input=_template(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=datetime.combine(made_on, time(), tzinfo=UTC),
        pdf_standards=["ua-1"],
    )
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


@cache
def _template() -> bytes:
    return files("releve.roster.pdf").joinpath("roster.typ").read_bytes()


def _compiler() -> Any:
    import typst  # noqa: PLC0415 - 60 MB that only a print needs

    return typst.Compiler(
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415 - see above

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_folder())],
    )
