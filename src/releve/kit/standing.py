"""Which entry of the head a page stands in, where its address alone does not say.

A proposal that somebody asked a tool for stands where she asks, another in the list of those to
decide; the page says so, and the house, which draws the head, reads it when it draws.
"""

from __future__ import annotations

_KEPT_AS = "releve_stands_in"


def stand_in(request: object, entry: str) -> None:
    """Say that the page which a request asks for stands in an entry, named by its own page."""
    setattr(request, _KEPT_AS, entry)


def stands_in(request: object) -> str:
    """Return the entry that a page said it stands in, empty where its address says it."""
    return str(getattr(request, _KEPT_AS, ""))
