"""What anybody may read of the tools of a hospital, without signing in.

No person stands in it, but whoever signed a waiver or an override, since she signs in public.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.timezone import now

from releve.ledger.facts import PublicSpending
from releve.ledger.models import Spending
from releve.ledger.queries.pool import spendings_by_tool
from releve.ledger.vocabulary import SIGNED_PURPOSES
from releve.people.models import Level
from releve.stewardship.models import (
    BrokenGlass,
    Exemption,
    RolloutPlan,
    StepDecision,
    Tool,
    ToolPlace,
)
from releve.stewardship.queries.contests import ContestCounts, contests_by_tool
from releve.stewardship.queries.operators import readiness_over
from releve.stewardship.queries.register import places_by_tool, tool_at, tools_in
from releve.training.models import Requirement
from releve.training.vocabulary import LEAST_COVERAGE, LEAST_PEOPLE


@dataclass(frozen=True)
class PublicTool:
    """A tool as anybody reads of it.

    ``open_places``: the units where it is open; ``planned_places``: those where it will be;
    ``stopped_places``: those where it was stopped. ``modules``: keys of what is asked of whoever
    operates it. ``spendings``: what units did with the time that it gave. ``plan``: what was
    sealed before its first step. ``glasses``: how often it was opened in an emergency.
    """

    tool: Tool
    open_places: tuple[ToolPlace, ...]
    planned_places: tuple[ToolPlace, ...]
    waivers: tuple[Exemption, ...]
    overrides: tuple[StepDecision, ...]
    contests: ContestCounts
    stopped_places: tuple[ToolPlace, ...] = ()
    modules: tuple[str, ...] = ()
    spendings: tuple[PublicSpending, ...] = ()
    plan: RolloutPlan | None = None
    glasses: int = 0


@dataclass(frozen=True)
class PublicCoverage:
    """How many of those who operate a tool where it is open are trained, in whole percent.

    ``percent`` is left out where they are fewer than eight: it would tell of each.
    """

    percent: int | None
    least: int = LEAST_COVERAGE


def public_hospitals() -> QuerySet[Level]:
    """Return the hospitals that have a register, by name."""
    tools = Tool.objects.for_hospital(OuterRef("pk"))  # type: ignore[arg-type]  # each its own
    return Level.objects.filter(Exists(tools), kind="hospital").order_by("name", "code")


def public_hospital(code: str = "") -> Level | None:
    """Return the hospital of that code that has a register; without code, the only one."""
    found = public_hospitals()
    if code:
        return found.filter(code=code).first()
    first = list(found[:2])
    return first[0] if len(first) == 1 else None


def public_units(hospital: Level) -> QuerySet[Level]:
    """Return the units of a hospital by which its register may be looked at, by name."""
    return Level.objects.filter(hospital=hospital, kind="unit").order_by("name", "code")


def public_tools(hospital: Level, *, on: date, unit: Level | None = None) -> tuple[PublicTool, ...]:
    """Return the tools of a hospital as anybody reads of them, by key.

    ``unit``: those alone that are open, planned or stopped there.
    """
    return _public(hospital, list(tools_in(hospital, unit)), on=on)


def public_tool(hospital: Level, key: str, *, on: date) -> PublicTool | None:
    """Return one tool of a hospital as anybody reads of it."""
    found = tool_at(hospital, key)
    return None if found is None else _public(hospital, [found], on=on)[0]


def public_coverage(one: PublicTool, *, on: date) -> PublicCoverage | None:
    """Return how many of those who operate a tool are trained, nothing where it is not open."""
    units = [place.unit for place in one.open_places]
    if not units:
        return None
    people, ready = readiness_over(one.tool, units, on=on)
    return PublicCoverage(100 * ready // people if people >= LEAST_PEOPLE else None)


def _public(hospital: Level, tools: Sequence[Tool], *, on: date) -> tuple[PublicTool, ...]:
    places = places_by_tool(tools)
    waivers, overrides = _waivers(hospital, tools, on), _overrides(hospital, tools)
    contests, spendings = contests_by_tool(tools, at=now()), spendings_by_tool(hospital)
    modules, plans, glasses = (
        _modules(hospital, tools),
        _plans(hospital, tools),
        _glasses(hospital, tools),
    )
    return tuple(
        PublicTool(
            tool=tool,
            open_places=tuple(one for one in places[tool.pk] if _is_open(tool, one)),
            planned_places=tuple(one for one in places[tool.pk] if one.opened_at is None),
            waivers=tuple(one for one in waivers if one.tool_id == tool.pk),
            overrides=tuple(one for one in overrides if one.tool_id == tool.pk),
            contests=contests.get(tool.pk, ContestCounts()),
            stopped_places=tuple(one for one in places[tool.pk] if one.suspended_at is not None),
            modules=modules.get(tool.key, ()),
            spendings=spendings.get(tool.key, ()),
            plan=plans.get(tool.pk),
            glasses=glasses.get(tool.pk, 0),
        )
        for tool in tools
    )


def _is_open(tool: Tool, place: ToolPlace) -> bool:
    return tool.is_in_use and place.opened_at is not None and place.suspended_at is None


def _waivers(hospital: Level, tools: Sequence[Tool], on: date) -> list[Exemption]:
    rows = Exemption.objects.for_hospital(hospital).filter(
        tool__in=tools, kind="waived", withdrawn_at__isnull=True, until_on__gte=on
    )
    return list(rows.order_by("control"))


def _overrides(hospital: Level, tools: Sequence[Tool]) -> list[StepDecision]:
    rows = StepDecision.objects.for_hospital(hospital).filter(tool__in=tools, is_override=True)
    return list(rows.select_related("unit").order_by("-decided_at", "-pk"))


def _modules(hospital: Level, tools: Sequence[Tool]) -> dict[str, tuple[str, ...]]:
    rows = Requirement.objects.for_hospital(hospital).filter(
        tool__in=[tool.key for tool in tools], audience="operator"
    )
    found: dict[str, dict[str, None]] = {}
    for tool, module in rows.order_by("module", "profession").values_list("tool", "module"):
        found.setdefault(tool, {})[module] = None
    return {tool: tuple(modules) for tool, modules in found.items()}


def _plans(hospital: Level, tools: Sequence[Tool]) -> dict[int, RolloutPlan]:
    """Return the plan in force of each tool: the newest of those that are sealed."""
    rows = RolloutPlan.objects.for_hospital(hospital).filter(
        tool__in=tools, locked_at__isnull=False
    )
    return {plan.tool_id: plan for plan in rows.order_by("number")}


def _glasses(hospital: Level, tools: Sequence[Tool]) -> dict[int, int]:
    rows = BrokenGlass.objects.for_hospital(hospital).filter(tool__in=tools).order_by()
    return dict(rows.values_list("tool").annotate(count=Count("pk")))


def signed_spendings(hospital: Level, unit: Level | None = None) -> list[Spending]:
    """Return the choices of time given back that stand out: more activity, or fewer posts.

    The direction signs them, and anybody may read who did. ``unit``: those of it alone.
    """
    rows = Spending.objects.for_hospital(hospital).filter(
        purpose__in=SIGNED_PURPOSES, withdrawn_on__isnull=True
    )
    if unit is not None:
        rows = rows.filter(unit=unit)
    return list(rows.select_related("unit").order_by("-from_on", "unit__code", "pk"))
