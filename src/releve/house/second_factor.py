"""The second factor: a code of six figures from one's own telephone, and codes for a lost one.

Time-based one-time passwords (RFC 6238), kept by ``allauth.mfa``. Which step was used last stands
in the database, so that a code opens once however many processes serve the pages.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.db import transaction

from releve.house.sessions import session_event
from releve.people.models import Account
from releve.people.queries import functions_of

SECRET = "releve_new_factor"  # noqa: S105 - the name of a place in the session
LAST_STEP = "last_step"


def has_factor(account: Account) -> bool:
    """Whether an account has a second factor."""
    return _kept(account, Authenticator.Type.TOTP) is not None


def must_have_factor(account: Account, *, on: date) -> bool:
    """Whether a function of hers on a day asks for a second factor.

    An account of the demo never must: its password is printed for everybody.
    """
    if account.is_demo or not settings.MFA_REQUIRED:
        return False
    return bool(functions_of(account, on=on) & set(settings.MFA_REQUIRED))


def owes_factor(account: Account, *, on: date) -> bool:
    """Whether she must have a second factor and has none yet."""
    return must_have_factor(account, on=on) and not has_factor(account)


def new_secret() -> str:
    """Return a secret for a telephone, 160 bits in base 32."""
    return str(generate_totp_secret())


def telephone_address(account: Account, secret: str) -> str:
    """Return the address that a telephone reads from the square code."""
    return str(get_adapter().build_totp_url(account, secret))


def square_code(account: Account, secret: str) -> str:
    """Return the square code as a drawing (SVG)."""
    return str(get_adapter().build_totp_svg(telephone_address(account, secret)))


def set_factor(account: Account, secret: str, code: str) -> bool:
    """Keep a secret if the telephone shows its code; the one before and its codes are gone."""
    step = _step_of(secret, code)
    if step is None:
        return False
    with transaction.atomic():
        Authenticator.objects.filter(user=account).delete()
        kept = TOTP.activate(account, secret).instance
        kept.data[LAST_STEP] = step
        kept.save(update_fields=["data"])
        RecoveryCodes.activate(account)
        session_event("second_factor_set", account)
    return True


def codes_left(account: Account) -> list[str]:
    """Return the recovery codes not used yet, eight figures each."""
    kept = _kept_codes(account)
    return [str(code) for code in kept.get_unused_codes()] if kept else []


def make_codes(account: Account) -> None:
    """Replace the recovery codes by ten new ones."""
    with transaction.atomic():
        Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(account)
        session_event("recovery_codes_made", account)


def remove_factor(account: Account) -> None:
    """Take the second factor and its codes away."""
    with transaction.atomic():
        Authenticator.objects.filter(user=account).delete()
        session_event("second_factor_removed", account)


def opens(account: Account, code: str) -> bool:
    """Whether a code is the telephone's of now, or a recovery code; it opens once.

    What is kept under a key that was lost opens nothing.
    """
    plain = "".join(code.split())
    with transaction.atomic():
        return _telephone_opens(account, plain) or _recovery_opens(account, plain)


def _telephone_opens(account: Account, code: str) -> bool:
    kept = _kept(account, Authenticator.Type.TOTP, for_update=True)
    if kept is None:
        return False
    step = _step_of(get_adapter().decrypt(kept.data.get("secret", "")), code)
    if step is None or step <= kept.data.get(LAST_STEP, -1):
        return False
    kept.data[LAST_STEP] = step
    kept.save(update_fields=["data"])
    return True


def _recovery_opens(account: Account, code: str) -> bool:
    kept = _kept_codes(account)
    return bool(kept and kept.validate_code(code))


def _kept_codes(account: Account) -> RecoveryCodes | None:
    """Return the recovery codes that can be read; those of an empty seed anybody can compute."""
    kept = _kept(account, Authenticator.Type.RECOVERY_CODES)
    if kept is None or not get_adapter().decrypt(kept.data.get("seed", "")):
        return None
    return RecoveryCodes(kept)


def _step_of(secret: str, code: str) -> int | None:
    if not secret:  # a secret that cannot be read: anybody can compute the codes of an empty one
        return None
    for step in yield_hotp_counters_from_time():
        expected = format_hotp_value(hotp_value(secret, step))
        if compare_user_code(actual=code, expected=expected):
            return int(step)
    return None


def _kept(account: Account, kind: str, *, for_update: bool = False) -> Any:
    found = Authenticator.objects.filter(user=account, type=kind)
    return (found.select_for_update() if for_update else found).first()
