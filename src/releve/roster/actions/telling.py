"""The one seam through which exchanges and open shifts tell people something.

A notice is written in the transaction of what it announces: both stay, or neither does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.people.actions import notify
from releve.people.models import Level, Notice, Person
from releve.people.queries import people_allowed


def tell(
    persons: Sequence[Person],
    code: str,
    facts: Mapping[str, str | int],
    *,
    actor: Actor,
    at: datetime,
    link: str = "",
) -> None:
    """Tell people something, in the caller's transaction.

    ``link``: the page that it leads to, their own exchanges without one.
    """
    if persons:
        page = link or reverse("planning:exchanges")
        notify(persons, f"roster.{code}", facts, link=page, actor=actor, at=at)


def was_told(person: Person, code: str, facts: Mapping[str, str | int], *, since: datetime) -> bool:
    """Whether a person was told just that since an instant."""
    found = Notice.objects.for_hospital(person.hospital_id).filter(person=person)
    found = found.filter(code=f"roster.{code}", made_at__gte=since)
    return any(one == facts for one in found.values_list("facts", flat=True))


def tell_managers(
    unit: Level, code: str, facts: Mapping[str, str | int], *, actor: Actor, at: datetime
) -> None:
    """Tell whoever manages a unit's roster, as far as the house knows them as people."""
    managers = people_allowed(Permission.MANAGE_ROSTER, unit, on=localdate(at))
    page = reverse("roster:team_exchanges", args=[unit.pk])
    tell(list(managers), code, facts, actor=actor, at=at, link=page)
