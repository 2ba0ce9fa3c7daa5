"""The language of the command line."""

from __future__ import annotations

import pytest

from releve.kit.words import VARIABLES, current_language, translator, use_language


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANG": "C", "LC_MESSAGES": "fr"}, "fr"),
        ({"LC_ALL": "C", "RELEVE_LANG": "fr"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_first_variable_that_says_something_decides(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert current_language() == language


def test_one_translator_speaks_the_language_of_the_moment() -> None:
    _ = translator("releve.kit")
    with use_language("fr"):
        french = _("there is no such file")
        with use_language("en"):
            english = _("there is no such file")
    assert (french, english) == ("ce fichier n’existe pas", "there is no such file")


def test_a_sentence_without_translation_stays_english() -> None:
    with use_language("fr"):
        assert translator("releve.kit")("not in the catalogue") == "not in the catalogue"


def test_a_count_chooses_its_form() -> None:
    _ = translator("releve.kit")
    with use_language("en"):
        assert [_.plural("{n} line", "{n} lines", n) for n in (1, 2)] == ["{n} line", "{n} lines"]


def test_a_module_that_is_no_package_has_no_words() -> None:
    with use_language("fr"), pytest.raises(LookupError, match="not a package"):
        translator("releve.kit.words")("anything")
