"""Entity tags, so that nobody overwrites what she has not seen (RFC 9110, sections 8.8 and 13).

A change says with ``If-Match`` which state its sender has seen. None is refused with 428, and
``*`` too: it would say that the state does not matter. Compression on the way makes a tag weak;
what our tags name is exact all the same, so both spellings are taken.
"""

from __future__ import annotations

import re
from typing import Annotated

from django.http import HttpResponse
from ninja import Header

from releve.people.api.faults import Fault

TAG = re.compile(r'\s*(?:W/)?"([^"]*)"\s*')

IfMatch = Annotated[
    str,
    Header(
        alias="If-Match",
        max_length=500,
        description="The ETag that you have read: the change happens to that very state only.",
    ),
]


def tag(response: HttpResponse, state: str) -> None:
    """Give an answer the entity tag of a state."""
    response["ETag"] = f'"{state}"'


def seen_by(if_match: str) -> str:
    """Return the state that the sender of a change has seen. Raises a Fault."""
    found = TAG.fullmatch(if_match)
    if not found:
        raise Fault("condition_missing")
    return found[1]
