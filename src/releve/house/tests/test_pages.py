"""The pages of the house, as a browser gets them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Never

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from releve.house.middleware import POLICY
from releve.house.urls import urlpatterns as house_urls


@login_not_required
def _broken(_request: HttpRequest) -> Never:
    raise ZeroDivisionError


@login_not_required
def _closed(_request: HttpRequest) -> Never:
    raise PermissionDenied


@login_not_required
def _odd(_request: HttpRequest) -> Never:
    message = "odd"
    raise SuspiciousOperation(message)


urlpatterns = [
    *house_urls,
    path("broken", _broken),
    path("closed", _closed),
    path("odd", _odd),
]
pytestmark = pytest.mark.urls(__name__)

STATUS = {"/": 200, "/sign-in/": 200, "/nowhere": 404, "/closed": 403, "/odd": 400, "/broken": 500}
LANGUAGES = ["fr", "en"]
TITLES = {
    ("/", "fr"): "Accueil",
    ("/", "en"): "Home",
    ("/sign-in/", "fr"): "Se connecter",
    ("/sign-in/", "en"): "Sign in",
    ("/nowhere", "fr"): "Page introuvable",
    ("/nowhere", "en"): "No such page",
    ("/closed", "fr"): "Accès non ouvert",
    ("/closed", "en"): "Not open to you",
    ("/odd", "fr"): "Demande incomprise",
    ("/odd", "en"): "Request not understood",
    ("/broken", "fr"): "Défaut de notre côté",
    ("/broken", "en"): "Fault on our side",
}


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep every element with its attributes."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of that name."""
        return [attributes for name, attributes in self.tags if name == tag]


def get(address: str, *, language: str = "fr") -> tuple[int, dict[str, str], str]:
    """Return status, headers and text of a page."""
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    response = client.get(address)
    text = response.getvalue().decode()
    return response.status_code, dict(response.headers), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", STATUS)
def test_every_page_has_its_status_title_language_and_one_heading(
    address: str, language: str
) -> None:
    status, _headers, text = get(address, language=language)
    page = Page(text)
    title = re.search("<title>(.*)</title>", text)
    assert title is not None
    assert (status, title[1]) == (STATUS[address], f"{TITLES[address, language]} · Relève")
    assert [html["lang"] for html in page.all("html")] == [language]
    assert len(page.all("h1")) == 1


@pytest.mark.parametrize("address", [*STATUS, "/static/house/parts.css", "/static/house/mark.svg"])
def test_every_answer_carries_the_content_policy(address: str) -> None:
    headers = get(address)[1]
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("address", STATUS)
def test_no_page_has_inline_script_or_style_or_asks_another_host(address: str) -> None:
    page = Page(get(address)[2])
    names = {tag for tag, _ in page.tags}
    attributes = {name for _, attributes in page.tags for name in attributes}
    links = [
        value
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name in {"href", "src", "action"}
    ]
    assert names & {"style", "iframe", "object", "embed"} == set()
    assert [script for script in page.all("script") if not script.get("src")] == []
    assert [name for name in attributes if name == "style" or name.startswith("on")] == []
    assert links
    assert [link for link in links if not re.match(r"(/(?!/)|#)", link)] == []


def test_what_a_page_asks_for_is_there() -> None:
    page = Page(get("/")[2])
    asked = [link["href"] for link in page.all("link")]
    asked += [part["src"] for part in [*page.all("img"), *page.all("script")]]
    assert {address: get(address)[0] for address in asked} == dict.fromkeys(asked, 200)


def test_headings_go_down_one_step_at_a_time_and_ids_are_unique() -> None:
    page = Page(get("/")[2])
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    steps = [after - before for before, after in pairwise(levels)]
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert levels[0] == 1
    assert max(steps) <= 1
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", STATUS)
def test_the_first_link_of_every_page_skips_to_its_content(address: str) -> None:
    page = Page(get(address)[2])
    assert page.all("a")[0]["href"] == "#content"
    assert [main["id"] for main in page.all("main")] == ["content"]


@pytest.mark.parametrize(
    "address", [address for address, status in STATUS.items() if status != 200]
)
def test_every_page_of_a_fault_leads_home(address: str) -> None:
    links = Page(get(address)[2]).all("a")
    assert {"class": "action", "href": "/"} in links


def test_french_is_what_a_browser_of_another_language_gets() -> None:
    assert 'lang="fr"' in get("/", language="de")[2]


def test_a_language_once_chosen_stays_and_leads_back_to_the_page() -> None:
    client = Client(headers={"accept-language": "fr"})
    answer = client.post("/langue", {"language": "en", "next": "/?unit=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/?unit=1")
    assert "Two commands to begin" in client.get("/").content.decode()


def test_choosing_a_language_never_leads_to_another_host() -> None:
    answer = Client().post("/langue", {"language": "en", "next": "https://example.org/"})
    assert answer["Location"] == "/"


def test_a_form_without_its_safety_token_is_refused_with_a_page_that_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "fr"})
    answer = client.post("/langue", {"language": "en"})
    assert answer.status_code == 403
    assert "Ce formulaire est resté ouvert trop longtemps" in answer.content.decode()


def test_the_current_language_is_told_to_screen_readers() -> None:
    buttons = [one for one in Page(get("/")[2]).all("button") if one.get("name") == "language"]
    assert [(button["lang"], button.get("aria-current")) for button in buttons] == [
        ("fr", "true"),
        ("en", None),
    ]


def test_an_unknown_host_is_refused() -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "example.org"})
    assert answer.status_code == 400
