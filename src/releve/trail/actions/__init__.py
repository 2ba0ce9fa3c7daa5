"""What the room does: notes, seals, purges, and lets two people open a part of the trail."""

from releve.trail.actions.notes import (
    Change,
    OutsideTransactionError,
    note_change,
    note_changes,
    note_reading,
)
from releve.trail.actions.purging import Purged, purge
from releve.trail.actions.sealing import say_restored, seal_due

__all__ = [
    "Change",
    "OutsideTransactionError",
    "Purged",
    "note_change",
    "note_changes",
    "note_reading",
    "purge",
    "say_restored",
    "seal_due",
]
