"""Verbs of the room: publish, acknowledge, declare, withdraw, import, validate, close, purge."""

from releve.shifts.actions.acknowledging import acknowledge_change
from releve.shifts.actions.closing import close_month, validate_worked
from releve.shifts.actions.declaring import declare_worked, withdraw_worked
from releve.shifts.actions.forgetting import delete_shifts
from releve.shifts.actions.importing import import_worked
from releve.shifts.actions.publishing import publish_shifts

__all__ = [
    "acknowledge_change",
    "close_month",
    "declare_worked",
    "delete_shifts",
    "import_worked",
    "publish_shifts",
    "validate_worked",
    "withdraw_worked",
]
