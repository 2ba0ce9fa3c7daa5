"""Minutes that a team has set aside, for the rosters of the days that they are meant for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from releve.ledger.models import Spending
from releve.ledger.vocabulary import SIGNED_PURPOSES
from releve.people.models import Level

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Protected:
    """Minutes of a unit kept for a purpose between two days, both included."""

    purpose: str
    minutes: int
    from_on: date
    to_on: date


def protected_minutes(unit: Level, first: date, last: date) -> tuple[Protected, ...]:
    """Return what a unit's team has set aside for some days, both included.

    A choice that reaches beyond them counts for its part of days; its parts add up to the whole,
    however its days are cut. More activity and fewer posts protect nobody's time.
    """
    if unit.hospital_id is None:
        raise ValueError(f"{unit.code} is no unit of a hospital")
    chosen = (
        Spending.objects.for_hospital(unit.hospital_id)
        .filter(unit=unit, withdrawn_on__isnull=True, from_on__lte=last, to_on__gte=first)
        .exclude(purpose__in=SIGNED_PURPOSES)
        .order_by("from_on", "pk")
    )
    found = (_part(one, first, last) for one in chosen)
    return tuple(one for one in found if one.minutes)


def _part(one: Spending, first: date, last: date) -> Protected:
    from_on, to_on = max(first, one.from_on), min(last, one.to_on)
    minutes = _until(one, to_on + A_DAY) - _until(one, from_on)
    return Protected(one.purpose, minutes, from_on, to_on)


def _until(one: Spending, day: date) -> int:
    """Return the minutes of a choice that fall before a day."""
    return one.minutes * (day - one.from_on).days // ((one.to_on - one.from_on).days + 1)
