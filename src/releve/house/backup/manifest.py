"""What a backup says of itself: where it comes from, and how each of its tables counts and sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from releve.kit.faults import BadInputError
from releve.kit.words import translator

_ = translator("releve.house")

FORM = 2
"""The form of the lines in the stream; a change that older versions cannot read raises it."""

FORMS_READ = (1, FORM)
"""Form 1 did not say which numbers the tables had given out."""

Step = tuple[str, str]
"""One migration: its app and its name."""


@dataclass(frozen=True)
class Origin:
    """The first line of the stream: all that is known before the first row.

    ``numbers``: the last number that each table has given out, be its row there or gone.
    """

    form: int
    releve: str
    made_at: str
    database: str
    migrations: tuple[Step, ...]
    left_out: dict[str, str]
    numbers: Mapping[str, int] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return it as JSON's own types."""
        return asdict(self)

    @classmethod
    def read(cls, document: dict[str, Any]) -> Origin:
        """Return what a first line says; raises BadInputError for a newer form."""
        form = document.get("form")
        if form not in FORMS_READ:
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
