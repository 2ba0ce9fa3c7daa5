"""How a net gain is shared between groups, beside the work that each does.

An alert where a group gains less than half of its share of the work, or pays: typically those
who correct what others save.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from releve.ledger.engine.estimates import Estimate
from releve.ledger.engine.problem import Cost, Group, Problem
from releve.ledger.engine.result import Part

Known = tuple[Group, float, float, Estimate, str]
"""A group, its gross gain, its extra clicks, both together with their doubt, and the source."""

HALF = 0.5


def parts_of(problem: Problem, gains: Sequence[Known]) -> tuple[Part, ...]:
    """Return what each group gained; costs of no group are shared by the work that each does."""
    shares = _costs(problem)
    drafts = [_draft(one, cost, problem) for one, cost in zip(gains, shares, strict=True)]
    whole = sum(draft.net for draft in drafts)
    return tuple(_judged(draft, whole) for draft in drafts)


def ratio_of(parts: Sequence[Part], problem: Problem) -> float | None:
    """Return the least gain of a minute worked over the greatest; below zero where one pays."""
    rates = [
        part.net / group.worked
        for part, group in zip(parts, problem.groups, strict=True)
        if group.worked and part.source
    ]
    if len(rates) < 2 or max(rates) <= 0:
        return None
    return min(rates) / max(rates)


def _draft(known: Known, cost: int, problem: Problem) -> Part:
    group, gross, clicks, net, source = known
    bounds = net.bounds()
    worked = sum(one.worked for one in problem.groups)
    value = round(gross) - round(clicks) - cost
    return Part(
        profession=group.profession,
        people=group.people,
        gross=round(gross),
        cost=round(clicks) + cost,
        net=value,
        low=None if bounds is None else min(value, floor(bounds[0]) - cost),
        high=None if bounds is None else max(value, ceil(bounds[1]) - cost),
        share=None,
        due=group.worked / worked if worked else group.people / _people(problem),
        source=source,
    )


def _judged(part: Part, whole: int) -> Part:
    share = part.net / whole if whole > 0 else None
    alert = ""
    if not part.source:
        alert = "not_measured"
    elif part.net < 0:
        alert = "pays"
    elif share is not None and share < HALF * part.due:
        alert = "under_half"
    told = {**vars(part), "share": share, "alert": alert}
    return Part(**told)


def _costs(problem: Problem) -> list[int]:
    """Return what each group paid in whole minutes; they add up to all costs exactly."""
    own = [_own(problem.costs, group) for group in problem.groups]
    common = sum(cost.minutes for cost in problem.costs) - sum(own)
    weights = [group.worked for group in problem.groups]
    if not sum(weights):
        weights = [group.people for group in problem.groups]
    paid, done, given = [], 0, 0
    for mine, weight in zip(own, weights, strict=True):
        done += weight
        upto = common * done // sum(weights)
        paid.append(mine + upto - given)
        given = upto
    return paid


def _own(costs: Sequence[Cost], group: Group) -> int:
    return sum(cost.minutes for cost in costs if cost.profession == group.profession)


def _people(problem: Problem) -> int:
    return sum(group.people for group in problem.groups)
