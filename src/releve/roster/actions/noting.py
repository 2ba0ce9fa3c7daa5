"""How what is done to a period stands in the trail: under its unit's code and its first day."""

from __future__ import annotations

from typing import Any

from releve.kit.actors import Actor
from releve.people.models import Account
from releve.people.queries import account_of, actor_of
from releve.roster.models import (
    CellEdit,
    Cycle,
    Demand,
    OpenShift,
    OptIn,
    Roster,
    Search,
    Swap,
    SwapRule,
    Version,
    Volunteer,
)
from releve.roster.queries.cycles import cycle_key
from releve.roster.queries.periods import roster_key
from releve.trail.actions import note_change

EDIT_VERBS = {
    "edit": "roster.cell.edit",
    "undo": "roster.cell.undo",
    "redo": "roster.cell.redo",
}
"""What each kind of edit is called in the trail."""

SEARCH = "search"
"""Who acts where a search saves what it found; on behalf of whoever asked for it."""


RULE = "rule"
"""Who acts where a unit's rule accepts an exchange, on behalf of the manager who set it."""


def decider(actor: Actor) -> Account | None:
    """Return the account that has decided something; nobody where a rule did."""
    return None if actor.key == RULE else account_of(actor)


def searcher(search: Search) -> Actor:
    """Return the search itself as an actor, on behalf of whoever asked for it."""
    asker: Account | None = search.asked_by
    return Actor(
        SEARCH,
        hospital=search.hospital_id,
        on_behalf_of="" if asker is None else actor_of(asker).key,
    )


def note_roster(actor: Actor, verb: str, roster: Roster, *, after: Any = None) -> None:
    """Note what is done to a period, in the caller's transaction."""
    note_change(
        actor,
        verb,
        kind="roster",
        key=roster_key(roster),
        hospital=roster.hospital_id,
        after=after,
    )


def note_demand(actor: Actor, demand: Demand) -> None:
    """Note that something else is asked of a period."""
    note_change(
        actor,
        "roster.demand.make",
        kind="demand",
        key=f"{roster_key(demand.roster)}/{demand.number}",
        hospital=demand.hospital_id,
        after={"digest": demand.digest},
    )


def note_version(
    actor: Actor, verb: str, version: Version, *, state: str = "", reason: str = ""
) -> None:
    """Note what is done to a version; its facts are the answer that it holds.

    ``state`` is the one that it has now, where the object at hand still says another.
    """
    note_change(
        actor,
        verb,
        kind="version",
        key=f"{roster_key(version.roster)}/{version.number}",
        hospital=version.hospital_id,
        after={"state": state or version.state, "aim": version.aim, "found": version.found},
        reason=reason,
    )


def note_edit(actor: Actor, edit: CellEdit) -> None:
    """Note that a cell of a version is changed by hand; the version's key and the edit's number.

    Whose cell it is and what it holds stand in the edit: a name here would outlive the roster.
    """
    version = edit.version
    note_change(
        actor,
        EDIT_VERBS[edit.kind],
        kind="version",
        key=f"{roster_key(version.roster)}/{version.number}",
        hospital=version.hospital_id,
        after={"edit": edit.number, "reason": edit.reason, "found": version.found},
    )


def note_search(actor: Actor, verb: str, search: Search, *, after: Any = None) -> None:
    """Note what is done to a search."""
    note_change(actor, verb, kind="search", key=search.pk, hospital=search.hospital_id, after=after)


def note_cycle(actor: Actor, verb: str, row: Cycle) -> None:
    """Note what is done to a unit's cycle; its facts are the version's number and its lines."""
    note_change(
        actor,
        verb,
        kind="cycle",
        key=f"{cycle_key(row.unit)}/{row.number}",
        hospital=row.hospital_id,
        after={"content": row.content, "places": row.places.count()},
    )


def note_swap(actor: Actor, verb: str, swap: Swap) -> None:
    """Note a step of an exchange on which both have agreed, or that it is asked.

    What is between the two of them leaves no line: where nothing follows what was asked, the
    trail does not tell whether she said no, took it back or let its day come.
    """
    if swap.state == "asked" or swap.agreed_at is not None:
        facts = {"state": swap.state}
        note_change(actor, verb, kind="swap", key=swap.pk, hospital=swap.hospital_id, after=facts)


def note_swap_rule(actor: Actor, rule: SwapRule) -> None:
    """Note what a unit's manager lets happen by itself."""
    facts = {"accepts": rule.accepts, "days_ahead": rule.days_ahead}
    note_change(
        actor,
        "roster.swap_rule.set",
        kind="unit",
        key=rule.unit.code,
        hospital=rule.hospital_id,
        after=facts,
    )


def note_opening(actor: Actor, verb: str, opening: OpenShift) -> None:
    """Note what is done to an open shift; who takes it stands in its row and in the roster."""
    facts = {"state": opening.state, "way": opening.way, "seed": opening.seed}
    when = {"day": opening.day, "shift": opening.shift}
    note_change(
        actor,
        verb,
        kind="open_shift",
        key=opening.pk,
        hospital=opening.hospital_id,
        after={**facts, **when},
    )


def note_volunteer(actor: Actor, verb: str, one: Volunteer) -> None:
    """Note that somebody would take an open shift, or no longer would."""
    note_change(
        actor,
        verb,
        kind="open_shift",
        key=one.opening_id,
        hospital=one.hospital_id,
        after={"volunteer": one.pk},
    )


def note_opt_in(actor: Actor, one: OptIn) -> None:
    """Note that somebody said whether she wants to hear of open shifts."""
    note_change(
        actor,
        "roster.offers.set",
        kind="offers",
        key=one.pk,
        hospital=one.hospital_id,
        after={"wants": one.wants},
    )
