"""What a tool gave a unit in a quarter, in minutes, with its doubt; and whom to ask at random."""

from releve.ledger.engine.audit import audit
from releve.ledger.engine.estimates import Params
from releve.ledger.engine.merging import LEAST_PEOPLE, fewest_people, merged
from releve.ledger.engine.problem import Cost, Group, Problem, Said, Sample, Week
from releve.ledger.engine.result import Answer, Part, Reason, Result
from releve.ledger.engine.solve import solve

__all__ = [
    "LEAST_PEOPLE",
    "Answer",
    "Cost",
    "Group",
    "Params",
    "Part",
    "Problem",
    "Reason",
    "Result",
    "Said",
    "Sample",
    "Week",
    "audit",
    "fewest_people",
    "merged",
    "solve",
]
