"""Questions to the room, read only: what its tables hold, and what is open to whom."""

from releve.people.queries.access import functions_of, permissions_on, unit_open_to, units_open_to
from releve.people.queries.accounts import (
    account_named,
    account_or_none,
    accounts_and_grants,
    level_of,
)
from releve.people.queries.sign_ins import (
    password_link,
    password_links,
    seen_here,
    ward_computer,
    ward_computers,
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
    "Branch",
    "account_named",
    "account_or_none",
    "accounts_and_grants",
    "functions_of",
    "hospital_of",
    "level_of",
    "level_tree",
    "password_link",
    "password_links",
    "permissions_on",
    "persons_by_code",
    "rank",
    "restriction_text",
    "roles",
    "seen_here",
    "skills",
    "skills_by_person",
    "table_of",
    "unit_open_to",
    "units_by_code",
    "units_open_to",
    "ward_computer",
    "ward_computers",
]
