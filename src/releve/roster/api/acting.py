"""The one place of the room where a route calls an action, with who acts."""

from __future__ import annotations

from django.utils import timezone

from releve.people.api.callers import Caller
from releve.people.api.faults import Fault
from releve.roster import actions
from releve.roster.models import Roster, Search, Version, WishPeriod
from releve.roster.wish_words import refusal_text


def choose(caller: Caller, version: Version, *, seen: int) -> None:
    """Choose a version of the period that the caller has seen."""
    try:
        actions.choose_version(version, actor=caller.actor, seen=seen)
    except actions.StaleRosterError:
        raise Fault("changed_meanwhile") from None


def publish(caller: Caller, version: Version, *, seen: int) -> None:
    """Publish a version of the period that the caller has seen."""
    try:
        actions.publish_version(version, actor=caller.actor, seen=seen)
    except actions.StaleRosterError:
        raise Fault("changed_meanwhile") from None


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
