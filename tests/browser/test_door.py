"""The door of a tool, by the pages alone: refused, trained, opened, decided, contested, counted.

Two people walk it in French: who prepares the roster, at her desk, and a nurse whom it concerns,
on her phone. She is never trained, and sees everything that concerns her.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import Served, serving
from browser.visits import PASSWORD, Visit, visit
from releve.training.catalogue import curriculum, module_of

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("browser")]

FILLING = Path(__file__).with_name("door.py")
TOOL = "roster-engine"
SEARCH_MILLISECONDS = 90_000
CONTESTED = "Deux matins de suite après mon soir : je ne comprends pas pourquoi."
ANSWERED = "J’ai vérifié votre semaine avec vous : je change le mardi."


@dataclass(frozen=True)
class Door:
    """The hospital under way, and the two who walk through it."""

    served: Served
    head: Visit
    nurse: Visit


@pytest.fixture
def door(browser: Browser, tmp_path: Path) -> Iterator[Door]:
    """A hospital whose roster engine is open in a unit where nobody is trained for it."""
    with (
        serving(tmp_path, str(FILLING), PASSWORD) as served,
        visit(browser, served.address, "cadre") as head,
        visit(browser, served.address, "infirmiere", width=390) as nurse,
    ):
        yield Door(served, head, nurse)


def test_a_tool_opens_to_who_is_trained_and_its_reasons_to_whom_they_concern(door: Door) -> None:
    is_refused(door.head)
    assert contests_on_the_card(door.nurse) == 0
    learn(door.head)
    search_and_publish(door.head)
    contest(door.nurse)
    answer(door.head)
    is_answered(door.nurse)
    assert contests_on_the_card(door.nurse) == 1
    is_still_refused(door.nurse)


def press(page: Page, name: str) -> None:
    """Press a button and wait for its page."""
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def to_the_period(seen: Visit) -> None:
    """Walk from the list of wards to the period."""
    seen.open("/wards/")
    seen.page.locator(".rows a").first.click()
    seen.page.wait_for_load_state()


def refused(seen: Visit) -> None:
    """Take note that the browser has met one refusal, and nothing else."""
    assert [one for one in seen.faults if "403" not in one] == []
    seen.faults.clear()


def is_refused(head: Visit) -> None:
    """Ask for a search without training: nothing is done, and each missing module is named."""
    page = head.page
    to_the_period(head)
    press(page, "Lancer le calcul")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Cet outil ne vous est pas ouvert ici"
    )
    refused(head)
    reasons = page.locator(".reasons li")
    expect(reasons).to_have_count(len(curriculum("operator", TOOL)))
    expect(page.locator(".reasons")).to_contain_text("Le moteur de planning")
    page.get_by_role("link", name="Me former", exact=True).last.click()
    page.wait_for_url("**/training/")
    expect(page.locator("#missing")).to_be_visible()


def learn(head: Visit) -> None:
    """Read every lesson and pass both parts of each, the engine's own case at a second try."""
    for module in curriculum("operator", TOOL):
        head.open("/training/")
        head.page.locator(f'a.button[href="/training/modules/{module}/"]').click()
        expect(head.page.locator("article.lesson")).to_be_visible()
        pass_the_questions(head.page, module)
        pass_the_case(head.page, module, fails_first=module == TOOL)
    head.open("/training/")
    expect(head.page.locator("#missing")).to_have_count(0)
    expect(head.page.locator("section[aria-labelledby=tools]")).to_contain_text("vous êtes à jour")


def pass_the_questions(page: Page, module: str) -> None:
    """Answer every question that was drawn rightly."""
    page.get_by_role("link", name="Répondre aux questions").click()
    press(page, "Commencer les questions")
    found = module_of(module)
    assert found is not None
    drawn = page.locator("ol.asked fieldset")
    expect(drawn).to_have_count(found.head.drawn)
    for one in drawn.all():
        key = one.locator("input").first.get_attribute("name")
        question = found.quizzes["fr"].question(key or "")
        assert question is not None
        for choice in question.right:
            one.locator(f'input[value="{choice}"]').check()
    press(page, "Rendre mes réponses")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Questions.*: réussi"))
    page.get_by_role("link", name="Revenir à la leçon").click()


def pass_the_case(page: Page, module: str, *, fails_first: bool) -> None:
    """Mark exactly what was planted; first leave a critical error unseen, where it is asked."""
    page.get_by_role("link", name="Trouver les erreurs placées").click()
    press(page, "Commencer le cas")
    found = module_of(module)
    assert found is not None
    case = found.cases["fr"]
    if fails_first:
        critical = next(one.id for one in case.passages if one.error and one.error.critical)
        hand_in(page, sorted(case.planted - {critical}))
        title = page.get_by_role("heading", level=1)
        expect(title).to_have_text(re.compile("Cas pratique.*: pas encore réussi"))
        expect(page.locator("ol.verdicts .missed")).to_contain_text("critique")
        press(page, "Refaire le cas")
    hand_in(page, sorted(case.planted))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Cas pratique.*: réussi"))
    expect(page.get_by_role("link", name="Attestation (PDF)")).to_be_visible()


def hand_in(page: Page, marked: list[str]) -> None:
    """Mark passages and hand them in."""
    for one in marked:
        page.locator(f'input[name=marked][value="{one}"]').check()
    press(page, "Rendre ce que j’ai coché")


def search_and_publish(head: Visit) -> None:
    """Search, find the proposal with its reasons among those to decide, and publish it."""
    page = head.page
    to_the_period(head)
    page.select_option("select[name=seconds]", "20")
    press(page, "Lancer le calcul")
    expect(page.get_by_role("link", name=re.compile("^Voir la version"))).to_be_visible(
        timeout=SEARCH_MILLISECONDS
    )
    head.open("/tools/proposals/")
    page.locator("table.plain tbody a").first.click()
    expect(page.locator("ul.reasons").last.locator("li").first).to_be_visible()
    page.get_by_role("link", name="L’examiner et publier").click()
    press(page, "Publier le planning")
    expect(page.locator(".standing")).to_contain_text("ublié")


def contest(nurse: Visit) -> None:
    """Find one's own roster, why it is so, and contest it: no training is asked for that."""
    page = nurse.page
    nurse.open("/planning/")
    if not page.locator(".duties li").count():
        page.locator("nav.turn a[rel=next]").click()
    expect(page.locator(".duties li").first).to_be_visible()
    page.get_by_role("link", name="Proposé par le moteur, décidé par Cadre").click()
    for part in ("mine", "why"):
        expect(page.locator(f"section[aria-labelledby={part}] li").first).to_be_visible()
    page.fill("textarea[name=said]", CONTESTED)
    press(page, "Contester")
    expect(page.locator("ol.thread")).to_contain_text(CONTESTED)


def answer(head: Visit) -> None:
    """Find in one's news that somebody contests, and answer her."""
    page = head.page
    head.open("/tools/proposals/")
    contests = page.locator("section[aria-labelledby=contests]")
    contests.get_by_role("link", name=re.compile("Fougère")).click()
    expect(page.locator("ol.thread")).to_contain_text(CONTESTED)
    page.fill("textarea[name=said]", ANSWERED)
    press(page, "Envoyer ma réponse")
    expect(page.locator("ol.thread .answer")).to_contain_text(ANSWERED)


def is_answered(nurse: Visit) -> None:
    """Find the answer from one's news, and close."""
    page = nurse.page
    nurse.open("/me/notices/")
    news = page.locator("main form button, main a")
    news.filter(has_text=re.compile("répon", re.IGNORECASE)).first.click()
    page.wait_for_url("**/tools/contests/*/")
    expect(page.locator("ol.thread .answer")).to_contain_text(ANSWERED)
    press(page, "Oui, clore")
    expect(page.locator("main .tag").first).to_have_text("close")


def contests_on_the_card(seen: Visit) -> int:
    """Return how many contests the public card of the tool counts."""
    seen.open(f"/register/{TOOL}/")
    told = seen.page.locator("dl.facts > div").filter(has_text="Contestations").locator("dd")
    return int(told.inner_text().split()[0])


def is_still_refused(nurse: Visit) -> None:
    """Look at the gate from her side: it still binds her, who never followed anything."""
    nurse.open("/wards/")
    period = nurse.page.locator(".rows a").first.get_attribute("href") or ""
    nurse.open(f"/tools/gates/{period.strip('/').split('/')[1]}/{TOOL}/")
    expect(nurse.page.get_by_text("Il ne vous est pas ouvert ici.")).to_be_visible()
    expect(nurse.page.locator(".reasons li").first).to_be_visible()
