"""Pages of the room."""

from releve.training.views.coverage import coverage, coverage_file
from releve.training.views.managing import (
    drop as drop_requirement,
)
from releve.training.views.managing import (
    import_file,
    proofs,
    requirements,
    withdraw,
)
from releve.training.views.own import attestation, module, own
from releve.training.views.player import answer, begin, drop, part, result
from releve.training.views.team import ask, undo, unit, units

__all__ = [
    "answer",
    "ask",
    "attestation",
    "begin",
    "coverage",
    "coverage_file",
    "drop",
    "drop_requirement",
    "import_file",
    "module",
    "own",
    "part",
    "proofs",
    "requirements",
    "result",
    "undo",
    "unit",
    "units",
    "withdraw",
]
