"""What is wrong with a field, in a sentence that says what to write instead.

Pydantic finds the fault and says it to programmers; whoever made the file is told here what a
value should look like, and which known name is the closest to the one she wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from releve.kit.tables import closest
from releve.kit.words import translator

_ = translator("releve.kit")

LONGEST_SHOWN = 40
MOST_NAMES = 20


@dataclass(frozen=True)
class FieldFault:
    """One fault: the path of the field, as ``("people", 3, "role")``, and its sentence."""

    path: tuple[str | int, ...]
    what: str


def first_fault(error: ValidationError, kind: Any) -> FieldFault:
    """Return the first fault of a document that should have been a ``kind``.

    A reader that checks fields against one another may raise an error with a ``path``
    attribute: that path is the fault's.
    """
    details: dict[str, Any] = dict(error.errors(include_url=False)[0])
    raised = details.get("ctx", {}).get("error")
    path = getattr(raised, "path", None)
    if path is not None:
        return FieldFault(tuple(path), str(raised))
    return FieldFault(details["loc"], _sentence(details, kind))


def _sentence(details: Mapping[str, Any], kind: Any) -> str:
    said = details["type"]
    if said in ("unexpected_keyword_argument", "extra_forbidden"):
        return _unknown_field(details["loc"], kind)
    for pattern, say in _SENTENCES:
        if re.fullmatch(pattern, said):
            return say(details)
    return str(details["msg"])


def _unknown_field(path: Sequence[str | int], kind: Any) -> str:
    names = sorted(_names_at(TypeAdapter(kind).json_schema(), path[:-1]))
    return _("there is no such field{hint}; the fields here are: {names}").format(
        hint=closest(str(path[-1]), names), names=_listed(names)
    )


def _names_at(schema: Mapping[str, Any], path: Sequence[str | int]) -> set[str]:
    """Return the fields that a JSON Schema knows at a path."""
    nodes = [schema]
    for step in path:
        deeper = [below for node in _open(nodes, schema) for below in _below(node, step)]
        nodes = deeper or nodes
    return {name for node in _open(nodes, schema) for name in node.get("properties", {})}


def _open(
    nodes: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    """Yield the nodes with references followed and alternatives spread out."""
    for node in nodes:
        reference = node.get("$ref")
        if reference is not None:
            name = str(reference).rsplit("/", 1)[-1]
            yield from _open([schema["$defs"][name]], schema)
        yield from _open([*node.get("anyOf", ()), *node.get("oneOf", ())], schema)
        yield node


def _below(node: Mapping[str, Any], step: str | int) -> Iterator[Mapping[str, Any]]:
    below = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
    if isinstance(below, Mapping):
        yield below


def _missing(_details: Mapping[str, Any]) -> str:
    return _("the field is missing; add it")


def _date(details: Mapping[str, Any]) -> str:
    return _("{value} is no day of the calendar; write a date as 2026-03-09").format(
        value=_shown(details["input"])
    )


def _time(details: Mapping[str, Any]) -> str:
    return _("{value} is no time of day; write it as 07:00").format(value=_shown(details["input"]))


def _choice(details: Mapping[str, Any]) -> str:
    context = details["ctx"]
    given = context.get("tag", details["input"])
    choices = re.findall(r"'([^']*)'", context.get("expected") or context["expected_tags"])
    return _("{value} is not known here{hint}; write one of: {choices}").format(
        value=_shown(given), hint=closest(str(given), choices), choices=", ".join(choices)
    )


def _no_tag(details: Mapping[str, Any]) -> str:
    return _("the field {name} is missing; add it").format(name=details["ctx"]["discriminator"])


def _text(details: Mapping[str, Any]) -> str:
    return _("{value} is no text; write it between quotes").format(value=_shown(details["input"]))


def _whole_number(details: Mapping[str, Any]) -> str:
    return _("{value} is no whole number").format(value=_shown(details["input"]))


def _number(details: Mapping[str, Any]) -> str:
    return _("{value} is no number").format(value=_shown(details["input"]))


def _truth(details: Mapping[str, Any]) -> str:
    return _("{value} is neither true nor false").format(value=_shown(details["input"]))


def _list(details: Mapping[str, Any]) -> str:
    return _("a list is expected here, not {value}").format(value=_shown(details["input"]))


def _object(details: Mapping[str, Any]) -> str:
    return _("an object with named fields is expected here, not {value}").format(
        value=_shown(details["input"])
    )


def _bound(details: Mapping[str, Any]) -> str:
    (limit,) = (details["ctx"][name] for name in ("ge", "gt", "le", "lt") if name in details["ctx"])
    template = {
        "greater_than_equal": _("{value} is too small; write {limit} or more"),
        "greater_than": _("{value} is too small; write more than {limit}"),
        "less_than_equal": _("{value} is too large; write {limit} or less"),
        "less_than": _("{value} is too large; write less than {limit}"),
    }[details["type"]]
    return template.format(value=_shown(details["input"]), limit=f"{limit:g}")


def _short(details: Mapping[str, Any]) -> str:
    least = details["ctx"]["min_length"]
    if least == 1:
        return _("it is empty; fill it in")
    return _("it is too short; give at least {least}").format(least=least)


def _long(details: Mapping[str, Any]) -> str:
    return _("it is too long; give at most {most}").format(most=details["ctx"]["max_length"])


def _own_words(details: Mapping[str, Any]) -> str:
    return str(details["ctx"]["error"])


_SENTENCES: tuple[tuple[str, Callable[[Mapping[str, Any]], str]], ...] = (
    ("missing|missing_argument", _missing),
    (r"date_.*", _date),
    (r"time_.*", _time),
    ("enum|literal_error|union_tag_invalid", _choice),
    ("union_tag_not_found", _no_tag),
    (r"string_type|string_unicode", _text),
    (r"int_.*", _whole_number),
    (r"float_.*|finite_number", _number),
    (r"bool_.*", _truth),
    (r"tuple_type|list_type", _list),
    (r"dataclass_.*|dict_type|model_.*", _object),
    (r"(greater|less)_than(_equal)?", _bound),
    (r"(string_)?too_short", _short),
    (r"(string_)?too_long", _long),
    ("value_error", _own_words),
)


def _shown(value: Any) -> str:
    """Return a value as JSON shows it, cut where it is long."""
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    text = {None: "null", True: "true", False: "false"}.get(value) if _is_word(value) else None
    shown = text or (f"'{value}'" if isinstance(value, str) else str(value))
    return shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"


def _is_word(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def _listed(names: Sequence[str]) -> str:
    more = ", …" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more
