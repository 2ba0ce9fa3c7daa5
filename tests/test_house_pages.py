"""The walls that pages keep: nothing inline, nothing from another host, both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from house_code import HOUSE, hand_written, shown
from house_pages import inline_parts, loads_from_elsewhere, sheet_loads_from_elsewhere

PAGES = hand_written(".html")
SHEETS = hand_written(".css")
PICTURES = hand_written(".svg")
CATALOGUES = sorted(HOUSE.rglob("locale/fr/LC_MESSAGES/*.po"))


def test_no_page_carries_a_script_or_a_style_inside() -> None:
    assert PAGES, "the scan must see pages"
    found = [
        f"{shown(page)}: {part}" for page in PAGES for part in inline_parts(page.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>",
        "<style>p {color: red}</style>",
        '<p style="color: red">',
        '<button onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_a_script_or_a_style_inside_a_page_is_found(page: str) -> None:
    assert len(inline_parts(page)) == 1


def test_a_page_with_its_script_and_style_apart_is_left_alone() -> None:
    assert inline_parts('<link rel="stylesheet" href="/a.css"><script src="/a.js"></script>') == []


def test_nothing_is_loaded_from_another_host() -> None:
    found = [f"{shown(page)}: {url}" for page in PAGES for url in _loads(page)]
    found += [
        f"{shown(sheet)}: {url}"
        for sheet in (*SHEETS, *PICTURES)
        for url in sheet_loads_from_elsewhere(sheet.read_text("utf-8"))
    ]
    assert found == []


def _loads(page: Path) -> list[str]:
    return loads_from_elsewhere(page.read_text("utf-8"))


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://example.org/a.js"></script>',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<img src="http://example.org/a.png">',
        '<img srcset="/a.png 1x, https://example.org/a.png 2x">',
        '<div hx-get="https://example.org/part"></div>',
        "@import 'https://example.org/a.css';",
        "@font-face { src: url(https://example.org/a.woff2) }",
    ],
)
def test_what_is_loaded_from_another_host_is_found(page: str) -> None:
    assert len(loads_from_elsewhere(page)) == 1


def test_a_link_to_follow_is_no_load() -> None:
    assert loads_from_elsewhere('<a href="https://example.org/">law</a><img src="/a.png">') == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=shown)
def test_the_french_catalogue_is_complete(catalogue: Path) -> None:
    assert untranslated(catalogue.read_bytes()) == []


def test_every_room_that_speaks_has_a_french_catalogue() -> None:
    speaking = {
        path.relative_to(HOUSE).parts[0]
        for path in hand_written(".py", ".html")
        if path.is_relative_to(HOUSE) and speaks(path.read_text("utf-8"))
    }
    folders = {room for room in speaking if (HOUSE / room).is_dir()}
    assert folders - {path.relative_to(HOUSE).parts[0] for path in CATALOGUES} == set()


def speaks(source: str) -> bool:
    """Whether a file holds sentences for the catalogue."""
    return '_("' in source or "{% translate" in source or "{% blocktranslate" in source


def untranslated(catalogue: bytes) -> list[str]:
    """Return the sentences of a catalogue that have no sure translation."""
    messages = read_po(catalogue.splitlines(keepends=True), locale="fr")
    return [
        str(message.id)
        for message in messages
        if message.id and (message.fuzzy or not all(_texts(message.string)))
    ]


def _texts(translated: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [translated] if isinstance(translated, str) else list(translated or [""])


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=shown)
def test_french_is_written_with_the_apostrophe_of_print(catalogue: Path) -> None:
    assert straight_apostrophes(catalogue.read_bytes()) == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name == "fr.html"], ids=shown)
def test_french_help_is_written_with_the_apostrophe_of_print(page: Path) -> None:
    assert STRAIGHT.findall(page.read_text("utf-8")) == []


STRAIGHT = re.compile(r"\w'\w")


def straight_apostrophes(catalogue: bytes) -> list[str]:
    """Return the French sentences of a catalogue with a typewriter's apostrophe between letters."""
    messages = read_po(catalogue.splitlines(keepends=True), locale="fr")
    texts = (text for message in messages if message.id for text in _texts(message.string))
    return [text for text in texts if STRAIGHT.search(text)]


def test_a_typewriter_s_apostrophe_is_found() -> None:
    head = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    bad = head + 'msgid "it\'s"\nmsgstr "l\'été"\n'.encode()
    good = head + 'msgid "it\'s"\nmsgstr "l’été de \'{name}\'"\n'.encode()
    assert [straight_apostrophes(text) for text in (bad, good)] == [["l'été"], []]


def test_a_missing_or_doubtful_translation_is_found() -> None:
    head = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    missing = head + b'msgid "night"\nmsgstr ""\n'
    doubtful = head + b'#, fuzzy\nmsgid "night"\nmsgstr "nuit"\n'
    done = head + b'msgid "night"\nmsgstr "nuit"\n'
    assert [untranslated(text) for text in (missing, doubtful, done)] == [["night"], ["night"], []]
