"""No tool has a key under which its pages could not be found, whichever way it comes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.urls import URLPattern, resolve, reverse
from django.urls.resolvers import RoutePattern
from hypothesis import example, given, settings
from hypothesis import strategies as st

from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT
from releve.kit.verbs import run_verb
from releve.people.tests.builders import a_hospital
from releve.stewardship import proposal_urls, register_urls, rollout_urls
from releve.stewardship.actions.register import register_own, register_tool
from releve.stewardship.cli import stewardship
from releve.stewardship.faults import StewardshipError
from releve.stewardship.keys import KEY, check_key
from releve.stewardship.models import Tool
from releve.stewardship.queries.register import tools_of
from releve.stewardship.tests.builders import an_entry
from releve.stewardship.tests.people import a_browser, an_account
from releve.stewardship.tests.test_register import CARD
from releve.stewardship.vocabulary import RESERVED_KEYS

pytestmark = pytest.mark.django_db

WRONG = (*sorted(RESERVED_KEYS), "Checks", "deux mots", "a/b", "café", ".", "..", "x" * 41, "a\n")
PATTERNS = (*proposal_urls.patterns, *register_urls.patterns, *rollout_urls.patterns)
OF_TOOL = ("tool", "edit_tool", "set_place", "intake", "sign_intake", "tool_controls", "audit_file")


def first_words() -> set[str]:
    """Return the words with which addresses of the room begin, before any key."""
    found = set()
    for one in PATTERNS:
        assert isinstance(one, URLPattern)
        assert isinstance(one.pattern, RoutePattern)
        found.add(str(one.pattern).partition("/")[0])
    return {word for word in found if KEY.fullmatch(word)}


def is_reached(key: str) -> bool:
    """Whether the pages of a tool of that key are those that its addresses lead to."""
    return all(resolve(reverse(f"tools:{name}", args=[key])).url_name == name for name in OF_TOOL)


def test_a_word_that_hides_a_page_of_a_tool_is_no_key() -> None:
    hidden = {word for word in first_words() if not is_reached(word)}
    assert {"checks", "proposals", "ask"} <= hidden
    assert hidden <= RESERVED_KEYS


@settings(deadline=None)  # the first address is slow to find
@given(st.from_regex(KEY, fullmatch=True))
@example("gates")
@example("controls-2")
def test_every_key_that_is_taken_leads_to_the_pages_of_its_tool(key: str) -> None:
    try:
        check_key(key)
    except StewardshipError:
        assert key.lower() in RESERVED_KEYS
    else:
        assert is_reached(key)
        assert resolve(reverse("register:card", args=[key])).url_name == "card"


@pytest.mark.parametrize("key", WRONG)
def test_no_such_tool_is_entered_by_hand(key: str) -> None:
    hospital = a_hospital()
    with pytest.raises(StewardshipError, match=r"is no key|is a word of an address"):
        register_tool(hospital, an_entry(key=key), actor=HOUSE)
    assert not tools_of(hospital).exists()


def test_no_card_brings_such_a_tool() -> None:
    hospital = a_hospital()
    card = type(CARD)(**{**vars(CARD), "key": "checks"})
    with pytest.raises(StewardshipError, match="is a word of an address"):
        register_own(hospital, [card], actor=HOUSE)
    assert not tools_of(hospital).exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "the key &#x27;checks&#x27; is a word of an address; take another one"),
        ("fr", "l’identifiant &#x27;checks&#x27; est un mot réservé aux adresses"),
    ],
)
def test_the_form_says_so_in_a_sentence_and_keeps_nothing(language: str, said: str) -> None:
    hospital = a_hospital()
    browser = a_browser(an_account(hospital, "ai_referent"), language=language)
    sent = {"key": "checks", "name_fr": "X", "kind": "generative", "version": "1", "role": "both"}
    answer = browser.post("/tools/new/", sent)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Tool.objects.for_hospital(hospital).exists()


@pytest.mark.parametrize("key", WRONG)
def test_no_file_connects_such_a_tool(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEVE_LANG", "en")
    hospital, file = a_hospital(), tmp_path / "tool.yaml"
    tool = {"key": key, "name_fr": "X", "kind": "generative", "version": "1"}
    reach = {"address": "https://outil.example/v1", "model": "petit", "activity": "documentation"}
    file.write_text(json.dumps({"tool": tool, "connection": reach}, indent=1), "utf-8")
    assert run_verb(stewardship, ["connect", str(file)], name="releve stewardship") == BAD_INPUT
    said = capsys.readouterr().err
    assert f"{file}, line 3, field 'tool.key': " in said
    assert said.count("\n") == 1
    assert not Tool.objects.for_hospital(hospital).exists()
