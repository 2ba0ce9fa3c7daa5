"""Whoever wants no random question tells her own browser so: the house keeps nothing of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.crypto import constant_time_compare, salted_hmac

from releve.people.models import Account

COOKIE = "releve_no_questions"
A_YEAR = 365 * 24 * 3600


def is_silent(cookies: Mapping[str, str], account: Account) -> bool:
    """Whether somebody told this browser that she wants no question."""
    return constant_time_compare(cookies.get(COOKIE, ""), sign_of(account))


def sign_of(account: Account) -> str:
    """Return what the cookie holds: it names her to this house alone."""
    salt = "releve.ledger.no_questions"
    return salted_hmac(salt, str(account.pk), algorithm="sha256").hexdigest()[:32]
