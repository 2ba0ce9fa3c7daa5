"""A ledger as a file to take away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse

from releve.kit.cells import Cell
from releve.kit.tables import csv_text

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def file_of(
    ending: str,
    *,
    name: str,
    columns: Sequence[str],
    cells: Iterable[Sequence[Cell]],
    document: Any,
) -> HttpResponse:
    """Return the answer with a file of that kind; another ending answers 404."""
    if ending not in TYPES:
        raise Http404
    text = (
        csv_text(columns=columns, rows=cells)
        if ending == "csv"
        else json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(text.encode(), content_type=TYPES[ending], headers=headers)
