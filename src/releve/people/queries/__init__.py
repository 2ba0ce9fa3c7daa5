"""Questions to the room, read only: what its tables hold, and what is open to whom."""

from releve.people.queries.access import permissions_on, unit_open_to, units_open_to
from releve.people.queries.accounts import account_named, accounts_and_grants, level_of
from releve.people.queries.functions import Function, functions_of, units_below
from releve.people.queries.staffing import (
    AccountGaps,
    StaffingGaps,
    account_gaps,
    people_by_unit,
    staffing_gaps,
)
from releve.people.queries.tables import (
    SKILL_SEPARATOR,
    TABLES,
    Branch,
    hospital_of,
    level_tree,
    persons_by_code,
    rank,
    restriction_text,
    roles,
    skills,
    skills_by_person,
    table_of,
    units_by_code,
)

__all__ = [
    "SKILL_SEPARATOR",
    "TABLES",
    "AccountGaps",
    "Branch",
    "Function",
    "StaffingGaps",
    "account_gaps",
    "account_named",
    "accounts_and_grants",
    "functions_of",
    "hospital_of",
    "level_of",
    "level_tree",
    "people_by_unit",
    "permissions_on",
    "persons_by_code",
    "rank",
    "restriction_text",
    "roles",
    "skills",
    "skills_by_person",
    "staffing_gaps",
    "table_of",
    "unit_open_to",
    "units_below",
    "units_by_code",
    "units_open_to",
]
