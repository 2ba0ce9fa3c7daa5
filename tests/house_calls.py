"""What the calls of actions share: their day, and whom they act on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from house_world import At, World
from releve.kit.actors import Actor
from releve.people.models import Account

TODAY = date(2027, 3, 1)
Call = Callable[[World, Actor], Any]
Calls = dict[str, tuple[At, Call]]
Before = dict[str, Callable[[World], object]]


def target(_world: World) -> Account:
    """Return the account that others act on."""
    return Account.objects.get_by_natural_key("cible")
