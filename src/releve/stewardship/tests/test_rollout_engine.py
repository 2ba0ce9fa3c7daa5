"""The states of a tool and the seal of a plan: pure rules, each move and each lack of a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from releve.stewardship.engine.plans import Plan, PlannedStep, missing_of, plan_of
from releve.stewardship.engine.rollout import (
    TRANSITIONS,
    Standing,
    moved,
    moves_from,
    plan_digest,
)
from releve.stewardship.vocabulary import MOVES, STATES

TODAY = date(2027, 3, 1)
PLAN = Plan(
    (
        PlannedStep(0, ("URG",), TODAY),
        PlannedStep(1, ("URG", "CARDIO"), TODAY + timedelta(days=28)),
    ),
    outcome="Heures",
    margin="Aucune de plus",
    stop_rules=(("sentinel", "Un planning illégal"),),
)


def test_a_tool_is_suspended_from_anywhere_and_goes_on_where_it_was() -> None:
    for state in STATES:
        before = Standing(state, 3 if state == "step" else 0)
        stopped = moved(before, "suspend")
        if state in {"retired", "suspended"}:
            assert stopped is None
        else:
            assert stopped == Standing("suspended", before.step, state)
            assert moved(stopped, "resume") == before


def test_the_states_are_reached_one_after_another_and_none_is_left_out() -> None:
    walked = Standing("declared")
    for move, step in (("examine", 0), ("pilot", 0), ("step", 1), ("step", 2), ("generalise", 0)):
        found = moved(walked, move, step=step)
        assert found is not None, (walked, move)
        walked = found
    assert walked == Standing("general")
    assert {state for (_from, _move), state in TRANSITIONS.items()} == {*STATES} - {"declared"}
    assert {move for _state, move in TRANSITIONS} | {"resume"} == set(MOVES)


@pytest.mark.parametrize(
    ("standing", "move", "step"),
    [
        (Standing("declared"), "pilot", 0),
        (Standing("examined"), "step", 1),
        (Standing("pilot"), "step", 2),
        (Standing("step", 1), "step", 3),
        (Standing("pilot"), "generalise", 0),
        (Standing("retired"), "examine", 0),
        (Standing("retired"), "suspend", 0),
        (Standing("pilot"), "resume", 0),
    ],
)
def test_no_step_is_jumped_over(standing: Standing, move: str, step: int) -> None:
    assert moved(standing, move, step=step) is None


def test_what_is_retired_moves_no_more() -> None:
    assert moves_from(Standing("retired")) == ()


def test_a_plan_is_read_as_it_was_written_and_its_digest_is_of_its_content() -> None:
    body = PLAN.to_json()
    assert plan_of(body) == PLAN
    assert plan_digest(body) == plan_digest(dict(reversed(list(body.items()))))
    assert plan_digest(body) != plan_digest(replace(PLAN, margin="Une").to_json())
    assert plan_digest({"b": "é", "a": 1}) == (
        "09ad9fd2fb648cb2f62141215828ea00a62c299db05d20aa9ade2f527a301cc6"
    )


@pytest.mark.parametrize(
    ("plan", "missing"),
    [
        (PLAN, ()),
        (replace(PLAN, steps=PLAN.steps[:1]), ("no_step",)),
        (replace(PLAN, outcome=" "), ("no_outcome",)),
        (replace(PLAN, margin=""), ("no_margin",)),
        (replace(PLAN, stop_rules=()), ("no_stop_rule",)),
        (
            replace(
                PLAN, steps=(*PLAN.steps, PlannedStep(2, ("URG",), TODAY + timedelta(days=60)))
            ),
            ("unit_twice",),
        ),
        (
            replace(PLAN, steps=(PLAN.steps[0], replace(PLAN.steps[1], from_on=TODAY))),
            ("days_not_in_order",),
        ),
        (
            replace(PLAN, steps=(PLAN.steps[0], replace(PLAN.steps[1], number=2))),
            ("steps_not_in_order",),
        ),
        (
            replace(PLAN, steps=(replace(PLAN.steps[0], units=()), PLAN.steps[1])),
            ("step_without_units",),
        ),
    ],
)
def test_a_plan_says_enough_before_it_is_locked(plan: Plan, missing: tuple[str, ...]) -> None:
    assert missing_of(plan) == missing
