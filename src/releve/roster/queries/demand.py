"""What is asked of a period, in a few figures, for a page that has no roster yet."""

from __future__ import annotations

from dataclasses import dataclass

from releve.roster.models import Demand, Roster


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
    )


def latest_demand(roster: Roster) -> Demand | None:
    """Return what is asked of a period now."""
    demands = Demand.objects.for_hospital(roster.hospital).filter(roster=roster)
    return demands.order_by("-number").first()
