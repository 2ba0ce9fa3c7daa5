"""What is asked of a period, in a few figures, for a page that has no roster yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from releve.roster.engine.problem import Assignment, Problem
from releve.roster.models import Demand, Roster, Version


@dataclass(frozen=True)
class DemandFacts:
    """How much a period asks: people, days, posts to cover, wishes, days away, fixed cells."""

    demand: Demand
    people: int
    days: int
    needs: int
    wishes: int
    absent: int
    fixed: int
    protected_minutes: int


def demand_facts(roster: Roster) -> DemandFacts | None:
    """Return the latest demand of a period in figures, ``None`` where there is none."""
    demand = latest_demand(roster)
    if demand is None:
        return None
    problem = demand.problem
    return DemandFacts(
        demand=demand,
        people=len(problem.people),
        days=len(problem.days),
        needs=len(problem.needs),
        wishes=len(problem.wishes),
        absent=len({away.person for away in problem.unavailable}),
        fixed=len(problem.fixed),
        protected_minutes=sum(time.minutes for time in problem.protected),
    )


def latest_demand(roster: Roster) -> Demand | None:
    """Return what is asked of a period now."""
    demands = Demand.objects.for_hospital(roster.hospital_id).filter(roster_id=roster.pk)
    return demands.order_by("-number").first()


def asked_now(version: Version) -> int | None:
    """Return the key of what is asked of a version's period now; quick."""
    demands = Demand.objects.for_hospital(version.hospital_id).filter(roster_id=version.roster_id)
    return demands.order_by("-number").values_list("pk", flat=True).first()


def newer_demand(version: Version) -> Demand | None:
    """Return what is asked of a version's period now, where the version answers another demand."""
    key = asked_now(version)
    if key is None or key == version.demand_id:
        return None
    return Demand.objects.for_hospital(version.hospital_id).get(pk=key)


def fitting(problem: Problem, answer: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Return those cells of an answer whose person, day and shift a problem has."""

    def is_asked(cell: Assignment) -> bool:
        known = cell.person in problem.person_by_id and cell.shift in problem.shift_by_code
        return known and problem.starts_on <= cell.day <= problem.ends_on

    return tuple(filter(is_asked, answer))
