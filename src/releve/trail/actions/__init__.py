"""What the room does: notes, seals, purges, and lets two people open a part of the trail."""

from releve.trail.actions.notes import (
    Change,
    OutsideTransactionError,
    note_change,
    note_changes,
    note_reading,
)

__all__ = [
    "Change",
    "OutsideTransactionError",
    "note_change",
    "note_changes",
    "note_reading",
]
