"""`releve people levels …`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.console import as_option, console, json_option, write_json
from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.tables import read_table
from releve.kit.words import translator
from releve.people.actions import import_levels
from releve.people.cli.imports import say_report
from releve.people.cli.options import file_argument
from releve.people.queries import level_tree, levels_known_to
from releve.people.vocabulary import LEVEL_COLUMNS

_ = translator("releve.people")


@click.group()
def levels() -> None:
    """The tree: nation, region, ght, hospital, site, pole, unit."""


@levels.command("import")
@file_argument
@json_option
@as_option
@needs(Permission.MANAGE_LEVELS)
def import_level_table(*, actor: Actor, file: Path, json_path: str | None) -> None:
    """Import levels from a CSV or XLSX file.

    \b
    Columns: code,kind,name,parent
    kind is one of nation, region, ght, hospital, site, pole, unit.
    parent is the code of the level above; empty at the top. Lines may stand in any order.
    """  # noqa: D301 - click reads the backspace as: keep these lines
    rows = read_table(file, required=LEVEL_COLUMNS)
    try:
        report = import_levels(rows, actor=actor)
    except BadInputError as fault:
        raise fault.in_file(file) from None
    say_report(report, file=file, json_path=json_path, kind="levels")


@levels.command("list")
@json_option
@as_option
@needs(SIGNED_IN)
def list_levels(*, actor: Actor, json_path: str | None) -> None:
    """List the levels as a tree, with the number of people in each unit.

    An account of a hospital reads its own hospital and what that lies in.
    """
    branches = level_tree(levels_known_to(actor))
    if json_path:
        codes = {branch.level.pk: branch.level.code for branch in branches}
        rows = [
            {
                "code": branch.level.code,
                "kind": branch.level.kind,
                "name": branch.level.name,
                "parent": codes.get(branch.level.parent_id or 0, ""),
                "people": branch.people,
            }
            for branch in branches
        ]
        write_json(rows, json_path)
    if json_path == "-":
        return
    if not branches:
        console().print(_("No level yet. First step: releve people levels import FILE"))
        return
    table = Table(box=None, pad_edge=False)
    for heading in (_("code"), _("kind"), _("name")):
        table.add_column(heading)
    table.add_column(_("people"), justify="right")
    for branch in branches:
        people = str(branch.people) if branch.level.kind == "unit" else ""
        indented = "  " * branch.depth + branch.level.code
        table.add_row(indented, branch.level.kind, branch.level.name, people)
    console().print(table)
