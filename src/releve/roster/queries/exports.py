"""A version as a file to take away, and the figure of how it is shared."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from django.core.serializers.json import DjangoJSONEncoder

from releve.kit.figures import Theme, kept_svg
from releve.kit.words import current_language, translator
from releve.roster.copies import Copy
from releve.roster.figures import SharingFigure, sharing_figure
from releve.roster.models import Version
from releve.roster.plan_table import COLUMNS, plan_csv, plan_rows
from releve.roster.queries.making import making_json

_ = translator("releve.roster")

Ending = Literal["pdf", "xlsx", "csv", "json"]
Paper = Literal["a3", "a4"]


def copy_of(version: Version, *, unit: str, printed_on: date, with_counters: bool) -> Copy:
    """Return what stands at the head of a copy of a version."""
    told = _("Version {number}")
    if version.state == "proposed":
        told = _("Proposal, version {number}")
    return Copy(
        title=unit,
        version=told.format(number=version.number),
        printed_on=printed_on,
        with_counters=with_counters,
    )


def exported(version: Version, ending: Ending, copy: Copy, *, paper: Paper) -> bytes:
    """Return a version as a file of that kind, in the language in force."""
    makers: Mapping[Ending, Callable[[], bytes]] = {
        "pdf": lambda: _pdf(version, copy, paper),
        "xlsx": lambda: _xlsx(version, copy),
        "csv": lambda: _csv(version),
        "json": lambda: _json(version),
    }
    return makers[ending]()


def sharing(version: Version) -> SharingFigure:
    """Return how a version shares nights and weekends: the finding, the table, the drawing."""
    return sharing_figure(version.demand.problem, version.result.answer)


def sharing_svg(version: Version, *, folder: Path, theme: Theme) -> str:
    """Return the drawing of that figure; drawings are kept in a folder."""
    spec = sharing(version).spec
    return kept_svg(spec, folder=folder, theme=theme, language=current_language())


def _pdf(version: Version, copy: Copy, paper: Paper) -> bytes:
    # Its library takes a tenth of a second to wake, and few pages need it.
    from releve.roster.pdf import roster_pdf  # noqa: PLC0415 - see above

    problem, result = version.demand.problem, version.result
    return roster_pdf(problem, result.answer, result=result, paper=paper, copy=copy)


def _xlsx(version: Version, copy: Copy) -> bytes:
    from releve.roster.workbook import workbook_bytes  # noqa: PLC0415 - as above

    problem, result = version.demand.problem, version.result
    return workbook_bytes(problem, result.answer, result=result, copy=copy)


def _json(version: Version) -> bytes:
    """Return a version with how it was made: what its publication keeps, and its shifts."""
    rows = plan_rows(version.demand.problem, version.result.answer)
    plan = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    content = {"making": making_json(version), "plan": plan}
    return json.dumps(content, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def _csv(version: Version) -> bytes:
    return plan_csv(version.demand.problem, version.result.answer).encode("utf-8")
