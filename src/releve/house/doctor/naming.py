"""How a command that the doctor advises says who acts."""

from __future__ import annotations

from django.db import DatabaseError

from releve.kit.words import translator
from releve.people.queries import is_administered

_ = translator("releve.house")


def as_account() -> str:
    """Return the option that the command needs, after a space; nothing where nobody administers."""
    try:
        return " " + _("--as ACCOUNT") if is_administered() else ""
    except DatabaseError:  # said by the check of the database
        return ""
