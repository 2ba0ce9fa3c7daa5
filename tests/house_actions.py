"""A call of every action of the rooms, as the tests of access and of the trail make it.

What a later change adds is found by its room's ``__all__`` and fails until it has its call here:
one that changes the small world of ``house_world``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import house_actions_gate
import house_actions_news
import house_actions_people
import house_actions_proposals
import house_actions_protected
import house_actions_roster
import house_actions_shifts
import house_exchanges
import house_ledger
import house_register
import house_training
from house_calls import Before, Calls
from releve.ledger import actions as ledger
from releve.people import actions as people
from releve.roster import actions as roster
from releve.shifts import actions as shifts
from releve.stewardship import actions as stewardship
from releve.training import actions as training

__all__ = ["BEFORE", "CALLS", "public_actions"]

ROOMS: tuple[ModuleType, ...] = (people, roster, shifts, ledger, training, stewardship)


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
    **house_training.CALLS,
    **house_actions_gate.CALLS,
    **house_register.CALLS,
    **house_actions_proposals.CALLS,
}
"""A call of each action, and where the object stands that it changes."""

BEFORE: Before = {
    **house_actions_people.BEFORE,
    **house_actions_news.BEFORE,
    **house_actions_roster.BEFORE,
    **house_actions_protected.BEFORE,
    **house_exchanges.BEFORE,
    **house_ledger.BEFORE,
    **house_training.BEFORE,
    **house_actions_gate.BEFORE,
    **house_register.BEFORE,
    **house_actions_proposals.BEFORE,
}
"""What must be so before an action, for its call to change something."""
