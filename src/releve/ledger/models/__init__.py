"""Tables of the room."""

from releve.ledger.models.tables import (
    Entry,
    MinuteCell,
    PromptAnswer,
    PromptMark,
    Quarter,
    Spending,
)

__all__ = ["Entry", "MinuteCell", "PromptAnswer", "PromptMark", "Quarter", "Spending"]
