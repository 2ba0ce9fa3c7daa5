"""One person's visit: a browser window of her own, signed in, which notes what should not be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request

PASSWORD = "une nuit calme au bloc"  # noqa: S105 - of accounts that live as long as a test


@dataclass
class Visit:
    """A window, what went wrong in it, and the hosts it asked."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, path: str, *, status: int = 200) -> None:
        """Go to a page of the house, which must answer as expected."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        if status != 200:
            self.faults.clear()  # the browser notes in its console that a page is not there

    def hear(self) -> None:
        """Note errors of the page and every host that is asked."""
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.faults.append(said.text) if said.type == "error" else None,
        )
        self.page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host is not None:
            self.hosts.add(host)


@contextmanager
def visit(
    browser: Browser,
    address: str,
    account: str,
    *,
    language: Literal["fr", "en"] = "fr",
    theme: Literal["light", "dark"] = "light",
    width: int = 1280,
    with_script: bool = True,
) -> Iterator[Visit]:
    """Sign in as an account, in a window of that width, and stay until the block ends.

    An account without a name stays outside.
    """
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900},
        locale={"fr": "fr-FR", "en": "en-GB"}[language],
        color_scheme=theme,
        java_script_enabled=with_script,
        reduced_motion="reduce",
    )
    seen = Visit(context.new_page(), address)
    seen.hear()
    if account:
        seen.open("/sign-in/")
        seen.page.fill("input[name=username]", account)
        seen.page.fill("input[name=password]", PASSWORD)
        seen.page.press("input[name=password]", "Enter")
        seen.page.wait_for_load_state()
    try:
        yield seen
    finally:
        context.close()
    assert seen.faults == []
    assert seen.hosts == {urlsplit(address).hostname}
