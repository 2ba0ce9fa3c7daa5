"""What somebody may be allowed to do, by name, and how code says which name it needs.

The names alone: whether an account has one on a level is decided in the room of people. Each
view, API route, action and verb of the command line on the hospital's database declares its need
here, so that a test can walk them all and find the one that says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

_DECLARED_AS = "releve_need"


class Permission(StrEnum):
    """A thing that one may be allowed to do at a level; the name only, never the decision."""

    SEE_ROSTER = "roster.see"
    """The unit's shift codes, and one's own counters."""

    SEE_COUNTERS = "roster.counters"
    """Everybody's counters and unavailability in the unit."""

    MANAGE_ROSTER = "roster.manage"
    """Ask why, solve, choose a version, export everything."""

    SEE_LOAD = "shifts.load"
    """The load signals of a unit in which at least eight people work."""

    MANAGE_WORKED = "shifts.worked"
    """Declare, import and validate what was worked in a unit, and close its months."""

    SEE_PEOPLE = "people.see"
    """Who works in a unit: code, name, role and skills."""

    SEE_CONTRACTS = "people.contracts"
    """Shares of full time, regimes, unavailability and restrictions, without any cause."""

    MANAGE_PEOPLE = "people.manage"
    """Bring in and change people, contracts, unavailability and restrictions."""

    MANAGE_LEVELS = "people.levels"
    """Change the tree of levels and the words of the house: roles and skills."""

    MANAGE_ACCOUNTS = "people.accounts"
    """Open and close accounts, give and end functions."""

    MARK_COMPUTERS = "people.computers"
    """Mark a computer as one that a ward shares, anywhere in one's own hospital."""

    EXPORT_PERSON = "people.export"
    """Hand a person all that is held on her."""

    PURGE = "house.purge"
    """Delete what its retention no longer covers."""

    READ_TRAIL = "trail.read"
    """Ask for the audit trail, or agree that somebody else reads it: always two named people."""

    SEE_JOBS = "jobs.see"
    """See the background work of a hospital."""

    STEER_JOBS = "jobs.steer"
    """Cancel background work, or have it tried again."""

    SEE_REGISTER = "stewardship.see"
    """The whole register of tools, their controls, roll-out and proposals."""

    MANAGE_TOOLS = "stewardship.manage"
    """Keep the register: entries, intake, evidence, plans, consultations."""

    DECIDE_STEPS = "stewardship.decide"
    """Open a step of a tool, waive a control, override a guard, retire a tool."""

    STOP_TOOLS = "stewardship.stop"
    """Stop a tool at once in a unit."""

    USE_TOOLS = "stewardship.use"
    """Operate a tool that is open in a unit, as far as its gate lets her."""

    DECIDE_PROPOSALS = "stewardship.proposals"
    """Decide on what a tool proposes for a unit, and answer who contests it."""

    SEE_READINESS = "training.readiness"
    """Who of a unit is ready to use a tool, and who is not; never an attempt."""

    ASSIGN_TRAINING = "training.assign"
    """Ask people of a unit to follow a module."""

    MANAGE_TRAINING = "training.manage"
    """Say which modules a tool asks for, and bring in proofs from elsewhere."""

    SEE_LEDGER = "ledger.see"
    """The minutes of a unit in which at least eight people work."""

    CHOOSE_SPENDING = "ledger.choose"
    """Record what a team chose to do with the minutes given back."""

    SIGN_SPENDING = "ledger.sign"
    """Sign that minutes given back go to more activity or to fewer posts."""

    OPERATE = "house.operate"
    """Back up, restore, examine the installation."""


@dataclass(frozen=True)
class Need:
    """What a way in asks of whoever takes it.

    ``anyone``: no account at all. ``signed_in``: any account, for what is her own or common to
    all. ``permission``: that permission, at the level that the way in names.
    """

    audience: Literal["anyone", "signed_in", "permission"]
    permission: Permission | None = None


ANYONE = Need("anyone")
SIGNED_IN = Need("signed_in")


def needs(need: Permission | Need) -> Callable[[F], F]:
    """Declare what a view, a route, an action or a verb needs; the check itself is its own."""
    declared = Need("permission", need) if isinstance(need, Permission) else need

    def declare(way_in: F) -> F:
        setattr(way_in, _DECLARED_AS, declared)
        return way_in

    return declare


def need_of(way_in: object) -> Need | None:
    """Return what a way in declares, also through decorators that keep ``__wrapped__``."""
    seen: object | None = way_in
    while seen is not None:
        found = getattr(seen, _DECLARED_AS, None)
        if isinstance(found, Need):
            return found
        seen = getattr(seen, "__wrapped__", None)
    return None
