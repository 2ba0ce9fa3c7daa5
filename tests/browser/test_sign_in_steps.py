"""The pages that open only on the way in: setting up a second factor, its codes, the code, a link.

They are walked once in each language, under axe in both themes, as wide as a phone.
"""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from browser.axe import violations_by_theme
from browser.conftest import Served
from browser.pages import OF_REFERENT
from browser.visits import PASSWORD, Visit, visit

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]

Found = dict[tuple[str, str], list[str]]


def look(seen: Visit, name: str, found: Found) -> None:
    """Note what axe finds here, and whether the page has to be pushed sideways."""
    for theme, faults in violations_by_theme(seen.page).items():
        found[name, theme] = faults
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    found[name, "width"] = ["too wide"] if seen.page.evaluate(beyond) else []


def code_of(secret: str, *, at: float) -> str:
    """Return the six figures that a telephone shows for a secret (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.digest(key, struct.pack(">Q", int(at) // 30), "sha1")
    begin = digest[-1] & 15
    figures = struct.unpack(">I", digest[begin : begin + 4])[0] & 0x7FFFFFFF
    return f"{figures % 10**6:06}"


def test_a_telephone_shows_what_the_standard_says() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_of(secret, at=59) == "287082"  # RFC 6238, appendix B, its last six figures


def fill(seen: Visit, name: str, value: str) -> None:
    """Type into a field and send its form."""
    seen.page.fill(f"input[name={name}]", value)
    seen.page.press(f"input[name={name}]", "Enter")
    seen.page.wait_for_load_state()


def sign_in(seen: Visit, username: str, password: str = PASSWORD) -> None:
    """Type a user name and a password on the page of the sign-in."""
    seen.page.fill("input[name=username]", username)
    fill(seen, "password", password)


def addresses_of_referent(seen: Visit) -> Iterator[tuple[str, str]]:
    """Return the pages that her second factor opens to her, each with its route."""
    seen.open("/tools/rollouts/")
    engine = seen.page.locator('.rows a[href$="/roster-engine/"]').first
    rollout = engine.get_attribute("href") or ""
    for route, address in OF_REFERENT.items():
        yield route, address.format(rollout=rollout)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_second_factor_is_set_up_and_asked_for_on_pages_without_a_violation(
    browser: Browser, hospital: Served, language: Literal["fr", "en"]
) -> None:
    found: Found = {}
    with visit(browser, hospital.address, "", language=language, width=390) as seen:
        seen.open("/sign-in/")
        sign_in(seen, f"referent-{language}")
        expect(seen.page.locator(".square")).to_be_visible()
        look(seen, "setting up", found)
        fill(seen, "code", "abcdef")
        look(seen, "setting up, refused", found)
        secret = seen.page.locator(".steps code").inner_text()
        fill(seen, "code", code_of(secret, at=time.time()))
        look(seen, "recovery codes", found)
        recovery = seen.page.locator(".codes code").first.inner_text()
        seen.page.locator("main a.action").click()
        expect(seen.page.locator("#factor")).to_be_visible()
        look(seen, "own sign-in", found)
        seen.page.locator(".account button:last-of-type").click()
        seen.open("/sign-in/")
        sign_in(seen, f"referent-{language}")
        expect(seen.page.locator("input[name=code]")).to_be_focused()
        look(seen, "code", found)
        fill(seen, "code", "abcdef")
        look(seen, "code, refused", found)
        fill(seen, "code", recovery)
        expect(seen.page.locator("#now-ai_referent")).to_be_visible()
        look(seen, "home", found)
        for route, address in addresses_of_referent(seen):
            seen.open(address)
            look(seen, route, found)
    assert len(found) == 3 * (7 + len(OF_REFERENT))
    assert {place: faults for place, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_an_account_is_told_that_cannot_get_in_has_no_violation(
    browser: Browser, hospital: Served, language: Literal["fr", "en"]
) -> None:
    found: Found = {}
    with visit(browser, hospital.address, "", language=language, width=390) as seen:
        seen.open("/sign-in/")
        for _attempt in range(5):
            sign_in(seen, f"personne-{language}", "pas le bon")
            if not seen.page.locator("input[name=username]").count():
                break
            if ("refused", "light") not in found:
                look(seen, "refused", found)
        look(seen, "closed for a while", found)
        seen.faults.clear()  # the console names the status of a refusal
    assert len(found) == 6
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_a_link_to_choose_a_password_opens_a_page_without_a_violation(
    browser: Browser, hospital: Served
) -> None:
    said = hospital.run("people", "accounts", "link", "nouvelle", "--as", "admin")
    link = re.search(r"/sign-in/password/\S+", said)
    assert link is not None
    found: Found = {}
    for language in ("fr", "en"):
        with visit(browser, hospital.address, "", language=language, width=390) as seen:
            seen.open(link[0])
            expect(seen.page.locator("input[type=password]").first).to_be_visible()
            look(seen, f"new password, {language}", found)
    assert {place: faults for place, faults in found.items() if faults} == {}
