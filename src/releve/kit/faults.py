"""Bad input, said in one sentence.

A person who gives a wrong file must learn the file, the line, the field and what to do,
in one sentence, and nothing may have been written: the command line prints the sentence
and leaves with code 2, a page shows it beside the field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from releve.kit.words import translator

_ = translator("releve.kit")


@dataclass(frozen=True)
class Place:
    """Where in what a person gave us the fault lies; every part may be unknown."""

    file: str | None = None
    line: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        parts = [self.file or ""]
        if self.line is not None:
            parts.append(_("line {line}").format(line=self.line))
        if self.field:
            parts.append(_("field {field!r}").format(field=self.field))
        return ", ".join(part for part in parts if part)


class BadInputError(Exception):
    """What was given cannot be read; ``str()`` is one sentence with file, line and field."""

    def __init__(self, what: str, *, place: Place | None = None) -> None:
        self.what = what
        self.place = place or Place()
        super().__init__(what)

    def __str__(self) -> str:
        where = str(self.place)
        told = _("{where}: {what}").format(where=where, what=self.what)
        return told if where else self.what

    def in_file(self, file: str | Path) -> BadInputError:
        """Return the same fault with the file's name added."""
        return BadInputError(self.what, place=replace(self.place, file=str(file)))
