"""Scanners of pages and style sheets that the tests of the house run.

A hospital's pages must work under a strict content policy and on a network without the
internet: no script or style inside the page, nothing loaded from another host.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

ELSEWHERE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
LOADING = {
    "audio": ("src",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src", "formaction"),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
HTMX = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.elsewhere: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in values):
            self.inline.append(f"<{tag}> on line {self.getpos()[0]}")
        for name, value in values.items():
            if name == "style" or re.match(r"on[a-z]+$", name):
                self.inline.append(f"{name}= on line {self.getpos()[0]}")
            if value.strip().lower().startswith("javascript:"):
                self.inline.append(f"{name}=javascript: on line {self.getpos()[0]}")
            loads = name in LOADING.get(tag, ()) or name in HTMX
            if loads and any(ELSEWHERE.match(part) for part in value.split(",")):
                self.elsewhere.append(value)


def _read(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def inline_parts(text: str) -> list[str]:
    """Return the scripts, styles and event attributes written inside a page."""
    return _read(text).inline


def loads_from_elsewhere(text: str) -> list[str]:
    """Return the addresses on another host that a page would load."""
    return _read(text).elsewhere + sheet_loads_from_elsewhere(text)


def sheet_loads_from_elsewhere(text: str) -> list[str]:
    """Return the addresses on another host that a style sheet or a picture would load."""
    addresses = re.findall(r"url\(\s*['\"]?([^'\")]+)", text)
    addresses += re.findall(r"@import\s+['\"]([^'\"]+)", text)
    return [address for address in addresses if ELSEWHERE.match(address)]
