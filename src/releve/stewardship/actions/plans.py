"""Roll-out plans: drafted, and locked before the first step; a locked one is never changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import account_of, check_at
from releve.stewardship.actions.noting import note_tool
from releve.stewardship.actions.register import held_tool
from releve.stewardship.engine.plans import Plan, missing_of, plan_of
from releve.stewardship.engine.rollout import plan_digest
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import RolloutPlan, Tool, ToolPlace
from releve.stewardship.queries.rollout import plan_mark, plans_of
from releve.stewardship.rollout_faults import PlanIncompleteError, PlanLockedError, StalePlanError

_ = translator("releve.stewardship")

FIRST_NUMBER = 1


@needs(Permission.MANAGE_TOOLS)
def draft_plan(tool: Tool, plan: Plan, *, actor: Actor, seen: str | None = None) -> RolloutPlan:
    """Save the plan of a tool's roll-out; the one under way is changed, a locked one followed.

    ``seen``: the mark of the newest plan as whoever writes has read it. Raises StalePlanError
    where it is another one by now, StewardshipError where it names a unit that is none, and
    NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    _check_units(tool, plan)
    with transaction.atomic():
        held, now = held_tool(tool), timezone.now()
        newest = plans_of(held).first()
        _check_seen(newest, seen)
        if newest is not None and newest.locked_at is None:
            row = newest
            row.body, row.drafted_at = plan.to_json(), now
        else:
            row = RolloutPlan(
                hospital_id=held.hospital_id,
                tool=held,
                number=FIRST_NUMBER if newest is None else newest.number + 1,
                body=plan.to_json(),
                drafted_at=now,
            )
        row.save()
        after = {"number": row.number, "body": row.body}
        note_tool(actor, "stewardship.plan.draft", held, after=after)
    return row


@needs(Permission.DECIDE_STEPS)
def lock_plan(tool: Tool, number: int, *, actor: Actor, seen: str | None = None) -> RolloutPlan:
    """Lock a plan by the digest of its one spelling; from then on only the next one differs.

    ``seen``: the mark of the plan as whoever locks it has read it. Raises StalePlanError where it
    was written anew meanwhile, PlanIncompleteError, PlanLockedError, StewardshipError where there
    is none of that number, and NotAllowedError.
    """
    check_at(actor, Permission.DECIDE_STEPS, tool.hospital)
    with transaction.atomic():
        held = held_tool(tool)
        row = plans_of(held).filter(number=number).first()
        if row is None:
            raise StewardshipError(_("there is no plan of that number"))
        if row.locked_at is not None:
            raise PlanLockedError
        _check_seen(row, seen)
        plan = plan_of(row.body)
        _check_units(held, plan)
        missing = missing_of(plan)
        if missing:
            raise PlanIncompleteError(missing)
        row.digest, row.locked_at = plan_digest(row.body), timezone.now()
        row.locked_by = account_of(actor)
        row.save()
        _place(held, plan)
        after = {"number": row.number, "digest": row.digest}
        note_tool(actor, "stewardship.plan.lock", held, after=after)
    return row


def _check_seen(plan: RolloutPlan | None, seen: str | None) -> None:
    if seen is not None and seen != plan_mark(plan):
        raise StalePlanError


def _check_units(tool: Tool, plan: Plan) -> None:
    named = {code for step in plan.steps for code in step.units}
    known = set(_units(tool, named))
    if strange := sorted(named - known):
        message = _("no unit of this hospital has the code: {codes}")
        raise StewardshipError(message.format(codes=", ".join(strange)))


def _units(tool: Tool, codes: set[str]) -> dict[str, Level]:
    found = Level.objects.filter(hospital=tool.hospital_id, kind="unit", code__in=codes)
    return {unit.code: unit for unit in found}


def _place(tool: Tool, plan: Plan) -> None:
    """Say where the tool is planned now; where it is open already, nothing changes."""
    first: dict[str, int] = {}
    for step in plan.steps:
        for code in step.units:
            first.setdefault(code, step.number)
    units = _units(tool, set(first))
    places = ToolPlace.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    places.filter(opened_at__isnull=True).exclude(unit__in=units.values()).delete()
    known = {place.unit_id: place for place in places}
    for code, number in first.items():
        place = known.get(units[code].pk)
        if place is not None and place.opened_at is not None:
            continue
        place = place or ToolPlace(hospital_id=tool.hospital_id, tool=tool, unit=units[code])
        place.step = number
        place.save()
