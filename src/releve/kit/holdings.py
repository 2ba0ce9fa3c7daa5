"""What a room holds on one person, in a form that every room can yield and none need know.

A person may ask for all that is held on her (GDPR article 15). Each room with tables about
people keeps a module ``holdings`` that names those tables and yields their rows for a *subject*:
plain keys, since rooms below that of people know no person. A wall of the house
(tests/test_house_rights.py) finds the table that no holding yields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from releve.kit.cells import Cell

Row = Mapping[str, Cell]
"""One line of what is held: plain values under short names, the same for every row of a holding."""


@dataclass(frozen=True)
class Subject:
    """Somebody on whom something may be held: her person, her accounts, or both.

    ``hospital``: the key of its level, none above hospitals. ``code``: the hospital's own for
    her, as it stands in rosters. ``accounts``: each account's key with its user name.
    ``function_of``: what another actor was on a day, for her who may be told no name.
    """

    hospital: int | None
    person: int | None = None
    code: str = ""
    name: str = ""
    accounts: tuple[tuple[int, str], ...] = ()
    function_of: Callable[[str, date], str] = field(default=lambda _actor, _on: "", compare=False)

    @property
    def actors(self) -> tuple[str, ...]:
        """Her accounts as the trail and the jobs name them."""
        return tuple(f"account:{key}" for key, _username in self.accounts)

    @property
    def usernames(self) -> tuple[str, ...]:
        """The names with which she signs in."""
        return tuple(username for _key, username in self.accounts)


@dataclass(frozen=True)
class Holding:
    """A part of what a room holds on people.

    ``code`` names its file in an export. ``title`` says in the reader's language what it is.
    ``activity`` is the entry of the register of processing under which it stands: its purpose,
    how long it is kept and who may open it come from there. ``tables``: the tables whose rows it
    yields, as ``people.contract``. ``columns``: the names that every row has.
    """

    code: str
    title: Callable[[], str]
    activity: str
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Callable[[Subject], Iterable[Row]]
