"""A verdict as a JSON-ready document: the same keys from the command line and from the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from releve.roster.engine.result import NotJudged, Verdict, breach_json, plain_number
from releve.roster.engine.rules import Pack


def verdict_json(
    verdict: Verdict, pack: Pack, *, assumptions: Sequence[str] = ()
) -> dict[str, Any]:
    """Return a verdict under the keys that the command line and the API promise.

    ``assumptions``: codes of what was taken for granted because the file does not say it.
    """
    return {
        "pack": pack.id,
        "pack_version": pack.version,
        "to_confirm": [rule.id for rule in pack.rules if rule.to_confirm],
        "breaches": [breach_json(breach) for breach in verdict.breaches],
        "not_judged": [not_judged_json(entry, pack) for entry in verdict.not_judged],
        "assumptions": list(assumptions),
    }


def not_judged_json(entry: NotJudged, pack: Pack) -> dict[str, Any]:
    """Return a window that could not be judged, with the figures that are known of it."""
    told: dict[str, Any] = {
        "rule": entry.rule,
        "person": entry.person,
        "from": entry.from_on.isoformat() if entry.from_on else None,
        "to": entry.to_on.isoformat() if entry.to_on else None,
        "reason": entry.reason,
    }
    if entry.value is not None and entry.limit is not None:
        forms = [form for version in pack.rule(entry.rule).versions for form in version.forms]
        unit = "h" if any(form.form == "window_sum" for form in forms) else "days"
        value, limit = plain_number(entry.value), plain_number(entry.limit)
        told |= {"value": value, "limit": limit, "unit": unit}
    return told
