"""Tables of the room."""

from releve.ledger.models.tables import (
    Entry,
    MinuteCell,
    PromptAnswer,
    PromptMark,
    PromptPeriod,
    Quarter,
    QuarterPart,
    Spending,
)

__all__ = [
    "Entry",
    "MinuteCell",
    "PromptAnswer",
    "PromptMark",
    "PromptPeriod",
    "Quarter",
    "QuarterPart",
    "Spending",
]
