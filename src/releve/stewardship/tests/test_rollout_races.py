"""Two who move a tool at the same moment: the second sees what the first has done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from releve.kit.actors import HOUSE
from releve.stewardship.actions import (
    answer_alarm,
    draft_plan,
    lock_plan,
    open_step,
    raise_alarm,
    resume_tool,
    stop_tool,
)
from releve.stewardship.actions.gate import break_glass
from releve.stewardship.faults import StaleToolError, StewardshipError
from releve.stewardship.models import BrokenGlass, StepDecision, Tool, ToolPlace
from releve.stewardship.queries.rollout import plans_of
from releve.stewardship.rollout_faults import PlanLockedError
from releve.stewardship.tests.opened import ROSTER_ENGINE
from releve.stewardship.tests.test_gate import Opened, a_referent, no_proof, opened
from releve.stewardship.tests.test_rollout import COVERED
from releve.stewardship.tests.test_rollout_engine import PLAN

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Call all at the same moment, each with its own connection; faults are answers too."""
    gate, answers = threading.Barrier(len(calls)), list[Any]()

    def one(call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers.append(call())
        except StewardshipError as fault:
            answers.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def fresh(here: Opened) -> Tool:
    return Tool.objects.for_hospital(here.hospital).get(pk=here.tool.pk)


def test_two_who_open_a_step_together_open_it_once() -> None:
    here = opened()
    draft_plan(here.tool, PLAN, actor=HOUSE)
    lock_plan(here.tool, 1, actor=HOUSE)
    seen = fresh(here).row_version
    facts: dict[str, Any] = {"row_version": seen, "step": 1, "override": COVERED, "actor": HOUSE}
    before = StepDecision.objects.for_hospital(here.hospital).count()
    answers = together(*[lambda: open_step(fresh(here), "step", [here.unit], **facts)] * 3)
    assert sorted(type(one).__name__ for one in answers) == [
        "StaleToolError",
        "StaleToolError",
        "Tool",
    ]
    assert StepDecision.objects.for_hospital(here.hospital).count() == before + 1
    assert any(isinstance(one, StaleToolError) for one in answers)


def test_two_who_lock_a_plan_together_lock_it_once() -> None:
    here = opened()
    draft_plan(here.tool, PLAN, actor=HOUSE)
    answers = together(*[lambda: lock_plan(fresh(here), 1, actor=HOUSE)] * 3)
    assert [isinstance(one, PlanLockedError) for one in answers].count(True) == 2
    assert [plan.number for plan in plans_of(here.tool)] == [1]


def test_two_who_draft_together_write_one_plan() -> None:
    here = opened()
    together(*[lambda: draft_plan(fresh(here), PLAN, actor=HOUSE)] * 3)
    assert [plan.number for plan in plans_of(here.tool)] == [1]


def test_a_stop_and_a_resumption_at_once_end_in_one_of_the_two() -> None:
    here = opened()
    stop_tool(here.tool, unit=here.unit, actor=HOUSE)
    version = fresh(here).row_version

    def goes_on() -> bool:
        facts: dict[str, Any] = {"reason": "Lune", "row_version": version, "actor": HOUSE}
        return resume_tool(fresh(here), unit=here.unit, **facts)

    answers = together(goes_on, lambda: stop_tool(fresh(here), unit=here.unit, actor=HOUSE))
    place = ToolPlace.objects.for_hospital(here.hospital).get(unit=here.unit)
    moves = list(
        StepDecision.objects.for_hospital(here.hospital)
        .filter(unit=here.unit, move__in=("suspend", "resume"))
        .order_by("pk")
        .values_list("move", flat=True)
    )
    assert True in answers
    assert (place.suspended_at is None) == (moves[-1] == "resume")


def test_an_alarm_is_answered_once() -> None:
    here = opened()
    alarm = raise_alarm(here.tool, "Lune", unit=here.unit, actor=HOUSE)
    answers = together(*[lambda: answer_alarm(alarm, "Vu", actor=HOUSE)] * 3)
    assert sorted(answers) == [False, False, True]


def test_a_glass_is_broken_once() -> None:
    here = opened()
    a_referent(here)
    no_proof(here)
    together(*[lambda: break_glass(ROSTER_ENGINE, here.unit, "Lune", actor=here.actor)] * 3)
    assert BrokenGlass.objects.for_hospital(here.hospital).count() == 1
