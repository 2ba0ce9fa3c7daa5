"""Whoever operates the roster engine in the small world: a person who is trained for it.

An account of no hospital has no line of a person, so it can show no training: whatever function
it has, the gate stays closed to it.
"""

from __future__ import annotations

from collections.abc import Callable

from house_world import Situation, is_allowed
from releve.kit.actors import Actor
from releve.kit.permissions import Need, Permission
from releve.people.models import Account, Level, Person, Role
from releve.people.queries import account_of
from releve.roster.gate import TOOL
from releve.training.tests.builders import ready_for

TOOL_ROUTES = frozenset({"roster:start", "api:start_search"})
"""Routes that operate the roster engine."""

TOOL_VERBS = frozenset({"roster months search"})
"""Verbs that operate it."""


def trained(actor: Actor) -> Actor:
    """Let the account behind an actor be a person who is trained for the engine."""
    account = account_of(actor)
    if account is not None:
        train(account)
    return actor


def train(account: Account) -> None:
    """Tie an account of a hospital to a person, and train her for the engine."""
    if account.hospital is None:
        return
    if account.person is None:
        unit = Level.objects.filter(hospital=account.hospital, kind="unit").order_by("code")[0]
        code = f"who-{account.pk}"
        account.person = Person.objects.create(
            hospital=account.hospital,
            unit=unit,
            code=code,
            family_name=code,
            role=Role.objects.get(key="nurse"),
        )
        account.save()
    ready_for(account.person, TOOL)


def may_operate(need: Need, function: str, situation: Situation) -> bool:
    """Whether somebody trained is let in who operates the engine in the emergency ward."""
    is_somebody = situation != "one unit from above"
    return is_somebody and is_allowed(need, function, situation, "unit")


def _searches(function: str, situation: Situation) -> bool:
    return may_operate(Need("permission", Permission.MANAGE_ROSTER), function, situation)


def _reports(function: str, situation: Situation) -> bool:
    """Whoever reads the roster of a unit may report a serious event there."""
    return is_allowed(Need("permission", Permission.SEE_ROSTER), function, situation, "unit")


OWN_RULES: dict[str, Callable[[str, Situation], bool]] = {
    "ask_search": _searches,
    "start_search": _searches,
    "raise_alarm": _reports,
}
"""Whom these actions serve, beside the one need that each names."""
