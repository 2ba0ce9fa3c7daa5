"""`releve people export`."""

from __future__ import annotations

from pathlib import Path

import click

from releve.kit.actors import Actor
from releve.kit.cells import cell_text
from releve.kit.console import as_option, console, json_option, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission, needs
from releve.kit.tables import csv_text, write_csv, write_xlsx
from releve.kit.words import translator
from releve.people.cli.options import hospital_option, kind_option
from releve.people.queries import hospital_open_to, table_of
from releve.people.vocabulary import COLUMNS
from releve.trail.actions import note_reading

_ = translator("releve.people")

SUFFIXES = (".csv", ".xlsx")
PERMISSIONS = dict.fromkeys(COLUMNS, Permission.SEE_CONTRACTS) | {"persons": Permission.SEE_PEOPLE}
"""What each table takes; the declared one comes with every function that has the other."""


@click.command("export")
@kind_option
@hospital_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A .csv or .xlsx file; without it, CSV goes to standard output.",
)
@json_option
@as_option
@needs(Permission.SEE_PEOPLE)
def export_table(
    *,
    actor: Actor,
    kind: str,
    hospital_code: str | None,
    out: Path | None,
    json_path: str | None,
) -> None:
    """Export a table in the columns that 'import' reads.

    Contracts, unavailability and restrictions take people.contracts; persons take people.see.
    """
    _check_suffix(out)
    columns = COLUMNS[kind]
    hospital = hospital_open_to(actor, PERMISSIONS[kind], hospital_code)
    note_reading(actor, "people.table.export", kind="table", key=kind, hospital=hospital.pk)
    rows = table_of(kind, hospital)
    if json_path:
        texts = [[cell_text(cell) for cell in row] for row in rows]
        write_json([dict(zip(columns, row, strict=True)) for row in texts], json_path)
    if out is None:
        if not json_path:
            click.echo(csv_text(columns=columns, rows=rows), nl=False)
        return
    write = write_xlsx if out.suffix.lower() == ".xlsx" else write_csv
    write(out, columns=columns, rows=rows)
    if json_path != "-":
        count = _.plural("{file}: 1 row.", "{file}: {count} rows.", len(rows))
        console().print(count.format(file=out, count=len(rows)), soft_wrap=True)


def _check_suffix(out: Path | None) -> None:
    """Refuse a kind of file that is not written: its content would not be what its name says."""
    if out is not None and out.suffix.lower() not in SUFFIXES:
        message = _("only .csv and .xlsx files are written; end the name with one of them")
        raise BadInputError(message, place=Place(file=str(out)))
