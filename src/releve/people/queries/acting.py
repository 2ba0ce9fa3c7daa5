"""From an account to the actor that rooms below this one know."""

from __future__ import annotations

from releve.kit.actors import Actor
from releve.people.models import Account


def actor_of(account: Account) -> Actor:
    """Return an account as somebody who does something."""
    return Actor(
        key=f"account:{account.pk}",
        name=account.name,
        hospital=account.hospital_id,
        on_behalf_of="",
    )
