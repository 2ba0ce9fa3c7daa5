"""Who could let a rule or a fact yield, by what the rule itself says."""

from __future__ import annotations

from releve.roster.engine.audit import judge_of
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Breach
from releve.roster.engine.why.story import Decider

OF_FACTS: dict[str, Decider] = {
    "UNAVAILABLE": "PERSON",
    "R-DAYS-OFF": "PERSON",
    "R-NO-NIGHTS": "HR",
    "R-NO-12H": "HR",
    "R-NO-WEEKENDS": "HR",
    "R-NO-ON-CALL": "HR",
    "R-MAX-MINUTES": "HR",
    "REGIME": "HR",
    "FIXED": "WARD_MANAGER",
    "MAXIMUM": "WARD_MANAGER",
    "ONE-A-DAY": "NOBODY",
    "OVERLAP": "NOBODY",
}


def decider_of(problem: Problem, breach: Breach) -> Decider:
    """Return who could let what is broken here yield.

    A rule of the law yields to a recorded decision where its own text provides for one.
    """
    if breach.rule in OF_FACTS:
        return OF_FACTS[breach.rule]
    if any(rule.id == breach.rule for rule in problem.rules):
        return "WARD_MANAGER"
    person = problem.person_by_id.get(breach.person)
    bound = judge_of(problem).variants_of(person) if person else ()
    rules = [variant for variant in bound if variant.rule_id == breach.rule]
    for variant in rules:
        lifted = variant.rule is not None and variant.rule.lifted_by
        if lifted and not variant.under_decision:
            return "HR"
    return "HR" if breach.status == "hard_unless_decision" else "NOBODY"
