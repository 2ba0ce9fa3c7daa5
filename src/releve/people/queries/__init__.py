"""Questions to the room, read only: what its tables hold, and what is open to whom."""

from releve.people.queries.access import permissions_on, unit_open_to, units_open_to
from releve.people.queries.accounts import account_named, accounts_and_grants, level_of
from releve.people.queries.acting import actor_of
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
from releve.people.queries.tokens import open_tokens, permissions_anywhere, tokens_of

__all__ = [
    "SKILL_SEPARATOR",
    "TABLES",
    "Branch",
    "account_named",
    "accounts_and_grants",
    "actor_of",
    "hospital_of",
    "level_of",
    "level_tree",
    "open_tokens",
    "permissions_anywhere",
    "permissions_on",
    "persons_by_code",
    "rank",
    "restriction_text",
    "roles",
    "skills",
    "skills_by_person",
    "table_of",
    "tokens_of",
    "unit_open_to",
    "units_by_code",
    "units_open_to",
]
