"""A tool moved step by step: each move on tables, what holds it, who may, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from releve.kit.actors import HOUSE, NotAllowedError
from releve.people.models import Notice
from releve.people.queries import actor_of
from releve.people.tests.builders import a_staffed_hospital
from releve.stewardship.actions import (
    Override,
    answer_alarm,
    draft_plan,
    examine_tool,
    lock_plan,
    note_consultation,
    open_step,
    raise_alarm,
    resume_tool,
    retire_tool,
    stop_tool,
)
from releve.stewardship.actions.register import register_tool
from releve.stewardship.actions.stopping import CLOSING
from releve.stewardship.engine.rollout import plan_digest
from releve.stewardship.faults import StaleToolError, StewardshipError
from releve.stewardship.models import Evidence, StepDecision, Tool, ToolPlace
from releve.stewardship.queries.controls import controls_lacking
from releve.stewardship.queries.gate import may_use
from releve.stewardship.queries.rollout import next_moves, places_standing, plans_of
from releve.stewardship.rollout_faults import (
    AlarmOpenError,
    MoveNotOpenError,
    PlanIncompleteError,
    PlanLockedError,
    StepHeldError,
)
from releve.stewardship.tests.opened import (
    CONSULTED_ON,
    ROSTER_ENGINE,
    an_engine,
    open_tool,
)
from releve.stewardship.tests.planned import a_planned_tool, units
from releve.stewardship.tests.test_gate import an_account, opened
from releve.stewardship.tests.test_rollout_engine import PLAN


@pytest.fixture
def tool(db: None) -> Tool:  # noqa: ARG001 - the tables
    """An examined tool with a locked plan, its controls seen to, both teams consulted."""
    return a_planned_tool()


def opening(tool: Tool, move: str, *codes: str, step: int = 0, **facts: Any) -> Tool:
    tool.refresh_from_db()
    told = {"row_version": tool.row_version, **facts}
    return open_step(tool, move, units(*codes), step=step, actor=HOUSE, **told)


COVERED = Override(frozenset({"nobody_operates"}), "Essai")


def test_a_step_opens_only_where_nothing_is_missing_and_says_what_is(tool: Tool) -> None:
    with pytest.raises(StepHeldError) as held:
        opening(tool, "pilot", "URG")
    assert {unit: [one.code for one in some] for unit, some in held.value.lacks.items()} == {
        "URG": ["nobody_operates"]
    }
    tool.refresh_from_db()
    assert (tool.state, ToolPlace.objects.filter(opened_at__isnull=False).count()) == (
        "examined",
        0,
    )


def test_an_override_opens_it_with_its_reason_and_its_signer(tool: Tool) -> None:
    opening(tool, "pilot", "URG", override=COVERED)
    decision = StepDecision.objects.for_hospital(tool.hospital_id).get(move="pilot")
    assert (decision.is_override, decision.lacks, decision.reason, decision.signer) == (
        True,
        ["nobody_operates"],
        "Essai",
        "Relève",
    )
    tool.refresh_from_db()
    assert (tool.state, [one.state for one in places_standing(tool)]) == (
        "pilot",
        ["open", "planned"],
    )


@pytest.mark.parametrize(
    "override",
    [
        Override(frozenset({"nobody_operates"}), " "),
        Override(frozenset({"consultation_missing"}), "Essai"),
        Override(frozenset(), "Essai"),
    ],
)
def test_an_override_says_why_and_names_all_that_is_missing(tool: Tool, override: Override) -> None:
    with pytest.raises(StewardshipError):
        opening(tool, "pilot", "URG", override=override)
    assert not StepDecision.objects.for_hospital(tool.hospital_id).filter(move="pilot").exists()


def test_no_override_opens_a_step_over_a_serious_event(tool: Tool) -> None:
    alarm = raise_alarm(tool, "Lune", unit=units("URG")[0], actor=HOUSE)
    marks = frozenset({"nobody_operates", f"alarm_open:{alarm.pk}"})
    with pytest.raises(StepHeldError) as held:
        opening(tool, "pilot", "URG", override=Override(marks, "Essai"))
    assert [one.code for one in held.value.beyond] == ["alarm_open"]
    answer_alarm(alarm, "Rien", actor=HOUSE)
    opening(tool, "pilot", "URG", override=COVERED)


def test_no_override_opens_a_forbidden_use(tool: Tool) -> None:
    Tool.objects.for_hospital(tool.hospital_id).update(risk_class="prohibited")
    marks = frozenset({"nobody_operates", "prohibited", "control_missing:REG-03"})
    with pytest.raises(StepHeldError) as held:
        opening(tool, "pilot", "URG", override=Override(marks, "Essai"))
    assert [one.code for one in held.value.beyond] == ["prohibited"]


def test_nobody_undoes_a_stop_in_a_unit_that_she_has_not_seen(tool: Tool) -> None:
    opening(tool, "pilot", "URG", override=COVERED)
    [unit] = units("URG")
    tool.refresh_from_db()
    stop_tool(tool, unit=unit, actor=HOUSE)
    tool.refresh_from_db()
    seen = tool.row_version
    facts: dict[str, Any] = {"unit": unit, "reason": "Vu", "actor": HOUSE, "row_version": seen}
    assert resume_tool(tool, **facts)
    assert stop_tool(tool, unit=unit, actor=HOUSE)
    with pytest.raises(StaleToolError):
        resume_tool(tool, **facts)
    assert ToolPlace.objects.for_hospital(tool.hospital_id).get(unit=unit).suspended_at is not None


def test_a_stop_takes_as_much_of_its_reason_as_is_kept(tool: Tool) -> None:
    opening(tool, "pilot", "URG", override=COVERED)
    assert stop_tool(tool, actor=HOUSE, reason="é" * 3000)
    stop = StepDecision.objects.for_hospital(tool.hospital_id).get(move="suspend")
    assert stop.reason == "é" * 1000


def test_the_steps_open_in_the_order_of_the_plan_and_general_use_at_last(tool: Tool) -> None:
    with pytest.raises(StewardshipError):
        opening(tool, "pilot", "CARDIO", override=COVERED)
    opening(tool, "pilot", "URG", override=COVERED)
    with pytest.raises(MoveNotOpenError):
        opening(tool, "generalise", "CARDIO", override=COVERED)
    opening(tool, "step", "URG", step=1, override=COVERED)
    opening(tool, "step", "CARDIO", step=1, override=COVERED)
    opening(tool, "generalise", "CARDIO", override=COVERED)
    tool.refresh_from_db()
    places = ToolPlace.objects.for_hospital(tool.hospital_id).order_by("unit__code")
    assert (tool.state, tool.step, [place.step for place in places]) == ("general", 0, [2, 1])


def test_no_first_step_without_a_locked_plan(tool: Tool) -> None:
    opening(tool, "pilot", "URG", override=COVERED)
    plans_of(tool).update(locked_at=None, digest="")
    with pytest.raises(StewardshipError, match="lock"):
        opening(tool, "step", "URG", step=1, override=COVERED)


def test_whoever_decides_on_an_older_state_is_told(tool: Tool) -> None:
    seen = tool.row_version
    opening(tool, "pilot", "URG", override=COVERED)
    with pytest.raises(StaleToolError):
        opening(tool, "step", "URG", step=1, override=COVERED, row_version=seen)


def test_a_locked_plan_never_changes_and_what_follows_has_the_next_number(tool: Tool) -> None:
    [locked] = plans_of(tool)
    with pytest.raises(PlanLockedError):
        lock_plan(tool, 1, actor=HOUSE)
    draft_plan(tool, replace(PLAN, margin="Une"), actor=HOUSE)
    draft_plan(tool, replace(PLAN, margin="Deux"), actor=HOUSE)
    [next_one, first] = plans_of(tool)
    assert (first.body, first.digest) == (locked.body, plan_digest(locked.body))
    assert (next_one.number, next_one.body["margin"], next_one.digest) == (2, "Deux", "")


def test_a_plan_that_says_too_little_or_names_a_strange_unit_is_not_kept(tool: Tool) -> None:
    draft_plan(tool, replace(PLAN, outcome=""), actor=HOUSE)
    with pytest.raises(PlanIncompleteError) as incomplete:
        lock_plan(tool, 2, actor=HOUSE)
    assert incomplete.value.missing == ("no_outcome",)
    strange = replace(PLAN, steps=(replace(PLAN.steps[0], units=("MARS",)), PLAN.steps[1]))
    with pytest.raises(StewardshipError, match="MARS"):
        draft_plan(tool, strange, actor=HOUSE)


def test_a_consultation_is_written_down_once_it_was_held(tool: Tool) -> None:
    facts: Any = {"body": "cse", "opinion": "mixed", "reference": "Lune", "actor": HOUSE}
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(StewardshipError):
        note_consultation(tool, tool.hospital, held_on=tomorrow, **facts)
    with pytest.raises(StewardshipError):
        note_consultation(tool, tool.hospital, held_on=CONSULTED_ON, **{**facts, "body": "lune"})


def test_no_examination_without_a_signed_intake(db: None) -> None:  # noqa: ARG001 - the tables
    hospital = a_staffed_hospital()
    made = register_tool(hospital, an_engine(ROSTER_ENGINE), actor=HOUSE)
    with pytest.raises(StepHeldError) as held:
        examine_tool(made, actor=HOUSE)
    assert held.value.lacks["CH-LUNE"][0].code == "no_intake"


@pytest.mark.django_db
def test_the_stop_button_works_at_once_in_a_unit_and_everywhere() -> None:
    here = opened()
    assert stop_tool(here.tool, unit=here.unit, actor=here.actor) is True
    assert stop_tool(here.tool, unit=here.unit, actor=here.actor) is False
    assert not may_use(here.actor, ROSTER_ENGINE, here.unit).is_open
    with pytest.raises(NotAllowedError):
        stop_tool(here.tool, actor=here.actor)  # everywhere takes the whole hospital
    assert stop_tool(here.tool, actor=HOUSE) is True
    assert stop_tool(here.tool, actor=HOUSE) is False


@pytest.mark.django_db
def test_going_on_is_decided_with_a_reason_and_not_while_an_alarm_waits() -> None:
    here = opened()
    stop_tool(here.tool, unit=here.unit, actor=here.actor)
    here.tool.refresh_from_db()
    facts: Any = {"unit": here.unit, "row_version": here.tool.row_version}
    with pytest.raises(NotAllowedError):
        resume_tool(here.tool, reason="Lune", actor=here.actor, **facts)
    with pytest.raises(StewardshipError):
        resume_tool(here.tool, reason=" ", actor=HOUSE, **facts)
    alarm = raise_alarm(here.tool, "Lune", unit=here.unit, actor=here.actor)
    with pytest.raises(AlarmOpenError):
        resume_tool(here.tool, reason="Lune", actor=HOUSE, **facts)
    assert answer_alarm(alarm, "Vu", actor=HOUSE) is True
    assert answer_alarm(alarm, "Vu", actor=HOUSE) is False
    assert resume_tool(here.tool, reason="Lune", actor=HOUSE, **facts) is True
    assert may_use(here.actor, ROSTER_ENGINE, here.unit).is_open


@pytest.mark.django_db
def test_a_serious_event_is_anybodys_of_the_unit_to_report_and_nobody_elses() -> None:
    here = opened()
    nurse = an_account(here.hospital, "soignante", "caregiver", here.unit)
    stranger = an_account(here.hospital, "ailleurs", "caregiver", here.other)
    with pytest.raises(NotAllowedError):
        raise_alarm(here.tool, "Lune", unit=here.unit, actor=actor_of(stranger))
    with pytest.raises(NotAllowedError):
        raise_alarm(here.tool, "Lune", unit=here.unit, kind="harm", actor=actor_of(nurse))
    with pytest.raises(NotAllowedError):
        raise_alarm(here.tool, "Lune", actor=actor_of(nurse))
    with pytest.raises(StewardshipError):
        raise_alarm(here.tool, " ", unit=here.unit, actor=actor_of(nurse))
    raise_alarm(here.tool, "Lune", unit=here.unit, actor=actor_of(nurse))
    assert not may_use(here.actor, ROSTER_ENGINE, here.unit).is_open


@pytest.mark.django_db
def test_whoever_raised_an_alarm_is_told_of_its_answer() -> None:
    here = opened()
    alarm = raise_alarm(here.tool, "Lune", unit=here.unit, actor=here.actor)
    answer_alarm(alarm, "Vu", actor=HOUSE)
    told = Notice.objects.for_hospital(here.hospital).filter(person=here.person)
    assert "stewardship.alarm_answered" in set(told.values_list("code", flat=True))


@pytest.mark.django_db
def test_a_tool_is_retired_with_its_closing_list_and_never_opens_again() -> None:
    here = opened()
    facts: Any = {"row_version": here.tool.row_version, "reason": "Lune", "actor": HOUSE}
    done = dict.fromkeys(CLOSING, "Fait")
    with pytest.raises(StewardshipError):
        retire_tool(here.tool, {**done, CLOSING[0]: " "}, **facts)
    retire_tool(here.tool, done, **facts)
    here.tool.refresh_from_db()
    assert (here.tool.state, here.tool.retired_on) == ("retired", timezone.localdate())
    evidence = Evidence.objects.for_hospital(here.hospital).get(control="REG-05")
    assert all(f"{item}: Fait" in evidence.text for item in CLOSING)
    assert not may_use(here.actor, ROSTER_ENGINE, here.unit).is_open
    with pytest.raises(MoveNotOpenError):
        opening(here.tool, "step", "URG", step=1)


@pytest.mark.parametrize("act", [open_step, lock_plan, resume_tool, retire_tool])
@pytest.mark.django_db
def test_the_manager_of_a_unit_decides_none_of_it(act: Callable[..., object]) -> None:
    here = opened()
    given: dict[Callable[..., object], tuple[object, ...]] = {
        open_step: ("step", [here.unit]),
        lock_plan: (1,),
        resume_tool: (),
        retire_tool: ({},),
    }
    named: dict[Callable[..., object], dict[str, object]] = {
        open_step: {"row_version": 1},
        lock_plan: {},
        resume_tool: {"row_version": 1, "reason": "Lune"},
        retire_tool: {"row_version": 1, "reason": "Lune"},
    }
    with pytest.raises(NotAllowedError):
        act(here.tool, *given[act], actor=here.actor, **named[act])


def test_the_next_moves_show_what_each_unit_misses(tool: Tool) -> None:
    [pilot] = next_moves(tool, on=timezone.localdate())
    assert (pilot.move, pilot.step, [one.unit.code for one in pilot.units]) == ("pilot", 0, ["URG"])
    assert [lack.code for lack in pilot.units[0].lacks] == ["nobody_operates"]
    assert controls_lacking(tool, step="pilot", on=timezone.localdate()) == ()
    opening(tool, "pilot", "URG", override=COVERED)
    tool.refresh_from_db()
    [first] = next_moves(tool, on=timezone.localdate())
    assert (first.move, first.step, [one.unit.code for one in first.units]) == (
        "step",
        1,
        ["CARDIO", "URG"],
    )


@pytest.mark.django_db
def test_opening_for_tests_may_be_called_again_for_others() -> None:
    here = opened()
    open_tool(here.hospital, ROSTER_ENGINE, [here.unit, here.other])
    assert may_use(HOUSE, ROSTER_ENGINE, here.other).is_open
