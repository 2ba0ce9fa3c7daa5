"""Lines of a table turned into facts, every fault noted with its line and column.

A person who corrects a file wants all its faults at once, not one per attempt: cells are read
to the end, the faults gathered, and nothing is saved while there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from releve.kit.days import is_meant
from releve.kit.faults import BadInputError, Place
from releve.kit.tables import Row, closest
from releve.kit.words import translator

_ = translator("releve.people")

T = TypeVar("T")

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MIDNIGHT = "T00:00"
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


class Line:
    """One line being read, cell by cell.

    A question whose cell is faulty notes the fault and answers a value of the right type that
    nobody uses: a line that is not ``sound`` at the end is never saved.
    """

    def __init__(self, row: Row, faults: Faults) -> None:
        self.row = row
        self.faults = faults
        self._already = len(faults.found)

    @property
    def number(self) -> int:
        """The number of the line in the file."""
        return self.row.line

    @property
    def sound(self) -> bool:
        """Whether no fault was noted on this line."""
        return len(self.faults.found) == self._already

    def fault(self, column: str, what: str) -> None:
        """Note a fault of this line."""
        self.faults.note(what, line=self.number, column=column)

    def text(self, column: str, *, most: int, may_be_empty: bool = False) -> str:
        """Return the cell, at most ``most`` characters."""
        said = self.row.get(column)
        if not said and not may_be_empty:
            self.fault(column, _("the cell is empty"))
        elif len(said) > most:
            self.fault(column, _("longer than {most} characters").format(most=most))
        return said

    def known(self, column: str, known: Collection[str], *, listed_by: str = "") -> str:
        """Return the cell, which must be one of the known names; see ``stranger``."""
        said = self.row.get(column)
        if not said:
            self.fault(column, _("the cell is empty"))
        elif said not in known:
            self.stranger(column, said, known, listed_by=listed_by)
        return said

    def stranger(
        self, column: str, said: str, known: Collection[str], *, listed_by: str = ""
    ) -> None:
        """Note a name that is not among the known ones, which the command ``listed_by`` lists."""
        message = _("{said!r} is not known{hint}")
        told = message.format(said=said[:60], hint=self.faults.hint(said, known))
        if listed_by:
            told = _("{fault}; `{command}` lists them").format(fault=told, command=listed_by)
        self.fault(column, told)

    def day(self, column: str) -> date:
        """Return the day of a cell that must hold one."""
        day = self._day(column)
        if day is None:
            self.fault(column, _("a date is missing"))
        return day or date.min

    def last_day(self, column: str, *, first: date) -> date | None:
        """Return the day of a cell that may be empty (no end), not before ``first``."""
        day = self._day(column)
        if day is not None and date.min < day < first:
            message = _("{last} lies before {first}").format(last=day, first=first)
            self.fault(column, message)
        return day

    def yes(self, column: str) -> bool:
        """Return whether the cell says yes; an empty one says no."""
        said = self.row.get(column).casefold()
        if said not in YES and said not in NO:
            self.fault(column, _("{said!r} is neither yes nor no").format(said=said[:60]))
        return said in YES

    def _day(self, column: str) -> date | None:
        said = self.row.get(column).removesuffix(MIDNIGHT)
        if not said:
            return None
        if not DAY.fullmatch(said):
            message = _("{said!r} is not a date written year-month-day, like 2026-01-31")
            self.fault(column, message.format(said=said[:60]))
            return date.min
        try:
            day = date.fromisoformat(said)
        except ValueError:
            self.fault(column, _("there is no day {said}").format(said=said))
            return date.min
        if not is_meant(day):
            message = _("the year {year} is out of range; for no end, leave the cell empty")
            self.fault(column, message.format(year=day.year))
            return date.min
        return day


def refuse_repeats(
    rows: Sequence[Row], *, same: Callable[[Row], tuple[str, ...]], column: str, faults: Faults
) -> None:
    """Note a fault for every line that says again what another line of the file says.

    ``same`` tells what two lines must agree in, faulty lines included; ``column`` is blamed.
    """
    first_line: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = same(row)
        line = first_line.setdefault(key, row.line)
        if line != row.line and all(key):
            message = _("the same stands on line {line} already; keep one").format(line=line)
            faults.note(message, line=row.line, column=column)
