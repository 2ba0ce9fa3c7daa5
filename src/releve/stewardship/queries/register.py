"""What stands in the register of a hospital."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from releve.kit.actors import Actor, NotAllowedError, may
from releve.kit.permissions import Permission
from releve.people.models import Level
from releve.people.queries import levels_for, may_at
from releve.stewardship.faults import UnknownToolError
from releve.stewardship.models import Interlocutor, Supplier, Tool, ToolPlace


def tool_at(hospital: Level | int, key: str) -> Tool | None:
    """Return the tool of that key in a hospital, nothing where it is not registered."""
    return tools_of(hospital).filter(key=key).first()


def tool_named(hospital: Level | int, key: str) -> Tool:
    """Return the tool of that key in a hospital; raises UnknownToolError."""
    found = tool_at(hospital, key)
    if found is None:
        raise UnknownToolError(key)
    return found


def tools_of(hospital: Level | int) -> QuerySet[Tool]:
    """Return the tools of a hospital, retired ones too, by key."""
    found = Tool.objects.for_hospital(hospital)
    return found.select_related("supplier", "hospital").order_by("key")


def tools_in(hospital: Level | int, unit: Level | None) -> QuerySet[Tool]:
    """Return the tools that are open, planned or stopped in a unit; in none, all of them."""
    found = tools_of(hospital)
    return found if unit is None else found.filter(places__unit=unit)


def places_of(tool: Tool) -> QuerySet[ToolPlace]:
    """Return the units where a tool is used or planned, by step and code."""
    rows = ToolPlace.objects.for_hospital(tool.hospital_id).filter(tool=tool)
    return rows.select_related("unit").order_by("step", "unit__code")


def places_by_tool(tools: Iterable[Tool]) -> dict[int, list[ToolPlace]]:
    """Return the places of several tools of one hospital by the key of each, in one query."""
    listed = list(tools)
    if not listed:
        return {}
    found: dict[int, list[ToolPlace]] = {tool.pk: [] for tool in listed}
    rows = ToolPlace.objects.for_hospital(listed[0].hospital_id).filter(tool__in=listed)
    for row in rows.select_related("unit").order_by("step", "unit__code"):
        found[row.tool_id].append(row)
    return found


def sees_register(actor: Actor, hospital: Level, permission: Permission) -> bool:
    """Whether somebody may look at the register of a hospital.

    Whoever has the permission at the hospital, and whoever of its own people has it at one of its
    units: a register is one for the whole house.
    """
    if may_at(actor, permission, hospital):
        return True
    return actor.hospital == hospital.pk and may(actor, permission)


def hospitals_seen(actor: Actor, permission: Permission) -> list[Level]:
    """Return the hospitals whose register somebody may look at, by code."""
    if actor.hospital is not None:
        own = Level.objects.filter(pk=actor.hospital)
        return [one for one in own if sees_register(actor, one, permission)]
    return list(levels_for(actor, permission).filter(kind="hospital"))


def register_open_to(actor: Actor, permission: Permission, code: str = "") -> Level:
    """Return the hospital of that code whose register is open to somebody, else the first one.

    Raises NotAllowedError where there is none such: a code that is guessed tells nothing.
    """
    seen = hospitals_seen(actor, permission)
    found = next((one for one in seen if not code or one.code == code), None)
    if found is None:
        raise NotAllowedError(permission, actor=actor, where=code)
    return found


def listed_tools(  # noqa: PLR0913 - the filters of the list, each by its name
    hospital: Level,
    *,
    q: str = "",
    kind: str = "",
    state: str = "",
    risk: str = "",
    origin: str = "",
    unit: Level | None = None,
) -> QuerySet[Tool]:
    """Return the tools of a hospital that a reader looks for, by key.

    ``q``: a word of the name, the key or the supplier; ``risk``: ``none`` for those not examined;
    ``unit``: where they are open, planned or stopped.
    """
    found = tools_in(hospital, unit)
    if q:
        words = Q(name_fr__icontains=q) | Q(name_en__icontains=q) | Q(key__icontains=q)
        found = found.filter(words | Q(supplier__name__icontains=q))
    plain = {"kind": kind, "state": state, "origin": origin}
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if risk:
        found = found.filter(risk_class="" if risk == "none" else risk)
    return found


def interlocutors_of(tool: Tool) -> list[Interlocutor]:
    """Return whom to speak to about a tool, by the level of each."""
    rows = Interlocutor.objects.for_hospital(tool.hospital_id).filter(supplier=tool.supplier_id)
    return list(rows.select_related("level").order_by("level__code")) if tool.supplier_id else []


def suppliers_of(hospital: Level) -> QuerySet[Supplier]:
    """Return the suppliers of a hospital with their interlocutors, by name."""
    rows = Supplier.objects.for_hospital(hospital).prefetch_related("interlocutors__level", "tools")
    return rows.order_by("name")


def levels_of(hospital: Level) -> QuerySet[Level]:
    """Return a hospital and all that it holds, by code."""
    return Level.objects.filter(Q(pk=hospital.pk) | Q(hospital=hospital)).order_by("code")
