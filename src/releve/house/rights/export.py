"""All that is held on one person: as data, as one JSON document, as a ZIP that anybody can read.

Only her own rows are in it: colleagues who stand in the same roster, and those who opened her
file, are left out. What would open her account (passwords, secrets, keys of sessions) is named
and not handed over.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localtime

from releve import __version__
from releve.house.rights.holdings import HOLDINGS
from releve.house.rights.processing import Activity, register
from releve.house.rights.retention import retentions
from releve.house.rights.words import function_words, kept_words, purpose_words
from releve.kit.cells import Cell, cell_text
from releve.kit.holdings import Holding, Row, Subject
from releve.kit.tables import csv_text
from releve.kit.words import current_language


@dataclass(frozen=True)
class Part:
    """One holding with a person's rows: what, why, how long, who else may open it."""

    holding: Holding
    activity: Activity
    rows: tuple[Row, ...]
    kept: str

    @property
    def title(self) -> str:
        """What it is, in the language in force."""
        return self.holding.title()

    @property
    def purpose(self) -> str:
        """Why it is held, in the language in force."""
        return purpose_words(self.activity)

    @property
    def functions(self) -> list[str]:
        """Who else may open it, in the language in force."""
        return function_words(self.seen_by)

    @property
    def seen_by(self) -> tuple[str, ...]:
        """The functions that may open it, beside herself."""
        return self.activity.functions_for(self.holding.code)

    @property
    def cells(self) -> list[list[str]]:
        """Its rows as texts, in the order of its columns."""
        return [[cell_text(row[name]) for name in self.holding.columns] for row in self.rows]


def held_on(subject: Subject, *, holdings: Iterable[Holding] = HOLDINGS) -> list[Part]:
    """Return every holding with what it has on somebody, empty ones too: nothing is an answer."""
    book, known = register(), retentions()
    return [
        Part(
            holding=one,
            activity=book.activity(one.activity),
            rows=tuple(one.rows(subject)),
            kept=kept_words(book.activity(one.activity), known),
        )
        for one in holdings
    ]


def export_document(subject: Subject, parts: Iterable[Part], *, at: datetime) -> dict[str, Any]:
    """Return an export as one document ready for JSON."""
    return {
        "format": "releve-person-1",
        "made_at": localtime(at).isoformat(timespec="seconds"),
        "releve": __version__,
        "person": subject.code,
        "name": subject.name,
        "sections": [
            {
                "code": part.holding.code,
                "title": part.title,
                "purpose": part.purpose,
                "kept": part.kept,
                "seen_by": list(part.seen_by),
                "rows": [{name: _plain(row[name]) for name in row} for row in part.rows],
            }
            for part in parts
        ],
    }


def export_zip(subject: Subject, parts: list[Part], *, at: datetime) -> bytes:
    """Return an export as a ZIP: a page to read first, a CSV file per section, the JSON."""
    packed = io.BytesIO()
    facts = {"name": subject.name, "code": subject.code, "parts": parts, "at": localtime(at)}
    with translation.override(current_language()):
        page = render_to_string("house/rights/index.html", facts)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("index.html", page)
        for part in parts:
            table = csv_text(columns=part.holding.columns, rows=part.cells)
            file.writestr(f"{part.holding.code}.csv", table)
        file.writestr("data.json", json_of(export_document(subject, parts, at=at)))
    return packed.getvalue()


def json_of(document: dict[str, Any]) -> str:
    """Return a document as JSON text."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell if isinstance(cell, str | bool | int | float | None) else cell_text(cell)
