"""Somebody at the pages, without rest: starts searches, chooses versions, and keeps receipts."""

from __future__ import annotations

import random
import re
import threading
import time
from dataclasses import dataclass, field

from kills.served import Browser, Served, until

SEARCH_SECONDS = 1.5
"""A search is asked for that often at most: each takes a solver to wake."""

SEARCH = re.compile(r"/searches/(\d+)/$")
REVISION = re.compile(r'name="revision" value="(\d+)"')


@dataclass
class Acting:
    """What one person asked of the pages, and what they acknowledged.

    ``chosen``: per period, what was acknowledged last and what was asked for since without an
    answer; the database must hold one of them.
    """

    served: Served
    months: list[tuple[int, int, str]]
    seed: int
    searches: set[int] = field(default_factory=set)
    chosen: dict[int, list[int]] = field(default_factory=dict)
    answered: int = 0
    choices: int = 0
    faults: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self) -> None:
        """Sign in and act, in a thread of its own."""
        self._thread = threading.Thread(target=self._act, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop acting."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(60)

    def _act(self) -> None:
        chance = random.Random(self.seed)  # noqa: S311 - a repeatable choice, no secret
        browser = Browser(self.served.address)
        until(browser.signed_in)
        page = browser.get("/wards/")[1]
        search_at = 0.0
        while not self._over.wait(0.05):
            roster, unit, starts_on = chance.choice(self.months)
            try:
                if time.monotonic() > search_at:
                    search_at = time.monotonic() + SEARCH_SECONDS
                    self._search(browser, page, f"/wards/{unit}/{starts_on}/")
                else:
                    self._choose(browser, page, roster, f"/wards/{unit}/{starts_on}/", chance)
            except OSError:
                self._over.wait(0.1)  # the server is down: nothing was acknowledged
            else:
                self.answered += 1

    def _search(self, browser: Browser, page: str, month: str) -> None:
        place = browser.post(f"{month}searches/", page, aim="balanced", seconds="20")
        found = SEARCH.search(place)
        if found is None:
            self.faults.append(f"a search led to {place}")
            self._over.set()
            return
        self.searches.add(int(found[1]))

    def _choose(
        self, browser: Browser, page: str, roster: int, month: str, chance: random.Random
    ) -> None:
        number = chance.choice((1, 2))
        seen = REVISION.search(browser.get(f"{month}{number}/")[1])
        if seen is None:
            return  # it is the one that is chosen: its page has no such form
        asked = self.chosen.setdefault(roster, [1])  # the first one saved is chosen
        asked.append(number)
        place = browser.post(f"{month}{number}/choose/", page, revision=seen[1])
        if place.startswith("/sign-in"):
            self.faults.append("a session was lost")
            self._over.set()
            return
        self.chosen[roster] = [number]
        self.choices += 1
