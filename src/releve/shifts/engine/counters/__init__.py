"""Counters of worked time: what each is, of which shifts it is made, and against what it stands."""

from releve.shifts.engine.counters.all import counters
from releve.shifts.engine.counters.case import Case, Contribution, Counter, Terms
from releve.shifts.engine.counters.law import Law, law_of
from releve.shifts.engine.counters.measures import Measures, Stint, measure

__all__ = [
    "Case",
    "Contribution",
    "Counter",
    "Law",
    "Measures",
    "Stint",
    "Terms",
    "counters",
    "law_of",
    "measure",
]
