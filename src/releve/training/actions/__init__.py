"""What people do with training, each as a verb; see the room's README."""

from releve.training.actions.asking import ask_training, withdraw_asking
from releve.training.actions.attempts import (
    Ended,
    begin_attempt,
    drop_attempt,
    end_attempt,
    save_answers,
)
from releve.training.actions.forgetting import delete_attempts, delete_proofs
from releve.training.actions.importing import import_proofs
from releve.training.actions.requiring import (
    Asked,
    drop_requirement,
    require_module,
    require_modules,
)
from releve.training.actions.stating import record_statements
from releve.training.actions.warning import warn_of_ends
from releve.training.actions.withdrawing import withdraw_proof

__all__ = [
    "Asked",
    "Ended",
    "ask_training",
    "begin_attempt",
    "delete_attempts",
    "delete_proofs",
    "drop_attempt",
    "drop_requirement",
    "end_attempt",
    "import_proofs",
    "record_statements",
    "require_module",
    "require_modules",
    "save_answers",
    "warn_of_ends",
    "withdraw_asking",
    "withdraw_proof",
]
