"""The header: only what is there for the reader, the current place marked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template.loader import get_template
from django.urls import get_resolver, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from releve.house.help import CHAPTERS, Chapter, chapter_for
from releve.house.places import ENTRIES, PLACES, Entry, Place, places_open
from releve.kit.permissions import Permission, need_of
from releve.people.vocabulary import PERMISSIONS_OF
from releve.roster.tests.wards import a_ward, an_account, signed_in
from releve.stewardship import urls as tools

SEEN = {
    "caregiver": ["My team", "Our tools"],
    "ward_manager": ["My team", "Our tools"],
    "hr": ["My team", "Our tools"],
    "care_director": ["My team", "Our tools"],
    "occupational_health": ["My team", "Our tools"],
    "staff_representative": ["My team", "Our tools"],
    "ai_referent": ["Our tools"],
    "administrator": ["Our tools"],
}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.url_name)
def test_every_entry_leads_to_a_page_that_is_there(entry: Entry) -> None:
    assert reverse(entry.url_name).startswith("/")
    assert entry.place in PLACES


@pytest.mark.parametrize("function", PERMISSIONS_OF)
def test_a_function_sees_the_places_that_hold_something_for_it(function: str) -> None:
    held = PERMISSIONS_OF[function]
    with translation.override("en"):
        seen = [str(place.title) for place in places_open(held, has_line=False)]
    assert seen == SEEN[function]


def addresses(places: tuple[Place, ...]) -> set[str]:
    """Return the names of the pages that places lead to."""
    return {way.url_name for place in places for way in place.ways}


def test_whoever_is_signed_in_may_declare_a_tool_and_nothing_else() -> None:
    assert addresses(places_open((), has_line=False)) == {"tools:declare"}


def test_what_is_asked_of_a_whole_hospital_is_not_shown_to_who_has_a_unit_of_it() -> None:
    held = PERMISSIONS_OF["administrator"]
    of_hospital = {entry.url_name for entry in ENTRIES if entry.is_whole}
    assert addresses(places_open(held, whole=(), has_line=False)).isdisjoint(of_hospital)
    assert {"jobs", "trail"} <= addresses(places_open(held, whole=held, has_line=False))


def test_one_s_own_planning_is_for_whoever_has_a_line() -> None:
    line, none = (places_open((), has_line=has_line) for has_line in (True, False))
    own = {entry.url_name for entry in ENTRIES if entry.own_line}
    assert addresses(line) - addresses(none) == own
    assert [place.key for place in line] == ["planning", "tools"]


ROOM = (
    Entry("tools", _("Background work"), "jobs:list", need=Permission.SEE_JOBS, rooms=("jobs",)),
    Entry("tools", _("Audit trail"), "trail:ask", need=Permission.READ_TRAIL, rooms=("read",)),
)


def test_a_room_that_adds_lines_opens_a_place_in_its_order() -> None:
    found = places_open(PERMISSIONS_OF["administrator"], has_line=False, entries=ROOM)
    assert [(place.key, place.url_name) for place in found] == [("tools", "jobs:list")]
    assert [way.url_name for way in found[0].ways] == ["jobs:list", "trail:ask"]


@pytest.mark.parametrize(
    ("view", "place", "ways"),
    [
        ("jobs:list", "page", ["page", ""]),
        ("jobs:one", "true", ["true", ""]),
        ("trail:ask", "true", ["", "page"]),
        ("read", "true", ["", "true"]),
        ("home", "", ["", ""]),
    ],
)
def test_the_current_place_is_marked(view: str, place: str, ways: list[str]) -> None:
    held = PERMISSIONS_OF["administrator"]
    found = places_open(held, has_line=False, view_name=view, entries=ROOM)
    assert found[0].current == place
    assert [way.current for way in found[0].ways] == ways


@pytest.mark.django_db
def test_the_page_marks_where_the_reader_is() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person="ana"))
    assert '<a href="/planning/" aria-current="page">' in client.get("/planning/").content.decode()
    month = client.get(ward.at(ward.published)).content.decode()
    assert '<a href="/wards/" aria-current="true">' in month
    assert '<a href="/planning/">' in month


@pytest.mark.django_db
def test_a_page_leads_to_the_help_of_its_room() -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person="ana"))
    for address, chapter in (("/", "house"), ("/planning/", "roster"), ("/wards/?all", "roster")):
        assert f'class="question" href="/help/{chapter}/"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("view", "chapter"),
    [
        *(
            ("jobs", "jobs"),
            ("trail_request", "trail"),
            ("own_sign_in", "sign-in"),
            ("me", "house"),
        ),
        *(("own_access", "own"), ("create_token", "own"), ("own_data", "own"), ("api", "own")),
    ],
)
def test_a_page_of_the_house_has_the_chapter_that_explains_it(view: str, chapter: str) -> None:
    assert chapter_for(view).room == chapter


@pytest.mark.parametrize("view", [view for chapter in CHAPTERS for view in chapter.rooms])
def test_what_a_chapter_explains_is_there(view: str) -> None:
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert view in known | set(get_resolver().namespace_dict)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.room)
def test_a_chapter_of_help_says_the_same_things_in_both_languages(chapter: Chapter) -> None:
    parts = [
        re.findall(r'<h2 id="([\w-]+)"', get_template(chapter.template(language)).render())
        for language in ("fr", "en")
    ]
    assert parts[0] == parts[1]
    assert parts[0]


def test_an_entry_asks_what_its_page_asks() -> None:
    declared = {entry.url_name: need_of(resolve(reverse(entry.url_name)).func) for entry in ENTRIES}
    own = declared["planning:now"]
    assert own is not None
    assert own.audience == "signed_in"


def test_a_view_named_in_one_entry_is_not_that_of_its_namespace_in_another() -> None:
    held = tuple(Permission)
    places = places_open(held, has_line=True, view_name="roster:worked_law")
    lit = [way.url_name for place in places for way in place.ways if way.current]
    assert lit == ["shifts:worked_units"]


FILES = {"proposals_file", "controls_file", "evidence_file", "audit_file"}
"""Views of tools that give a file and draw no head."""


def test_every_page_of_tools_stands_in_one_entry() -> None:
    named = [view for entry in ENTRIES for view in (entry.url_name, *entry.rooms)]
    views = {f"tools:{one.name}" for one in tools.urlpatterns if one.name not in FILES}
    assert {view: named.count(view) for view in views} == dict.fromkeys(views, 1)


def lit(view: str, **facts: Any) -> list[str]:
    """Return the pages of the entries that are marked on a page."""
    places = places_open(tuple(Permission), has_line=True, view_name=view, **facts)
    return [way.url_name for place in places for way in place.ways if way.current]


def test_a_page_that_says_where_it_stands_is_marked_there_and_nowhere_else() -> None:
    assert lit("tools:proposal") == ["tools:proposals"]
    assert lit("tools:proposal", stands_in="tools:ask") == ["tools:ask"]
    assert lit("tools:proposals", stands_in="tools:ask") == ["tools:ask"]
    assert lit("tools:contest", stands_in="nowhere") == []
