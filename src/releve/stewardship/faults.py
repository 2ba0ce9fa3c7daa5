"""Why the room refuses something; nothing has changed then."""

from __future__ import annotations

from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator

_ = translator("releve.stewardship")


class StewardshipError(BadInputError):
    """Something that the room refuses; ``str()`` is one sentence."""


class StaleToolError(StewardshipError):
    """Somebody else changed the entry since it was read."""

    def __init__(self) -> None:
        super().__init__(_("this entry was changed meanwhile; look at it again"))


class UnknownToolError(StewardshipError):
    """There is no tool of that key in a hospital."""

    def __init__(self, key: str) -> None:
        message = _("there is no tool {key!r} in the register of this hospital")
        super().__init__(message.format(key=key), place=Place(field="--tool"))
