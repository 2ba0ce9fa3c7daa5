"""Recorded breaches of worked time in words, and as JSON for programs."""

from __future__ import annotations

from functools import cache
from typing import Any

from releve.roster.engine.rules import load_pack, pack_ids
from releve.roster.models import WorkedBreach
from releve.roster.queries.worked_law import breach_of
from releve.roster.sentences import Titles, breach_sentence, rule_titles


def breach_line(row: WorkedBreach) -> str:
    """Return a recorded breach as one sentence: when, rule, article and numbers."""
    return breach_sentence(breach_of(row), _titles())


def breach_json(row: WorkedBreach) -> dict[str, Any]:
    """Return a recorded breach with plain values."""
    return {
        "person": row.person.code,
        "rule": row.rule,
        "article": row.article,
        "status": row.status,
        "from": row.from_at.isoformat(),
        "until": row.until_at.isoformat(),
        "by_days": row.by_days,
        "value": float(row.value),
        "limit": float(row.limit),
        "unit": row.measure,
        "to_confirm": row.to_confirm,
        "found_at": row.found_at.isoformat(),
    }


@cache
def _titles() -> Titles:
    return rule_titles(*(load_pack(pack) for pack in pack_ids()))
