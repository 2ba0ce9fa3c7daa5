"""A ward manager's journey, by mouse and by keyboard alone, and a nurse's on her phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import OWN_LINE, Served
from browser.visits import PASSWORD, Visit, visit

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]

ANSWER_MILLISECONDS = 20_000
"""How long a slow machine may take for one answer; the pages themselves promise far less."""

SEARCH_MILLISECONDS = 60_000


def to_the_month(seen: Visit) -> str:
    """Walk from the list of wards to the month, to its first version, and return its address.

    That one leaves shifts open on purpose, so that any search finds a better one.
    """
    seen.open("/wards/")
    seen.page.get_by_role("link", name=re.compile("2026")).first.click()
    expect(seen.page.locator("#grid")).to_be_attached()
    seen.page.goto(re.sub(r"/\d+/$", "/1/", seen.page.url))
    expect(seen.page.locator("#grid")).to_be_attached()
    return seen.page.url


def test_a_ward_manager_reads_asks_solves_stops_compares_and_exports(
    browser: Browser, hospital: Served
) -> None:
    with visit(browser, hospital.address, "cadre") as seen:
        page = seen.page
        month = to_the_month(seen)
        ask_a_cell(page)
        ask_a_hole(page)
        page.goto(month)
        page.get_by_text("Calculer de nouveau").click()
        page.get_by_label("Davantage de souhaits accordés").check()
        page.get_by_role("button", name="Lancer le calcul").click()
        stop_with_a_roster(page)
        page.get_by_role("link", name=re.compile("^Comparer avec la version")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("version")
        page.goto(month)
        page.get_by_text("Exporter", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("^Excel")).click()
        assert download.value.suggested_filename.endswith(".xlsx")


def ask_a_cell(page: Page) -> None:
    """Ask why of a cell, see the answer, and find the same answer by its address."""
    page.locator("#grid td.k-night a").first.click()
    title = page.locator("#why h2")
    expect(title).to_be_visible(timeout=ANSWER_MILLISECONDS)
    told = title.inner_text()
    expect(page.locator("#why .alternatives > div").first).to_be_visible()
    page.goto(page.url)
    expect(page.locator("#why h2")).to_have_text(told)
    page.locator("#why .close").click()
    expect(page.locator("#why.open")).to_have_count(0)


def ask_a_hole(page: Page) -> None:
    """Ask why of the post that stays open."""
    page.locator("#holes a").first.click()
    expect(page.locator("#why h2")).to_be_visible(timeout=ANSWER_MILLISECONDS)


def stop_with_a_roster(page: Page) -> None:
    """Wait for a better roster, stop, and see it kept."""
    await_better(page)
    page.get_by_role("button", name="Arrêter et garder le meilleur").click()
    kept = page.get_by_role("link", name=re.compile("^Voir la version"))
    expect(kept).to_be_visible(timeout=ANSWER_MILLISECONDS)


def await_better(page: Page) -> None:
    """Wait until the search has found more than the roster it started from, which it tells first.

    That one leaves shifts open on purpose.
    """
    found = page.locator("#progress dd").nth(1)
    expect(found).to_contain_text("point", timeout=SEARCH_MILLISECONDS)
    began_with = found.inner_text()
    expect(found).not_to_have_text(began_with, timeout=SEARCH_MILLISECONDS)


def test_the_same_journey_by_keyboard_alone(browser: Browser, hospital: Served) -> None:
    with visit(browser, hospital.address, "cadre") as seen:
        page = seen.page
        month = to_the_month(seen)
        tab_to(page, "#grid a")
        for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
            page.keyboard.press(key)
        asked = page.evaluate("document.activeElement.getAttribute('href')")
        page.keyboard.press("Enter")
        expect(page.locator("#why h2")).to_be_focused(timeout=ANSWER_MILLISECONDS)
        page.keyboard.press("Escape")
        expect(page.locator("#why.open")).to_have_count(0)
        assert page.evaluate("document.activeElement.getAttribute('href')") == asked
        page.goto(month)
        tab_to(page, "#holes a")
        page.keyboard.press("Enter")
        expect(page.locator("#why h2")).to_be_focused(timeout=ANSWER_MILLISECONDS)
        page.goto(month)
        tab_to(page, ".menu summary.action")
        page.keyboard.press("Enter")
        tab_to(page, ".solve .action")
        page.keyboard.press("Enter")
        page.wait_for_url("**/searches/*/")
        await_better(page)
        tab_to(page, "#stop")
        page.wait_for_timeout(2_500)  # figures change every second; the focus must stay
        page.keyboard.press("Enter")
        kept = page.get_by_role("link", name=re.compile("^Comparer avec la version"))
        expect(kept).to_be_visible(timeout=ANSWER_MILLISECONDS)
        tab_to(page, ".actions a.button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/compare/**")
        page.goto(month)
        tab_to(page, ".menu:last-child summary")
        page.keyboard.press("Enter")
        tab_to(page, ".exports a[href*='csv']")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename.endswith(".csv")


def tab_to(page: Page, target: str) -> None:
    """Press Tab until the target has the focus, which must always be seen."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("t => document.activeElement?.matches(t) ?? false", target):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError(f"Tab never reaches {target}")


def test_a_nurse_finds_her_own_line_on_a_phone_and_nobody_elses_figures(
    browser: Browser, hospital: Served
) -> None:
    with visit(browser, hospital.address, "agent", width=390) as seen:
        to_the_month(seen)
        page = seen.page
        expect(page.locator(".near-person")).to_be_visible()
        expect(page.locator("#grid")).to_be_hidden()
        assert page.locator(".near-person select").input_value() == OWN_LINE
        assert page.locator("#grid td.k-away").count() == page.locator("#grid .own .k-away").count()
        assert page.locator("#grid tbody tr:not(.own) td.count svg").count() == 0
        assert page.get_by_text("Calculer de nouveau").count() == 0


def test_a_nurse_signs_in_reads_her_planning_chooses_and_signs_out_by_keyboard_alone(
    browser: Browser, hospital: Served
) -> None:
    with visit(browser, hospital.address, "", width=390) as seen:
        page = seen.page
        seen.open("/")
        tab_to(page, ".first a.action")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in/")
        # The page gives its first field the focus a moment after it has loaded.
        expect(page.locator("input[name=username]")).to_be_focused()
        page.keyboard.type("agent")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{hospital.address}/")
        tab_to(page, "nav a[href='/planning/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/planning/")
        expect(page.locator(".duties li").first).to_be_attached()
        tab_to(page, ".self a[href='/me/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/me/")
        tab_to(page, "input[name=theme]")
        page.keyboard.press("ArrowDown")
        tab_to(page, ".look button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/me/#look")
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
        tab_to(page, "input[name=theme]")
        page.keyboard.press("ArrowUp")  # back to what the computer says
        tab_to(page, ".look button")
        page.keyboard.press("Enter")
        expect(page.locator("html:not([data-theme])")).to_be_attached()
        tab_to(page, ".self a.question")
        page.keyboard.press("Enter")
        page.wait_for_url("**/help/house/")
        tab_to(page, ".account button:last-of-type")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{hospital.address}/")
        expect(page.locator(".first a.action")).to_be_visible()


def test_everything_can_be_read_and_asked_without_script(
    browser: Browser, hospital: Served
) -> None:
    with visit(browser, hospital.address, "cadre", with_script=False) as seen:
        to_the_month(seen)
        seen.page.locator("#grid td.k-night a").first.click()
        seen.page.wait_for_load_state()
        expect(seen.page.locator("#why h2")).to_be_visible(timeout=ANSWER_MILLISECONDS)
        expect(seen.page.locator("#law")).to_be_visible()
