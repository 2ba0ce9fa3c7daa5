"""``releve ledger``: time given back to units, and what their teams do with it."""

from __future__ import annotations

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
from releve.ledger.actions import import_minutes
from releve.ledger.cli.choosing import check, choose, withdraw
from releve.ledger.cli.settling import post, settle
from releve.ledger.ledger_table import ledger_json
from releve.ledger.ledger_words import (
    account_text,
    interval_text,
    minutes_text,
    number_text,
    quarter_text,
    reason_sentence,
    source_text,
)
from releve.ledger.queries.balance import Balance, QuarterLines, balance_of
from releve.ledger.queries.places import ledger_unit, units_with_ledger
from releve.ledger.vocabulary import CELL_COLUMNS, CELL_OPTIONAL
from releve.people.queries import check_anywhere

_ = translator("releve.ledger")


@click.group()
def ledger() -> None:
    """Time that tools gave back to units or took from them, in double entry."""


@ledger.command("balance")
@click.option("--unit", "unit_code", metavar="CODE", help="This unit alone.")
@json_option
@as_option
@needs(Permission.SEE_LEDGER)
def balance(*, actor: Actor, unit_code: str | None, json_path: str | None) -> int:
    """Print the ledgers of units: quarters that are over, what is left to spend.

    Nothing is told of fewer than eight people. Without --unit, all the units that are open to
    the account.
    """
    check_anywhere(actor, Permission.SEE_LEDGER)
    units = (
        [ledger_unit(unit_code, actor=actor, permission=Permission.SEE_LEDGER)]
        if unit_code
        else units_with_ledger(actor)
    )
    told = [balance_of(unit, today=timezone.localdate()) for unit in units]
    if json_path:
        write_json([ledger_json(one) for one in told], json_path)
    if json_path != "-":
        for one in told:
            _show(one)
    return DONE


@ledger.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--hospital", "hospital_code", metavar="CODE", help="Where there are several.")
@json_option
@as_option
@needs(Permission.CHOOSE_SPENDING)
def import_file(
    *, actor: Actor, file: Path, hospital_code: str | None, json_path: str | None
) -> int:
    """Import measured minutes from a CSV or XLSX file; nothing is half imported.

    \b
    Columns: unit,week,activity,minutes,people and, if you have it, profession

    A week is named by its Monday. A line is a sum over at least eight people: one of fewer
    refuses the whole file. Importing the same file again changes nothing.
    """  # noqa: D301 - click reads the backspace as: keep this line
    rows = read_table(file, required=CELL_COLUMNS, optional=CELL_OPTIONAL)
    try:
        report = import_minutes(rows, actor=actor, hospital_code=hospital_code)
    except BadInputError as fault:
        raise fault.in_file(file) from None
    if json_path:
        write_json({"file": str(file), **report.to_json()}, json_path)
    if json_path != "-":
        sentence = _("{file}: {added} added, {changed} changed, {unchanged} unchanged.")
        console().print(sentence.format(file=file, **report.to_json()), soft_wrap=True)
    return DONE


def _show(one: Balance) -> None:
    title = _("{unit}: {left} can be spent")
    console().print(title.format(unit=one.unit.name, left=minutes_text(one.left)))
    if not one.quarters:
        console().print(_("No quarter is told of this unit yet."))
    for quarter in one.quarters:
        _show_quarter(quarter)


def _show_quarter(quarter: QuarterLines) -> None:
    console().print(quarter_text(quarter.quarter_on))
    for settled in quarter.settled:
        row = settled.row
        line = _("{tool}: {net} net, {interval}, {source}; {spendable} can be spent")
        said = line.format(
            tool=row.tool,
            net=minutes_text(row.net),
            interval=interval_text(row.net_low, row.net_high),
            source=source_text(row.source),
            spendable=minutes_text(row.spendable),
        )
        console().print(said, soft_wrap=True)
        for reason in settled.reasons:
            console().print(f"- {reason_sentence(reason)}", soft_wrap=True)
    table = Table(box=None, pad_edge=False)
    table.add_column(_("Account"))
    table.add_column(_("Minutes"), justify="right")
    for account, minutes in quarter.accounts.items():
        table.add_row(account_text(account), number_text(minutes))
    table.add_row(_("Sum: always nothing"), number_text(quarter.total))
    console().print(table)


for verb in (post, settle, choose, withdraw, check):
    ledger.add_command(verb)
