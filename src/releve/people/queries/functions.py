"""What somebody is today, and where: the ground of her home page and of what it leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from releve.kit.permissions import Permission
from releve.people.models import Account, Level
from releve.people.queries.access import UPWARDS
from releve.people.vocabulary import FUNCTIONS, PERMISSIONS_OF, WITHIN_HOSPITAL


@dataclass(frozen=True)
class Function:
    """A function in force, with every level at which it was given."""

    name: str
    levels: tuple[Level, ...]

    @property
    def permissions(self) -> frozenset[Permission]:
        """What it opens there and below."""
        return PERMISSIONS_OF[self.name]

    @property
    def is_whole(self) -> bool:
        """Whether it was given for a whole hospital, or above."""
        return any(level.kind not in WITHIN_HOSPITAL for level in self.levels)


def functions_held(account: Account, *, on: date) -> tuple[Function, ...]:
    """Return the functions of an account in force on a day, in one query.

    They come in the order of ``FUNCTIONS``: nearest to the bedside first.
    """
    if not account.is_active:
        return ()
    begun = account.grants.filter(from_on__lte=on).filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    levels: dict[str, dict[int, Level]] = {}
    for grant in begun.select_related("level").order_by("level__code"):
        if _reaches(account, grant.level):
            levels.setdefault(grant.function, {})[grant.level_id] = grant.level
    return tuple(
        Function(name, tuple(levels[name].values())) for name in FUNCTIONS if name in levels
    )


def units_below(account: Account, levels: Iterable[Level]) -> QuerySet[Level]:
    """Return the units at or below levels that the account reaches, by code."""
    keys = [level.pk for level in levels]
    below = Q()
    for way in UPWARDS:
        below |= Q(**{f"{way}__in": keys})
    units = Level.objects.filter(below, kind="unit").select_related("hospital").order_by("code")
    return units.filter(hospital=account.hospital_id) if account.hospital_id else units


def _reaches(account: Account, level: Level) -> bool:
    return account.hospital_id is None or account.hospital_id in {level.pk, level.hospital_id}
