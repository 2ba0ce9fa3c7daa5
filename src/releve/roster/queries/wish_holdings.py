"""What is held on one person of wishes: her own, taken back or not, and her preferences."""

from __future__ import annotations

from collections.abc import Iterator

from releve.kit.holdings import Holding, Row, Subject
from releve.kit.words import translator
from releve.roster.models import Preference, Wish

_ = translator("releve.roster")


def _wishes(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    hers = Wish.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in hers.select_related("period__unit").order_by("period__starts_on", "made_at", "pk"):
        yield {
            "unit": one.period.unit.code,
            "from": one.period.starts_on,
            "to": one.period.ends_on,
            "kind": one.kind,
            "day": one.day,
            "weekdays": one.weekdays,
            "shift": one.shift,
            "strength": one.strength,
            "points": one.points,
            "made_at": one.made_at,
            "withdrawn_at": one.withdrawn_at,
        }


def _preferences(subject: Subject) -> Iterator[Row]:
    if subject.person is None or subject.hospital is None:
        return
    hers = Preference.objects.for_hospital(subject.hospital).filter(person=subject.person)
    for one in hers.order_by("from_on", "pk"):
        yield {
            "kind": one.kind,
            "from": one.from_on,
            "to": one.to_on,
            "made_at": one.made_at,
            "withdrawn_at": one.withdrawn_at,
        }


WISH_HOLDINGS = (
    Holding(
        "wishes",
        lambda: _("Your wishes for each period"),
        "wishes",
        ("roster.wish",),
        (
            *("unit", "from", "to", "kind", "day", "weekdays", "shift"),
            *("strength", "points", "made_at", "withdrawn_at"),
        ),
        _wishes,
    ),
    Holding(
        "preferences",
        lambda: _("Your preferences"),
        "wishes",
        ("roster.preference",),
        ("kind", "from", "to", "made_at", "withdrawn_at"),
        _preferences,
    ),
)
"""What is yielded here, in the order in which a person reads it."""
