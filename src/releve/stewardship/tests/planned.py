"""A tool that is examined and has a locked plan: everything but the decision to open it."""

from __future__ import annotations

from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.people.tests.builders import a_staffed_hospital
from releve.stewardship.actions import draft_plan, examine_tool, lock_plan, note_consultation
from releve.stewardship.actions.register import register_tool
from releve.stewardship.models import Tool
from releve.stewardship.tests.opened import (
    CONSULTED_ON,
    ROSTER_ENGINE,
    an_engine,
    set_controls_aside,
)
from releve.stewardship.tests.test_rollout_engine import PLAN


def a_planned_tool() -> Tool:
    """Return an examined tool with a locked plan, its controls seen to, both teams consulted."""
    made = a_declared_tool()
    examine_tool(made, actor=HOUSE)
    for unit in units("URG", "CARDIO"):
        note_consultation(
            made,
            unit,
            body="team",
            held_on=CONSULTED_ON,
            opinion="unfavourable",
            reference="Lune",
            actor=HOUSE,
        )
    draft_plan(made, PLAN, actor=HOUSE)
    lock_plan(made, 1, actor=HOUSE)
    made.refresh_from_db()
    return made


def a_declared_tool() -> Tool:
    """Return a tool of a staffed hospital whose intake and controls are seen to."""
    hospital = a_staffed_hospital()
    made = register_tool(hospital, an_engine(ROSTER_ENGINE), actor=HOUSE)
    Tool.objects.for_hospital(hospital).filter(pk=made.pk).update(risk_class="not_ai")
    made.refresh_from_db()
    set_controls_aside(made)
    return made


def units(*codes: str) -> list[Level]:
    """Return units by their codes."""
    return list(Level.objects.filter(code__in=codes).order_by("code"))
