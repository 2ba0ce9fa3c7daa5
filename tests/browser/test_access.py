"""Every page under axe, in both languages and both themes: no violation."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from browser.conftest import Served
from browser.test_journey import to_the_month
from browser.visits import visit

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_has_a_violation(
    browser: Browser, hospital: Served, language: str, theme: str
) -> None:
    with visit(
        browser,
        hospital.address,
        "cadre",
        language=language,  # type: ignore[arg-type]  # the parameters above are those words
        theme=theme,  # type: ignore[arg-type]  # as above
    ) as seen:
        month = to_the_month(seen).removeprefix(hospital.address)
        cell = seen.page.locator("#grid td.k-night a").first.get_attribute("href")
        found = {}
        for path in (
            "/",
            "/wards/?all",
            "/wards/help/",
            month,
            f"{month}{cell}",
            f"{month}?show=day",
        ):
            seen.open(path)
            expect(seen.page.locator("main")).to_be_visible()
            found[path] = violations(seen.page)
        assert {path: faults for path, faults in found.items() if faults} == {}


def violations(page: object) -> list[str]:
    """Return what axe finds on a page, one line a rule."""
    report = Axe().run(page)
    return [
        f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in report.response["violations"]
    ]


def test_a_planted_fault_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="x"></main></html>')
    assert [line for line in violations(page) if line.startswith("image-alt")]
    page.close()
