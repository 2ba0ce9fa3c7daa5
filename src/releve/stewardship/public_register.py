"""The public register as files: a table described by a Table Schema, and the same as JSON.

Frictionless Table Schema (specs.frictionlessdata.io/table-schema): each column with its type, so
that a catalogue of open data can take it as it is. A text has a column for each language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.timezone import localdate

from releve.kit.cells import Cell
from releve.people.models import Level
from releve.stewardship.queries.public import PublicTool
from releve.stewardship.register_fields import Field, public_fields
from releve.stewardship.vocabulary import DEPLOYER_ROLES, ORIGINS, RISK_CLASSES, STATES, TOOL_KINDS

_COLUMNS: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("hospital", "string", ()),
    ("key", "string", ()),
    ("name_fr", "string", ()),
    ("name_en", "string", ()),
    ("kind", "string", TOOL_KINDS),
    ("origin", "string", ORIGINS),
    ("role", "string", DEPLOYER_ROLES),
    ("version", "string", ()),
    ("supplier", "string", ()),
    ("state", "string", STATES),
    ("step", "integer", ()),
    ("risk_class", "string", ("", *RISK_CLASSES)),
    ("declared_on", "date", ()),
    ("review_on", "date", ()),
    ("retired_on", "date", ()),
)
_COUNTS = (
    "open_units",
    "waivers",
    "overrides",
    "contests",
    "contests_open",
    "spendings",
    "spendings_signed",
    "broken_glasses",
)


def table_columns() -> tuple[str, ...]:
    """Return the columns of the table, in order."""
    return tuple(one["name"] for one in table_schema()["fields"])


def table_schema() -> dict[str, Any]:
    """Return the Table Schema of the public register."""
    found = [_described(name, kind, codes) for name, kind, codes in _COLUMNS]
    for field in public_fields():
        found += list(_of_field(field))
    found += [{"name": name, "type": "integer"} for name in _COUNTS]
    return {"fields": found, "primaryKey": ["hospital", "key"], "missingValues": [""]}


def table_rows(hospital: Level, tools: Sequence[PublicTool]) -> Iterator[list[Cell]]:
    """Yield a line of the table for each tool."""
    for one in tools:
        document = tool_document(hospital, one)
        yield [
            *(document[name] for name, _kind, _codes in _COLUMNS),
            *_field_cells(document["fields"]),
            len(document["open_units"]),
            len(document["waivers"]),
            len(document["overrides"]),
            document["contests"],
            document["contests_open"],
            len(document["spendings"]),
            sum(row["is_signed"] for row in document["spendings"]),
            document["broken_glasses"],
        ]


def register_document(
    hospital: Level, tools: Sequence[PublicTool], *, unit: Level | None = None
) -> dict[str, Any]:
    """Return the public register of a hospital as JSON; ``unit``: by which it is looked at."""
    return {
        "hospital": {"code": hospital.code, "name": hospital.name},
        "unit": {"code": unit.code, "name": unit.name} if unit else None,
        "schema": table_schema(),
        "tools": [tool_document(hospital, one) for one in tools],
    }


def tool_document(hospital: Level, one: PublicTool) -> dict[str, Any]:
    """Return what anybody may read of a tool, as plain JSON."""
    tool = one.tool
    public = {field.code for field in public_fields()}
    return {
        "hospital": hospital.code,
        "key": tool.key,
        "name_fr": tool.name_fr,
        "name_en": tool.name_en,
        "kind": tool.kind,
        "origin": tool.origin,
        "role": tool.role,
        "version": tool.version,
        "supplier": tool.supplier.name if tool.supplier else "",
        "state": tool.state,
        "step": tool.step,
        "risk_class": tool.risk_class,
        "declared_on": tool.declared_on.isoformat(),
        "review_on": tool.review_on.isoformat() if tool.review_on else None,
        "retired_on": tool.retired_on.isoformat() if tool.retired_on else None,
        "fields": {code: value for code, value in tool.fields.items() if code in public},
        "open_units": [place.unit.name for place in one.open_places],
        "waivers": [
            {
                "control": row.control,
                "reason": row.reason,
                "signer": row.signer,
                "until_on": row.until_on.isoformat() if row.until_on else None,
            }
            for row in one.waivers
        ],
        "overrides": [
            {
                "move": row.move,
                "step": row.step,
                "unit": row.unit.name if row.unit else "",
                "reason": row.reason,
                "signer": row.signer,
                "decided_on": localdate(row.decided_at).isoformat(),
            }
            for row in one.overrides
        ],
        **_effects(one),
    }


def _effects(one: PublicTool) -> dict[str, Any]:
    """Return what became of it: contests, what is asked for, the time given, the sealed plan."""
    return {
        "contests": one.contests.total,
        "contests_open": one.contests.open,
        "stopped_units": [place.unit.name for place in one.stopped_places],
        "training_modules": list(one.modules),
        "plan": one.plan.digest if one.plan else "",
        "broken_glasses": one.glasses,
        "spendings": [
            {
                "unit": row.unit,
                "quarter_on": row.quarter_on.isoformat(),
                "purpose": row.purpose,
                "minutes": row.minutes,
                "from_on": row.from_on.isoformat(),
                "to_on": row.to_on.isoformat(),
                "signer": row.signer,
                "consultation": row.consultation,
                "is_signed": row.is_signed,
            }
            for row in one.spendings
        ],
    }


def _described(name: str, kind: str, codes: Sequence[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "type": kind}
    named = [code for code in codes if code]
    return {**told, "constraints": {"enum": named}} if named else told


_TYPES = {"date": "date", "number": "integer"}


def _of_field(field: Field) -> Iterator[dict[str, Any]]:
    if field.kind == "text":
        for language in ("fr", "en"):
            told = {"name": f"{field.code}_{language}", "type": "string"}
            yield {**told, "title": field.label.told(language)}
        return
    told = _described(field.code, _TYPES.get(field.kind, "string"), tuple(field.choices))
    yield {**told, "title": field.label.fr}


def _field_cells(held: dict[str, Any]) -> Iterator[Cell]:
    for field in public_fields():
        value = held.get(field.code)
        if field.kind != "text":
            yield value
        elif isinstance(value, dict):
            yield from (value.get("fr", ""), value.get("en", ""))
        else:
            yield from (value or "", "")
