"""Recorded breaches of worked time in words, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from releve.kit.words import translator
from releve.roster.engine.result import NotJudged
from releve.roster.engine.rules import load_pack, pack_ids
from releve.roster.models import WorkedBreach
from releve.roster.phrases import listed
from releve.roster.queries.worked_law import breach_of
from releve.roster.sentences import (
    Titles,
    breach_sentence,
    reason_sentence,
    rule_titles,
    title_text,
    when_text,
)

_ = translator("releve.roster")


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


def unjudged_lines(entries: Sequence[NotJudged]) -> list[str]:
    """Return what the judge could not look at, one line a reason, with the rules and whose."""
    found: dict[str, dict[str, None]] = {}
    for one in entries:
        told = title_text(one.rule, _titles())
        if one.person and one.from_on and one.to_on:
            told = _("{rule}: {person}, {when}").format(
                rule=told, person=one.person, when=when_text(one.from_on, one.to_on)
            )
        found.setdefault(_unjudged(one.reason), {})[told] = None
    return [
        _("{reason}: {rules}").format(reason=reason, rules=listed(list(rules)))
        for reason, rules in found.items()
    ]


def _unjudged(reason: str) -> str:
    """Return why something was not judged, as a page says it: it has no options to name."""
    told = {
        "window_crosses_from_over": _(
            "the window begins before the days that were judged, and what is known of it is"
            " already beyond the limit"
        ),
        "cycle_unknown": _("the length of the cycle is not recorded"),
        "no_shift_codes_in_file": _("it asks for the codes of shifts"),
    }
    return told.get(reason) or reason_sentence(reason)


@cache
def _titles() -> Titles:
    return rule_titles(*(load_pack(pack) for pack in pack_ids()))
