"""`releve people …`: bring people in from files, and out again; keep the accounts."""

from __future__ import annotations

import click

from releve.people.cli.accounts import accounts
from releve.people.cli.exports import export_table
from releve.people.cli.imports import import_table
from releve.people.cli.notices import notices
from releve.people.cli.places import levels
from releve.people.cli.sign_ins import make_link, open_again, reset_factor, tie_to_directory
from releve.people.cli.tokens import tokens
from releve.people.cli.words import roles, skills


@click.group()
def people() -> None:
    """Levels, people, contracts, skills, unavailability, restrictions and accounts."""


people.add_command(import_table)
people.add_command(export_table)
people.add_command(levels)
people.add_command(skills)
people.add_command(roles)
people.add_command(accounts)
people.add_command(tokens)
people.add_command(notices)
for verb in (make_link, open_again, reset_factor, tie_to_directory):
    accounts.add_command(verb)

__all__ = ["people"]
