"""The steps that make tables, said so that a database is there sooner."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


def folded(steps: Sequence[Operation]) -> list[Operation]:
    """Return steps with each constraint and index inside the step that makes its table.

    Where another step changes that table in between, it stays behind that one.
    """
    found: list[Operation] = []
    for step in steps:
        if isinstance(step, AddConstraint | AddIndex):
            at = _last_about(found, step.model_name_lower)
            made = found[at] if at is not None else None
            if at is not None and isinstance(made, CreateModel):
                (found[at],) = made.reduce(step, "")  # type: ignore[misc] # always one of such two
                continue
        found.append(step)
    return found


def _last_about(steps: Sequence[Operation], table: str) -> int | None:
    """Return the place of the last step that makes or changes a table."""
    for at in range(len(steps) - 1, -1, -1):
        step = steps[at]
        named = step.name_lower if isinstance(step, CreateModel) else _changed(step)
        if named == table:
            return at
    return None


def _changed(step: Operation) -> str:
    return str(getattr(step, "model_name_lower", getattr(step, "name_lower", "")))
