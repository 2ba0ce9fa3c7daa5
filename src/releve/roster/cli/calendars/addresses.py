"""The verbs on calendar addresses, once the database is awake."""

from __future__ import annotations

from releve.kit.console import DONE, console
from releve.kit.permissions import SIGNED_IN, needs
from releve.kit.words import translator
from releve.people.queries import account_named, actor_of
from releve.roster.actions import close_calendar, open_calendar

_ = translator("releve.roster")


@needs(SIGNED_IN)
def open_for(username: str) -> int:
    """Make an account's address and show it."""
    account = account_named(username)
    secret = open_calendar(account, actor=actor_of(account))
    console().print(_("The address, shown now and never again, after the name of the server:"))
    console().print(f"/calendar/{secret}.ics", soft_wrap=True)
    return DONE


@needs(SIGNED_IN)
def close_for(username: str) -> int:
    """Close an account's address."""
    account = account_named(username)
    was_open = close_calendar(account, actor=actor_of(account))
    console().print(_("The address is closed.") if was_open else _("No address was open."))
    return DONE
