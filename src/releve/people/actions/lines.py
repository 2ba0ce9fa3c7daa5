"""Lines of a table turned into facts, every fault noted with its line and column.

A person who corrects a file wants all its faults at once, not one per attempt: cells are read
to the end, the faults gathered, and nothing is saved while there is one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from releve.kit.faults import BadInputError, Place
from releve.kit.tables import Row, closest
from releve.kit.words import translator

_ = translator("releve.people")

T = TypeVar("T")

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MIDNIGHT = "T00:00"
FIRST_YEAR = 1950
LAST_YEAR = 2100
# Looking for the closest of ten thousand names takes a tenth of a second.
MOST_HINTS = 20

YES = {"true", "yes", "1", "oui", "vrai"}
NO = {"false", "no", "0", "non", "faux", ""}


class BadTableError(BadInputError):
    """Every fault of a table; ``str()`` is one sentence per line."""

    def __init__(self, faults: Iterable[BadInputError]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.place.line or 0))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __str__(self) -> str:
        count = len(self.faults)
        end = _.plural(
            "1 fault; nothing was imported.", "{count} faults; nothing was imported.", count
        )
        return "\n".join([*(str(fault) for fault in self.faults), end.format(count=count)])

    def in_file(self, file: str | Path) -> BadTableError:
        """Return the same faults with the file's name added to each."""
        return BadTableError(fault.in_file(file) for fault in self.faults)


@dataclass
class Faults:
    """The faults found so far in one table."""

    found: list[BadInputError] = field(default_factory=list)

    def note(self, what: str, *, line: int | None = None, column: str | None = None) -> None:
        """Keep a fault and go on."""
        self.found.append(BadInputError(what, place=Place(line=line, field=column)))

    def hint(self, name: str, known: Iterable[str]) -> str:
        """Return a half-sentence with the closest known name, for the first faults only."""
        return closest(name, known) if len(self.found) < MOST_HINTS else ""

    def stop(self) -> None:
        """Raise BadTableError if there is any fault."""
        if self.found:
            raise BadTableError(self.found)


@dataclass(frozen=True)
class Draft(Generic[T]):
    """What one line says, ready to be saved."""

    line: int
    key: Hashable
    row: T


@dataclass(frozen=True)
class Line:
    """One line being read; each question notes its fault and then answers ``None``."""

    row: Row
    faults: Faults

    @property
    def number(self) -> int:
        """The number of the line in the file."""
        return self.row.line

    def fault(self, column: str, what: str) -> None:
        """Note a fault of this line."""
        self.faults.note(what, line=self.number, column=column)

    def text(self, column: str, *, most: int, may_be_empty: bool = False) -> str | None:
        """Return the cell, at most ``most`` characters."""
        said = self.row.get(column)
        if not said and not may_be_empty:
            return self.fault(column, _("the cell is empty"))
        if len(said) > most:
            return self.fault(column, _("longer than {most} characters").format(most=most))
        return said

    def known(self, column: str, known: Collection[str]) -> str | None:
        """Return the cell if it is one of the known names."""
        said = self.text(column, most=1000)
        if said is None or said in known:
            return said
        return self.fault(column, self.not_known(said, known))

    def not_known(self, said: str, known: Collection[str]) -> str:
        """Return the sentence for a name that is not among the known ones."""
        return _("{said!r} is not known{hint}").format(
            said=said[:60], hint=self.faults.hint(said, known)
        )

    def day(self, column: str) -> date | None:
        """Return the day of a cell that must hold one."""
        said = self.row.get(column)
        return self._day(column, said) if said else self.fault(column, _("a date is missing"))

    def last_day(self, column: str, *, first: date | None) -> date | None:
        """Return the day of a cell that may be empty (no end), not before ``first``."""
        said = self.row.get(column)
        day = self._day(column, said) if said else None
        if day is not None and first is not None and day < first:
            return self.fault(
                column, _("{last} lies before {first}").format(last=day, first=first)
            )
        return day

    def yes(self, column: str) -> bool | None:
        """Return whether the cell says yes; an empty one says no."""
        said = self.row.get(column).casefold()
        if said in YES or said in NO:
            return said in YES
        return self.fault(column, _("{said!r} is neither yes nor no").format(said=said[:60]))

    def _day(self, column: str, said: str) -> date | None:
        said = said.removesuffix(MIDNIGHT)
        if not DAY.fullmatch(said):
            message = _("{said!r} is not a date written year-month-day, like 2026-01-31")
            return self.fault(column, message.format(said=said[:60]))
        try:
            day = date.fromisoformat(said)
        except ValueError:
            return self.fault(column, _("there is no day {said}").format(said=said))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            message = _("the year {year} is out of range; for no end, leave the cell empty")
            return self.fault(column, message.format(year=day.year))
        return day


def refuse_repeats(drafts: Iterable[Draft[T]], *, faults: Faults, column: str) -> None:
    """Note a fault for every line that says again what another line of the file says."""
    first_line: dict[Hashable, int] = {}
    for draft in drafts:
        line = first_line.setdefault(draft.key, draft.line)
        if line != draft.line:
            message = _("the same stands on line {line} already; keep one").format(line=line)
            faults.note(message, line=draft.line, column=column)
