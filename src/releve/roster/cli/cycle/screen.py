"""A cycle at the terminal: a week a row, Monday to Sunday, its hours at the right."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from releve.kit.words import translator
from releve.roster.cycle_words import (
    cycle_breach_sentence,
    cycle_titles,
    hours_lines,
    weekday_names,
)
from releve.roster.engine.cycle import Cycle, CycleLine
from releve.roster.engine.cycle.judge import CycleVerdict
from releve.roster.phrases import tight_hours

_ = translator("releve.roster")

REST = "·"


def show_cycle(out: Console, cycle: Cycle, verdict: CycleVerdict) -> None:
    """Print the lines of a cycle, their hours, and what the judge found."""
    for line in cycle.lines:
        out.print(_table(cycle, line))
    for told in hours_lines(cycle, verdict):
        out.print(told)
    _show_law(out, cycle, verdict)


def _table(cycle: Cycle, line: CycleLine) -> Table:
    minutes = cycle.minutes_of
    title = _("Line {line}").format(line=line.id)
    table = Table(title=title, title_justify="left", expand=False)
    table.add_column(_("Week"), justify="right")
    for name in weekday_names(cycle):
        table.add_column(name, justify="center", no_wrap=True)
    table.add_column(_("Hours"), justify="right", no_wrap=True)
    for at, week in enumerate(line.weeks):
        worked = sum(minutes[code] for code in week if code is not None)
        cells = [code or REST for code in week]
        table.add_row(str(at + 1), *cells, tight_hours(worked, signed=False))
    return table


def _show_law(out: Console, cycle: Cycle, verdict: CycleVerdict) -> None:
    titles = cycle_titles(cycle)
    soft = [found for found in verdict.breaches if found.breach.status == "soft"]
    if cycle.pack is None:
        out.print(_("Legal check: no pack of rules binds this cycle."))
    elif not verdict.hard:
        out.print(_("Legal check, repeated for ever: no binding rule is broken."))
    else:
        out.print(_("Legal check, repeated for ever:"))
    for found in verdict.hard:
        out.print(Padding(cycle_breach_sentence(cycle, found, titles), (0, 0, 0, 2)))
    if soft:
        out.print(_("Not binding:"))
    for found in soft:
        out.print(Padding(cycle_breach_sentence(cycle, found, titles), (0, 0, 0, 2)))
