"""The fixed words of the room: codes that stand in tables and in files, never labels.

The kinds of restriction are those the roster's engine understands. This room may not look up at
that one: a test of the command line, which stands above both, keeps the lists equal.
"""

from __future__ import annotations

from releve.kit.permissions import Permission

# From the nation down to the unit; a level stands below any level of an earlier kind.
LEVEL_KINDS = ("nation", "region", "ght", "hospital", "site", "pole", "unit")
ABOVE_HOSPITAL = LEVEL_KINDS[: LEVEL_KINDS.index("hospital")]
WITHIN_HOSPITAL = LEVEL_KINDS[LEVEL_KINDS.index("hospital") + 1 :]

SCHOOL_ZONES = ("A", "B", "C")
"""Zones of the school holidays of mainland France; elsewhere a level names none."""

REGIMES = ("day", "night", "variable")

MAX_MINUTES = "max_minutes_a_day"
DAYS_OFF = "days_off"
PLAIN_RESTRICTIONS = ("no_nights", "no_12h", "no_weekends", "no_on_call")
RESTRICTION_KINDS = (*PLAIN_RESTRICTIONS, MAX_MINUTES, DAYS_OFF)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# How somebody wants her pages; empty: as her browser says.
LANGUAGES = ("fr", "en")
THEMES = ("light", "dark")
TEXT_SIZES = ("large", "larger")

# How somebody wants her news by e-mail, once she wants it at all.
MAIL_RHYTHMS = ("at_once", "daily", "weekly")

# The tables that travel as files, and their columns, in order.
COLUMNS = {
    "persons": ("person", "family_name", "given_name", "unit", "role", "skills"),
    "contracts": ("person", "share", "pack", "regime", "from", "to", "overtime_agreement"),
    "unavailability": ("person", "from", "to"),
    "restrictions": ("person", "from", "to", "restriction"),
}
LEVEL_COLUMNS = ("code", "kind", "name", "parent")
SKILL_COLUMNS = ("key", "name_fr", "name_en")

# What an account may be in a unit or a level above it, and what that opens below. Who is not
# named here may nothing for now: a right comes with the pages that ask for it.
FUNCTIONS = (
    "caregiver",
    "ward_manager",
    "hr",
    "care_director",
    "occupational_health",
    "staff_representative",
    "ai_referent",
    "administrator",
)
_READS_WARD = frozenset(
    {
        Permission.SEE_ROSTER,
        Permission.SEE_COUNTERS,
        Permission.SEE_PEOPLE,
        Permission.SEE_CONTRACTS,
    }
)
_WORKED_TIME = frozenset({Permission.SEE_LOAD, Permission.MANAGE_WORKED})
_HEEDS_TOOLS = frozenset(
    {
        Permission.SEE_REGISTER,
        Permission.STOP_TOOLS,
        Permission.USE_TOOLS,
        Permission.DECIDE_PROPOSALS,
        Permission.SEE_READINESS,
        Permission.ASSIGN_TRAINING,
        Permission.SEE_LEDGER,
        Permission.CHOOSE_SPENDING,
    }
)
PERMISSIONS_OF: dict[str, frozenset[Permission]] = {
    "caregiver": frozenset({Permission.SEE_ROSTER, Permission.USE_TOOLS, Permission.SEE_LEDGER}),
    "ward_manager": _READS_WARD
    | {Permission.MANAGE_ROSTER, Permission.MARK_COMPUTERS, *_WORKED_TIME, *_HEEDS_TOOLS},
    "hr": _READS_WARD
    | {
        Permission.MANAGE_PEOPLE,
        Permission.EXPORT_PERSON,
        *_WORKED_TIME,
        Permission.SEE_REGISTER,
        Permission.SEE_READINESS,
        Permission.ASSIGN_TRAINING,
        Permission.MANAGE_TRAINING,
        Permission.SEE_LEDGER,
    },
    "care_director": _READS_WARD
    | {
        Permission.MANAGE_ROSTER,
        Permission.MARK_COMPUTERS,
        *_WORKED_TIME,
        *_HEEDS_TOOLS,
        Permission.DECIDE_STEPS,
        Permission.SIGN_SPENDING,
    },
    "occupational_health": frozenset({Permission.SEE_LOAD, Permission.SEE_LEDGER}),
    "staff_representative": frozenset(
        {
            Permission.SEE_ROSTER,
            Permission.READ_TRAIL,
            Permission.SEE_LOAD,
            Permission.SEE_REGISTER,
            Permission.SEE_LEDGER,
        }
    ),
    "ai_referent": frozenset(
        {
            Permission.SEE_REGISTER,
            Permission.MANAGE_TOOLS,
            Permission.STOP_TOOLS,
            Permission.SEE_READINESS,
            Permission.MANAGE_TRAINING,
            Permission.SEE_LEDGER,
        }
    ),
    "administrator": frozenset(
        {
            Permission.MANAGE_LEVELS,
            Permission.MANAGE_ACCOUNTS,
            Permission.MARK_COMPUTERS,
            Permission.READ_TRAIL,
            Permission.SEE_JOBS,
            Permission.STEER_JOBS,
            Permission.OPERATE,
            Permission.PURGE,
        }
    ),
}
