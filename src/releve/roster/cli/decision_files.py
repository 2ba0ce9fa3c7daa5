"""Recorded decisions that lift or change a rule, as a table or as a JSON list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from releve.kit.documents import read_json_as, read_text
from releve.kit.faults import BadInputError, Place
from releve.kit.json_places import place_of
from releve.kit.tables import Row, read_table
from releve.roster.decision_checks import decision_faults
from releve.roster.engine.rules import Decision
from releve.roster.local_times import read_day

REQUIRED = ("rule", "from", "to", "signer")
OPTIONAL = ("unit",)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read decisions, in JSON where the file starts as a JSON list. Raises BadInputError."""
    if _is_json(path):
        text = read_text(path)
        written = read_json_as(list[Decision], path, text=text)
        # An empty unit is no unit, here as in a table.
        decisions = [replace(one, unit=one.unit or None) for one in written]
        lines = [place_of(text, (index,))[1] for index in range(len(decisions))]
    else:
        rows = read_table(path, required=REQUIRED, optional=OPTIONAL)
        decisions = [_decision(row, path) for row in rows]
        lines = [row.line for row in rows]
    _check(path, decisions, lines)
    return tuple(decisions)


def _is_json(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(1000)
    except OSError:
        return False  # the reader of tables says what is the matter
    return head.removeprefix(BYTE_ORDER_MARK).lstrip().startswith((b"[", b"{"))


def _decision(row: Row, path: Path) -> Decision:
    days = {}
    for field in ("from", "to"):
        try:
            days[field] = read_day(row.get(field))
        except ValueError as error:
            place = Place(file=str(path), line=row.line, field=field)
            raise BadInputError(str(error), place=place) from None
    return Decision(
        rule=row.get("rule"),
        signer=row.get("signer"),
        from_on=days["from"],
        to_on=days["to"],
        unit=row.get("unit") or None,
    )


def _check(path: Path, decisions: Sequence[Decision], lines: Sequence[int]) -> None:
    for index, field, what in decision_faults(decisions):
        raise BadInputError(what, place=Place(file=str(path), line=lines[index], field=field))
