"""A locked plan that somebody reached past the actions: it is seen, and no step opens by it."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.stewardship.actions import Override, draft_plan, lock_plan, open_step
from releve.stewardship.audit_file import audit_file
from releve.stewardship.models import StepDecision, Tool
from releve.stewardship.queries.checks import checked
from releve.stewardship.queries.rollout import plans_of
from releve.stewardship.rollout_faults import PlanChangedError
from releve.stewardship.tests.people import a_browser, an_account, text
from releve.stewardship.tests.planned import a_planned_tool, units
from releve.stewardship.tests.test_rollout_engine import PLAN

pytestmark = pytest.mark.django_db

SIGNED = Override(frozenset({"nobody_operates", "control_missing:ROL-01"}), "Essai")


def in_pilot() -> Tool:
    """Return a tool in its pilot, with a locked plan."""
    tool = a_planned_tool()
    return first_step(tool, "pilot", 0)


def first_step(tool: Tool, move: str, step: int) -> Tool:
    tool.refresh_from_db()
    facts = {"row_version": tool.row_version, "override": SIGNED, "actor": HOUSE}
    return open_step(tool, move, units("URG"), step=step, **facts)  # type: ignore[arg-type]  # told by name


def changed(tool: Tool) -> Tool:
    """Change the locked plan of a tool as whoever has the database could."""
    [plan] = plans_of(tool)
    plans_of(tool).update(body={**plan.body, "margin": "Beaucoup"})
    return tool


def test_no_step_opens_by_a_plan_that_is_no_longer_as_it_was_locked() -> None:
    tool = changed(in_pilot())
    with pytest.raises(PlanChangedError, match="no longer as it was locked"):
        first_step(tool, "step", 1)
    assert not StepDecision.objects.for_hospital(tool.hospital_id).filter(move="step").exists()


def test_the_next_plan_is_locked_and_steps_go_on_by_that() -> None:
    tool = changed(in_pilot())
    draft_plan(tool, PLAN, actor=HOUSE)
    lock_plan(tool, 2, actor=HOUSE)
    assert first_step(tool, "step", 1).state == "step"


def test_the_control_of_the_plan_sees_that_it_was_changed() -> None:
    tool, today = in_pilot(), timezone.localdate()
    assert checked(tool, on=today)["ROL-01"] == ()
    [lack] = checked(changed(tool), on=today)["ROL-01"]
    assert (lack.code, lack.fact("number")) == ("plan_changed", "1")


def test_pages_and_the_audit_file_say_so() -> None:
    tool = in_pilot()
    client = a_browser(an_account(tool.hospital, "ai_referent"))
    page = f"/tools/rollouts/{tool.hospital_id}/{tool.key}/"
    said = "This plan is no longer as it was locked."
    assert (said in text(client, page), plans_told(tool)) == (False, [True])
    changed(tool)
    assert (said in text(client, page), plans_told(tool)) == (True, [False])


def plans_told(tool: Tool) -> list[bool]:
    """Return what the audit file says of each plan."""
    with ZipFile(BytesIO(audit_file(tool, on=timezone.localdate()))) as archive:
        return [one["is_as_locked"] for one in json.loads(archive.read("plans.json"))]
