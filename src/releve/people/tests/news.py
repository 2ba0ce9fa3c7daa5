"""Somebody who is told things, with an account of her own and a mail server that takes letters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core import mail
from django.db import transaction

from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE
from releve.people.actions import (
    Wanted,
    ask_letters,
    choose_mail,
    confirm_mail,
    import_persons,
    notify,
)
from releve.people.models import Account, MailHabit, Notice, Person
from releve.people.notice_kinds import Facts, NoticeKind, declare
from releve.people.queries import actor_of, mail_code
from releve.people.tests.builders import a_hospital, rows_of

NOON = datetime(2027, 3, 2, 11, tzinfo=UTC)
LONG_BEFORE = datetime(2027, 1, 4, 11, tzinfo=UTC)
PLAIN, URGENT = "people_tests.plain", "people_tests.urgent"
NAMED = "people_tests.named"


def _says(facts: Facts) -> str:
    return f"Zibeline {facts['number']}"


declare(
    NoticeKind(PLAIN, {"number": 1}, _says),
    NoticeKind(URGENT, {"number": 1}, _says, is_urgent=True),
    NoticeKind(NAMED, {"unit": "Urgences"}, lambda facts: f"Zibeline {facts['unit']}"),
)


def somebody(code: str = "A1") -> Person:
    """Return a person of the invented hospital, saved where it is not yet."""
    hospital = a_hospital()
    table = rows_of("persons", [[code, "Feuillage", "Ada", "URG", "nurse", ""]])
    import_persons(table, actor=HOUSE)
    return Person.objects.for_hospital(hospital).get(code=code)


def her_account(person: Person, username: str = "ada", language: str = "en") -> Account:
    """Save an account with a person's line."""
    account = Account.objects.create_user(
        username, name="Ada Feuillage", hospital=person.hospital, person=person
    )
    account.language = language
    account.save()
    return account


def told(person: Person, number: int = 1, *, code: str = PLAIN, at: datetime = NOON) -> Notice:
    """Tell somebody something."""
    facts = {"number": number}
    with transaction.atomic():
        [notice] = notify([person], code, facts, link="/me/", actor=HOUSE, at=at)
    return notice


def by_mail(account: Account, **wanted: Any) -> MailHabit:
    """Save that somebody wants her news by e-mail, her address confirmed long ago."""
    person = account.person
    assert person is not None
    actor = actor_of(account)
    chosen = {"address": "ada@example.org", "rhythm": "at_once", "quiet_to": 20, **wanted}
    habit = choose_mail(person, Wanted(**chosen), actor=actor)
    return confirm_mail(person, mail_code(habit), actor=actor, at=LONG_BEFORE)


def sent(person: Person, at: Any = NOON) -> list[str]:
    """Ask for what is due, let a worker do it, and return the bodies of all letters so far."""
    ask_letters(person.hospital, actor=HOUSE, at=at)
    Worker().work_off()
    return [str(letter.body) for letter in mail.outbox]


def without_the_code() -> None:
    """Let the letter with the code leave, and forget it."""
    Worker().work_off()
    mail.outbox.clear()
