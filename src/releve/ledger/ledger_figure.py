"""The figure of a unit's ledger: what each tool gave, with its doubt drawn as a band.

A bar from zero to the net gain, a line over its 95 % interval; the table under it says the same.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from releve.kit.words import translator
from releve.ledger.ledger_words import interval_text, minutes_text, quarter_text
from releve.ledger.queries.balance import Balance, Settled

_ = translator("releve.ledger")

WIDTH, BAR = 300, 44
WIDEST_TITLE = 48
MOST_BARS = 12


def ledger_sentence(balance: Balance) -> str:
    """Return the finding: the sentence that somebody could read aloud."""
    drawn = _drawn(balance)
    if not drawn:
        return _("No quarter of this unit is settled yet")
    left = balance.left
    if left:
        return _("{minutes} given back can still be spent").format(minutes=minutes_text(left))
    if any(one.row.spendable for one in drawn):
        return _("All minutes given back are spent")
    return _("No minute given back is certain enough to be spent yet")


def ledger_spec(balance: Balance) -> dict[str, Any]:
    """Return the Vega-Lite document of the figure."""
    values = [_value(one) for one in _drawn(balance)]
    said = ledger_sentence(balance)
    y = {
        "field": "title",
        "type": "nominal",
        "sort": [one["title"] for one in values],
        "axis": {"title": None, "labelLimit": 400, "domain": False, "ticks": False},
    }
    x = {
        "field": "net",
        "type": "quantitative",
        "axis": {
            "title": _("hours in the quarter, with their 95 % interval"),
            "grid": False,
            "tickCount": 5,
        },
    }
    spread = {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": wrap(said, WIDEST_TITLE)},
        "description": said,
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": BAR},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": {"type": "bar", "style": "house-band", "height": 26},
                "encoding": spread,
            },
            {
                "mark": {"type": "bar", "style": "house-main", "height": 10},
                "encoding": {"x": x, "y": y},
            },
        ],
    }


def _drawn(balance: Balance) -> list[Settled]:
    return [one for quarter in balance.quarters for one in quarter.settled][:MOST_BARS]


def _value(one: Settled) -> dict[str, Any]:
    row = one.row
    hours = {"net": row.net, "low": row.net_low, "high": row.net_high}
    return {
        **{name: None if value is None else round(value / 60, 2) for name, value in hours.items()},
        "title": f"{one.name}, {quarter_text(row.quarter_on)}",
        "told": f"{minutes_text(row.net)} ({interval_text(row.net_low, row.net_high)})",
    }
