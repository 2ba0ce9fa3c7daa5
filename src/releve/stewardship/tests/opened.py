"""A tool that is open, for tests of other rooms: in these units, to these people.

Each guard holds by rows such as people write: nothing of the gate is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.people.models import Level, Person
from releve.stewardship.actions.register import register_tool
from releve.stewardship.entries import ToolEntry
from releve.stewardship.models import (
    Consultation,
    Exemption,
    StepDecision,
    Tool,
    ToolPlace,
)
from releve.stewardship.queries.controls import controls_lacking
from releve.stewardship.queries.register import tool_at
from releve.training.tests.builders import ready_for

ROSTER_ENGINE = "roster-engine"
CONSULTED_ON = date(2020, 1, 6)


def open_tool(
    hospital: Level, key: str, units: Iterable[Level], people: Iterable[Person] = ()
) -> Tool:
    """Open a tool in units at its first step, and make people ready to operate it.

    Where the register has no such tool yet, it is entered. May be called again for others.
    """
    tool = tool_at(hospital, key) or register_tool(hospital, an_engine(key), actor=HOUSE)
    if tool.state not in {"step", "general"}:
        rows = Tool.objects.for_hospital(hospital).filter(pk=tool.pk)
        rows.update(state="step", step=1, state_before="", risk_class="minimal")
        tool.refresh_from_db()
    set_controls_aside(tool)
    for unit in units:
        _open_in(tool, unit)
    for person in people:
        ready_for(person, tool.key, tool.major)
    return tool


def an_engine(key: str) -> ToolEntry:
    """Return the entry of a tool of our own that managers operate."""
    return ToolEntry(
        key=key,
        name_fr="Moteur de planning",
        name_en="Roster engine",
        kind="optimisation",
        version="1.0",
        origin="own",
        role="both",
        fields={"operators": ["ward_manager", "care_director"]},
    )


def set_controls_aside(tool: Tool) -> None:
    """Say of each control that would hold it back that it does not apply, signed as ever."""
    now = timezone.now()
    Exemption.objects.bulk_create(
        Exemption(
            hospital_id=tool.hospital_id,
            tool=tool,
            control=one.control.id,
            kind="not_applicable",
            reason="Invented hospital of the tests.",
            signed_at=now,
            signer="Tests",
        )
        for one in controls_lacking(tool, step="general", on=timezone.localdate(now))
    )


def _open_in(tool: Tool, unit: Level) -> None:
    home, now = tool.hospital_id, timezone.now()
    Consultation.objects.for_hospital(home).get_or_create(
        hospital_id=home,
        tool=tool,
        level=unit,
        body="team",
        held_on=CONSULTED_ON,
        defaults={"opinion": "favourable", "reference": "Tests", "noted_at": now},
    )
    place, is_new = ToolPlace.objects.for_hospital(home).get_or_create(
        hospital_id=home,
        tool=tool,
        unit=unit,
        defaults={"step": 1, "opened_at": now - timedelta(seconds=1)},
    )
    if is_new:
        StepDecision.objects.create(
            hospital_id=home,
            tool=tool,
            move="step",
            step=1,
            unit=unit,
            decided_at=place.opened_at or now,
            signer="Tests",
        )
