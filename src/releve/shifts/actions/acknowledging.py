"""A change of what was published, acknowledged by whoever it concerns."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.people.queries import account_of
from releve.shifts.models import ShiftChange
from releve.trail.actions import note_change


@needs(SIGNED_IN)
def acknowledge_change(change: ShiftChange, *, actor: Actor) -> bool:
    """Note that somebody knows of a change of her days; return whether that is new.

    Raises NotAllowedError to anybody but the person whose days they are.
    """
    if actor != HOUSE and not is_own(actor, change.person_id):
        raise NotAllowedError(Permission.SEE_ROSTER, actor=actor)
    with transaction.atomic():
        found = ShiftChange.objects.for_hospital(change.hospital_id).filter(pk=change.pk)
        new = found.filter(acknowledged_at__isnull=True).update(acknowledged_at=timezone.now())
        if new:
            note_change(
                actor,
                "shifts.change.acknowledge",
                kind="shift",
                key=change.person_id,
                hospital=change.hospital_id,
                after={"day": change.day},
            )
    return bool(new)


def is_own(actor: Actor, person: int) -> bool:
    """Whether somebody acts on what is her own: her account has that person's line."""
    account = account_of(actor)
    return account is not None and account.is_active and account.person_id == person
