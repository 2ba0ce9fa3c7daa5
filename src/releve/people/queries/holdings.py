"""What this room holds on one person; see ``releve.kit.holdings`` and the wall of rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet

from releve.kit.faults import BadInputError, Place
from releve.kit.holdings import Holding, Row, Subject
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.people.models import (
    Account,
    AccountQuerySet,
    Contract,
    Level,
    MailHabit,
    Notice,
    Person,
    PersonSkill,
    Restriction,
    Unavailability,
)
from releve.people.notice_words import sentence
from releve.people.queries.access import functions_of
from releve.people.queries.acting import ACCOUNT_KEY

_ = translator("releve.people")

MAIL_COLUMNS = (
    "address",
    "confirmed_at",
    "refused_at",
    "left_address",
    "rhythm",
    "hour",
    "weekday",
    "quiet_from",
    "quiet_to",
    "quiet_days",
    "urgent_in_quiet",
)


def subject_of(person: Person) -> Subject:
    """Return a person as every room knows her, with all accounts that are hers."""
    accounts = Account.objects.for_hospital(person.hospital_id).filter(person=person)
    return Subject(
        hospital=person.hospital_id,
        person=person.pk,
        code=person.code,
        name=full_name(person),
        accounts=_keys(accounts),
        function_of=_function_of(person.hospital_id),
    )


def subject_of_account(account: Account) -> Subject:
    """Return the owner of an account: her person where she has one, else the account alone."""
    if account.person is not None:
        return subject_of(account.person)
    accounts = ((account.pk, account.username),)
    return Subject(
        hospital=account.hospital_id,
        name=account.name,
        accounts=accounts,
        function_of=_function_of(account.hospital_id),
    )


def person_named(code: str, hospital: Level) -> Person:
    """Return the person of that code at a hospital; raises BadInputError."""
    found = Person.objects.for_hospital(hospital).filter(code=code).first()
    if found is None:
        known = Person.objects.for_hospital(hospital).values_list("code", flat=True)
        message = _("there is nobody with the code {code!r} at {hospital}{hint}")
        told = message.format(code=code, hospital=hospital.code, hint=closest(code, known))
        raise BadInputError(told, place=Place(field="--person"))
    return found


def full_name(person: Person) -> str:
    """Return a person's name as rosters show it."""
    return f"{person.given_name} {person.family_name}".strip()


def _function_of(hospital: int | None) -> Callable[[str, date], str]:
    """Return who tells what an actor was on a day: her functions, never her name."""

    @cache
    def told(actor: str, on: date) -> str:
        found = ACCOUNT_KEY.fullmatch(actor)
        if found is None:
            return actor  # a part of the house
        homes = [hospital, None] if hospital else [None]
        accounts = [_accounts_of(home).filter(pk=int(found[1])).first() for home in homes]
        return "+".join(
            sorted({name for one in accounts if one for name in functions_of(one, on=on)})
        )

    return told


def _persons(subject: Subject) -> Iterator[Row]:
    people = Person.objects.for_hospital(subject.hospital or 0).filter(pk=subject.person or 0)
    for person in people.select_related("unit", "role", "hospital"):
        yield {
            "hospital": person.hospital.code,
            "person": person.code,
            "family_name": person.family_name,
            "given_name": person.given_name,
            "unit": person.unit.code,
            "role": person.role.key,
        }


def _skills(subject: Subject) -> Iterator[Row]:
    rows = PersonSkill.objects.for_hospital(subject.hospital or 0).filter(person=subject.person)
    for row in rows.select_related("skill").order_by("skill__key"):
        yield {"skill": row.skill.key, "name": row.skill.name_fr}


def _contracts(subject: Subject) -> Iterator[Row]:
    rows = Contract.objects.for_hospital(subject.hospital or 0).filter(person=subject.person)
    for row in rows.order_by("from_on"):
        yield {
            "from": row.from_on,
            "to": row.to_on,
            "share": row.share,
            "pack": row.pack,
            "regime": row.regime,
            "overtime_agreement": row.overtime_agreement,
        }


def _restrictions(subject: Subject) -> Iterator[Row]:
    rows = Restriction.objects.for_hospital(subject.hospital or 0).filter(person=subject.person)
    for row in rows.order_by("from_on", "kind"):
        yield {
            "from": row.from_on,
            "to": row.to_on,
            "restriction": row.kind,
            "minutes": row.minutes,
            "weekdays": row.weekdays,
        }


def _unavailability(subject: Subject) -> Iterator[Row]:
    rows = Unavailability.objects.for_hospital(subject.hospital or 0).filter(person=subject.person)
    for row in rows.order_by("from_on"):
        yield {"from": row.from_on, "to": row.to_on}


def _notices(subject: Subject) -> Iterator[Row]:
    rows = Notice.objects.for_hospital(subject.hospital or 0).filter(person=subject.person)
    for row in rows.order_by("pk"):
        yield {
            "text": sentence(row),
            "notice": row.code,
            "facts": " ".join(f"{name}={value}" for name, value in row.facts.items()),
            "link": row.link,
            "made_at": row.made_at,
            "read_at": row.read_at,
            "mailed_at": row.mailed_at,
        }


def _mail_habits(subject: Subject) -> Iterator[Row]:
    # The key of the next letter's job is a number of our own.
    rows = MailHabit.objects.for_hospital(subject.hospital or 0).filter(person=subject.person)
    for row in rows.order_by("pk"):
        yield {name: getattr(row, name) for name in MAIL_COLUMNS}


def _accounts(subject: Subject) -> Iterator[Row]:
    for account in accounts_of(subject).select_related("hospital"):
        yield {
            "username": account.username,
            "name": account.name,
            "hospital": account.hospital.code if account.hospital else None,
            "is_open": account.is_active,
            "closed_on": account.closed_on,
            "has_password": account.has_usable_password(),
            "language": account.language,
            "theme": account.theme,
            "text_size": account.text_size,
        }


def _grants(subject: Subject) -> Iterator[Row]:
    for account in accounts_of(subject):
        for grant in account.grants.select_related("level").order_by("from_on", "function"):
            yield {
                "username": account.username,
                "function": grant.function,
                "level": grant.level.code,
                "from": grant.from_on,
                "to": grant.to_on,
            }


def _tokens(subject: Subject) -> Iterator[Row]:
    # The secret itself is kept as a digest only, which tells her nothing.
    for account in accounts_of(subject):
        for token in account.api_tokens.order_by("pk"):
            yield {
                "username": account.username,
                "name": token.name,
                "prefix": token.prefix,
                "scopes": " ".join(token.permissions),
                "made_at": token.made_at,
                "expires_on": token.expires_on,
                "last_used_on": token.last_used_on,
                "revoked_at": token.revoked_at,
            }


def _second_factors(subject: Subject) -> Iterator[Row]:
    # That there is one: the secret and the codes would open her account to whoever finds the file.
    for factor in Authenticator.objects.filter(user__in=_pks(subject)).order_by("created_at"):
        kind, used = str(factor.type), factor.last_used_at
        yield {"kind": kind, "made_at": factor.created_at, "used_at": used}


def _directory_ties(subject: Subject) -> Iterator[Row]:
    # The subject itself is kept as a digest only, which tells her nothing.
    for tie in SocialAccount.objects.filter(user__in=_pks(subject)).order_by("date_joined"):
        yield {"directory": tie.provider, "tied_at": tie.date_joined, "used_at": tie.last_login}


def _addresses(subject: Subject) -> Iterator[Row]:
    for address in EmailAddress.objects.filter(user__in=_pks(subject)).order_by("email"):
        asked = EmailConfirmation.objects.filter(email_address=address).count()
        yield {"address": address.email, "is_confirmed": address.verified, "asked": asked}


def accounts_of(subject: Subject) -> AccountQuerySet:
    """Return the accounts of a subject, by name."""
    return _accounts_of(subject.hospital).filter(pk__in=_pks(subject)).order_by("username")


def _accounts_of(hospital: int | None) -> AccountQuerySet:
    accounts = Account.objects
    return accounts.for_hospital(hospital) if hospital else accounts.above_hospitals()


def _keys(accounts: QuerySet[Account]) -> tuple[tuple[int, str], ...]:
    return tuple(accounts.order_by("pk").values_list("pk", "username"))


def _pks(subject: Subject) -> list[int]:
    return [key for key, _username in subject.accounts]


HOLDINGS = (
    Holding(
        "person",
        lambda: _("Who you are at the hospital"),
        "staff",
        ("people.person",),
        ("hospital", "person", "family_name", "given_name", "unit", "role"),
        _persons,
    ),
    Holding(
        "skills",
        lambda: _("Skills"),
        "staff",
        ("people.personskill",),
        ("skill", "name"),
        _skills,
    ),
    Holding(
        "contracts",
        lambda: _("Contracts"),
        "staff",
        ("people.contract",),
        ("from", "to", "share", "pack", "regime", "overtime_agreement"),
        _contracts,
    ),
    Holding(
        "restrictions",
        lambda: _("What you may not be given"),
        "staff",
        ("people.restriction",),
        ("from", "to", "restriction", "minutes", "weekdays"),
        _restrictions,
    ),
    Holding(
        "unavailability",
        lambda: _("Days on which you cannot be given work"),
        "staff",
        ("people.unavailability",),
        ("from", "to"),
        _unavailability,
    ),
    Holding(
        "notices",
        lambda: _("What you were told"),
        "notices",
        ("people.notice",),
        ("text", "notice", "facts", "link", "made_at", "read_at", "mailed_at"),
        _notices,
    ),
    Holding(
        "mail_habits",
        lambda: _("How your news come by e-mail"),
        "notices",
        ("people.mailhabit",),
        MAIL_COLUMNS,
        _mail_habits,
    ),
    Holding(
        "accounts",
        lambda: _("Account"),
        "accounts",
        ("people.account",),
        (
            "username",
            "name",
            "hospital",
            "is_open",
            "closed_on",
            "has_password",
            "language",
            "theme",
            "text_size",
        ),
        _accounts,
    ),
    Holding(
        "tokens",
        lambda: _("Keys of programs that act in your name"),
        "accounts",
        ("people.apitoken",),
        (
            "username",
            "name",
            "prefix",
            "scopes",
            "made_at",
            "expires_on",
            "last_used_on",
            "revoked_at",
        ),
        _tokens,
    ),
    Holding(
        "functions",
        lambda: _("Functions given to the account"),
        "accounts",
        ("people.grant",),
        ("username", "function", "level", "from", "to"),
        _grants,
    ),
    Holding(
        "second_factor",
        lambda: _("Second factor: that there is one, never its secret"),
        "accounts",
        ("mfa.authenticator",),
        ("kind", "made_at", "used_at"),
        _second_factors,
    ),
    Holding(
        "directory",
        lambda: _("Tie to the hospital’s directory"),
        "accounts",
        ("socialaccount.socialaccount",),
        ("directory", "tied_at", "used_at"),
        _directory_ties,
    ),
    Holding(
        "mail_addresses",
        lambda: _("Mail addresses"),
        "accounts",
        ("account.emailaddress", "account.emailconfirmation"),
        ("address", "is_confirmed", "asked"),
        _addresses,
    ),
)
"""What is yielded here, in the order in which a person reads it."""
