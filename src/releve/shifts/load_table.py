"""The load of a unit or of oneself as rows: for pages, files and the terminal alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from releve.kit.cells import Cell
from releve.kit.words import translator
from releve.shifts.engine.evidence import SIGNALS
from releve.shifts.load_words import (
    decimal_text,
    findings,
    formulas,
    no_evidence,
    signal_titles,
    units_of_figure,
)
from releve.shifts.queries.loads import Figure, UnitLoad

_ = translator("releve.shifts")

COLUMNS = (
    "unit",
    "month",
    "signal",
    "count",
    "of",
    "per_hundred",
    "minutes",
    "not_measured",
)
"""The columns of a file of loads; a month of too few people has one line without figures."""


@dataclass(frozen=True)
class LoadRow:
    """One signal as people read it; ``told`` is its figure, or that nothing was measured."""

    code: str
    title: str
    figure: Figure
    told: str
    per: str
    formula: str
    evidence: str
    source: str


def load_rows(figures: Mapping[str, Figure]) -> list[LoadRow]:
    """Return figures as rows, in the order of the signals, in the language in force."""
    titles, said, per, published = signal_titles(), formulas(), units_of_figure(), findings()
    return [
        LoadRow(
            code=one.code,
            title=titles[one.code],
            figure=figures[one.code],
            told=_told(figures[one.code]),
            per=per[one.per],
            formula=said[one.code],
            evidence=published[one.finding] if one.finding else no_evidence(),
            source=one.source,
        )
        for one in SIGNALS
        if one.code in figures
    ]


def _told(figure: Figure) -> str:
    rate = figure.per_hundred
    if rate is not None:
        return decimal_text(rate)
    return _("not measured") if figure.unknown else "–"


def unit_cells(load: UnitLoad) -> list[list[Cell]]:
    """Return a unit's load as the cells of a file, month by month."""
    cells: list[list[Cell]] = []
    for month in load.months:
        name = f"{month.month:%Y-%m}"
        if not month.is_told:
            cells.append([load.unit.code, name, "too_few_people", *[None] * 5])
        for code, figure in month.figures.items():
            cells.append([load.unit.code, name, code, *_cells_of(code, figure)])
    return cells


def own_cells(figures: Mapping[str, Figure]) -> list[list[Cell]]:
    """Return one's own counts as the cells of a file."""
    return [["", "", code, *_cells_of(code, figure)] for code, figure in figures.items()]


def unit_json(load: UnitLoad) -> dict[str, Any]:
    """Return a unit's load as JSON-ready data; a month of too few people has no signals."""
    return {
        "unit": load.unit.code,
        "months": [
            {
                "month": f"{month.month:%Y-%m}",
                "is_told": month.is_told,
                "signals": figures_json(month.figures),
            }
            for month in load.months
        ],
        "total": figures_json(load.total),
    }


def figures_json(figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Return figures by their codes as JSON-ready data."""
    names = COLUMNS[3:]
    return {
        code: dict(zip(names, _cells_of(code, one), strict=True)) for code, one in figures.items()
    }


def _cells_of(code: str, figure: Figure) -> tuple[int | float | None, ...]:
    """Return count, of, per hundred, minutes and what is unknown; hours short are in minutes."""
    minutes = figure.count if code == "understaffed_hours" else figure.minutes
    return figure.count, figure.of, figure.per_hundred, minutes, figure.unknown
