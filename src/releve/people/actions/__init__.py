"""The room's verbs: bring people and what holds for them in from files; keep the accounts."""

from releve.people.actions.accounts import (
    create_account,
    end_function,
    give_function,
    set_password,
)
from releve.people.actions.contracts import import_contracts
from releve.people.actions.dates import import_restrictions, import_unavailability
from releve.people.actions.guarded import StaleTableError, import_seen, table_digest
from releve.people.actions.levels import import_levels, set_school_zone
from releve.people.actions.lines import BadTableError
from releve.people.actions.persons import import_persons
from releve.people.actions.reference import import_skills, load_reference
from releve.people.actions.saving import ImportReport
from releve.people.actions.tokens import Bearer, admit, create_token, revoke_token

__all__ = [
    "BadTableError",
    "Bearer",
    "ImportReport",
    "StaleTableError",
    "admit",
    "create_account",
    "create_token",
    "end_function",
    "give_function",
    "import_contracts",
    "import_levels",
    "import_persons",
    "import_restrictions",
    "import_seen",
    "import_skills",
    "import_unavailability",
    "load_reference",
    "revoke_token",
    "set_password",
    "set_school_zone",
    "table_digest",
]
