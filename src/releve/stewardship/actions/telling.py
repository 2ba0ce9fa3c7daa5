"""Whom a stop, an alarm and a broken glass are told to, in the transaction that makes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.people.actions import notify
from releve.people.models import Account, Level, Person
from releve.people.queries import people_allowed
from releve.stewardship.models import Alarm, BrokenGlass, Tool


def tell_stop(tool: Tool, unit: Level | None, *, actor: Actor, at: datetime) -> None:
    """Tell those who keep the register and those who decide that a tool was stopped."""
    where = unit or tool.hospital
    people = _those(where, Permission.MANAGE_TOOLS, Permission.DECIDE_STEPS)
    facts = {"tool": tool.name_fr[:150], "unit": where.name[:150]}
    notify(people, "stewardship.stopped", facts, link=page_of(tool), actor=actor, at=at)


def tell_alarm(alarm: Alarm, *, actor: Actor) -> None:
    """Tell those who answer alarms and those who keep the register that one was raised."""
    where = alarm.unit or alarm.tool.hospital
    people = _those(where, Permission.MANAGE_TOOLS, Permission.DECIDE_STEPS)
    facts = {"tool": alarm.tool.name_fr[:150], "unit": where.name[:150]}
    notify(
        people,
        "stewardship.alarm",
        facts,
        link=page_of(alarm.tool),
        actor=actor,
        at=alarm.raised_at,
    )


def tell_answered(alarm: Alarm, *, actor: Actor, at: datetime) -> None:
    """Tell whoever raised an alarm that it was answered."""
    person = alarm.raised_by.person if alarm.raised_by is not None else None
    if person is None:
        return
    where = alarm.unit or alarm.tool.hospital
    facts = {"tool": alarm.tool.name_fr[:150], "unit": where.name[:150]}
    link = page_of(alarm.tool)
    notify([person], "stewardship.alarm_answered", facts, link=link, actor=actor, at=at)


def referents_of(unit: Level) -> list[Person]:
    """Return the people who keep the register for a unit: whom a broken glass is told to."""
    return list(people_allowed(Permission.MANAGE_TOOLS, unit, on=timezone.localdate()))


def tell_broken_glass(
    glass: BrokenGlass, referents: Iterable[Person], *, account: Account, actor: Actor
) -> None:
    """Tell the AI referents who broke a tool's glass, where, and until when."""
    facts = {
        "tool": glass.tool.name_fr[:150],
        "unit": glass.unit.name[:150],
        "who": account.name[:150],
    }
    notify(
        list(referents),
        "stewardship.broken_glass",
        facts,
        link=page_of(glass.tool),
        actor=actor,
        at=glass.opened_at,
    )


def page_of(tool: Tool) -> str:
    """Return the address of the page on which a tool's roll-out is followed."""
    return reverse("tools:rollout", kwargs={"hospital": tool.hospital_id, "key": tool.key})


def _those(where: Level, *permissions: Permission) -> list[Person]:
    on = timezone.localdate()
    found = {
        person.pk: person for one in permissions for person in people_allowed(one, where, on=on)
    }
    return list(found.values())
