"""Which tools the register of a hospital holds, as far as this room asks: keys and names.

The register stands above this room. The house puts the question here when it wakes, as it puts
the access into ``kit.actors``; a key that no register holds is a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from releve.kit.tables import closest
from releve.kit.words import translator
from releve.ledger.faults import LedgerError

_ = translator("releve.ledger")

Lister = Callable[[int], Mapping[str, str]]
"""From the key of a hospital to its tools: what each is called in the reader's language, by key."""


def _unsaid(_hospital: int) -> Mapping[str, str]:
    raise LookupError("nobody has said which tools there are; the house does when it wakes")


_lister: Lister = _unsaid


def use_register(lister: Lister) -> None:
    """Let this say from now on which tools a hospital has; the house calls it once."""
    global _lister  # noqa: PLW0603 - the one point of injection, written at start-up only
    _lister = lister


def tools_known(hospital: int) -> Mapping[str, str]:
    """Return what the tools of a hospital's register are called, by key."""
    return _lister(hospital)


def check_tool(hospital: int, key: str) -> None:
    """Raise LedgerError where the register of a hospital holds no tool of that key."""
    known = _lister(hospital)
    if key not in known:
        message = _("there is no tool {key!r} in the register of this hospital{hint}")
        raise LedgerError.at_field(message.format(key=key, hint=closest(key, known)), "tool")
