"""Every page under axe, in both languages and both themes: no violation; and how it reflows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Window

from browser.axe import COLOURS, violations, violations_by_theme
from browser.conftest import EARLIER_ON, WISHED_ON, Served
from browser.pages import PAGES, Page
from browser.visits import Visit, visit

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]

ACCOUNTS = tuple(dict.fromkeys(page.account for page in PAGES))
WIDTHS = (320, 390, 640, 1280)
"""Two telephones, a window of 1280 px at 200 %, and that window."""


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_has_a_violation_or_has_to_be_pushed_sideways(
    browser: Browser, hospital: Served, language: Literal["fr", "en"], account: str
) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    beyond: dict[tuple[str, int], int] = {}
    with visit(browser, hospital.address, account, language=language) as seen:
        for address, page in addresses(seen, account):
            seen.open(address, status=page.status)
            expect(seen.page.locator("main")).to_be_visible()
            for theme, faults in violations_by_theme(seen.page, page.part).items():
                found[address, theme] = faults
            beyond |= {(address, width): pixels_beyond(seen.page, width) for width in WIDTHS}
            seen.page.set_viewport_size({"width": 1280, "height": 900})
    assert len(found) >= 2
    assert {key: faults for key, faults in found.items() if faults} == {}
    assert {key: pixels for key, pixels in beyond.items() if pixels} == {}


def pixels_beyond(page: Window, width: int) -> int:
    """Return by how much a page is wider than a window of that width."""
    page.set_viewport_size({"width": width, "height": 900})
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(beyond))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_token_is_filled_in_and_shown_without_a_violation_or_a_push(
    browser: Browser, hospital: Served, language: Literal["fr", "en"]
) -> None:
    faults: list[list[str]] = []
    beyond: dict[tuple[str, int], int] = {}
    with visit(browser, hospital.address, "cadre", language=language) as seen:
        seen.open("/me/access/")
        expect(seen.page.locator("input[name=scopes]").first).to_be_hidden()
        seen.page.locator(".fold summary").click()
        expect(seen.page.locator("input[name=scopes]").first).to_be_visible()
        faults += violations_by_theme(seen.page).values()
        beyond |= {("form", width): pixels_beyond(seen.page, width) for width in WIDTHS}
        seen.page.locator("input[name=name]").fill("Borne")
        seen.page.locator("input[name=scopes]").first.check()
        seen.page.locator(".fold .action").click()
        expect(seen.page.locator(".secret code")).to_contain_text("releve_")
        faults += violations_by_theme(seen.page).values()
        beyond |= {("token", width): pixels_beyond(seen.page, width) for width in WIDTHS}
    assert [lines for lines in faults if lines] == []
    assert {key: pixels for key, pixels in beyond.items() if pixels} == {}


def test_handing_over_is_a_button_set_apart_from_signing_out(
    browser: Browser, hospital: Served
) -> None:
    with visit(browser, hospital.address, "cadre", language="en") as seen:
        seen.open("/me/sign-in/")
        seen.page.locator("#id_name").fill("Poste de soins")
        seen.page.get_by_role("button", name="Mark this computer as shared").click()
        for width in WIDTHS:
            seen.page.set_viewport_size({"width": width, "height": 900})
            boxes = [button.bounding_box() for button in seen.page.locator(".account button").all()]
            hands, leaves = (box for box in boxes if box is not None)
            beside = leaves["x"] - hands["x"] - hands["width"]
            below = leaves["y"] - hands["y"] - hands["height"]
            assert max(beside, below) >= 16
        edges = "buttons => buttons.map(one => getComputedStyle(one).borderTopWidth)"
        assert seen.page.locator(".account button").evaluate_all(edges) == ["1px", "0px"]


def addresses(seen: Visit, account: str) -> Iterator[tuple[str, Page]]:
    """Return the addresses that an account opens, with the page each belongs to."""
    named = {
        name
        for page in of(account)
        for one in page.addresses
        for name in re.findall(r"{(\w+)}", one)
    }
    facts = places(seen, named) if named else {}
    for page in of(account):
        for address in page.addresses:
            yield address.format(**facts), page


def of(account: str) -> list[Page]:
    """Return the pages of an account."""
    return [page for page in PAGES if page.account == account]


def places(seen: Visit, named: AbstractSet[str]) -> dict[str, str]:
    """Return what stands for the names in addresses: the unit, the period, its version.

    Roll-outs are looked for where an address names one: not everybody may read them.
    """
    seen.open("/wards/")
    period = seen.page.locator(".rows a").first.get_attribute("href") or ""
    seen.open(period)
    month = seen.page.url.removeprefix(seen.address).partition("?")[0]
    cells = seen.page.locator("#grid td.k-night a")  # a nurse may have no night this month
    cell = cells.first.get_attribute("href") or "" if cells.count() else ""
    unit, starts_on = period.strip("/").split("/")[1:]
    facts = {
        "unit": unit,
        "starts_on": starts_on,
        "empty": EARLIER_ON,
        "wished": WISHED_ON,
        "month": month,
        "search": f"{period}searches/1/",
    }
    if "rollout" in named:
        seen.open("/tools/rollouts/")
        rollouts = seen.page.locator('.rows a[href^="/tools/rollouts/"]')
        facts["rollout"] = rollouts.first.get_attribute("href") or ""
    return facts | ({"cell": cell} if cell else {})


def test_a_planted_fault_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="x"></main></html>')
    assert [line for line in violations(page) if line.startswith("image-alt")]
    page.close()


def test_a_planted_fault_of_colour_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<main style="background: #fff"><p style="color: #ccc">pale words</p></main>')
    assert [line.partition(":")[0] for line in violations(page, COLOURS)] == ["color-contrast"]
    page.close()


def test_a_page_that_is_too_wide_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<body style="margin: 0"><main style="width: 700px">wide</main></body>')
    assert [pixels_beyond(page, width) for width in WIDTHS] == [380, 310, 60, 0]
    page.close()


def test_a_theme_and_a_size_of_one_s_own_stand_above_the_computer_s(
    browser: Browser, hospital: Served
) -> None:
    with visit(browser, hospital.address, "cadre", theme="light") as seen:
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
        before = (seen.page.evaluate(ground), seen.page.evaluate(size))
        choose(seen, "Sombre", "Très grande")
        assert seen.page.evaluate(ground) == "rgb(17, 25, 27)"
        assert seen.page.evaluate(size) > before[1]
        choose(seen, "Comme l’ordinateur", "Normale")
        assert (seen.page.evaluate(ground), seen.page.evaluate(size)) == before


def choose(seen: Visit, theme: str, size: str) -> None:
    """Choose how one's pages look."""
    seen.open("/me/")
    seen.page.get_by_label(theme, exact=True).check()
    seen.page.get_by_label(size, exact=True).check()
    seen.page.get_by_role("button", name="Garder ces choix").click()
    seen.page.wait_for_load_state()
