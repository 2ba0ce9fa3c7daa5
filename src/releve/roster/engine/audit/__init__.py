"""The judge: rosters and worked hours, minute by minute, against the rules.

It shares the rules as data with the solver and not a line of code: what a rule means is worked
out here a second time, from minutes. The articles stand in the packs (décret 2002-9; directive
2003/88/EC); which window a text means where it is silent is said in ``windows``.
"""

from releve.roster.engine.audit.feasts import public_holidays
from releve.roster.engine.audit.plan import PlanJudge, audit, audit_person, judge_of, plan_verdict
from releve.roster.engine.audit.record import audit_record
from releve.roster.engine.audit.worked import WorkedShift

__all__ = [
    "PlanJudge",
    "WorkedShift",
    "audit",
    "audit_person",
    "audit_record",
    "judge_of",
    "plan_verdict",
    "public_holidays",
]
