"""Why the room refuses something, in one sentence each; then nothing has changed."""

from __future__ import annotations

from typing import Self

from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator

_ = translator("releve.ledger")


class LedgerError(BadInputError):
    """Something that the ledger refuses; ``str()`` is one sentence."""

    @classmethod
    def at_field(cls, what: str, field: str) -> Self:
        """Return a refusal that blames a field."""
        return cls(what, place=Place(field=field))

    @classmethod
    def of_reversal(cls) -> Self:
        """Return the refusal to take back what takes back another entry."""
        return cls(_("this entry takes back another one; write a new one instead"))
