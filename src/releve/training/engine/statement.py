"""A statement of another program that somebody passed something, after xAPI 1.0.3.

What it must hold: an id, an actor by her account, a verb that is *passed* or *completed*, an
activity, and a result that says success or has a score high enough. The score itself is not kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from releve.training.engine.module import VERSION

VERBS = {
    "http://adlnet.gov/expapi/verbs/passed": "passed",
    "http://adlnet.gov/expapi/verbs/completed": "completed",
}

Refusal = Literal["verb", "activity", "revision", "failed", "no_result", "score"]
"""Why a statement proves nothing, as a code."""


@dataclass(frozen=True)
class Statement:
    """What is read of a statement; the rest of it is passed over.

    ``person`` is the name of the actor's account: the hospital's code for her. ``activity`` ends
    with the module's key. ``scaled``: the score from -1 to 1.
    """

    id: str
    person: str
    verb: str
    activity: str
    at: datetime
    revision: str = ""
    success: bool | None = None
    completion: bool | None = None
    scaled: float | None = None

    @property
    def module(self) -> str:
        """The key of the module: the last part of the activity's address."""
        return re.split(r"[/:#]", self.activity.rstrip("/"))[-1]


def refusal(statement: Statement, *, pass_percent: int) -> Refusal | None:
    """Return why a statement proves nothing, none where it proves that the module was passed.

    *passed* needs no more, unless its result says otherwise; *completed* needs success or a score.
    """
    verb = VERBS.get(statement.verb)
    says_nothing = statement.success is None and statement.scaled is None
    # Rounded: 100 * 0.57 is a little less than 57.
    is_low = statement.scaled is not None and round(100 * statement.scaled, 9) < pass_percent
    is_no_version = statement.revision and VERSION.fullmatch(statement.revision) is None
    found: tuple[tuple[Refusal, object], ...] = (
        ("verb", verb is None),
        ("activity", not statement.module),
        ("revision", is_no_version),
        ("failed", statement.success is False or statement.completion is False),
        ("score", is_low),
        ("no_result", verb == "completed" and says_nothing),
    )
    return next((code for code, is_so in found if is_so), None)
