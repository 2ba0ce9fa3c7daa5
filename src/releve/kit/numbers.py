"""A number that somebody else wrote, in an address or a header, is read once and safely.

``isdigit`` and ``isdecimal`` accept figures of other scripts, ``int`` refuses some of those and
any text of thousands of figures: each would be a fault of ours where the answer is "no number".
"""

from __future__ import annotations

MOST_FIGURES = 18
"""So many figures always fit a key of the database, which has 64 bits."""


def number_in(said: str) -> int | None:
    """Return a whole number written in figures 0 to 9, at most 18 of them; else nothing."""
    if not said.isascii() or not said.isdecimal() or len(said) > MOST_FIGURES:
        return None
    return int(said)
