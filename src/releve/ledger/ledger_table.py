"""A unit's ledger as rows and as data: for pages, files, the API and the terminal alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from releve.kit.cells import Cell
from releve.ledger.ledger_words import quarter_code
from releve.ledger.models import QuarterPart, Spending
from releve.ledger.queries.balance import Balance, QuarterLines, Settled

COLUMNS = (
    "unit",
    "quarter",
    "line",
    "name",
    "minutes",
    "low",
    "high",
    "source",
    "people",
    "note",
)
"""The columns of a file of a ledger. ``line``: account, tool, profession, spendable, spending."""


def ledger_cells(balance: Balance) -> list[list[Cell]]:
    """Return a unit's ledger as the cells of a file."""
    cells: list[list[Cell]] = []
    for quarter in balance.quarters:
        head: list[Cell] = [balance.unit.code, quarter_code(quarter.quarter_on)]
        cells += [[*head, *line] for line in _quarter_cells(quarter)]
    for one in balance.spendings:
        cells.append([balance.unit.code, quarter_code(one.quarter_on), *_spending_cells(one)])
    return cells


def ledger_json(balance: Balance) -> dict[str, Any]:
    """Return a unit's ledger as JSON-ready data, in minutes."""
    return {
        "unit": balance.unit.code,
        "left": balance.left,
        "quarters": [_quarter_json(one) for one in balance.quarters],
        "spendings": [spending_json(one) for one in balance.spendings],
        "promised": balance.kept.promised,
        "given": balance.kept.given,
    }


def spending_json(one: Spending) -> dict[str, Any]:
    """Return a choice of a team as JSON-ready data."""
    return {
        "id": one.pk,
        "quarter": quarter_code(one.quarter_on),
        "purpose": one.purpose,
        "minutes": one.minutes,
        "from": one.from_on.isoformat(),
        "to": one.to_on.isoformat(),
        "reference": one.reference,
        "signer": one.signer,
        "consultation": one.consultation,
        "given": one.given,
        "given_source": one.given_source,
        "is_withdrawn": one.withdrawn_on is not None,
    }


def _quarter_json(one: QuarterLines) -> dict[str, Any]:
    return {
        "quarter": quarter_code(one.quarter_on),
        "accounts": one.accounts,
        "total": one.total,
        "spendable": one.spendable,
        "spent": one.spent,
        "left": one.left,
        "tools": [_settled_json(settled) for settled in one.settled],
    }


def _settled_json(one: Settled) -> dict[str, Any]:
    row = one.row
    return {
        "tool": row.tool,
        "activities": row.activities.split("+"),
        "gross": one.gross,
        "costs": one.costs,
        "net": row.net,
        "low": row.net_low,
        "high": row.net_high,
        "spendable": row.spendable,
        "weekly": dict(zip(("net", "low", "high"), one.weekly, strict=True)),
        "source": row.source,
        "people": row.people,
        "asked": _asked(row.asked),
        "reasons": list(one.reasons),
        "ratio": None if row.ratio is None else round(row.ratio, 3),
        "professions": [_part_json(part) for part in one.parts],
    }


def _part_json(part: QuarterPart) -> dict[str, Any]:
    return {
        "profession": part.profession or "merged",
        "people": part.people,
        "net": part.net,
        "low": part.net_low,
        "high": part.net_high,
        "share": None if part.share is None else part.share / 1000,
        "due": part.due / 1000,
        "source": part.source,
        "alert": part.alert,
    }


def _asked(said: str) -> dict[str, int] | None:
    if not said:
        return None
    asked, answered, unsaid = (int(one) for one in said.split("/"))
    return {"asked": asked, "answered": answered, "rather_not_say": unsaid}


def _quarter_cells(one: QuarterLines) -> Iterator[list[Cell]]:
    for account, minutes in one.accounts.items():
        yield ["account", account, minutes, None, None, "", None, ""]
    for settled in one.settled:
        row = settled.row
        bounds: list[Cell] = [row.net, row.net_low, row.net_high]
        yield ["tool", row.tool, *bounds, row.source, row.people, row.reasons]
        for part in settled.parts:
            told: list[Cell] = [part.profession or "merged", part.net, part.net_low, part.net_high]
            yield ["profession", *told, part.source, part.people, part.alert]
    yield ["spendable", "", one.spendable, None, None, "", None, ""]
    yield ["left", "", one.left, None, None, "", None, ""]


def _spending_cells(one: Spending) -> list[Cell]:
    note = "withdrawn" if one.withdrawn_on else one.consultation
    return ["spending", one.purpose, one.minutes, None, one.given, one.given_source, None, note]
