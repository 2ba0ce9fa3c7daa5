"""``releve shifts``: the load of units, worked time, counters and pay."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.utils import timezone
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.console import DONE, as_option, console, json_option, write_json
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.tables import read_table
from releve.kit.words import translator
from releve.people.queries import check_anywhere
from releve.shifts.actions import import_worked
from releve.shifts.cli.counting import counters, pay
from releve.shifts.cli.worked import close, declare, validate
from releve.shifts.load_table import load_rows, unit_json
from releve.shifts.queries import UnitLoad, load_of_unit
from releve.shifts.queries.places import told_months, unit_of_code, units_with_load
from releve.shifts.vocabulary import FEWEST_PEOPLE, WORKED_COLUMNS, WORKED_OPTIONAL

_ = translator("releve.shifts")

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def shifts() -> None:
    """Planned and worked shifts, and the load that they make."""


@shifts.command("load")
@click.option("--unit", "unit_code", metavar="CODE", help="This unit alone.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="From the month of that day.")
@click.option("--to", "last", type=DAY, metavar="DATE", help="Up to the month of that day.")
@json_option
@as_option
@needs(Permission.SEE_LOAD)
def load(
    *,
    actor: Actor,
    unit_code: str | None,
    first: datetime | None,
    last: datetime | None,
    json_path: str | None,
) -> int:
    """Print the load signals of units, by whole months that are over.

    Without dates, the last three months. A month in which fewer than eight people worked in a
    unit is not told. Without --unit, all the units that are open to the account.
    """
    check_anywhere(actor, Permission.SEE_LOAD)
    units = [unit_of_code(unit_code, actor=actor)] if unit_code else units_with_load(actor)
    days = (None if day is None else day.date() for day in (first, last))
    months = told_months(*days, today=timezone.localdate())
    loads = [load_of_unit(unit, *months) for unit in units]
    if json_path:
        write_json([unit_json(one) for one in loads], json_path)
    if json_path != "-":
        for one in loads:
            _show(one)
    return DONE


def _show(one: UnitLoad) -> None:
    first, last = (f"{month.month:%Y-%m}" for month in (one.months[0], one.months[-1]))
    title = _("{unit}: load from {first} to {last}")
    console().print(title.format(unit=one.unit.name, first=first, last=last))
    untold = [f"{month.month:%Y-%m}" for month in one.months if not month.is_told]
    if untold:
        message = _("Fewer than {least} people worked there, so nothing is told of: {months}")
        console().print(message.format(least=FEWEST_PEOPLE, months=", ".join(untold)))
    if not one.total:
        return
    table = Table(box=None, pad_edge=False)
    for heading, side in ((_("Signal"), "left"), (_("Figure"), "right"), ("", "left")):
        table.add_column(heading, justify="right" if side == "right" else "left")
    for row in load_rows(one.total):
        table.add_row(row.title, row.told, row.per)
    console().print(table)


@shifts.command("import-worked")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--hospital", "hospital_code", metavar="CODE", help="Where there are several.")
@json_option
@as_option
@needs(Permission.MANAGE_WORKED)
def import_file(
    *, actor: Actor, file: Path, hospital_code: str | None, json_path: str | None
) -> int:
    """Import worked shifts from a CSV or XLSX file; nothing is half imported.

    \b
    Columns: person,unit,code,starts_at,ends_at and, if you have them, break_minutes,kind

    Instants are written 2026-03-01T07:00, local time. A line answers to the planned shift that it
    overlaps most and replaces what was said of it. Importing the same file again changes nothing.
    A breach of working-time law is recorded, not refused; a closed month is.
    """  # noqa: D301 - click reads the backspace as: keep this line
    rows = read_table(file, required=WORKED_COLUMNS, optional=WORKED_OPTIONAL)
    try:
        report = import_worked(rows, actor=actor, hospital_code=hospital_code)
    except BadInputError as fault:
        raise fault.in_file(file) from None
    if json_path:
        write_json({"file": str(file), **report.to_json()}, json_path)
    if json_path != "-":
        sentence = _("{file}: {added} added, {changed} changed, {unchanged} unchanged.")
        console().print(sentence.format(file=file, **report.to_json()), soft_wrap=True)
    return DONE


for verb in (declare, validate, close, counters, pay):
    shifts.add_command(verb)
