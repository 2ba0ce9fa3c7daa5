"""What a unit's manager lets happen by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import account_of, check_at
from releve.roster.actions.noting import note_swap_rule
from releve.roster.actions.swaps import ExchangeRefusedError
from releve.roster.models import SwapRule

MOST_DAYS_AHEAD = 90


@needs(Permission.MANAGE_ROSTER)
def set_swap_rule(
    unit: Level, *, accepts: bool, days_ahead: int, actor: Actor, at: datetime
) -> SwapRule:
    """Say which agreed exchanges of a unit are accepted by themselves.

    Raises ExchangeRefusedError where the days are out of bounds, ValueError where the level is
    no unit of a hospital, and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, unit)
    if unit.hospital_id is None or unit.kind != "unit":
        raise ValueError(f"{unit.code} is no unit of a hospital")
    if not 0 <= days_ahead <= MOST_DAYS_AHEAD:
        raise ExchangeRefusedError("days")
    with transaction.atomic():
        Level.objects.select_for_update(no_key=True).get(pk=unit.pk)
        rule, _is_new = SwapRule.objects.for_hospital(unit.hospital_id).update_or_create(
            unit=unit,
            defaults={
                "hospital_id": unit.hospital_id,
                "accepts": accepts,
                "days_ahead": days_ahead,
                "set_at": at,
                "set_by": account_of(actor),
            },
        )
        note_swap_rule(actor, rule)
    return rule
