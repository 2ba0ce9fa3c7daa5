"""Our engine and its peers in turn on the same files, each measured, none believed.

Every answer is weighed and judged again by those who share no code with whoever gave it. What
is found wrong is a fault of whoever claimed it; being slow is none.
"""

from releve.roster.bench.document import Bench, Fault, Run, Subject, bench_json, read_bench
from releve.roster.bench.references import Reference, References, read_references
from releve.roster.bench.run import Plan, Step, run_bench

__all__ = [
    "Bench",
    "Fault",
    "Plan",
    "Reference",
    "References",
    "Run",
    "Step",
    "Subject",
    "bench_json",
    "read_bench",
    "read_references",
    "run_bench",
]
