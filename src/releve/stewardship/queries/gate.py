"""The gate: is this tool open to this person in this unit, and if not, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, now

from releve.kit.actors import HOUSE, Actor
from releve.kit.gates import Lack
from releve.people.models import Level
from releve.people.queries import account_of
from releve.people.queries.access import UPWARDS
from releve.stewardship.engine.gate import (
    ALARMS,
    CONSULTATION,
    CONTROLS,
    COVERAGE,
    DECISION,
    PROHIBITED,
    TRAINING,
    Lacking,
    Verdict,
    judge,
)
from releve.stewardship.engine.rollout import BLOCKED_AT
from releve.stewardship.models import (
    Alarm,
    BrokenGlass,
    Consultation,
    StepDecision,
    Tool,
    ToolPlace,
)
from releve.stewardship.queries.controls import controls_lacking
from releve.stewardship.queries.operators import coverage_of
from releve.stewardship.queries.register import tool_at
from releve.stewardship.vocabulary import GUARDS, OPEN_STATES
from releve.training.queries.readiness import readiness
from releve.training.vocabulary import LEAST_COVERAGE

LEAST_TOLD = 8
"""A percentage of fewer people than this is told as "not enough", without its figure."""

STEP_OF_MOVE = BLOCKED_AT
"""The moves that open a tool in a unit, and the step whose controls bind it from then on."""


@dataclass(frozen=True)
class GateAnswer:
    """Whether a tool is open to somebody in a unit, with what closes it and what only warns.

    ``guards``: each of the six, whether it holds. ``broken_glass``: she broke the glass, which is
    why it is open in spite of what ``warnings`` tell.
    """

    is_open: bool
    lacks: tuple[Lack, ...]
    guards: dict[str, bool]
    broken_glass: bool = False
    warnings: tuple[Lack, ...] = ()
    lifted: tuple[Lack, ...] = ()


def may_use(actor: Actor, tool_key: str, unit: Level, *, at: datetime | None = None) -> GateAnswer:
    """Return whether an actor may operate a tool in a unit: now, or at an instant.

    It says nothing of her permissions, which are asked apart. The installation itself, on
    nobody's behalf, has no training to show: the guards of the unit bind it.
    """
    tool = tool_at(unit.hospital or unit, tool_key)
    if tool is None:
        unknown = Lack("tool_unknown", (("tool", tool_key),), "ai_referent")
        return GateAnswer(False, (unknown,), dict.fromkeys(GUARDS, False))
    glass = broken_glass(actor, tool, unit, at=at) is not None
    return _answer(_verdict(actor, tool, unit, on=localdate(at), glass=glass), glass=glass)


def lacks_behind_glass(actor: Actor, tool: Tool, unit: Level) -> tuple[Lack, ...]:
    """Return what would keep a tool closed to an actor even if she broke the glass now."""
    return _verdict(actor, tool, unit, on=localdate(), glass=True).lacks


def may_break_glass(actor: Actor, tool: Tool, unit: Level) -> bool:
    """Whether breaking the glass would open a tool to an actor that is closed to her now."""
    if actor == HOUSE or broken_glass(actor, tool, unit) is not None:
        return False
    on = localdate()
    is_open = _verdict(actor, tool, unit, on=on, glass=False).is_open
    return not is_open and not lacks_behind_glass(actor, tool, unit)


def _verdict(actor: Actor, tool: Tool, unit: Level, *, on: date, glass: bool) -> Verdict:
    place = place_of(tool, unit)
    opening = opening_of(place)
    step = STEP_OF_MOVE[opening.move] if opening is not None else step_of(tool)
    lacking = dict(unit_lacking(tool, unit, step=step, on=on, place=place))
    lacking[TRAINING] = tuple(_own_lacks(actor, tool, on=on))
    return judge(
        lacking,
        has_opened=place is not None and place.opened_at is not None,
        signed=opening.lacks if opening is not None and opening.is_override else (),
        glass=glass,
    )


def unit_lacking(
    tool: Tool,
    unit: Level,
    *,
    step: str,
    on: date,
    place: ToolPlace | None,
    controls: tuple[Lack, ...] | None = None,
) -> Lacking:
    """Return what the five guards of a unit miss on a day for a step (``BLOCKS_AT``) of a tool.

    ``controls``: what the controls miss, where it is known already; it is the same for all units.
    """
    opened = place.opened_at if place is not None else None
    opened_on = localdate(opened) if opened is not None else on
    return {
        CONTROLS: control_lacks(tool, step=step, on=on) if controls is None else controls,
        CONSULTATION: tuple(_consultation_lacks(tool, unit, before=opened_on)),
        COVERAGE: tuple(_coverage_lacks(tool, unit, on=on)),
        ALARMS: alarm_lacks(tool, unit),
        DECISION: tuple(_decision_lacks(tool, place)),
    }


def place_of(tool: Tool, unit: Level) -> ToolPlace | None:
    """Return the place of a tool in a unit, where it has one."""
    return ToolPlace.objects.for_hospital(tool.hospital_id).filter(tool=tool, unit=unit).first()


def step_of(tool: Tool) -> str:
    """Return the step at which a tool stands, as controls name it; the pilot before any.

    Each unit goes by the step that was opened in it: the tool's own counts where none was.
    """
    state = tool.state_before or tool.state
    return state if state in OPEN_STATES else "pilot"


def open_alarms(tool: Tool, unit: Level | None = None) -> QuerySet[Alarm]:
    """Return the alarms of a tool that wait for an answer: everywhere, or for a unit."""
    found = Alarm.objects.for_hospital(tool.hospital_id).filter(tool=tool, closed_at__isnull=True)
    if unit is not None:
        found = found.filter(Q(unit=unit) | Q(unit__isnull=True))
    return found.order_by("raised_at", "pk")


def opening_of(place: ToolPlace | None) -> StepDecision | None:
    """Return the decision by which a tool is open in a unit: the last of those that opened it."""
    if place is None or place.opened_at is None:
        return None
    decisions = StepDecision.objects.for_hospital(place.hospital_id).filter(
        tool=place.tool_id, unit=place.unit_id, move__in=STEP_OF_MOVE
    )
    return decisions.order_by("-decided_at", "-pk").first()


def broken_glass(
    actor: Actor, tool: Tool, unit: Level, *, at: datetime | None = None
) -> BrokenGlass | None:
    """Return the glass that an actor broke and whose day has not ended, where there is one."""
    account = account_of(actor)
    if account is None:
        return None
    when = at or now()
    found = BrokenGlass.objects.for_hospital(tool.hospital_id).filter(
        tool=tool, unit=unit, account=account, opened_at__lte=when, ends_at__gt=when
    )
    return found.order_by("-opened_at").first()


def lineage_of(unit: Level) -> list[int]:
    """Return the keys of a unit and of all that it lies in, nearest first."""
    found = Level.objects.filter(pk=unit.pk).values_list(*UPWARDS).get()
    return [pk for pk in found if pk is not None]


def _answer(verdict: Verdict, *, glass: bool) -> GateAnswer:
    return GateAnswer(
        verdict.is_open,
        verdict.lacks,
        dict(verdict.guards),
        broken_glass=glass,
        warnings=verdict.warnings,
        lifted=verdict.lifted,
    )


def control_lacks(tool: Tool, *, step: str, on: date) -> tuple[Lack, ...]:
    """Return what of the controls of a tool holds a step back on a day.

    A use that the intake finds forbidden is told apart: no signature and no glass passes over it,
    and nobody can give what it lacks.
    """
    missing = tuple(
        Lack("control_missing", (("control", one.control.id), ("state", one.state)), "ai_referent")
        for one in controls_lacking(tool, step=step, on=on)
    )
    if tool.risk_class == "prohibited" and step != "intake":
        return (Lack(PROHIBITED), *missing)
    return missing


def alarm_lacks(tool: Tool, unit: Level | None = None) -> tuple[Lack, ...]:
    """Return the alarms of a tool that wait for an answer, everywhere or for a unit, as lacks."""
    return tuple(
        Lack(
            "alarm_open",
            (
                ("alarm", str(alarm.pk)),
                ("kind", alarm.kind),
                ("since", localdate(alarm.raised_at).isoformat()),
            ),
            "care_director",
        )
        for alarm in open_alarms(tool, unit)
    )


def _consultation_lacks(tool: Tool, unit: Level, *, before: date) -> Iterator[Lack]:
    """Yield a lack where the people of a unit were not consulted before a day.

    The bodies that speak for them are asked about by controls, each with its article.
    """
    heard = Consultation.objects.for_hospital(tool.hospital_id).filter(
        tool=tool, body="team", level__in=lineage_of(unit), held_on__lt=before
    )
    if not heard.exists():
        yield Lack("consultation_missing", (("unit", unit.code),), "ai_referent")


def _coverage_lacks(tool: Tool, unit: Level, *, on: date) -> Iterator[Lack]:
    found = coverage_of(tool, unit, on=on)
    if not found.people:
        yield Lack("nobody_operates", (("unit", unit.code),), "ai_referent")
        return
    if found.is_enough:
        return
    by_day, by_night = found.percent >= LEAST_COVERAGE, found.night_percent >= LEAST_COVERAGE
    told = found.percent if by_night else found.night_percent
    people = found.people if by_night else found.night_people
    facts = [
        ("at", "night" if by_day else "day" if by_night else "both"),
        ("least", str(LEAST_COVERAGE)),
        ("percent", str(told) if people >= LEAST_TOLD else ""),
    ]
    yield Lack("coverage_low", tuple(facts), "ward_manager")


def _decision_lacks(tool: Tool, place: ToolPlace | None) -> Iterator[Lack]:
    if tool.state == "suspended":
        yield Lack("suspended", (("where", "everywhere"),), "care_director")
    elif not tool.is_in_use:
        giver = "ai_referent" if tool.state == "declared" else "care_director"
        yield Lack("not_in_use", (("state", tool.state),), giver)
    if place is None or place.opened_at is None:
        yield Lack("not_opened_here", (), "care_director")
    elif place.suspended_at is not None:
        yield Lack("suspended", (("where", "here"),), "care_director")


def _own_lacks(actor: Actor, tool: Tool, *, on: date) -> Iterator[Lack]:
    if actor == HOUSE:
        return
    account = account_of(actor)
    person = account.person if account is not None else None
    if account is None or not account.is_active or person is None:
        yield Lack("no_person", (), "administrator")
        return
    if person.hospital_id != tool.hospital_id:
        yield Lack("no_person", (), "administrator")
        return
    for missing in readiness(person, tool.key, tool.major, on=on).missing:
        since = missing.expired_on.isoformat() if missing.expired_on else ""
        facts = (("module", missing.module), ("reason", missing.reason), ("since", since))
        giver = "ai_referent" if missing.reason == "not_said" else "self"
        yield Lack("training_missing", facts, giver)
