"""An independent judge of a settled quarter: it adds up again, and shares no code with the answer.

It knows neither intervals nor sources as they are computed: only what must hold of any answer.
"""

from __future__ import annotations

from releve.ledger.engine.problem import Problem
from releve.ledger.engine.result import Answer

RANKS = {"measured": 0, "sampled": 1, "declared": 2, "estimated": 3}
PEOPLE = 8


def audit(problem: Problem, answer: Answer) -> list[str]:
    """Return what is wrong with an answer, as codes; nothing where it holds."""
    wrong = {
        "net_does_not_add_up": answer.net
        != answer.gross - (answer.checking + answer.training + answer.incidents + answer.clicks),
        "costs_lost": _typed(answer) < sum(cost.minutes for cost in problem.costs),
        "parts_do_not_add_up": sum(part.net for part in answer.parts) != answer.net,
        "bounds_not_around": not _around(answer),
        "spends_above_bound": answer.spendable > max(0, answer.low or 0),
        "spends_below_nothing": answer.spendable < 0,
        "spends_what_was_estimated": answer.spendable > 0 and _has_no_interval(problem),
        "tells_of_few": any(part.people < PEOPLE for part in answer.parts),
        "groups_differ": [part.profession for part in answer.parts]
        != [group.profession for group in problem.groups],
        "source_too_sure": _surest(answer) > RANKS.get(answer.source, -1),
        "dues_do_not_add_up": abs(sum(part.due for part in answer.parts) - 1) > 1e-9,
    }
    return [code for code, is_so in wrong.items() if is_so]


def _typed(answer: Answer) -> int:
    return answer.checking + answer.training + answer.incidents + answer.clicks


def _around(answer: Answer) -> bool:
    if answer.low is None or answer.high is None:
        return answer.low is answer.high
    return answer.low <= answer.net <= answer.high


def _has_no_interval(problem: Problem) -> bool:
    """Whether nothing but an estimate, or what is said without interval, speaks of a group."""
    return any(
        not (group.weeks_before and group.weeks_after)
        and not (group.before and group.after and group.before.answered and group.after.answered)
        and (group.said is None or group.said.source == "estimated" or group.said.low is None)
        for group in problem.groups
    )


def _surest(answer: Answer) -> int:
    """Return the rank of the least certain source of the groups."""
    return max((RANKS[part.source] for part in answer.parts if part.source), default=0)
