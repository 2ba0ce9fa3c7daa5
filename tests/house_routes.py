"""Finds every way in to the house: each route of its pages and interfaces, each verb.

The tests of access ask each of them what it needs. Nothing is listed by hand: what a later
change adds is found here, and fails until it says what it needs.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from releve.kit.permissions import Need, need_of

PLACE = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
PAGE_METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Route:
    """An address, as a pattern, with what answers there.

    ``name``: with its namespaces, such as ``roster:month``, or ``api:`` and the operation's.
    ``methods``: those to be tried; a page may answer 405 to one of them. ``converters``: how each
    argument is written.
    """

    name: str
    pattern: str
    methods: tuple[str, ...]
    need: Need | None
    converters: Mapping[str, Any]

    @property
    def label(self) -> str:
        """The route as a test names it."""
        return f"{'/'.join(self.methods)} /{self.pattern}"

    def address(self, arguments: Mapping[str, Any]) -> str:
        """Return the address for these arguments."""

        def written(found: re.Match[str]) -> str:
            name = found[1]
            return str(self.converters[name].to_url(arguments[name]))

        return "/" + PLACE.sub(written, self.pattern)


@dataclass(frozen=True)
class Verb:
    """A verb of the command line, with the words that call it."""

    path: tuple[str, ...]
    need: Need | None

    @property
    def label(self) -> str:
        """The verb as one types it."""
        return " ".join(self.path)


def routes(urlconf: str | None = None) -> list[Route]:
    """Return every route, those of included rooms and of the interfaces too."""
    return list(_routes(get_resolver(urlconf), "", "", {}))


def _routes(
    resolver: URLResolver, prefix: str, spaces: str, converters: Mapping[str, Any]
) -> Iterator[Route]:
    for part in resolver.url_patterns:
        place = part.pattern
        if not isinstance(place, RoutePattern):
            # Written as a regular expression, no address could be made from it here.
            raise TypeError(f"{prefix}{place}: a route is written with path(), not re_path()")
        pattern, known = f"{prefix}{place}", {**converters, **place.converters}
        if isinstance(part, URLResolver):
            inner = f"{spaces}{part.namespace}:" if part.namespace else spaces
            yield from _routes(part, pattern, inner, known)
        else:
            yield from _ways(part, pattern, spaces, known)


def _ways(
    part: URLPattern, pattern: str, spaces: str, converters: Mapping[str, Any]
) -> Iterator[Route]:
    name = f"{spaces}{part.name or ''}"
    operations = operations_of(part.callback)
    if not operations:
        yield Route(name, pattern, PAGE_METHODS, need_of(part.callback), converters)
    for operation in operations:
        methods = tuple(method for method in operation.methods if method != "OPTIONS")
        called = f"api:{operation.view_func.__name__}"
        yield Route(called, pattern, methods, need_of(operation.view_func), converters)


def operations_of(callback: Callable[..., Any]) -> list[Any]:
    """Return the operations that an address of the API holds, one for each of its methods.

    The API's library keeps them behind a function of its own, in what that function closes over.
    """
    seen: Any = callback
    while inspect.isfunction(seen):
        behind = inspect.getclosurevars(seen).nonlocals.get("self")
        operations = getattr(behind, "operations", None)
        if operations is not None:
            return list(operations)
        seen = getattr(seen, "__wrapped__", None)
    return []


def verbs(root: click.Command) -> list[Verb]:
    """Return every verb below a command, hidden ones too."""
    return list(_verbs(root, ()))


def _verbs(command: click.Command, path: tuple[str, ...]) -> Iterator[Verb]:
    if not isinstance(command, click.Group):
        yield Verb(path, need_of(command.callback))
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        if found is not None:
            yield from _verbs(found, (*path, name))


def undeclared(ways: list[Route] | list[Verb]) -> list[str]:
    """Return the ways in that say nothing of what they need."""
    return [way.label for way in ways if way.need is None]
