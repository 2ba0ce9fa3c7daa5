"""The verbs of roll-outs: what comes next and who gives it, one's own gate, stop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.console import DONE, FINDINGS, as_option, console, json_option, write_json
from releve.kit.gates import Lack
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.queries import hospital_of, levels_known_to
from releve.stewardship.actions import stop_tool
from releve.stewardship.cli.asked import (
    everywhere_option,
    hospital_option,
    lacks_json,
    one_unit_option,
    place_asked,
    tool_option,
    unit_open_to,
    unit_option,
)
from releve.stewardship.faults import UnknownToolError
from releve.stewardship.gate_words import name_of, told
from releve.stewardship.models import Tool
from releve.stewardship.queries.gate import may_use
from releve.stewardship.queries.register import tool_named
from releve.stewardship.queries.rollout import NextMove, next_moves
from releve.stewardship.queries.rollout_places import tool_seen
from releve.stewardship.register_words import state_text
from releve.stewardship.rollout_words import NEXT_WORDS, word

_ = translator("releve.stewardship")


@click.command("next")
@tool_option
@hospital_option
@json_option
@as_option
@needs(Permission.SEE_REGISTER)
def next_step(
    *, actor: Actor, tool_key: str, hospital_code: str | None, json_path: str | None
) -> int:
    """Say where the roll-out of a tool stands, what its next step misses, and who gives that.

    So one opens the first tools of a new installation: do what it names, and ask again. Leaves
    with 1 while something is missing in a unit of the next step, or nothing can be opened yet.
    """
    tool = _tool(actor, tool_key, hospital_code)
    moves = next_moves(tool, on=timezone.localdate())
    if json_path:
        write_json(_walked(tool, moves), json_path)
    if json_path != "-":
        _show_walk(tool, moves)
    is_ready = bool(moves) and all(unit.is_ready for move in moves for unit in move.units)
    return DONE if is_ready or tool.state in {"general", "retired"} else FINDINGS


@click.command("gate")
@tool_option
@unit_option
@json_option
@as_option
@needs(Permission.USE_TOOLS)
def gate(*, actor: Actor, tool_key: str, unit_code: str, json_path: str | None) -> int:
    """Say whether a tool is open to whoever asks in a unit, and who can give what is missing.

    Leaves with 1 where it is closed.
    """
    unit = unit_open_to(actor, Permission.USE_TOOLS, unit_code)
    answer = may_use(actor, tool_named(unit.hospital or unit, tool_key).key, unit)
    if json_path:
        document = {
            "tool": tool_key,
            "unit": unit.code,
            "is_open": answer.is_open,
            "guards": answer.guards,
            "lacks": lacks_json(answer.lacks),
            "warnings": lacks_json(answer.warnings),
        }
        write_json(document, json_path)
    if json_path != "-":
        screen = console()
        screen.print(_("Open.") if answer.is_open else _("Closed:"))
        _print_lacks(answer.lacks)
        if answer.warnings:
            screen.print(_("To see to; it does not close the tool:"))
            _print_lacks(answer.warnings)
    return DONE if answer.is_open else FINDINGS


@click.command("stop")
@tool_option
@one_unit_option
@everywhere_option
@hospital_option
@click.option("--reason", default="", help="Why; it may be left out.")
@as_option
@needs(Permission.STOP_TOOLS)
def stop(*, actor: Actor, tool_key: str, reason: str, **where: Any) -> int:
    """Stop a tool at once in a unit, or everywhere; what it is working on there is not kept."""
    tool, unit = place_asked(actor, Permission.STOP_TOOLS, tool_key, **where)
    is_stopped = stop_tool(tool, unit=unit, reason=reason[:1000], actor=actor)
    console().print(_("Stopped.") if is_stopped else _("It was not running there."))
    return DONE


def _print_lacks(lacks: Iterable[Lack]) -> None:
    for one in told(lacks):
        console().print(f"  {one.reason} {one.giver}".rstrip())


VERBS = (next_step, gate, stop)


def _tool(actor: Actor, key: str, hospital_code: str | None) -> Tool:
    hospital = hospital_of(hospital_code, among=levels_known_to(actor))
    try:
        return tool_seen(actor, hospital.pk, key)
    except Tool.DoesNotExist:
        raise UnknownToolError(key) from None


def _walked(tool: Tool, moves: tuple[NextMove, ...]) -> dict[str, Any]:
    return {
        "tool": tool.key,
        "version": tool.version,
        "state": tool.state,
        "step": tool.step,
        "next": [
            {
                "move": move.move,
                "step": move.step,
                "units": [
                    {"unit": one.unit.code, "lacks": lacks_json(one.lacks)} for one in move.units
                ],
            }
            for move in moves
        ],
    }


def _show_walk(tool: Tool, moves: tuple[NextMove, ...]) -> None:
    screen = console()
    state = state_text(tool.state, tool.step)
    screen.print(_("{tool}: {state}.").format(tool=name_of(tool), state=state))
    if tool.state == "declared":
        screen.print(_("Next: the AI referent signs the intake, then notes that it is examined."))
    for move in moves:
        screen.print(_("Next: {move}").format(move=word(NEXT_WORDS, move.move, step=move.step)))
        for one in move.units:
            screen.print(f"  {one.unit.code}")
            for lack in told(one.lacks):
                screen.print(f"    {lack.reason} {lack.giver}".rstrip())
            if one.is_ready:
                screen.print(_("    nothing is missing: the director of care can open it"))
    if not moves and tool.state not in {"declared", "general", "retired"}:
        screen.print(_("Next: a plan that says which units come when; the AI referent writes it."))
