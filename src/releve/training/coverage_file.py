"""The coverage of units as a table and as JSON, for pages, files and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from releve.kit.cells import Cell
from releve.training.queries.coverage import UnitCoverage

COLUMNS = ("unit", "tool", "profession", "period", "people", "ready", "percent")
"""An empty profession or period holds several that were put together."""


def coverage_cells(units: Iterable[UnitCoverage]) -> Iterator[list[Cell]]:
    """Yield one line for each cell of each unit."""
    for one in units:
        for cell in one.cells:
            yield [
                one.unit.code,
                one.tool.key,
                cell.profession,
                cell.period,
                cell.people,
                cell.ready,
                cell.percent,
            ]


def coverage_json(one: UnitCoverage) -> dict[str, Any]:
    """Return the coverage of a unit as a program reads it; ``whole`` is null where too few work."""
    whole = one.whole
    return {
        "unit": one.unit.code,
        "tool": one.tool.key,
        "tool_major": one.tool.major,
        "whole": None
        if whole is None
        else {
            "people": whole.people,
            "ready": whole.ready,
            "percent": whole.percent,
            "night_people": whole.night_people,
            "night_ready": whole.night_ready,
            "night_percent": whole.night_percent if whole.night_people else None,
        },
        "is_merged": one.is_merged,
        "cells": [
            {
                "profession": cell.profession,
                "period": cell.period,
                "people": cell.people,
                "ready": cell.ready,
                "percent": cell.percent,
            }
            for cell in one.cells
        ],
    }
