"""Options that several verbs of the room take."""

from __future__ import annotations

import re
from datetime import date

import click

from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator

_ = translator("releve.ledger")

DAY = click.DateTime(["%Y-%m-%d"])

unit_option = click.option("--unit", "unit_code", metavar="CODE", required=True, help="The unit.")
quarter_option = click.option(
    "--quarter", metavar="QUARTER", required=True, help="The quarter, as 2026-Q3."
)


def quarter_named(said: str) -> date:
    """Return the first day of a quarter written as 2026-Q3; raises BadInputError."""
    found = re.fullmatch(r"(20[0-9]{2})-Q([1-4])", said)
    if found is None:
        message = _("{said!r} is no quarter written as 2026-Q3").format(said=said[:20])
        raise BadInputError(message, place=Place(field="--quarter"))
    return date(int(found[1]), 3 * int(found[2]) - 2, 1)
