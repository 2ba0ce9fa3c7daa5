"""What people are told has words in both languages, and nothing is told that no room declares.

The sentence belongs to the room that sends it: each declares its codes in its module ``notices``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from datetime import date

import pytest
from django.utils import translation

from house_code import HOUSE, hand_written, shown
from releve.kit.words import Language, use_language
from releve.people.notice_kinds import Fact, Facts, NoticeKind, kinds

KINDS = [kind for kind in kinds().values() if ".tests." not in kind.says.__module__]


def spoken(kind: NoticeKind, language: Language, count: int) -> str:
    """Return what a kind says of its own example, for one thing or for several."""
    return worded(kind.says, kind, language, count)


def worded(words: Callable[[Facts], str], kind: NoticeKind, language: Language, count: int) -> str:
    """Return what some words make of a kind's own example."""
    facts = {name: count if type(one) is int else one for name, one in kind.example.items()}
    with use_language(language), translation.override(language):
        return words(facts)


def without_words(told: Iterable[NoticeKind]) -> list[str]:
    """Return the codes that say nothing, or the same in both languages."""
    return [
        kind.code
        for kind in told
        for words in dict.fromkeys((kind.says, kind.in_letter if kind.mails else kind.says))
        for count in (1, 7)
        if worded(words, kind, "fr", count) in {"", worded(words, kind, "en", count)}
    ]


def test_every_notice_has_its_words_in_both_languages() -> None:
    assert without_words(KINDS) == []


def test_a_notice_that_nobody_has_put_into_french_is_found() -> None:
    mute = NoticeKind("people_tests.mute", {"count": 1}, lambda facts: f"{facts['count']} things")
    assert without_words([mute]) == ["people_tests.mute"] * 2


def is_for_letters(name: str, value: Fact) -> bool:
    """Whether a fact may leave the house: a unit, a day or a count."""
    if name == "unit" or (name == "count" and type(value) is int):
        return True
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def told_too_much(kind: NoticeKind) -> set[str]:
    """Return the facts of a kind that its letter holds, though a mailbox outside may not."""
    inside = {name for name, one in kind.example.items() if not is_for_letters(name, one)}
    marks = {name: f"zibeline-{at}" for at, name in enumerate(sorted(inside))}
    letters = set[str]()
    for language in ("fr", "en"):
        with use_language(language), translation.override(language):
            letters.add(kind.in_letter({**kind.example, **marks}))
    return {name for name, mark in marks.items() if any(mark in one for one in letters)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_letter_holds_units_days_and_counts_and_nothing_else(kind: NoticeKind) -> None:
    assert told_too_much(kind) == set()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_letter_names_no_colleague_and_no_answer(kind: NoticeKind) -> None:
    with use_language("en"), translation.override("en"):
        told = kind.in_letter(kind.example).lower()
    found = [word for word in ("colleague", "answer", "accepted", "not made") if word in told]
    assert found == []


def test_a_letter_that_tells_a_shift_is_found() -> None:
    open_mouthed = NoticeKind(
        "people_tests.shift", {"day": "2027-03-14", "shift": "J"}, lambda facts: str(facts["shift"])
    )
    assert told_too_much(open_mouthed) == {"shift"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_notice_that_counts_says_one_and_several_otherwise(kind: NoticeKind) -> None:
    if "count" in kind.example:
        said = {spoken(kind, "fr", count).replace(str(count), "") for count in (1, 7)}
        assert len(said) == 2


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_notice_is_declared_by_the_room_whose_name_it_bears(kind: NoticeKind) -> None:
    room = kind.code.partition(".")[0]
    assert kind.says.__module__.split(".")[:2] == ["releve", room]


def codes_in(source: str, declared: frozenset[str]) -> set[str]:
    """Return the declared codes that stand in a source, whole or without the room's name."""
    texts = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    return {code for code in declared if {code, code.partition(".")[2]} & texts}


def sent_undeclared(source: str, declared: frozenset[str]) -> list[str]:
    """Return the codes written out in calls of ``notify`` that no room has declared."""
    return [
        str(node.args[1].value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "notify"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
        and node.args[1].value not in declared
    ]


DECLARED = frozenset(kind.code for kind in KINDS)
SOURCES = [
    path for path in hand_written(".py") if path.is_relative_to(HOUSE) and "tests" not in path.parts
]


def test_nothing_is_sent_that_no_room_declares() -> None:
    wrong = {shown(path): sent_undeclared(path.read_text("utf-8"), DECLARED) for path in SOURCES}
    assert {path: codes for path, codes in wrong.items() if codes} == {}


def test_a_code_that_nobody_has_declared_is_found() -> None:
    source = 'notify([ada], "people.nothing", {}, link="/", actor=HOUSE, at=now())'
    assert sent_undeclared(source, DECLARED) == ["people.nothing"]


def test_every_notice_that_is_declared_is_sent_by_somebody() -> None:
    sent = set[str]()
    for path in SOURCES:
        if not path.name.endswith("notices.py") or path.parent.name == "actions":
            sent |= codes_in(path.read_text("utf-8"), DECLARED)
    assert sent == DECLARED
