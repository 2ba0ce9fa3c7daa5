"""A tool of a third party described in one YAML file: its entry, and how it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from releve.kit.documents import read_text
from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.kit.yaml_places import line_of
from releve.stewardship.actions.connecting import Reach
from releve.stewardship.entries import ToolEntry
from releve.stewardship.entry_file import fields_told
from releve.stewardship.keys import check_key

_ = translator("releve.stewardship")

MOST_CHARACTERS = 100_000
ENTRY_TEXTS = ("key", "name_fr", "name_en", "kind", "version", "role")

_WITHIN = {
    **{one.name: "connection" for one in fields(Reach)},
    **dict.fromkeys(("key", "name_fr", "name_en", "version"), "tool"),
}
"""Where a field stands in the file that the actions name by itself."""


@dataclass(frozen=True)
class Described:
    """What a file says: the entry of the tool, the name of its supplier, and how it is reached."""

    entry: ToolEntry
    supplier: str
    reach: Reach


def read_described(path: Path) -> Described:
    """Return what a file describes; raises BadInputError with the file, the line and the field."""
    text = read_text(path)
    if len(text) > MOST_CHARACTERS:
        raise BadInputError(_("the file is too large")).in_file(path)
    try:
        return described(_document(text))
    except BadInputError as fault:
        raise in_document(fault, path, text) from None


def in_document(fault: BadInputError, path: Path, text: str | None = None) -> BadInputError:
    """Return a fault with the file in which it lies, and the line of its field."""
    place, said = fault.place, read_text(path) if text is None else text
    field = f"{_WITHIN[place.field]}.{place.field}" if place.field in _WITHIN else place.field
    line = place.line or (line_of(said, field.split(".")) if field else None)
    return BadInputError(fault.what, place=Place(str(path), line, field))


def described(document: Any) -> Described:
    """Return what a document describes; raises BadInputError with the field."""
    told = _mapping(document, "")
    _check_names(told, {"tool", "connection"}, "")
    tool, connection = (
        _mapping(told.get("tool"), "tool"),
        _mapping(told.get("connection"), "connection"),
    )
    known = {*ENTRY_TEXTS, "supplier", "fields"}
    _check_names(tool, known, "tool.")
    entry: dict[str, Any] = {
        name: _text(tool[name], f"tool.{name}") for name in ENTRY_TEXTS if name in tool
    }
    missing = {"key", "name_fr", "kind", "version"} - set(entry)
    if missing:
        raise _fault(f"tool.{min(missing)}", _("this is missing"))
    check_key(entry["key"], field="tool.key")
    supplier = _text(tool.get("supplier", ""), "tool.supplier")
    kept = fields_told(_mapping(tool.get("fields", {}), "tool.fields"), within="tool.fields")
    return Described(ToolEntry(**entry, fields=kept), supplier, _reach(connection))


def _reach(told: Mapping[str, Any]) -> Reach:
    kinds = {one.name: one.type for one in fields(Reach)}
    _check_names(told, set(kinds), "connection.")
    for one in fields(Reach):
        if one.default is MISSING and one.name not in told:
            raise _fault(f"connection.{one.name}", _("this is missing"))
    for name, value in told.items():
        wanted = {"str": str, "int": int, "bool": bool}[str(kinds[name])]
        if type(value) is not wanted:
            said = {str: _("a text"), int: _("a whole number"), bool: _("true or false")}
            raise _fault(f"connection.{name}", _("write {what}").format(what=said[wanted]))
    return Reach(**told)


class _Plain(yaml.SafeLoader):
    """A safe loader that leaves days as they were written; a slip is a fault of its field."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the library reads it from the class
        first: [(tag, found) for tag, found in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _document(text: str) -> Any:
    try:
        events = list(yaml.parse(text, Loader=_Plain))
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            raise BadInputError(_("the file may not refer to parts of itself"))
        return yaml.load(text, Loader=_Plain)  # noqa: S506 - a safe loader that knows less
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise BadInputError(_("this is no YAML"), place=Place(line=line)) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise BadInputError(_("this is no YAML")) from None


def _mapping(value: Any, field: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise _fault(field, _("write names with their values"))
    return value


def _check_names(told: Mapping[str, Any], known: set[str], before: str) -> None:
    strange = sorted(set(told) - known)
    if strange:
        message = _("no such field; known: {known}").format(known=", ".join(sorted(known)))
        raise _fault(f"{before}{strange[0]}", message)


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise _fault(field, _("write {what}").format(what=_("a text")))
    if "\0" in value:
        raise _fault(field, _("a character in it is not allowed"))
    return value


def _fault(field: str, what: str) -> BadInputError:
    return BadInputError(what, place=Place(field=field) if field else None)
