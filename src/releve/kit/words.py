"""The words of the command line, in the reader's language.

English sentences stand in the code; each room keeps its French in
``<room>/locale/fr/LC_MESSAGES/django.mo``, under the name Django expects, so that a room's
pages and its verbs share one catalogue. The kit may not lean on Django, hence the standard
library's gettext. The language is looked up at each call: a server may speak both at once.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

Language = Literal["fr", "en"]

DOMAIN = "django"
# The order of POSIX, after our own variable; LANGUAGE is left out: it is a list of preferences
# for translations, and a ward computer set to French always has LANG or LC_ALL in French.
VARIABLES = ("RELEVE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")

_chosen: ContextVar[Language | None] = ContextVar("releve_language", default=None)


def current_language() -> Language:
    """Return the language in force: chosen with ``use_language``, else the environment's."""
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    wanted = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    return "fr" if wanted.lower().startswith("fr") else "en"


@contextmanager
def use_language(language: Language) -> Iterator[None]:
    """Speak ``language`` inside the ``with`` block, in this thread or task only."""
    token = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(token)


@dataclass(frozen=True)
class Translator:
    """Finds the words of one room; call it with an English sentence."""

    package: str

    def __call__(self, sentence: str) -> str:
        """Return the sentence in the language in force, itself where it has no translation."""
        return _catalogue(self.package, current_language()).gettext(sentence)

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the form of the sentence that fits ``count``."""
        return _catalogue(self.package, current_language()).ngettext(one, many, count)


def translator(package: str) -> Translator:
    """Give a room its words.

    A module says ``_ = translator("releve.roster")`` at its top, then ``_("A sentence")``.
    """
    return Translator(package)


@cache
def _catalogue(package: str, language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(
        DOMAIN, _folder(package) / "locale", languages=[language], fallback=True
    )


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        message = f"{package!r} is not a package, so it has no words"
        raise LookupError(message)
    return Path(next(iter(spec.submodule_search_locations)))
