"""`releve people import`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import click

from releve.kit.actors import Actor
from releve.kit.console import as_option, console, json_option, progress, write_json
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row, read_table
from releve.kit.words import translator
from releve.people.actions import (
    ImportReport,
    import_contracts,
    import_persons,
    import_restrictions,
    import_unavailability,
)
from releve.people.cli.options import file_argument, hospital_option, kind_option
from releve.people.vocabulary import COLUMNS

_ = translator("releve.people")


@click.command("import")
@kind_option
@file_argument
@hospital_option
@click.option(
    "--create-units",
    is_flag=True,
    help="With persons: make the units (and the hospital) that are not there yet.",
)
@json_option
@click.pass_context
@as_option
@needs(Permission.MANAGE_PEOPLE)
def import_table(  # noqa: PLR0913 - one for each option
    context: click.Context,
    *,
    actor: Actor,
    kind: str,
    file: Path,
    hospital_code: str | None,
    create_units: bool,
    json_path: str | None,
) -> None:
    """Import a CSV or XLSX file; every fault is named and nothing is half imported.

    \b
    Columns of each kind:
      persons         person,family_name,given_name,unit,role,skills
      contracts       person,share,pack,regime,from,to,overtime_agreement
      unavailability  person,from,to
      restrictions    person,from,to,restriction

    Several skills stand in one cell, separated by '|'. Dates are written 2026-01-31; both ends
    count; an empty 'to' means no end, except for unavailability, which needs both. A restriction
    is one of no_nights, no_12h, no_weekends, no_on_call, max_minutes_a_day=450,
    days_off=mon+wed.

    Importing the same file again changes nothing. A person is known by the code in 'person';
    the other rows by person and first day.
    """  # noqa: D301 - click reads the backspace as: keep these lines
    if create_units and kind != "persons":
        raise click.UsageError(_("--create-units goes with --kind persons only"))
    rows = read_table(file, required=COLUMNS[kind])
    try:
        with progress(_("Importing")):
            report = _import(
                kind,
                rows,
                actor=actor,
                hospital_code=hospital_code,
                create_units=create_units,
                packs=_known_packs(context) if kind == "contracts" else None,
            )
    except BadInputError as fault:
        raise fault.in_file(file) from None
    say_report(report, file=file, json_path=json_path, kind=kind)


def _import(
    kind: str,
    rows: Sequence[Row],
    *,
    actor: Actor,
    hospital_code: str | None,
    create_units: bool,
    packs: Collection[str] | None,
) -> ImportReport:
    if kind == "persons":
        return import_persons(
            rows, actor=actor, hospital_code=hospital_code, create_units=create_units
        )
    if kind == "contracts":
        return import_contracts(rows, actor=actor, hospital_code=hospital_code, packs=packs)
    if kind == "unavailability":
        return import_unavailability(rows, actor=actor, hospital_code=hospital_code)
    return import_restrictions(rows, actor=actor, hospital_code=hospital_code)


def _known_packs(context: click.Context) -> Collection[str] | None:
    # The rooms that hold the packs lie above this one; whoever calls from there says which exist.
    ask = (context.obj or {}).get("packs")
    return ask() if ask else None


def say_report(report: ImportReport, *, file: Path, json_path: str | None, kind: str) -> None:
    """Say what an import did; on standard output, unless JSON goes there."""
    if json_path:
        write_json({"file": str(file), "kind": kind, **report.to_json()}, json_path)
    if json_path != "-":
        sentence = _("{file}: {added} added, {changed} changed, {unchanged} unchanged.")
        console().print(sentence.format(file=file, **report.to_json()), soft_wrap=True)
