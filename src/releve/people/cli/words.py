"""`releve people roles` and `releve people skills …`: the keys that files may use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.console import as_option, console, json_option, write_json
from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.tables import read_table
from releve.kit.words import current_language, translator
from releve.people import queries
from releve.people.actions import import_skills
from releve.people.cli.imports import say_report
from releve.people.cli.options import file_argument
from releve.people.models import Role, Skill
from releve.people.vocabulary import SKILL_COLUMNS

_ = translator("releve.people")


@click.command()
@json_option
@as_option
@needs(SIGNED_IN)
def roles(*, actor: Actor, json_path: str | None) -> None:  # noqa: ARG001 - the same for every account
    """List the keys of the roles."""
    found = queries.roles()
    if json_path:
        columns = ("key", "name_fr", "name_en", "rome_code", "esco_uri", "isco08")
        write_json([{name: getattr(role, name) for name in columns} for role in found], json_path)
    if json_path != "-":
        _print_keys(found)


@click.group()
def skills() -> None:
    """The keys of the skills that needs can ask for."""


@skills.command("list")
@json_option
@as_option
@needs(SIGNED_IN)
def list_skills(*, actor: Actor, json_path: str | None) -> None:  # noqa: ARG001 - the same for every account
    """List the keys of the skills."""
    found = queries.skills()
    if json_path:
        rows = [{name: getattr(skill, name) for name in SKILL_COLUMNS} for skill in found]
        write_json(rows, json_path)
    if json_path != "-":
        _print_keys(found)


@skills.command("import")
@file_argument
@json_option
@as_option
@needs(Permission.MANAGE_LEVELS)
def import_skill_table(*, actor: Actor, file: Path, json_path: str | None) -> None:
    """Import the hospital's own skills from a CSV or XLSX file.

    \b
    Columns: key,name_fr and, if you like, name_en.
    """  # noqa: D301 - click reads the backspace as: keep these lines
    rows = read_table(file, required=SKILL_COLUMNS[:2], optional=SKILL_COLUMNS[2:])
    try:
        report = import_skills(rows, actor=actor)
    except BadInputError as fault:
        raise fault.in_file(file) from None
    say_report(report, file=file, json_path=json_path, kind="skills")


def _print_keys(words: Sequence[Role] | Sequence[Skill]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(_("key"))
    table.add_column(_("name"))
    for word in words:
        name = word.name_fr if current_language() == "fr" else word.name_en or word.name_fr
        table.add_row(word.key, name)
    console().print(table)
