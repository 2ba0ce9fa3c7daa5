"""Text and JSON documents that people give us, read without trusting them.

Whatever is wrong, the answer is one sentence with the file, the line and the field: noise is
refused by its first bytes and its size, JSON by line and column, content by the line of the
field, which the JSON reader forgets and ``kit.json_places`` finds again.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from releve.kit.faults import BadInputError, Place
from releve.kit.field_faults import first_fault
from releve.kit.json_places import duplicate_of, place_of
from releve.kit.words import translator

_ = translator("releve.kit")

Kind = TypeVar("Kind")

LIMIT_BYTES = 8_000_000
"""A ward's month takes a tenth of a megabyte; more than this is something else."""
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF8_BOM = b"\xef\xbb\xbf"


def read_text(path: Path, *, limit_bytes: int = LIMIT_BYTES) -> str:
    """Return a UTF-8 text, its byte order mark left out. Raises BadInputError."""
    place = Place(file=str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(limit_bytes + 1)
    except IsADirectoryError:
        raise BadInputError(_("this is a folder; give a file"), place=place) from None
    except FileNotFoundError:
        raise BadInputError(_("there is no such file"), place=place) from None
    except OSError as error:
        message = _("the file cannot be read ({reason})").format(reason=error.strerror)
        raise BadInputError(message, place=place) from error
    if b"\0" in raw and not raw.startswith(UTF16):
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        raise BadInputError(_("this is not text"), place=Place(file=str(path), line=line))
    if len(raw) > limit_bytes:
        megabytes = limit_bytes // 1_000_000
        message = _("the file is larger than {megabytes} MB; this is not what is expected here")
        raise BadInputError(message.format(megabytes=megabytes), place=place)
    return _decoded(raw, path)


def read_json_as(kind: type[Kind], path: Path, *, text: str | None = None) -> Kind:
    """Read a JSON file into a ``kind``, a type that pydantic validates.

    ``text`` is the content where it has been read already. Raises BadInputError with the file,
    the line and the field.
    """
    content = read_text(path) if text is None else text
    _check_syntax(content, path)
    try:
        return TypeAdapter(kind).validate_json(content)
    except ValidationError as error:
        raise _fault(error, kind, content, path) from None


def field_name(path: tuple[str | int, ...]) -> str | None:
    """Return a path as people write it, as ``people[3].role``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or None


def _decoded(raw: bytes, path: Path) -> str:
    try:
        return raw.removeprefix(UTF8_BOM).decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = _("the text is not in UTF-8; save the file again as UTF-8")
        raise BadInputError(message, place=Place(file=str(path), line=line)) from None


def _check_syntax(text: str, path: Path) -> None:
    """Refuse what is not JSON, and a key that its object has twice."""
    try:
        json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _no_json(path, line=error.lineno, column=error.colno) from None
    except _TwiceError:
        twice, line = duplicate_of(text) or ((), None)
        message = _("the field stands twice in the same object; keep one")
        place = Place(file=str(path), line=line, field=field_name(twice))
        raise BadInputError(message, place=place) from None
    except RecursionError:
        message = _("the document is nested too deeply; this is not what is expected here")
        raise BadInputError(message, place=Place(file=str(path))) from None
    except ValueError as error:
        # NaN, Infinity and whole numbers of thousands of digits.
        message = _("a number in it cannot be read; write numbers as 7 or 0.8")
        raise BadInputError(message, place=Place(file=str(path))) from error


class _TwiceError(Exception):
    """An object has a key twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise _TwiceError
    return content


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _fault(error: ValidationError, kind: Any, text: str, path: Path) -> BadInputError:
    details = error.errors(include_url=False)[0]
    if details["type"] == "json_invalid":
        said = re.search(r"line (\d+) column (\d+)", details["msg"])
        line, column = (int(said[1]), int(said[2])) if said else (1, 1)
        return _no_json(path, line=line, column=column)
    fault = first_fault(error, kind)
    found, line = place_of(text, fault.path)
    # A last name that is not in the text is the field that should be there; names with a
    # bracket are those of a union's alternatives.
    absent = fault.path[-1:] if found[-1:] != fault.path[-1:] else ()
    named = tuple(step for step in absent if isinstance(step, str) and "[" not in step)
    place = Place(file=str(path), line=line, field=field_name((*found, *named)))
    return BadInputError(fault.what, place=place)


def _no_json(path: Path, *, line: int, column: int) -> BadInputError:
    message = _("what stands at column {column} is not JSON; check commas, quotes and brackets")
    return BadInputError(message.format(column=column), place=Place(file=str(path), line=line))
