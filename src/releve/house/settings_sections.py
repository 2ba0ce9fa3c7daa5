"""The sections of a person's own settings, at ``/me/``; a part that has some adds a line here.

A section is a template and the facts it shows. A form inside it is sent to a view of its own,
which leads back to ``/me/#<key>``: sections know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releve.house.second_factor import codes_left, has_factor
from releve.people.models import Account
from releve.people.queries import functions_held


@dataclass(frozen=True)
class Section:
    """A section: its anchor, its title, its template, and what it tells the template."""

    key: str
    title: Promise
    template: str
    facts: Callable[[HttpRequest, Account], Mapping[str, Any]]


@dataclass(frozen=True)
class Shown:
    """A section with its facts, ready for the page."""

    section: Section
    facts: Mapping[str, Any]


def _look(_request: HttpRequest, account: Account) -> Mapping[str, Any]:
    return {
        "choices": (
            (
                "language",
                _("Language"),
                account.language,
                (("", _("As the browser says")), ("fr", "Français"), ("en", "English")),
            ),
            (
                "theme",
                _("Light or dark"),
                account.theme,
                (("", _("As the computer says")), ("light", _("Light")), ("dark", _("Dark"))),
            ),
            (
                "text_size",
                _("Size of the text"),
                account.text_size,
                (("", _("Normal")), ("large", _("Large")), ("larger", _("Very large"))),
            ),
        )
    }


def _account(_request: HttpRequest, account: Account) -> Mapping[str, Any]:
    return {"functions": functions_held(account, on=timezone.localdate()), "account": account}


def _sign_in(_request: HttpRequest, account: Account) -> Mapping[str, Any]:
    return {
        "has_factor": has_factor(account),
        "codes_left": len(codes_left(account)),
        "has_password": account.has_usable_password(),
        "idle_minutes": settings.IDLE_MINUTES,
    }


def way(key: str, title: Promise, *, about: Promise, label: Promise, url_name: str) -> Section:
    """Return a section that only says what a page of its own holds, and leads to it."""
    facts = {"about": about, "label": label, "url_name": url_name}
    return Section(key, title, "house/settings/way.html", lambda _request, _account: facts)


SECTIONS: tuple[Section, ...] = (
    Section("look", _("How pages look"), "house/settings/look.html", _look),
    Section("sign-in", _("My sign-in"), "house/settings/sign_in.html", _sign_in),
    Section("account", _("My account"), "house/settings/account.html", _account),
    way(
        "news",
        _("My news by e-mail"),
        about=_("What changes for you, also by e-mail, at the hours that you choose."),
        label=_("My news by e-mail"),
        url_name="notices:mail",
    ),
    way(
        "access",
        _("Calendar and programs"),
        about=_("Your shifts in your own calendar, and keys for programs that act in your name."),
        label=_("Calendar and programs"),
        url_name="own_access",
    ),
    way(
        "data",
        _("My data"),
        about=_("All that Relève holds on you, why, for how long, and who else may open it."),
        label=_("See it and take it away"),
        url_name="own_data",
    ),
)
"""Every section, in the order of the page."""


def sections_for(request: HttpRequest, account: Account) -> tuple[Shown, ...]:
    """Return the sections with what they tell about an account."""
    return tuple(Shown(section, section.facts(request, account)) for section in SECTIONS)
