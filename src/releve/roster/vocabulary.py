"""Codes that the tables of the room hold; what people read stands in the pages."""

from __future__ import annotations

AIMS = ("balanced", "wishes", "fair", "stable")
"""What a roster was asked to favour: see ``engine.aims``."""

ASKED_AIMS = (*AIMS, "choice")
"""*choice*: one search after another, a version for each aim but the first, to choose from."""

VERSION_STATES = ("draft", "proposed", "published", "withdrawn")
"""*proposed*: shown to the team before it is settled. *withdrawn*: was published, until another
one was; what the team was shown is never changed, so that it is not a draft again."""

SHOWN_STATES = ("proposed", "published")
"""What the team sees; the other states are for those who manage the roster."""

NOTICE_DAYS = 15
"""A roster is known to the team so many days before its first (décret 2002-9, art. 13)."""


EDIT_KINDS = ("edit", "undo", "redo")
"""*undo* takes an edit back, *redo* makes it again; both are edits of their own, kept as well."""

EDIT_REASONS = ("cover", "agreed", "fairness", "handover", "other")
"""Why a wish or a habit was set aside: for the cover, agreed with the person, for fairness, to
hand over or train. Codes only: free words would invite the reason of an absence."""

LIVE_STATES = ("waiting", "running")
SEARCH_STATES = (
    *LIVE_STATES,
    "done",
    "stopped",
    "infeasible",
    "no_answer",
    "lost",
    "stale",
    "refused",
)
"""*stopped*: by a person, with the best so far. *lost*: whoever searched fell silent. *stale*: the
demand has changed meanwhile. *refused*: whoever asked may no longer manage the roster, or the
engine is no longer open to her there. What the last two found is not kept."""

WISH_KINDS = ("off", "on", "shift", "not_shift")
"""*off*: no work that day. *on*: work that day, whichever shift. *shift* and *not_shift*: this
shift that day, or any but this one."""

WISH_STATES = ("planned", "open", "closed")
"""How a wish period stands at an instant; reckoned from its dates, never kept."""

STRENGTHS = (1, 2, 3)
"""Points that a wish takes for each day that it names."""

MOST_BUDGET = 200
"""Points that a person may be given at most for one period."""

PREFERENCE_KINDS = ("days", "nights", "long", "short")
"""Shifts that somebody would rather have, whatever the day; a preference takes no points."""

SWAP_LIVE = ("asked", "agreed")
SWAP_STATES = (
    *SWAP_LIVE,
    "accepted",
    "refused",
    "declined",
    "withdrawn",
    "expired",
    "lapsed",
)
"""*refused*: not this time, by the colleague, which the two of them alone see. *declined*: by
whoever manages the roster. *expired*: its day came first. *lapsed*: the shifts are no longer
theirs in the roster that the team sees."""

OPENING_STATES = ("open", "filled", "closed")

ALLOTMENTS = ("fewest", "first")
"""*fewest*: after a window, whoever had the fewest extra shifts of late; equal ones by a draw.
*first*: the first whom the law allows, at once."""

RECENT_DAYS = 84
"""How far back extra shifts are counted: twelve weeks."""

GIVEN_UP_SECONDS = 60
"""Who said yes first settles an open shift; where she has not by then, whoever comes next does."""
