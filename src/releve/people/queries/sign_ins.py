"""What the sign-in asks: links to choose a password, the directory, the computers of wards."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from releve.kit.actors import HOUSE, Actor, may
from releve.kit.permissions import Permission
from releve.people.models import Account, Level, WardComputer

DIRECTORY = "directory"
"""Under which name the tie to the hospital's directory is kept."""


class PasswordLinks(PasswordResetTokenGenerator):
    """Links that a new password, a new link, a closing or the end of all sessions makes void."""

    key_salt = "releve.people.password_link"

    def _make_hash_value(self, user: Account, timestamp: int) -> str:
        return f"{user.pk}{user.password}{user.session_round}{user.is_active}{timestamp}"


password_links = PasswordLinks()


def password_link(account: Account) -> str:
    """Return the way on this site by which an account chooses a password, once, within a day."""
    uid = urlsafe_base64_encode(force_bytes(account.pk))
    token = password_links.make_token(account)
    return reverse("password_by_link", kwargs={"uidb64": uid, "token": token})


def directory_key(issuer: str, subject: str) -> str:
    """Return under which key a subject of an issuer is kept; another issuer's is another key."""
    return hashlib.sha256(f"{issuer.rstrip('/')}\n{subject}".encode()).hexdigest()


def may_mark_ward_computers(actor: Actor, hospital: int | None) -> bool:
    """Whether an actor of a hospital may mark computers as shared somewhere in it."""
    if actor == HOUSE:
        return hospital is not None
    is_there = hospital is not None and actor.hospital == hospital
    return is_there and may(actor, Permission.MARK_COMPUTERS)


def ward_computers(hospital: Level) -> QuerySet[WardComputer]:
    """Return the shared computers of a hospital, by name."""
    return WardComputer.objects.for_hospital(hospital).order_by("name", "pk")


def ward_computer(hospital: int, key: str) -> WardComputer | None:
    """Return one shared computer of a hospital by what its cookie carries, or none."""
    return WardComputer.objects.for_hospital(hospital).filter(key=key).first()


def seen_here(computer: WardComputer, accounts: Sequence[int]) -> list[Account]:
    """Return, in the order given, which of some accounts are of its hospital and open."""
    found = Account.objects.for_hospital(computer.hospital).filter(pk__in=accounts, is_active=True)
    return sorted(found, key=lambda account: accounts.index(account.pk))
