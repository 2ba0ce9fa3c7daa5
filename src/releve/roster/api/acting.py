"""The one place of the room where a route calls an action, with who acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from releve.kit.faults import BadInputError
from releve.kit.words import translator
from releve.people.api.callers import Caller
from releve.people.api.faults import Fault, Wrong
from releve.people.models import Level
from releve.roster import actions
from releve.roster.cycle_words import place_fault_text
from releve.roster.engine.cycle import Cycle, CyclePlace
from releve.roster.engine.live import Edit
from releve.roster.engine.problem.checks import FieldError
from releve.roster.exchange_words import refusal_text as exchange_refusal
from releve.roster.models import (
    CellEdit,
    OpenShift,
    Roster,
    Search,
    Swap,
    Version,
    WishPeriod,
)
from releve.roster.models import Cycle as CycleRow
from releve.roster.result_words import breach_text
from releve.roster.vocabulary import EDIT_REASONS
from releve.roster.wish_words import refusal_text
from releve.shifts.faults import ReasonMissingError

_ = translator("releve.roster")


def choose(caller: Caller, version: Version, *, seen: int) -> None:
    """Choose a version of the period that the caller has seen."""
    try:
        actions.choose_version(version, actor=caller.actor, seen=seen)
    except actions.StaleRosterError:
        raise Fault("changed_meanwhile") from None


def publish(caller: Caller, version: Version, *, seen: int, reason: str) -> None:
    """Publish a version of the period that the caller has seen."""
    try:
        actions.publish_version(version, actor=caller.actor, seen=seen, reason=reason)
    except actions.StaleRosterError:
        raise Fault("changed_meanwhile") from None
    except ReasonMissingError as missing:
        raise Fault("invalid", wrong=[Wrong("reason", str(missing))]) from None
    except BadInputError as refused:
        raise Fault("conflict", f"{refused}.") from None


def propose(caller: Caller, version: Version, *, seen: int) -> None:
    """Propose a version of the period that the caller has seen."""
    try:
        actions.propose_version(version, actor=caller.actor, seen=seen)
    except actions.StaleRosterError:
        raise Fault("changed_meanwhile") from None
    except actions.NotDraftError:
        raise Fault("conflict", _("Only a draft is proposed to the team.")) from None
    except BadInputError as refused:
        raise Fault("conflict", f"{refused}.") from None


def take_back(caller: Caller, version: Version, *, seen: int) -> None:
    """Take a proposed version of the period that the caller has seen back."""
    try:
        actions.take_back_version(version, actor=caller.actor, seen=seen)
    except actions.StaleRosterError:
        raise Fault("changed_meanwhile") from None
    except actions.NotProposedError:
        raise Fault("conflict", _("This version is not proposed.")) from None


def revise(caller: Caller, version: Version) -> Version:
    """Begin a draft from a version."""
    return actions.revise_version(version, actor=caller.actor)


def edit(caller: Caller, version: Version, cell: Edit, *, seen: int, reason: str = "") -> CellEdit:
    """Change a cell of the draft that the caller has seen."""
    try:
        return actions.edit_cell(version, cell, actor=caller.actor, seen=seen, reason=reason)
    except actions.StaleEditError:
        raise Fault("changed_meanwhile") from None
    except actions.NotDraftError:
        raise Fault("conflict", _("Only a draft is changed cell by cell.")) from None
    except actions.BarredError as refused:
        raise Fault("conflict", _barred(version, refused)) from None
    except actions.ReasonNeededError:
        message = _("a wish or a habit is set aside; give one of these reasons: {reasons}")
        wrong = Wrong("reason", message.format(reasons=", ".join(EDIT_REASONS)))
        raise Fault("invalid", wrong=[wrong]) from None
    except ValueError:
        message = _("this changes nothing")
        raise Fault("invalid", wrong=[Wrong("shifts", message)]) from None


def step(caller: Caller, version: Version, *, back: bool, seen: int) -> CellEdit:
    """Take the last change back, or make it again."""
    act = actions.undo_edit if back else actions.redo_edit
    try:
        done = act(version, actor=caller.actor, seen=seen)
    except actions.StaleEditError:
        raise Fault("changed_meanwhile") from None
    except actions.NotDraftError:
        raise Fault("conflict", _("Only a draft is changed cell by cell.")) from None
    if done is None:
        raise Fault("conflict", _("There is no such change."))
    return done


def _barred(version: Version, refused: actions.BarredError) -> str:
    problem = version.demand.problem
    lines = [breach_text(problem, breach) for breach in refused.judgement.barring]
    return _("A binding rule forbids it: {breaches}.").format(breaches="; ".join(lines))


def start(
    caller: Caller, roster: Roster, *, aim: str, seconds: int, reference: Version | None
) -> Search:
    """Begin a search, or return the one under way."""
    return actions.start_search(
        roster, actor=caller.actor, aim=aim, seconds=seconds, reference=reference
    )


def stop(caller: Caller, search: Search) -> None:
    """Ask a search to end with the best it has."""
    actions.stop_search(search, actor=caller.actor)


def rescue(caller: Caller, search: Search) -> bool:
    """Close a search whose process is gone; whoever looks does it."""
    return actions.rescue_search(search, actor=caller.actor)


def close_wishes(caller: Caller, period: WishPeriod) -> WishPeriod:
    """Close a period of wishes."""
    return actions.close_wishes(period, actor=caller.actor, at=timezone.now())


def carry_wishes(caller: Caller, period: WishPeriod) -> actions.Carried:
    """Carry a period of wishes into its month."""
    try:
        return actions.carry_wishes(period, actor=caller.actor, at=timezone.now())
    except actions.WishRefusedError as refused:
        raise Fault("conflict", refusal_text(refused.code)) from None


def keep_cycle(caller: Caller, unit: Level, cycle: Cycle, *, seen: int) -> CycleRow:
    """Keep a unit's cycle; 0: the caller has seen none in use."""
    try:
        return actions.keep_cycle(unit, cycle, actor=caller.actor, seen=seen)
    except actions.StaleCycleError:
        if seen:
            raise Fault("changed_meanwhile") from None
        message = _("The unit has a cycle in use already; change that one.")
        raise Fault("conflict", message) from None


def place_on_cycle(
    caller: Caller, unit: Level, places: Sequence[CyclePlace], *, seen: int
) -> CycleRow:
    """Say who walks the cycle that the caller has seen."""
    try:
        return actions.place_on_cycle(unit, places, actor=caller.actor, seen=seen)
    except (actions.StaleCycleError, actions.NoCycleError):
        raise Fault("changed_meanwhile") from None
    except FieldError as fault:
        at, field = fault.path[0], str(fault.path[-1])
        where = f"places.{at}.{'week' if field == 'offset' else field}"
        raise Fault("invalid", wrong=[Wrong(where, place_fault_text(field))]) from None


def retire_cycle(caller: Caller, unit: Level, *, seen: int) -> None:
    """End the use of the cycle that the caller has seen."""
    try:
        actions.retire_cycle(unit, actor=caller.actor, seen=seen)
    except actions.StaleCycleError:
        raise Fault("changed_meanwhile") from None


def begin_from_cycle(caller: Caller, roster: Roster) -> Version:
    """Begin a month from its unit's cycle."""
    try:
        return actions.begin_from_cycle(roster, actor=caller.actor)
    except actions.NoCycleError:
        message = _("Nobody of this month has a place on the cycle yet: give places first.")
        raise Fault("conflict", message) from None


def decide_swap(caller: Caller, swap: Swap, *, accepts: bool) -> Swap:
    """Accept an exchange that both agreed on, or leave the month as it is."""
    act = actions.accept_swap if accepts else actions.decline_swap
    try:
        return act(swap, actor=caller.actor, at=timezone.now())
    except actions.ExchangeRefusedError as refused:
        raise Fault("conflict", exchange_refusal(refused.code)) from None


def open_shift(
    caller: Caller, roster: Roster, post: actions.Post, *, closes_at: datetime, way: str
) -> OpenShift:
    """Offer a shift of a published month."""
    who, now = caller.actor, timezone.now()
    try:
        return actions.open_shift(roster, post, closes_at=closes_at, way=way, actor=who, at=now)
    except actions.ExchangeRefusedError as refused:
        raise Fault("conflict", exchange_refusal(refused.code)) from None


def end_opening(caller: Caller, opening: OpenShift, *, allots: bool) -> OpenShift:
    """Give an open shift to one of its volunteers, or no longer offer it."""
    act = actions.allot_shift if allots else actions.close_opening
    try:
        return act(opening, actor=caller.actor, at=timezone.now())
    except actions.ExchangeRefusedError as refused:
        raise Fault("conflict", exchange_refusal(refused.code)) from None
