"""The figure of a load: of a hundred shifts, how many each signal is about.

Zero-based bars of one colour with their figures beside them, and no legend; the table under it on
the page says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from releve.kit.words import translator
from releve.shifts.load_table import LoadRow
from releve.shifts.load_words import decimal_text

_ = translator("releve.shifts")

DRAWN = (
    "quick_returns",
    "long_shifts",
    "over_48_hours",
    "short_daily_rests",
    "late_stays",
    "long_shift_weeks",
    "night_weeks",
)
"""The signals told per hundred shifts: one axis, one idea."""

WIDTH, BAR = 400, 30
WIDEST_TITLE = 52
"""Characters of a line of the title; the picture is as wide as a phone allows."""


def load_sentence(rows: Sequence[LoadRow]) -> str:
    """Return the finding: the sentence that somebody could read aloud."""
    drawn = {row.code: row.figure for row in rows if row.code in DRAWN}
    quick, long = drawn.get("quick_returns"), drawn.get("long_shifts")
    if quick is None or long is None or quick.per_hundred is None or long.per_hundred is None:
        return _("No shift was worked in these months")
    said = _("Of 100 shifts, {long} last 12 hours or more and {quick} follow a rest under 11 hours")
    return said.format(long=decimal_text(long.per_hundred), quick=decimal_text(quick.per_hundred))


def load_spec(rows: Sequence[LoadRow]) -> dict[str, Any]:
    """Return the Vega-Lite document of the figure."""
    values: list[dict[str, Any]] = [
        {"title": row.title, "at": row.figure.per_hundred, "told": row.told}
        for row in rows
        if row.code in DRAWN and row.figure.per_hundred is not None
    ]
    order = [one["title"] for one in values]
    y = {
        "field": "title",
        "type": "nominal",
        "sort": order,
        "axis": {"title": None, "labelLimit": 400, "domain": False, "ticks": False},
    }
    highest = max([one["at"] for one in values], default=0)
    x = {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [0, max(10, highest * 1.12)], "nice": False},
        "axis": {"title": _("per 100 shifts"), "grid": False, "tickCount": 5},
    }
    said = load_sentence(rows)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": wrap(said, WIDEST_TITLE)},
        "description": said,
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": BAR},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "style": "house-main", "height": 16}},
            {
                "mark": {"type": "text", "style": "house-label", "align": "left", "dx": 6},
                "encoding": {"text": {"field": "told", "type": "nominal"}},
            },
        ],
    }
