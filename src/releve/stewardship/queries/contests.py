"""Contests asked for: whose, of what, how long they wait, and how many a tool has had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from releve.kit.actors import Actor
from releve.kit.permissions import Permission
from releve.people.models import Level, Person
from releve.people.queries import account_of, units_for
from releve.stewardship.models import Contest, ContestMessage, Proposal, Tool

ANSWER_WITHIN = timedelta(days=7)
"""How long somebody who contests waits at most before it is shown as overdue."""

QUIET_AFTER = timedelta(days=30)
"""How long after its answer a contest that goes no further closes by itself."""

LEAST_TOLD = 8
"""People of a unit from which on its contests are counted apart."""


def contests_in(hospital: Level | int) -> QuerySet[Contest]:
    """Return the contests of a hospital with what they are about, the newest first."""
    found = Contest.objects.for_hospital(hospital)
    return found.select_related("proposal__tool", "proposal__unit", "person__unit").order_by("-pk")


def live_contest(proposal: Proposal, person: Person) -> Contest | None:
    """Return somebody's contest of a proposal that is not closed, nothing where there is none."""
    found = contests_in(proposal.hospital_id).filter(proposal=proposal, person=person)
    return found.exclude(state="closed").first()


def contests_of(proposal: Proposal, person: Person) -> QuerySet[Contest]:
    """Return somebody's contests of a proposal, the newest first."""
    return contests_in(proposal.hospital_id).filter(proposal=proposal, person=person)


def quiet_contests(hospital: Level | int, *, at: datetime) -> QuerySet[Contest]:
    """Return what was answered long enough ago to close by itself."""
    return contests_in(hospital).filter(state="answered", answered_at__lte=at - QUIET_AFTER)


def is_overdue(contest: Contest, *, at: datetime) -> bool:
    """Whether somebody who contests has waited too long."""
    return contest.state == "open" and contest.opened_at + ANSWER_WITHIN < at


def contests_open_to(actor: Actor, hospital: Level | int) -> QuerySet[Contest]:
    """Return the contests that somebody reads: her own, and those of units where she decides."""
    account = account_of(actor)
    units = units_for(actor, Permission.DECIDE_PROPOSALS).values_list("pk", flat=True)
    seen = Q(proposal__unit__in=list(units))
    if account is not None and account.person_id is not None:
        seen |= Q(person=account.person_id)
    return contests_in(hospital).filter(seen)


def thread_of(contest: Contest) -> QuerySet[ContestMessage]:
    """Return the messages of a contest in their order."""
    found = ContestMessage.objects.for_hospital(contest.hospital_id).filter(contest=contest)
    return found.select_related("author").order_by("said_at", "pk")


@dataclass(frozen=True)
class ContestCounts:
    """How many contests a tool has had: those that wait, those answered, those overdue."""

    open: int = 0
    answered: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """All of them, whatever became of them."""
        return self.open + self.answered


def contest_counts(tool: Tool, *, at: datetime, unit: Level | None = None) -> ContestCounts | None:
    """Return how many contests a tool has had in its hospital, or in one unit of it.

    Closed ones count as answered. Nothing is told of a unit of fewer than eight people, where a
    count would point at somebody.
    """
    found = Contest.objects.for_hospital(tool.hospital_id).filter(proposal__tool=tool)
    if unit is not None:
        if people_in(unit) < LEAST_TOLD:
            return None
        found = found.filter(proposal__unit=unit)
    waiting = found.filter(state="open")
    return ContestCounts(
        open=waiting.count(),
        answered=found.exclude(state="open").count(),
        overdue=waiting.filter(opened_at__lt=at - ANSWER_WITHIN).count(),
    )


def contests_by_tool(tools: Iterable[Tool], *, at: datetime) -> dict[int, ContestCounts]:
    """Return how many contests each of several tools of one hospital has had, in one query."""
    listed = list(tools)
    if not listed:
        return {}
    late = Q(state="open", opened_at__lt=at - ANSWER_WITHIN)
    rows = Contest.objects.for_hospital(listed[0].hospital_id).filter(proposal__tool__in=listed)
    counted = (
        rows.order_by()
        .values_list("proposal__tool")
        .annotate(
            waiting=Count("pk", filter=Q(state="open")),
            answered=Count("pk", filter=~Q(state="open")),
            overdue=Count("pk", filter=late),
        )
    )
    return {tool: ContestCounts(*counts) for tool, *counts in counted}


def people_in(unit: Level) -> int:
    """Return how many people work in a unit."""
    return Person.objects.for_hospital(unit.hospital_id or unit.pk).filter(unit=unit).count()


def waiting_contests(actor: Actor, hospital: Level | int) -> QuerySet[Contest]:
    """Return the contests that wait for somebody who decides in their unit, the oldest first."""
    units = units_for(actor, Permission.DECIDE_PROPOSALS).values_list("pk", flat=True)
    found = contests_in(hospital).filter(state="open", proposal__unit__in=list(units))
    return found.order_by("opened_at", "pk")
