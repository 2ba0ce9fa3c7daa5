"""The one seam through which exchanges and open shifts tell people something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from releve.kit.actors import Actor
from releve.people.models import Person

CODES = (
    "swap_asked",
    "swap_agreed",
    "swap_accepted",
    "swap_declined",
    "swap_refused",
    "swap_withdrawn",
    "swap_lapsed",
    "opening_offered",
    "opening_yours",
    "opening_filled",
    "opening_closed",
)
"""What somebody is told of, by code; the words stand where notices are shown."""
