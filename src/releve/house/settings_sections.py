"""The sections of a person's own settings, at ``/me/``; a part that has some adds a line here.

A section is a template and the facts it shows. A form inside it is sent to a view of its own,
which leads back to ``/me/#<key>``: sections know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


def _access(_request: HttpRequest, account: Account) -> Mapping[str, Any]:
    return {"has_person": account.person_id is not None}


SECTIONS: tuple[Section, ...] = (
    Section("look", _("How pages look"), "house/settings/look.html", _look),
    Section("account", _("My account"), "house/settings/account.html", _account),
    Section("access", _("Calendar and programs"), "house/settings/access.html", _access),
)
"""Every section, in the order of the page."""


def sections_for(request: HttpRequest, account: Account) -> tuple[Shown, ...]:
    """Return the sections with what they tell about an account."""
    return tuple(Shown(section, section.facts(request, account)) for section in SECTIONS)
