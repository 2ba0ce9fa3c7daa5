"""The controls of tools as a table to take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from releve.kit.cells import Cell
from releve.stewardship.control_words import lack_text, standing_text, urgency, urgency_text
from releve.stewardship.models import Tool
from releve.stewardship.queries.controls import controls_of
from releve.stewardship.register_words import language

COLUMNS = (
    *("tool", "control", "what", "source", "blocks_at", "state", "state_text"),
    *("due_on", "until_on", "urgency", "computed", "missing"),
)


def control_rows(tools: Iterable[Tool], *, on: date) -> Iterator[list[Cell]]:
    """Yield a line for each control that binds a tool, in ``COLUMNS``."""
    spoken = language()
    for tool in tools:
        for one in controls_of(tool, on=on):
            if one.state == "not_bound":
                continue
            yield [
                tool.key,
                one.control.id,
                one.control.what.told(spoken),
                one.control.source,
                one.control.blocks_at,
                one.state,
                standing_text(one.state),
                one.due_on,
                one.until_on,
                urgency_text(urgency(one, on=on)),
                one.is_computed,
                " ".join(lack_text(lack) for lack in one.lacks),
            ]
