"""The one place of the room where a route calls an action, with who acts."""

from __future__ import annotations

from releve.people.api.callers import Caller
from releve.people.api.faults import Fault
from releve.roster import actions
from releve.roster.models import Roster, Search, Version


def choose(caller: Caller, version: Version, *, seen: int) -> None:  # noqa: ARG001 - actions take who acts from here on
    """Choose a version of the period that the caller has seen."""
    try:
        actions.choose_version(version, seen=seen)
    except actions.StaleRosterError:
        raise Fault("changed_meanwhile") from None


def publish(caller: Caller, version: Version, *, seen: int) -> None:  # noqa: ARG001 - see above
    """Publish a version of the period that the caller has seen."""
    try:
        actions.publish_version(version, seen=seen)
    except actions.StaleRosterError:
        raise Fault("changed_meanwhile") from None


def start(
    caller: Caller, roster: Roster, *, aim: str, seconds: int, reference: Version | None
) -> Search:
    """Begin a search, or return the one under way."""
    return actions.start_search(
        roster, aim=aim, seconds=seconds, reference=reference, by=caller.account
    )


def stop(caller: Caller, search: Search) -> None:  # noqa: ARG001 - see above
    """Ask a search to end with the best it has."""
    actions.stop_search(search)


def rescue(search: Search) -> bool:
    """Close a search whose process is gone; whoever looks does it, in nobody's name."""
    return actions.rescue_search(search)
