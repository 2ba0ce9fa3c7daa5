"""A quarter is settled: gross gain of each group from its most certain source, less every cost.

Of each group one source is taken, the most certain there is; sources are not averaged. What may
be spent is the lower bound of the 95 % interval of the whole unit's net gain, and nothing where
one group has no interval: whoever is not counted could be the one who pays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from releve.ledger.engine.equity import parts_of, ratio_of
from releve.ledger.engine.estimates import (
    FEWEST_ANSWERS,
    FEWEST_WEEKS,
    T_NORMAL,
    Estimate,
    Params,
    linked,
    mean_fallen,
    share_fallen,
    total,
)
from releve.ledger.engine.merging import LEAST_PEOPLE
from releve.ledger.engine.problem import Cost, CostKind, Group, Problem, Sample, Week
from releve.ledger.engine.result import Answer, Reason, Result

SOURCES = ("measured", "sampled", "declared", "estimated")
"""From the most to the least certain."""

LINKED = ("measured", "declared", "estimated")
"""Sources whose errors may go the same way in every group."""


@dataclass(frozen=True)
class Gain:
    """What a group gained before any cost but extra clicks, and from which source it is known."""

    group: Group
    gross: float
    clicks: float
    net: Estimate
    source: str
    reasons: tuple[Reason, ...] = ()


def solve(problem: Problem, params: Params | None = None) -> Result:
    """Settle a quarter; a unit of too few people, or of which nothing is known, gets no answer."""
    refused = _refused(problem)
    if refused:
        return Result(None, tuple(refused))
    gains = [_gain(group, problem.weeks, params or Params()) for group in problem.groups]
    reasons = tuple(reason for gain in gains for reason in gain.reasons)
    answer = _answer(problem, gains)
    if answer.low is not None and answer.low <= 0:
        reasons = (*reasons, Reason("bound_not_above_zero"))
    return Result(answer, reasons)


def _refused(problem: Problem) -> list[Reason]:
    if sum(group.people for group in problem.groups) < LEAST_PEOPLE:
        return [Reason("too_few_people")]
    few = [group for group in problem.groups if group.people < LEAST_PEOPLE]
    if few:
        return [Reason("too_few_people", group.profession) for group in few]
    if all(_source(group) is None for group in problem.groups):
        return [Reason("nothing_known")]
    return []


def _answer(problem: Problem, gains: Sequence[Gain]) -> Answer:
    gross = sum(round(gain.gross) for gain in gains)
    measured = sum(round(gain.clicks) for gain in gains)
    checking, training, incidents = (
        _minutes(problem.costs, kinds) for kinds in (("checking",), ("training",), ("incident",))
    )
    clicks = measured + _minutes(problem.costs, ("clicks", "tool_use"))
    net = gross - checking - training - incidents - clicks
    spent = sum(cost.minutes for cost in problem.costs)
    bounds = _whole(gains).bounds()
    low = None if bounds is None else min(net, floor(bounds[0]) - spent)
    high = None if bounds is None else max(net, ceil(bounds[1]) - spent)
    parts = parts_of(
        problem, [(one.group, one.gross, one.clicks, one.net, one.source) for one in gains]
    )
    return Answer(
        gross=gross,
        checking=checking,
        training=training,
        incidents=incidents,
        clicks=clicks,
        net=net,
        low=low,
        high=high,
        spendable=max(0, low or 0),
        source=_least_certain(gains, problem.costs),
        parts=parts,
        ratio=ratio_of(parts, problem),
    )


def _whole(gains: Sequence[Gain]) -> Estimate:
    """Return the gain of all groups: only random questions of each group err on their own.

    Groups are measured in the same weeks, one of which may be a busy one for all; and what is
    said is said once of every group.
    """
    apart = [gain.net for gain in gains if gain.source in {"", "sampled"}]
    alike = [[gain.net for gain in gains if gain.source == one] for one in LINKED]
    return total([*apart, *(linked(group) for group in alike if group)])


def _gain(group: Group, weeks: float, params: Params) -> Gain:
    source = _source(group)
    if source == "measured":
        return _measured(group, weeks, params)
    if source == "sampled" and group.before and group.after:
        return _sampled(group, group.before, group.after, params)
    if group.said is not None:
        return _said(group, weeks)
    return Gain(group, 0.0, 0.0, Estimate(0.0, None), "", _why(group, "not_measured"))


def _source(group: Group) -> str | None:
    """Return the most certain source that says something of a group."""
    if group.weeks_before and group.weeks_after:
        return "measured"
    if group.before and group.after and group.before.answered and group.after.answered:
        return "sampled"
    return group.said.source if group.said else None


def _measured(group: Group, weeks: float, params: Params) -> Gain:
    people = sum(week.people for week in group.weeks_after) / len(group.weeks_after)
    scale = min(people, group.people) * weeks
    lost = -_rate_fallen(group, friction_only=True).value
    net = _rate_fallen(group, with_friction=lost > 0).times(scale)
    clicks = max(0.0, lost) * scale
    reasons: tuple[Reason, ...] = ()
    if min(len(group.weeks_before), len(group.weeks_after)) < FEWEST_WEEKS:
        reasons = _why(group, "too_few_weeks")
    elif people < params.least_response * group.people:
        net, reasons = Estimate(net.value, None), _why(group, "too_few_measured")
    return Gain(group, net.value + clicks, clicks, net, "measured", reasons)


def _rate_fallen(
    group: Group, *, with_friction: bool = False, friction_only: bool = False
) -> Estimate:
    def rate(week: Week) -> float:
        relieved = 0 if friction_only else week.relieved
        friction = week.friction if with_friction or friction_only else 0
        return (relieved + friction) / week.people

    before, after = (
        [rate(week) for week in weeks] for weeks in (group.weeks_before, group.weeks_after)
    )
    return mean_fallen(before, after)


def _sampled(group: Group, before: Sample, after: Sample, params: Params) -> Gain:
    lost = after.friction / after.answered - before.friction / before.answered
    fallen = share_fallen(before, after, with_friction=lost > 0)
    reasons: tuple[Reason, ...] = ()
    if min(before.answered, after.answered) < FEWEST_ANSWERS:
        reasons = _why(group, "too_few_answers")
    elif any(one.answered < params.least_response * one.asked for one in (before, after)):
        fallen = Estimate(fallen.value, None)
        reasons = _why(group, "too_many_silent")
    clicks = max(0.0, lost) * group.worked
    net = fallen.times(group.worked)
    return Gain(group, net.value + clicks, clicks, net, "sampled", reasons)


def _said(group: Group, weeks: float) -> Gain:
    said = group.said
    if said is None:
        raise ValueError("nothing is said of this group")
    scale = group.people * weeks
    variance, reasons = None, _why(group, f"{said.source}_without_bound")
    if said.source == "declared" and said.low is not None and said.high is not None:
        if said.people < LEAST_PEOPLE:
            reasons = _why(group, "declared_by_too_few")
        else:
            half = max(said.minutes - said.low, said.high - said.minutes)
            variance, reasons = (half / T_NORMAL) ** 2, ()
    net = Estimate(said.minutes, variance).times(scale)
    return Gain(group, net.value, 0.0, net, said.source, reasons)


def _least_certain(gains: Iterable[Gain], costs: Iterable[Cost]) -> str:
    told = {gain.source for gain in gains if gain.source}
    told |= {cost.source for cost in costs if cost.minutes}
    return max(told, key=SOURCES.index)


def _minutes(costs: Iterable[Cost], kinds: Sequence[CostKind]) -> int:
    return sum(cost.minutes for cost in costs if cost.kind in kinds)


def _why(group: Group, code: str) -> tuple[Reason, ...]:
    return (Reason(code, group.profession),)
