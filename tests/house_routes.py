"""The walk of every address of the house, for the tests that must leave none out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """An address: its full name, its pattern and its view."""

    name: str
    pattern: str
    view: Callable[..., Any]


def all_routes() -> list[Route]:
    """Return every route of the house, in the order in which addresses are tried."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str, before: str) -> Iterator[Route]:
    for one in patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, inner, pattern)
        else:
            yield Route(f"{space}{one.name or ''}", pattern, one.callback)
