"""One person judged by every rule that binds her."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from releve.roster.engine.audit.case import Case
from releve.roster.engine.audit.on_days import judge_runs, judge_sequences
from releve.roster.engine.audit.on_shifts import judge_gaps, judge_shifts
from releve.roster.engine.audit.on_windows import (
    judge_blocks,
    judge_counts,
    judge_rests,
    judge_sums,
)
from releve.roster.engine.result import Breach
from releve.roster.engine.rules import Variant

JUDGES: Mapping[str, Callable[[Case, Variant, Any], Iterator[Breach]]] = {
    "shift": judge_shifts,
    "gap": judge_gaps,
    "window_sum": judge_sums,
    "count": judge_counts,
    "rest_in_window": judge_rests,
    "rest_block": judge_blocks,
    "run": judge_runs,
    "sequence": judge_sequences,
}
"""Who judges each form, by its name."""


def judge(case: Case, variants: Iterable[Variant]) -> list[Breach]:
    """Return every breach of these rules, in order of time."""
    breaches = [
        breach
        for variant in variants
        for breach in JUDGES[variant.form.form](case, variant, variant.form)
    ]
    return sorted(breaches, key=in_order)


def in_order(breach: Breach) -> tuple[str, datetime, str, datetime]:
    """Return the key that puts breaches in the order of persons, time and rules."""
    return breach.person, _moment(breach.from_at), breach.rule, _moment(breach.to_at)


def _moment(at: date | datetime) -> datetime:
    if isinstance(at, datetime):
        return at.astimezone(UTC)
    return datetime.combine(at, time(), tzinfo=UTC)
