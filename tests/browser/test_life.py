"""A roster's whole life, by the pages alone: wished, begun, solved, published, changed, worked.

Three people live it: who prepares the roster at her desk, two nurses on their phones. In the end
the roster, the shifts in force, the counters, the calendar, the trail and the news agree.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import ROOT, Served, environment, serving
from browser.living import days
from browser.visits import PASSWORD, Visit, visit

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]

LIVING = Path(__file__).with_name("living.py")
SEARCH_MILLISECONDS = 90_000
STAYED_MINUTES = 30

STEPS = {
    "roster.wishes.open",
    "roster.wish.state",
    "roster.wishes.close",
    "roster.wishes.carry",
    "roster.cycle.keep",
    "roster.search.start",
    "roster.version.publish",
    "roster.cell.edit",
    "roster.swap.ask",
    "roster.swap.agree",
    "roster.swap.accept",
    "shifts.worked.declare",
    "shifts.worked.validate",
    "shifts.month.close",
}
"""What the trail knows of such a life, at least."""


@dataclass
class Life:
    """The hospital under way, its one unit, its period, and where the three look at it."""

    served: Served
    head: Visit
    ana: Visit
    bea: Visit
    unit: str = ""

    @property
    def first(self) -> date:
        """The first day of the period."""
        return days(date.today())[0]  # noqa: DTZ011 - the clock of the machine, as its pages have it

    @property
    def worked(self) -> str:
        """The month that is over and closed in the end, as 2027-02."""
        return f"{self.first:%Y-%m}"

    @property
    def ahead(self) -> date:
        """A day to come that is far enough to be changed without a reason."""
        return date.today() + timedelta(days=8)  # noqa: DTZ011 - see above

    def told(self) -> dict[str, Any]:
        """Return how everything stands."""
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, str(LIVING), "tell"],
            env=environment(self.served.home),
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def shifts(self, person: str) -> list[tuple[str, str]]:
        """Return a person's shifts in force, each with its day."""
        return [(day, code) for who, day, code in self.told()["shifts"] if who == person]


@pytest.fixture
def life(browser: Browser, tmp_path: Path) -> Iterator[Life]:
    """A hospital with a period that nothing has been made of, open before the three."""
    with (
        serving(tmp_path, str(LIVING), "make", PASSWORD) as served,
        visit(browser, served.address, "cadre", language="en") as head,
        visit(browser, served.address, "ana", language="en", width=390) as ana,
        visit(browser, served.address, "bea", language="en", width=390) as bea,
    ):
        yield Life(served, head, ana, bea)


def test_the_whole_life_of_a_roster_agrees_in_every_place(life: Life) -> None:
    find_the_unit(life)
    wish(life)
    build_the_cycle(life)
    begin_and_solve(life)
    publish(life.head.page)
    first = life.told()
    assert first["roster"] == first["shifts"]
    change_by_hand(life)
    exchange(life)
    before = life.told()["worked"]
    stay_late(life)
    assert before == []
    close_the_month(life)
    agree_everywhere(life)


def find_the_unit(life: Life) -> None:
    """Find the number of the unit in the list of wards."""
    life.head.open("/wards/")
    found = re.search(r'href="/wards/(\d+)/', life.head.page.content())
    assert found is not None
    life.unit = found[1]


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button and wait for its page."""
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def wish(life: Life) -> None:
    """Ask for wishes, state one, close, and carry it into the month."""
    first, last = days(date.today())  # noqa: DTZ011 - see above
    now = datetime.now()  # noqa: DTZ005 - what a field of the machine's own clock takes
    head, ana = life.head, life.ana
    head.open(f"/wards/{life.unit}/wishes/")
    for name, value in (
        ("starts_on", f"{first}"),
        ("ends_on", f"{last}"),
        ("opens_at", f"{now - timedelta(days=1):%Y-%m-%dT%H:%M}"),
        ("closes_at", f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}"),
    ):
        head.page.fill(f"input[name={name}]", value)
    press(head.page, "Open the period")
    ana.open(f"/planning/wishes/{first}/?day={life.ahead}")
    ana.page.locator("input[name=ask][value=off]").check()
    press(ana.page, "State this wish")
    expect(ana.page.locator("#stated + ul")).to_contain_text("1 point")
    head.open(f"/wards/{life.unit}/wishes/{first}/")
    press(head.page, "Close now")
    press(head.page, "Carry into the month")
    expect(head.page.get_by_role("status")).to_contain_text("1 day with a wish")


def build_the_cycle(life: Life) -> None:
    """Keep a cycle of one week of mornings, walked by two people."""
    head, page = life.head, life.head.page
    head.open(f"/wards/{life.unit}/cycle/")
    page.select_option("select[name=weeks]", "1")
    press(page, "Begin with empty weeks")
    for at in range(5):
        head.open(f"/wards/{life.unit}/cycle/?line=1&at={at}")
        page.select_option("#day select[name=code]", "M")
        press(page, "Change this day")
    for person in ("ana", "bea"):
        head.open(f"/wards/{life.unit}/cycle/")
        page.select_option("select[name=person]", person)
        press(page, "Give this place")
    expect(page.locator("#law")).to_contain_text("No binding rule is broken")


def begin_and_solve(life: Life) -> None:
    """Begin the month from the cycle, then search from there until nothing better is known."""
    page = life.head.page
    life.head.open(f"/wards/{life.unit}/{life.first}/")
    press(page, "Begin from the cycle")
    expect(page.locator("#grid")).to_be_attached()
    page.get_by_text("Solve again").click()
    page.select_option("select[name=seconds]", "20")
    press(page, "Start the search")
    kept = page.get_by_role("link", name=re.compile("^See version"))
    expect(kept).to_be_visible(timeout=SEARCH_MILLISECONDS)
    kept.click()
    expect(page.locator("#grid")).to_be_attached()


def publish(page: Page) -> None:
    """Publish the version that is shown, having read what that changes."""
    page.get_by_role("link", name="Publish", exact=True).click()
    press(page, "Publish the roster")
    expect(page.locator(".standing")).to_contain_text("ublished")


def change_by_hand(life: Life) -> None:
    """Begin a draft of what is published, change a day of somebody, and publish that."""
    page = life.head.page
    press(page, "Change it: begin a draft")
    page.goto(page.url.partition("?")[0] + "?edit=")
    pick_a_lawful_change(page, life)
    save = page.get_by_role("button", name="Save this change")
    expect(save).to_be_visible()
    reason = page.locator("#why select[name=reason]")
    if reason.count():
        reason.select_option(index=1)
    save.click()
    page.wait_for_load_state()
    page.goto(page.url.partition("?")[0])
    publish(page)
    told = life.told()
    assert told["roster"] == told["shifts"]
    assert ["dan", "shifts.changed"] in told["news"]


def pick_a_lawful_change(page: Page, life: Life) -> None:
    """Look at days of one person until one may lawfully hold something else, and pick that."""
    month = page.url.partition("?")[0]
    for offset in range(8):
        day = life.ahead + timedelta(days=offset)
        page.goto(f"{month}?edit=")
        page.locator(f"#grid td a[href*='person=dan'][href*='{day}']").click()
        expect(page.locator("#why .choices")).to_be_visible()
        lawful = ".is-free a:not([aria-current]), .is-overrides a:not([aria-current])"
        found = page.locator("#why .choices").locator(lawful)
        if found.count():
            found.first.click()
            return
    raise AssertionError("nothing may lawfully be changed")


def exchange(life: Life) -> None:
    """Let ana give bea a shift, or change one with her; both and the manager agree."""
    ana, bea, head = life.ana.page, life.bea.page, life.head.page
    before = life.shifts("bea")
    life.ana.open("/planning/")
    ways = [
        link.get_attribute("href") or ""
        for link in ana.get_by_role("link", name=re.compile("Propose an exchange")).all()
    ]
    for way in ways:
        life.ana.open(way)
        offered = ana.locator("ul.rows a[href*='colleague=bea']")
        if offered.count():
            offered.first.click()
            break
    press(ana, "Ask")
    life.bea.open("/planning/exchanges/")
    press(bea, "Agree")
    life.head.open(f"/wards/{life.unit}/exchanges/")
    press(head, "Accept the exchange")
    assert life.shifts("bea") != before


def stay_late(life: Life) -> None:
    """Say in two taps that one stayed half an hour longer, on a day of the month that is over."""
    day = next(day for day, _code in life.shifts("ana") if day.startswith(life.worked))
    life.ana.open(f"/shifts/worked/?from={day}")
    where = life.ana.page.locator(f"#d{day}")
    where.get_by_text("Stayed later").first.click()
    where.get_by_role("button", name=f"+{STAYED_MINUTES} min").first.click()
    expect(life.ana.page.locator(f"#d{day}")).to_contain_text("Stayed later")


def close_the_month(life: Life) -> None:
    """Validate the month that is over as it stands, and close it."""
    life.head.open(f"/shifts/units/{life.unit}/worked/month/?month={life.worked}")
    press(life.head.page, "Validate the whole month as it stands")
    press(life.head.page, "Close the month")
    expect(life.head.page.locator("#close + p")).to_contain_text("Closed on")


def agree_everywhere(life: Life) -> None:
    """Hold what each place tells against what the others do."""
    told = life.told()
    assert told["roster"] == told["shifts"]
    assert told["closed"] == [f"{life.worked}-01"]
    assert STEPS - set(told["trail"]) == set()
    news = {(person, code) for person, code in told["news"]}
    wanted = {
        ("ana", "shifts.published"),
        ("dan", "shifts.changed"),
        ("bea", "roster.swap_asked"),
        ("ana", "roster.swap_accepted"),
        ("bea", "roster.swap_accepted"),
        ("fay", "roster.swap_agreed"),
    }
    assert wanted - news == set()
    shifts = life.shifts("ana")
    assert fed_days(life) == sorted(day for day, _code in shifts)
    over = [day for day, _code in shifts if day.startswith(life.worked)]
    address = f"{life.served.address}/shifts/counters.json?month={life.worked}"
    counters = life.ana.page.request.get(address).json()["counters"]
    worked = next(one for one in counters if one["counter"] == "worked_minutes_month")
    assert worked["value"] == len(over) * 450 + STAYED_MINUTES


def fed_days(life: Life) -> list[str]:
    """Return the days on which something begins in ana's own calendar."""
    said = life.served.run("roster", "calendars", "open", "ana")
    place = next(line for line in said.splitlines() if line.startswith("/calendar/"))
    with urlopen(life.served.address + place, timeout=20) as answer:  # noqa: S310 - loopback
        text = answer.read().decode()
    events = "".join(text.split("BEGIN:VEVENT")[1:])  # the clock's own changes come before
    found = re.findall(r"DTSTART[^:]*:(\d{4})(\d\d)(\d\d)T", events)
    return sorted("-".join(parts) for parts in found)
