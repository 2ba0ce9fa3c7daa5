"""What axe finds on a page: everything in the light, and what colours decide in the dark."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
AXE = Axe()


def violations(page: Page, options: dict[str, Any] | None = None, part: str = "") -> list[str]:
    """Return what axe finds on a page as it stands, or in a part of it, one line a rule."""
    report = AXE.run(page, context=part or None, options=options)
    return [
        f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in report.response["violations"]
    ]


def violations_by_theme(page: Page, part: str = "") -> dict[str, list[str]]:
    """Return what axe finds in each theme.

    A theme changes colours alone, so in the dark it looks at what colours decide.
    """
    page.emulate_media(color_scheme="light")
    light = violations(page, part=part)
    page.emulate_media(color_scheme="dark")
    dark = violations(page, COLOURS, part)
    page.emulate_media(color_scheme="light")
    return {"light": light, "dark": dark}
