"""What a backup says of itself: where it comes from, and how each of its tables counts and sums."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from releve.kit.faults import BadInputError
from releve.kit.words import translator

_ = translator("releve.house")

FORM = 1
"""The form of the lines in the stream; a change that older versions cannot read raises it."""

Step = tuple[str, str]
"""One migration: its app and its name."""


@dataclass(frozen=True)
class Origin:
    """The first line of the stream: all that is known before the first row."""

    form: int
    releve: str
    made_at: str
    database: str
    migrations: tuple[Step, ...]
    left_out: dict[str, str]

    def document(self) -> dict[str, Any]:
        """Return it as JSON's own types."""
        return asdict(self)

    @classmethod
    def read(cls, document: dict[str, Any]) -> Origin:
        """Return what a first line says; raises BadInputError for a newer form."""
        form = document.get("form")
        if form != FORM:
            message = _(
                "the backup has form {version}, which a newer Relève reads; this one reads {own}"
            )
            raise BadInputError(message.format(version=form, own=FORM))
        steps = tuple((app, name) for app, name in document["migrations"])
        return cls(**{**document, "migrations": steps})


@dataclass(frozen=True)
class Sum:
    """How many rows a table has, and the digest of them all."""

    table: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A backup's origin and the sums of its tables, in the order of the stream."""

    origin: Origin
    sums: tuple[Sum, ...]

    @property
    def rows(self) -> int:
        """How many rows the backup holds."""
        return sum(each.rows for each in self.sums)

    def document(self) -> dict[str, Any]:
        """Return it as JSON's own types."""
        return {"origin": self.origin.document(), "tables": [asdict(each) for each in self.sums]}
