"""What stands in letters: the news of one person, or the code that proves her address.

An e-mail is read on its way and stays where it lands. It holds units, days and counts, and the
way to sign in; the rest is on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TypedDict, cast

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from releve.kit.words import translator, use_language
from releve.people.models import Notice, Person
from releve.people.notice_words import letter_sentence
from releve.people.queries import language_of
from releve.people.site import site_address

_ = translator("releve.people")


class Letter(TypedDict):
    """A letter's two parts, as plain text."""

    subject: str
    body: str


def can_mail() -> bool:
    """Whether this installation sends letters at all."""
    return bool(settings.EMAIL_HOST)


def news_letter(notices: Sequence[Notice], *, language: str) -> Letter:
    """Return the letter that tells some news, in the language of its reader."""
    with _spoken(language):
        count = len(notices)
        subject = _.plural("Relève: {count} piece of news", "Relève: {count} pieces of news", count)
        page, choice = (site_address() + reverse(name) for name in ("notices:list", "notices:mail"))
        parts = [
            # Two exchanges of one day say the same in a letter: once is enough.
            *dict.fromkeys(f"- {letter_sentence(one)}" for one in notices),
            "",
            _("Sign in to see more: {page}").format(page=page),
            "",
            _("You asked for these letters. Change that or stop them: {page}").format(page=choice),
            "",
        ]
        return {"subject": subject.format(count=count), "body": "\n".join(parts)}


def code_letter(person: Person, code: str) -> Letter:
    """Return the letter by which a person shows that an address is hers."""
    with _spoken(language_of(person)):
        told = _("Type this code on the page where you gave this address: {code}")
        page = site_address() + reverse("notices:mail")
        parts = [
            told.format(code=f"{code[:4]}-{code[4:]}"),
            page,
            "",
            _("If you did not ask for it, do nothing: no other letter will come."),
            "",
        ]
        return {"subject": _("Relève: your e-mail address"), "body": "\n".join(parts)}


def farewell_letter(person: Person) -> Letter:
    """Return the letter to an address that another one has taken the place of."""
    with _spoken(language_of(person)):
        page = site_address() + reverse("notices:mail")
        parts = [
            _("Your news from Relève no longer come to this address: another one was given."),
            "",
            _("If that was not you, sign in and change it, and tell who keeps your account."),
            page,
            "",
        ]
        subject = _("Relève: this address is no longer used")
        return {"subject": subject, "body": "\n".join(parts)}


@contextmanager
def _spoken(language: str) -> Iterator[None]:
    spoken = cast("Literal['fr', 'en']", language or settings.LANGUAGE_CODE)
    with use_language(spoken), translation.override(spoken):
        yield
