"""A call of every action of the rooms, as the tests of access and of the trail make it.

What a later change adds is found by its room's ``__all__`` and fails until it has its call here:
one that changes the small world of ``house_world``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import house_actions_news
import house_actions_people
import house_actions_protected
import house_actions_roster
import house_actions_shifts
import house_exchanges
import house_ledger
from house_calls import Before, Calls
from releve.ledger import actions as ledger
from releve.people import actions as people
from releve.roster import actions as roster
from releve.shifts import actions as shifts

__all__ = ["BEFORE", "CALLS", "public_actions"]

ROOMS: tuple[ModuleType, ...] = (people, roster, shifts, ledger)


def public_actions() -> dict[str, Callable[..., Any]]:
    """Return every verb of the rooms whose actions ask, by name."""
    return {
        name: found
        for room in ROOMS
        for name in room.__all__
        if inspect.isfunction(found := getattr(room, name))
    }


CALLS: Calls = {
    **house_actions_people.CALLS,
    **house_actions_news.CALLS,
    **house_actions_roster.CALLS,
    **house_actions_protected.CALLS,
    **house_actions_shifts.CALLS,
    **house_exchanges.CALLS,
    **house_ledger.CALLS,
}
"""A call of each action, and where the object stands that it changes."""

BEFORE: Before = {
    **house_actions_people.BEFORE,
    **house_actions_news.BEFORE,
    **house_actions_roster.BEFORE,
    **house_actions_protected.BEFORE,
    **house_exchanges.BEFORE,
    **house_ledger.BEFORE,
}
"""What must be so before an action, for its call to change something."""
