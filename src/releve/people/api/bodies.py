"""What was sent, read without trusting it: JSON, of a size, with text that a database can hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from ninja.parser import Parser
from pydantic import BeforeValidator, ConfigDict, WithJsonSchema

from releve.kit.numbers import number_in
from releve.kit.words import translator
from releve.people.api.faults import Fault, Wrong, problem

_ = translator("releve.people")

WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

LARGEST_KEY = 2**53 - 1
"""Beyond that JSON does not carry whole numbers exactly, and no row of ours is there."""


def _day(value: Any) -> Any:
    """Read an ISO date; numbers would be read as seconds since 1970."""
    if isinstance(value, str) and WRITTEN_DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(_("there is no such day in the calendar")) from None
    raise ValueError(_("write a date as 2026-03-09"))


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]


class Sent(Schema):
    """A document that is sent to us: a field nobody knows is a slip, not to be passed over."""

    model_config = ConfigDict(extra="forbid", strict=True)


class StrictParser(Parser):
    """JSON as RFC 8259 has it; no field twice, no NaN, no text that cannot be stored."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the document. Raises what ninja turns into a fault."""
        content = json.loads(
            request.body.decode(), object_pairs_hook=_object, parse_constant=_no_constant
        )
        _check_text(content)
        return content


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field stands twice in the same object")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _check_text(value: Any) -> None:
    if isinstance(value, str):
        if not is_storable(value):
            raise Fault("invalid", wrong=[Wrong("", _("a text has characters that are no text"))])
    elif isinstance(value, dict):
        for key, held in value.items():
            _check_text(key)
            _check_text(held)
    elif isinstance(value, list):
        for held in value:
            _check_text(held)


def is_storable(text: str) -> bool:
    """Whether every database can hold a text: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def bounded(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse what is too large, is not JSON, or has NUL in its address, before it is read."""

    @wraps(run)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        fault = _fault_of(request, kwargs)
        return problem(fault) if fault else run(request, **kwargs)

    return answer


def _fault_of(request: HttpRequest, path: dict[str, Any]) -> Fault | None:
    length = number_in(request.META.get("CONTENT_LENGTH") or "0")
    if length is None or length > settings.API_MAX_BYTES:
        message = _("More than {most} bytes are not read.").format(most=settings.API_MAX_BYTES)
        return Fault("too_large", message)
    if length and request.content_type != "application/json":
        return Fault("not_json")
    texts = [
        *path.values(),
        *(text for pair in request.GET.lists() for text in [pair[0], *pair[1]]),
    ]
    if not all(is_storable(str(text)) for text in texts):
        return Fault("invalid", wrong=[Wrong("", _("a text has characters that are no text"))])
    return None
