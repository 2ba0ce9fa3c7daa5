"""The one seam through which exchanges and open shifts tell people something.

A notice is written in the transaction of what it announces: both stay, or neither does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from releve.kit.actors import Actor
from releve.people.actions import notify
from releve.people.models import Person


def tell(
    persons: Sequence[Person],
    code: str,
    facts: Mapping[str, str | int],
    *,
    actor: Actor,
    at: datetime,
    link: str = "planning:exchanges",
) -> None:
    """Tell people something, in the caller's transaction; ``link``: the name of a page."""
    if persons:
        notify(persons, f"roster.{code}", facts, link=reverse(link), actor=actor, at=at)
