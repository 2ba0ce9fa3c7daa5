"""The fixed words of the room: codes that stand in tables and in files, never labels.

The kinds of restriction are those the roster's engine understands. This room may not look up at
that one: a test of the command line, which stands above both, keeps the lists equal.
"""

from __future__ import annotations

# From the nation down to the unit; a level stands below any level of an earlier kind.
LEVEL_KINDS = ("nation", "region", "ght", "hospital", "site", "pole", "unit")
ABOVE_HOSPITAL = LEVEL_KINDS[: LEVEL_KINDS.index("hospital")]
WITHIN_HOSPITAL = LEVEL_KINDS[LEVEL_KINDS.index("hospital") + 1 :]

REGIMES = ("day", "night", "variable")

MAX_MINUTES = "max_minutes_a_day"
DAYS_OFF = "days_off"
PLAIN_RESTRICTIONS = ("no_nights", "no_12h", "no_weekends", "no_on_call")
RESTRICTION_KINDS = (*PLAIN_RESTRICTIONS, MAX_MINUTES, DAYS_OFF)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# The tables that travel as files, and their columns, in order.
COLUMNS = {
    "persons": ("person", "family_name", "given_name", "unit", "role", "skills"),
    "contracts": ("person", "share", "pack", "regime", "from", "to", "overtime_agreement"),
    "unavailability": ("person", "from", "to"),
    "restrictions": ("person", "from", "to", "restriction"),
}
LEVEL_COLUMNS = ("code", "kind", "name", "parent")
SKILL_COLUMNS = ("key", "name_fr", "name_en")
