"""Codes that the tables of the room hold; what people read stands in the pages."""

from __future__ import annotations

from datetime import date

AS_PLANNED = "as_planned"
NOT_WORKED = "not_worked"
RECALL = "recall"
CALL_OUT = "call_out"
ON_CALL = "on_call"

DEVIATIONS = (
    AS_PLANNED,
    "late_stay",
    "early_release",
    RECALL,
    CALL_OUT,
    "swap",
    "file",
    NOT_WORKED,
    ON_CALL,
)
"""How what was worked stands to what was planned. *recall*: called in on a rest day. *call_out*:
called out of an on-call duty. *file*: as a file of another program says. *not_worked*: a planned
shift of which no minute was worked; why is nobody's business here. *on_call*: an on-call duty that
was held, which is no work."""

NO_WORK = (NOT_WORKED, ON_CALL)
"""Kinds of which no minute is worked."""

OF_ON_CALL = NO_WORK
"""The only kinds that answer to an on-call duty: held or not."""

BESIDE_PLANS = (RECALL, CALL_OUT)
"""Kinds that answer to no plan: they stand beside what was planned."""

UNPLANNED = (RECALL, CALL_OUT, "swap", "file")
"""Kinds of worked shift that need no planned one to answer to."""

OF_PLANNED = (AS_PLANNED, "late_stay", "early_release", NOT_WORKED, ON_CALL)
"""Kinds that always answer to a planned shift."""

SHORT_NOTICE_MINUTES = 48 * 60
"""A change told later than that before the shift needs its reason (décret 2002-9, art. 13)."""

CHANGE_REASONS = ("cover", "agreed", "activity", "training", "correction", "other")
"""Why a shift changes less than 48 hours before it begins: for the cover, agreed between the
people, more or less activity, training, an error put right. Codes only where people choose: free
words would invite the reason of somebody's absence."""

CORRECTION_REASONS = ("omission", "entry_error", "file", "other")
"""Why worked time changes after the month is closed: something was forgotten, wrongly entered, or
wrong in a file. Codes only, as for changes of the plan: free words beside "not worked" would keep
the cause of an absence."""

FEWEST_PEOPLE = 8
"""A unit's load is shown from that many people on; of fewer, nothing is told."""

WORKED_COLUMNS = ("person", "unit", "code", "starts_at", "ends_at")
WORKED_OPTIONAL = ("break_minutes", "kind")
"""The columns of a file of worked shifts."""

LONGEST_HOURS = 72
"""No shift is longer: a slip in a file, or an on-call duty that is none of worked time."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 12, 31)
"""The days that forms and programs can be about; others would leave the calendar."""
