"""Rules that several tables of the room share, kept by the database itself."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


def one_of(field: str, codes: tuple[str, ...]) -> models.CheckConstraint:
    """Return the rule that a field holds one of some codes."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": list(codes)}), name=f"%(class)s_{field}_known"
    )


def filled(field: str) -> models.CheckConstraint:
    """Return the rule that a field is not empty."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=f"%(class)s_{field}_filled")


def in_order() -> models.CheckConstraint:
    """Return the rule that the last day does not come before the first."""
    return models.CheckConstraint(
        condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
        name="%(class)s_dates_in_order",
    )
