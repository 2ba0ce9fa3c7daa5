"""What the room does: notes, seals, purges, and lets two people open a part of the trail."""

from releve.trail.actions.asking import (
    LONGEST_NAME,
    OPEN_FOR,
    Part,
    agree,
    ask_to_read,
    read_part,
)
from releve.trail.actions.notes import (
    LONGEST_REASON,
    Change,
    OutsideTransactionError,
    note_change,
    note_changes,
    note_reading,
)
from releve.trail.actions.purging import Purged, is_due, purge
from releve.trail.actions.sealing import replace_key, say_restored, seal_due

__all__ = [
    "LONGEST_NAME",
    "LONGEST_REASON",
    "OPEN_FOR",
    "Change",
    "OutsideTransactionError",
    "Part",
    "Purged",
    "agree",
    "ask_to_read",
    "is_due",
    "note_change",
    "note_changes",
    "note_reading",
    "purge",
    "read_part",
    "replace_key",
    "say_restored",
    "seal_due",
]
