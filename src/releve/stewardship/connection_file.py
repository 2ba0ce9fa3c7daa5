"""A tool of a third party described in one YAML file: its entry, and how it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.stewardship.actions.connecting import Reach
from releve.stewardship.entries import ToolEntry

_ = translator("releve.stewardship")

MOST_BYTES = 100_000
ENTRY_TEXTS = ("key", "name_fr", "name_en", "kind", "version", "role")


@dataclass(frozen=True)
class Described:
    """What a file says: the entry of the tool, the name of its supplier, and how it is reached."""

    entry: ToolEntry
    supplier: str
    reach: Reach


def read_described(path: Path) -> Described:
    """Return what a file describes; raises BadInputError with the file and the field."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        message = _("the file cannot be read: {reason}").format(reason=error.strerror)
        raise BadInputError(message).in_file(path) from None
    try:
        return described(_document(content))
    except BadInputError as fault:
        raise fault.in_file(path) from None


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
    supplier = _text(tool.get("supplier", ""), "tool.supplier")
    return Described(
        ToolEntry(**entry, fields=_mapping(tool.get("fields", {}), "tool.fields")),
        supplier,
        _reach(connection),
    )


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


def _document(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise BadInputError(_("the file is too large"))
    try:
        events = list(yaml.parse(content, Loader=yaml.SafeLoader))
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            raise BadInputError(_("the file may not refer to parts of itself"))
        return yaml.safe_load(content)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise BadInputError(_("this is no YAML"), place=Place(line=line)) from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
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
    return value


def _fault(field: str, what: str) -> BadInputError:
    return BadInputError(what, place=Place(field=field) if field else None)
