"""The help that stands in the pages: one chapter a room, whole in each language.

A room keeps its chapter in ``templates/<room>/help/fr.html`` and ``en.html`` and adds a line
here. Two texts rather than translated sentences: French help is written for a French ward.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("fr", "en")

SIGN_IN_VIEWS = (
    *("sign_in", "account_login", "mfa_authenticate", "account_inactive", "sign_in_again"),
    *("account_reauthenticate", "directory", "directory_back", "password_by_link"),
    *("own_sign_in", "own_password", "second_factor", "second_factor_codes"),
)


@dataclass(frozen=True)
class Chapter:
    """A room's help; ``rooms``: the URL namespaces, or single views, whose pages lead to it.

    ``folder``: where its text stands, if not in the room's own templates.
    """

    room: str
    title: Promise
    about: Promise
    rooms: tuple[str, ...] = ()
    folder: str = ""

    def template(self, language: str) -> str:
        """Return the template that holds the text."""
        folder = self.folder or f"{self.room}/help"
        return f"{folder}/{language if language in LANGUAGES else 'fr'}.html"


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "house",
        _("Finding one’s way"),
        _("Home page, places, settings, keyboard."),
    ),
    Chapter(
        "sign-in",
        _("Signing in and leaving"),
        _("Password, second factor, shared computers, signing out."),
        rooms=SIGN_IN_VIEWS,
        folder="house/help/sign-in",
    ),
    Chapter(
        "own",
        _("My news, my calendar, my programs, my data"),
        _("What changes for you, a calendar address, tokens, what Relève holds on you."),
        rooms=("own_access", "create_token", "open_calendar", "own_data", "api", "notices"),
        folder="house/help/own",
    ),
    Chapter(
        "roster",
        _("Reading and making a roster"),
        _("My roster, the ward’s month, why, solving again, comparing, printing."),
        rooms=("roster", "planning"),
    ),
    Chapter(
        "shifts",
        _("Shifts worked and the load of units"),
        _("My rhythm, the load of a unit, worked time."),
        rooms=("shifts",),
    ),
    Chapter(
        "ledger",
        _("Time given back"),
        _("What tools saved or cost a unit, random questions, what the team does with it."),
        rooms=("ledger",),
    ),
    Chapter(
        "people",
        _("People, accounts and who sees what"),
        _("What is kept on a person, what never is, and what each function opens."),
    ),
    Chapter(
        "jobs",
        _("Background work"),
        _("What is done without a page, what failed, cancelling and trying again."),
        rooms=("jobs",),
    ),
    Chapter(
        "trail",
        _("The audit trail"),
        _("What it is for, asking to read it, agreeing, what protects it."),
        rooms=("trail", "trail_request", "trail_agree"),
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
