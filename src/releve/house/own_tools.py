"""The tools that ship with Relève: the cards of the rooms, registered in each hospital.

Rooms that bring an engine lie above the register and cannot be asked by it; the house names them.
"""

from __future__ import annotations

from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.roster.card import CARD as ROSTER_ENGINE
from releve.stewardship.actions import register_own
from releve.stewardship.cards import Card

CARDS: tuple[Card, ...] = (ROSTER_ENGINE,)
"""A room that brings an engine adds its card here."""


def register_everywhere() -> int:
    """Bring the cards of this release into the register of each hospital; return how many."""
    hospitals = Level.objects.filter(kind="hospital").order_by("pk")
    return sum(len(register_own(place, CARDS, actor=HOUSE)) for place in hospitals)
