"""The wishes of a closed period carried into its month: they become those of a new demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.people.models import Level
from releve.people.queries import check_at
from releve.roster.actions.versions import hold, open_roster
from releve.roster.actions.wishes import WishRefusedError, hold_period, note_period
from releve.roster.engine.problem import Problem, Wish
from releve.roster.engine.wishes import (
    Span,
    can_hold,
    carried,
    preferred,
    spread,
    with_wishes,
)
from releve.roster.models import Roster, WishPeriod
from releve.roster.queries.demand import latest_demand
from releve.roster.queries.wishes import (
    factors_before,
    month_for,
    people_of,
    preferences_of,
    standing_wishes,
    stated_of,
)


@dataclass(frozen=True)
class Carried:
    """What was carried: the month, its days with a wish, and those that it cannot hold."""

    month: Roster
    wishes: int
    preferences: int
    left_out: int


@needs(Permission.MANAGE_ROSTER)
def carry_wishes(period: WishPeriod, *, actor: Actor, at: datetime) -> Carried:
    """Make the wishes of a closed period those of its month, as a new demand.

    On the days of the period the month's wishes become exactly the stated ones, each with the
    weight that its strength and the memory of twelve months give it; carrying again changes
    nothing. Raises WishRefusedError where the period is still open (*open*) or the unit has no
    month with its days (*month*), and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_ROSTER, period.unit)
    # Read before the transaction: what is past and published is long to read and stands still.
    by = factors_before(period.unit, period.starts_on, now=at)
    with transaction.atomic():
        held = hold_period(period)
        if held.state(at) != "closed":
            raise WishRefusedError("open")
        month = month_for(held)
        if month is not None:
            # In the order of whoever asks something else of a month: what is read here is what
            # is changed below.
            Level.objects.select_for_update(no_key=True).get(pk=held.unit_id)
            hold(month)
        demand = None if month is None else latest_demand(month)
        if month is None or demand is None:
            raise WishRefusedError("month")
        problem = demand.problem
        stated = stated_of(standing_wishes(held))
        wishes = carried(problem, stated, held.span, by)
        light = _preferred(held, problem)
        open_roster(held.unit, with_wishes(problem, (*wishes, *light), held.span), actor=actor)
        told = Carried(
            month=month,
            wishes=len(wishes),
            preferences=len({one.person for one in light}),
            left_out=sum(not can_hold(problem, *one) for one in spread(stated, held.span)),
        )
        held.carried_at = at
        held.save(update_fields=["carried_at"])
        facts = {"wishes": told.wishes, "left_out": told.left_out}
        note_period(actor, "roster.wishes.carry", held, after=facts)
    return told


def _preferred(period: WishPeriod, problem: Problem) -> tuple[Wish, ...]:
    """Return the preferences in force as light wishes of the problem, one by one."""
    light: dict[tuple[object, ...], Wish] = {}
    for one in preferences_of(people_of(period.unit), period.hospital_id):
        if one.person.code not in problem.person_by_id:
            continue
        first = max(one.from_on, period.starts_on)
        last = period.ends_on if one.to_on is None else min(one.to_on, period.ends_on)
        for wish in preferred(problem, one.person.code, one.kind, Span(first, last)):
            light[wish.person, wish.day, wish.shift] = wish
    return tuple(light.values())
