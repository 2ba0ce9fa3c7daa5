"""The verbs that move a tool: examined, a step opened, let go on, retired.

Each does what its page does, by the same action. Where something is missing it is said, with who
can give it, and the verb leaves with 1; nothing has moved then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from releve.kit.actors import Actor
from releve.kit.console import DONE, FINDINGS, as_option, console, json_option, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_at, hospital_open_to
from releve.stewardship.actions import (
    Override,
    examine_tool,
    open_step,
    resume_tool,
    retire_tool,
)
from releve.stewardship.actions.stopping import CLOSING
from releve.stewardship.cli.asked import (
    everywhere_option,
    hospital_option,
    lacks_json,
    one_unit_option,
    place_asked,
    tool_option,
    unit_open_to,
)
from releve.stewardship.engine.gate import mark_of
from releve.stewardship.engine.rollout import GENERALISE, PILOT, STEP
from releve.stewardship.gate_words import name_of, told
from releve.stewardship.models import Tool
from releve.stewardship.queries.gate import alarm_lacks
from releve.stewardship.queries.register import tool_named
from releve.stewardship.queries.rollout import opened_already
from releve.stewardship.register_words import state_text
from releve.stewardship.rollout_faults import AlarmOpenError, StepHeldError

_ = translator("releve.stewardship")

CLOSING_HELP = {
    "access_closed": "How access was closed.",
    "data_returned": "How data were given back or erased.",
    "people_told": "How the teams were told.",
    "works_without": "How the work goes on without it.",
}
STEP_NUMBER = re.compile(r"[1-9][0-9]?")


def _closing_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    for item in reversed(CLOSING):
        name = f"--{item.replace('_', '-')}"
        verb = click.option(name, item, metavar="TEXT", required=True, help=CLOSING_HELP[item])(
            verb
        )
    return verb


@click.command("examine")
@tool_option
@hospital_option
@json_option
@as_option
@needs(Permission.MANAGE_TOOLS)
def examine(
    *, actor: Actor, tool_key: str, hospital_code: str | None, json_path: str | None
) -> int:
    """Note that a tool was examined: its intake is signed, and what that asks for is there.

    Leaves with 1 and says what is missing where it is not.
    """
    tool = tool_named(hospital_open_to(actor, Permission.MANAGE_TOOLS, hospital_code), tool_key)
    try:
        moved = examine_tool(tool, actor=actor)
    except StepHeldError as held:
        return _held(tool, held, json_path, signs=False)
    return _moved(moved, json_path)


@click.command("open")
@tool_option
@click.option(
    "--step", "step_text", metavar="STEP", required=True, help="pilot, a number, or general."
)
@click.option(
    "--unit",
    "unit_codes",
    metavar="CODE",
    required=True,
    multiple=True,
    help="A unit in which it opens; as often as there are units.",
)
@click.option(
    "--sign-over",
    "marks",
    metavar="MARK",
    multiple=True,
    help="Open it in spite of this, as the refusal names it; public, in your name.",
)
@click.option("--reason", default="", metavar="TEXT", help="Why you sign over; it is public.")
@json_option
@as_option
@needs(Permission.DECIDE_STEPS)
def open_in(  # noqa: PLR0913 - the options of the verb
    *,
    actor: Actor,
    tool_key: str,
    step_text: str,
    unit_codes: tuple[str, ...],
    marks: tuple[str, ...],
    reason: str,
    json_path: str | None,
) -> int:
    """Open a step of a tool in units of its plan: the pilot, a step, or general use.

    Leaves with 1 where something is missing, unit by unit: each with who can give it, and with
    the mark by which --sign-over names it where a signature may lift it. Units in which the step
    is open already are left as they are.
    """
    move, step = _step(step_text)
    if reason.strip() and not marks:
        message = _("a reason goes with what it signs over: add --sign-over MARK")
        raise BadInputError(message, place=Place(field="--reason"))
    units = [
        unit_open_to(actor, Permission.DECIDE_STEPS, code) for code in dict.fromkeys(unit_codes)
    ]
    tool = tool_named(units[0].hospital or units[0], tool_key)
    check_at(actor, Permission.DECIDE_STEPS, tool.hospital)
    units = _still_closed(tool, move, step, units, json_path)
    if not units:
        return _moved(tool, json_path)
    override = Override(frozenset(marks), reason) if marks else None
    try:
        moved = open_step(
            tool,
            move,
            units,
            actor=actor,
            row_version=tool.row_version,
            step=step,
            override=override,
        )
    except StepHeldError as held:
        return _held(tool, held, json_path, signs=True)
    return _moved(moved, json_path)


@click.command("resume")
@tool_option
@one_unit_option
@everywhere_option
@hospital_option
@click.option("--reason", required=True, metavar="TEXT", help="Why it may go on; it is public.")
@json_option
@as_option
@needs(Permission.DECIDE_STEPS)
def resume(*, actor: Actor, tool_key: str, reason: str, json_path: str | None, **where: Any) -> int:
    """Let a tool go on where it was stopped: in a unit, or everywhere.

    Leaves with 1 while an alarm waits for its answer there.
    """
    tool, unit = place_asked(actor, Permission.DECIDE_STEPS, tool_key, **where)
    try:
        was_stopped = resume_tool(
            tool, unit=unit, reason=reason, row_version=tool.row_version, actor=actor
        )
    except AlarmOpenError:
        lacks = alarm_lacks(tool, unit)
        code = unit.code if unit else tool.hospital.code
        return _held(tool, StepHeldError({code: lacks}, beyond=lacks), json_path, signs=False)
    if not was_stopped:
        _say(json_path, _("It was not stopped there."))
    tool.refresh_from_db()
    return _moved(tool, json_path)


@click.command("retire")
@tool_option
@hospital_option
@_closing_options
@click.option("--reason", required=True, metavar="TEXT", help="Why it is retired; it is public.")
@json_option
@as_option
@needs(Permission.DECIDE_STEPS)
def retire(
    *,
    actor: Actor,
    tool_key: str,
    hospital_code: str | None,
    reason: str,
    json_path: str | None,
    **closing: str,
) -> int:
    """End the use of a tool for good, with its closing list: what was done, item by item."""
    tool = tool_named(hospital_open_to(actor, Permission.DECIDE_STEPS, hospital_code), tool_key)
    moved = retire_tool(tool, closing, actor=actor, row_version=tool.row_version, reason=reason)
    return _moved(moved, json_path)


VERBS = (examine, open_in, resume, retire)


def _step(text: str) -> tuple[str, int]:
    """Return the move and the number that a step's name stands for; raises BadInputError."""
    named = {"pilot": (PILOT, 0), "general": (GENERALISE, 0)}
    if text in named:
        return named[text]
    if STEP_NUMBER.fullmatch(text):
        return STEP, int(text)
    message = _("there is no step {said!r}; write pilot, a number from 1, or general")
    raise BadInputError(message.format(said=text), place=Place(field="--step"))


def _still_closed(
    tool: Tool, move: str, step: int, units: Sequence[Level], json_path: str | None
) -> list[Level]:
    """Return the units that a step would open; raises BadInputError where it is stopped in one."""
    before = opened_already(tool, move, step, units)
    for place in before.values():
        if place.suspended_at is not None:
            message = _("it was opened in {unit} and is stopped there; resume it instead")
            raise BadInputError(message.format(unit=place.unit.code), place=Place(field="--unit"))
        _say(json_path, _("{unit}: this step is open there already.").format(unit=place.unit.code))
    return [one for one in units if one.pk not in before]


def _moved(tool: Tool, json_path: str | None) -> int:
    """Say where a tool stands after a move."""
    state = state_text(tool.state, tool.step)
    _say(json_path, _("{tool}: {state}.").format(tool=name_of(tool), state=state))
    if json_path:
        write_json(_document(tool, is_held=False, lacks={}), json_path)
    return DONE


def _held(tool: Tool, held: StepHeldError, json_path: str | None, *, signs: bool) -> int:
    """Say what holds a move back, unit by unit, and how it could be signed over."""
    state = state_text(tool.state, tool.step)
    sentence = _("{tool} stays as it is ({state}); this is missing:")
    _say(json_path, sentence.format(tool=name_of(tool), state=state))
    for code, lacks in held.lacks.items():
        _say(json_path, f"  {code}")
        for one in told(lacks):
            may_sign = signs and one.lack not in held.beyond
            mark = f" [{mark_of(one.lack)}]" if may_sign else ""
            _say(json_path, f"    {one.reason} {one.giver}".rstrip() + mark)
    if signs:
        _say(json_path, _("What has a mark in brackets can be signed over, with a public reason."))
    if json_path:
        lacks_by_unit = {code: lacks_json(lacks) for code, lacks in held.lacks.items()}
        fixed = sorted({mark_of(one) for one in held.beyond})
        document = _document(tool, is_held=True, lacks=lacks_by_unit)
        write_json({**document, "fixed": fixed}, json_path)
    return FINDINGS


def _document(tool: Tool, *, is_held: bool, lacks: dict[str, Any]) -> dict[str, Any]:
    return {
        "tool": tool.key,
        "state": tool.state,
        "step": tool.step,
        "is_held": is_held,
        "lacks": lacks,
        "fixed": [],
    }


def _say(json_path: str | None, sentence: str) -> None:
    if json_path != "-":
        console().print(sentence, soft_wrap=True)
