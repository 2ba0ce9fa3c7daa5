"""The help that stands in the pages: one chapter a room, whole in each language.

A room keeps its chapter in ``templates/<room>/help/fr.html`` and ``en.html`` and adds a line
here. Two texts rather than translated sentences: French help is written for a French ward.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Chapter:
    """A room's help; ``rooms``: the URL namespaces, or single views, whose pages lead to it."""

    room: str
    title: Promise
    about: Promise
    rooms: tuple[str, ...] = ()

    def template(self, language: str) -> str:
        """Return the template that holds the text."""
        return f"{self.room}/help/{language if language in LANGUAGES else 'fr'}.html"


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "house",
        _("Finding one’s way"),
        _("Home page, places, settings, signing in and out."),
    ),
    Chapter(
        "roster",
        _("Reading and making a roster"),
        _("My roster, the ward’s month, why, solving again, comparing, printing."),
        rooms=("roster", "planning"),
    ),
    Chapter(
        "people",
        _("People, accounts and who sees what"),
        _("What is kept on a person, what never is, and what each function opens."),
    ),
)
"""Every chapter, in reading order; the first one is that of every page without another."""


def chapter_of(room: str) -> Chapter | None:
    """Return a room's chapter."""
    return next((chapter for chapter in CHAPTERS if chapter.room == room), None)


def chapter_for(view_name: str) -> Chapter:
    """Return the chapter that explains a page."""
    known = {view_name, view_name.rpartition(":")[0]}
    return next((one for one in CHAPTERS if known & set(one.rooms)), CHAPTERS[0])
