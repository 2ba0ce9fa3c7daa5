"""What a team has chosen to protect since a period was asked for, asked for anew."""

from __future__ import annotations

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_at
from releve.roster.actions.versions import hold, open_roster
from releve.roster.models import Demand, Roster
from releve.roster.queries.demand import latest_demand
from releve.roster.queries.protected import has_newer_choice


@needs(Permission.MANAGE_ROSTER)
def protect_minutes(roster: Roster, *, actor: Actor) -> Demand | None:
    """Make the team's choices of now those of a period, as a newer demand where they differ.

    Returns what is asked of the period then, ``None`` where nothing is asked of it yet. Versions
    that answer the demand before are outdated, as after any other change. Raises NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, roster.unit)
    if has_newer_choice(roster):
        with transaction.atomic():
            # In the order of whoever asks something else of a period, so that nothing is undone.
            Level.objects.select_for_update(no_key=True).get(pk=roster.unit_id)
            held = hold(roster)
            demand = latest_demand(held)
            if demand is not None:
                open_roster(roster.unit, demand.problem, actor=actor)
    return latest_demand(roster)
