"""A problem as a file: our own JSON or the public benchmark's text, told apart by content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError

from releve.kit.documents import read_json_as, read_text
from releve.kit.faults import BadInputError, Place
from releve.kit.field_faults import first_fault
from releve.roster.engine.benchmark import is_benchmark, read_benchmark
from releve.roster.engine.problem import Problem


@dataclass(frozen=True)
class Given:
    """A problem and how its file writes a day: ISO dates, or numbers from 0 in the benchmark."""

    problem: Problem
    numbers_days: bool = False

    def day_label(self, day: date) -> str:
        """Return a day as the problem's file would write it."""
        if self.numbers_days:
            return str((day - self.problem.starts_on).days)
        return day.isoformat()

    def day_of(self, label: str) -> date | None:
        """Return the day that a label names, ``None`` where it names none."""
        try:
            if not self.numbers_days:
                return date.fromisoformat(label)
            return self.problem.starts_on + timedelta(days=int(label))
        except (ValueError, OverflowError):
            return None


def read_problem(path: Path) -> Given:
    """Read a problem. Raises BadInputError with the file, the line and the field."""
    text = read_text(path)
    if not is_benchmark(text):
        return Given(read_json_as(Problem, path, text=text))
    try:
        return Given(read_benchmark(text, name=path.stem), numbers_days=True)
    except BadInputError as fault:
        raise fault.in_file(path) from None
    except ValidationError as error:
        what = first_fault(error, Problem).what
        raise BadInputError(what, place=Place(file=str(path))) from None
