"""A call of the action that takes a team's choice into its month, as the walked tests make it."""

from __future__ import annotations

from house_calls import Before, Calls
from house_world import World
from releve.roster import actions as roster
from releve.roster.tests.spending import spend


def chosen(world: World) -> None:
    """Let the team of the ward choose what it protects in its month."""
    spend(world.unit, 60, world.roster.starts_on, world.roster.ends_on)


CALLS: Calls = {
    "protect_minutes": (
        "unit",
        lambda world, actor: roster.protect_minutes(world.roster, actor=actor),
    ),
}
"""A call of each action, and where the object stands that it changes."""

BEFORE: Before = {"protect_minutes": chosen}
"""What must be so before an action, for its call to change something."""
