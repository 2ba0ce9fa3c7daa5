"""Whom to ask, and about which moments: drawn from a secret and the shift, so nothing is planned.

The same secret and shift always draw the same, so that no list of moments to come is kept
anywhere, and what was asked can be counted afterwards. One shift of five, two moments in it.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

ONE_OF = 5
"""One shift of so many is asked about."""

LEAST_MINUTES = 60
"""Shorter shifts are not asked about."""


def drawn_moments(seed: bytes, shift: str, minutes: int) -> tuple[int, int] | None:
    """Return the two moments of a shift to ask about, in minutes from its start; none if not drawn.

    ``shift`` names it, whoever works it. Each pair of different minutes is as likely as another.
    """
    if minutes < LEAST_MINUTES:
        return None
    digest = hmac.new(seed, shift.encode(), sha256).digest()
    which, first, second = (int.from_bytes(digest[at : at + 8], "big") for at in (0, 8, 16))
    if which % ONE_OF:
        return None
    one, other = first % minutes, second % (minutes - 1)
    if other >= one:
        other += 1
    return min(one, other), max(one, other)
