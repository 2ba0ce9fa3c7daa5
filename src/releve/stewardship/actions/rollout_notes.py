"""How a move of a tool is written: as a decision that stays, and in the trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from releve.kit.actors import Actor
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import account_of
from releve.stewardship.actions.noting import note_tool
from releve.stewardship.engine.rollout import Standing, moved
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import StepDecision, Tool
from releve.stewardship.rollout_faults import MoveNotOpenError

_ = translator("releve.stewardship")

VERBS = {
    "examine": "stewardship.rollout.examine",
    "pilot": "stewardship.rollout.pilot",
    "step": "stewardship.rollout.step",
    "generalise": "stewardship.rollout.generalise",
    "suspend": "stewardship.rollout.suspend",
    "resume": "stewardship.rollout.resume",
    "retire": "stewardship.rollout.retire",
}
"""How each move is called in the trail."""


LONGEST_REASON = 1000


def check_length(*texts: str) -> None:
    """Raise StewardshipError where a reason, or another text of a move, is too long."""
    if any(len(text) > LONGEST_REASON for text in texts):
        raise StewardshipError(_("the reason is too long; a thousand characters at most"))


def standing_of(tool: Tool) -> Standing:
    """Return where a tool stands, as the transition table reads it."""
    return Standing(tool.state, tool.step, tool.state_before)


def move_tool(tool: Tool, move: str, *, step: int = 0) -> Standing:
    """Save where a move leads a tool that is held; return where it stood.

    Raises MoveNotOpenError where the move does not lead on from there.
    """
    before = standing_of(tool)
    after = moved(before, move, step=step)
    if after is None:
        raise MoveNotOpenError(tool.state, move)
    tool.state, tool.step, tool.state_before = after.state, after.step, after.before
    tool.row_version += 1
    tool.save(update_fields=["state", "step", "state_before", "retired_on", "row_version"])
    return before


def decided(  # noqa: PLR0913 - the facts of a decision, each by its name
    tool: Tool,
    move: str,
    *,
    actor: Actor,
    at: datetime,
    unit: Level | None = None,
    step: int = 0,
    reason: str = "",
    marks: Iterable[str] = (),
) -> StepDecision:
    """Write a decision down, in the caller's transaction; with ``marks`` it is an override."""
    lifted = sorted(marks)
    row = StepDecision.objects.create(
        hospital_id=tool.hospital_id,
        tool=tool,
        move=move,
        step=step,
        unit=unit,
        decided_at=at,
        decided_by=account_of(actor),
        signer=(actor.name or actor.key)[:150],
        reason=reason,
        is_override=bool(lifted),
        lacks=lifted,
    )
    note_tool(
        actor,
        VERBS[move],
        tool,
        after={"unit": unit.code if unit else "", "step": step, "lifted": lifted},
        reason=reason[:500],
    )
    return row
