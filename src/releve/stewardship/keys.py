"""The key of a tool: its name in code and in addresses, which no word of an address may be."""

from __future__ import annotations

import re

from releve.kit.faults import Place
from releve.kit.words import translator
from releve.stewardship.faults import StewardshipError
from releve.stewardship.vocabulary import RESERVED_KEYS

_ = translator("releve.stewardship")

KEY = re.compile(r"[-a-zA-Z0-9_]{1,40}")
"""What an address takes as a key."""


def check_key(key: str, *, field: str = "key") -> None:
    """Raise StewardshipError for a key under which no page of its tool would be found."""
    if KEY.fullmatch(key) is None:
        message = _(
            "{key!r} is no key; write at most 40 letters without accents, digits and hyphens"
        )
        raise StewardshipError(message.format(key=key[:60]), place=Place(field=field))
    if key.lower() in RESERVED_KEYS:
        message = _("the key {key!r} is a word of an address; take another one")
        raise StewardshipError(message.format(key=key), place=Place(field=field))
