"""The verbs on calendar addresses, once the database is awake."""

from __future__ import annotations

from releve.kit.actors import Actor
from releve.kit.console import DONE, console
from releve.kit.words import translator
from releve.people.queries import account_named
from releve.roster.actions import close_calendar, open_calendar

_ = translator("releve.roster")


def open_for(username: str, *, actor: Actor) -> int:
    """Make an account's address and show it."""
    account = account_named(username, home=actor.hospital)
    secret = open_calendar(account, actor=actor)
    console().print(_("The address, shown now and never again, after the name of the server:"))
    console().print(f"/calendar/{secret}.ics", soft_wrap=True)
    return DONE


def close_for(username: str, *, actor: Actor) -> int:
    """Close an account's address."""
    account = account_named(username, home=actor.hospital)
    was_open = close_calendar(account, actor=actor)
    console().print(_("The address is closed.") if was_open else _("No address was open."))
    return DONE
