"""What a page of the documentation is given: files too long to type, and steps in a browser.

The files tell of the example ward: what its time clock knows of February 2026, and four weeks of
its roster that begin this Monday, since a roster of fixed days would soon be over. Nobody works
there in a night from Saturday to Sunday: in two of them a year the clock changes, and the law
counts the hour. What a page tells to do in a browser is done by the action behind that page.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from house_code import ROOT
from releve.roster.engine.problem import Problem
from releve.training.catalogue import curriculum

DAYS = 28
TRAINED = ("U01", "U02", "U03", "U05", "U21")
MORNINGS, NIGHTS = (0, 1, 3, 4), (0, 1, 3)
"""The weekdays of those who work by day, and of those who work at night."""


def give(names: str, place: Path) -> None:
    """Write the files of those names, separated by blanks, into a workplace."""
    for name in names.split():
        (place / name).write_text(GIVEN[name](), "utf-8")


def worked() -> str:
    """Return the four weeks before the example's roster, as a time clock would export them."""
    problem = example()
    lines = []
    for person in problem.people:
        for past in person.history:
            shift = problem.shift_by_code[past.shift]
            starts = datetime.combine(past.day, shift.starts_at)
            ends = starts + timedelta(minutes=shift.span_minutes)
            instants = (f"{one:%Y-%m-%dT%H:%M}" for one in (starts, ends))
            lines.append((person.id, "URG", past.shift, *instants))
    return table(("person", "unit", "code", "starts_at", "ends_at"), lines)


def trained() -> str:
    """Return the certificates of five people in all that the roster engine asks of its users."""
    modules = curriculum("operator", "roster-engine")
    lines = [(person, module, today()) for person in TRAINED for module in modules]
    return table(("person", "module", "passed_on"), lines)


def coming() -> Problem:
    """Return what the example ward asks of four weeks from this Monday on: nothing but the law."""
    first = today() - timedelta(days=today().weekday())
    last = first + timedelta(days=DAYS - 1)
    known = example()
    return replace(
        known,
        starts_on=first,
        ends_on=last,
        history_from=None,
        people=tuple(replace(one, history=()) for one in known.people),
        decisions=tuple(replace(one, from_on=first, to_on=last) for one in known.decisions),
        needs=(),
        wishes=(),
        fixed=(),
        unavailable=(),
    )


def coming_lines() -> Iterator[tuple[str, date, str]]:
    """Yield its roster: every third person works at night, the others in the morning."""
    problem = coming()
    for at in range(DAYS):
        day = problem.starts_on + timedelta(days=at)
        for number, person in enumerate(problem.people):
            code, weekdays = ("N", NIGHTS) if number % 3 == 1 else ("M", MORNINGS)
            if day.weekday() in weekdays:
                yield person.id, day, code


GIVEN: dict[str, Callable[[], str]] = {
    "worked.csv": worked,
    "trained.csv": trained,
    "coming.json": lambda: coming().to_json(),
    "coming.csv": lambda: table(("person", "day", "shift"), coming_lines()),
}


ENGINE_ASKS = """\
import django
django.setup()
from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.training.actions import require_modules
require_modules(Level.objects.get(code="CH-LUNE"), "roster-engine", actor=HOUSE)
"""
DONE = {"what the roster engine asks for": ENGINE_ASKS}
"""What is done in a browser, as a program for the installation of the page."""


def today() -> date:
    """Return the day on which the commands run."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def example() -> Problem:
    """Return the problem of the example ward."""
    return Problem.from_json((ROOT / "examples" / "emergency.json").read_text("utf-8"))


def table(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """Return a CSV file as text."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows((columns, *lines))
    return written.getvalue()
