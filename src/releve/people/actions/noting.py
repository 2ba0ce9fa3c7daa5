"""How what is done to an account stands in the trail; never a password, never a secret."""

from __future__ import annotations

from typing import Any

from releve.kit.actors import Actor
from releve.people.models import Account
from releve.trail.actions import note_change


def note_account(
    actor: Actor, verb: str, account: Account, *, before: Any = None, after: Any = None
) -> None:
    """Note what is done to an account, in the caller's transaction and its hospital's trail."""
    note_change(
        actor,
        verb,
        kind="account",
        key=account.pk,
        hospital=account.hospital_id,
        before=before,
        after=after,
    )
