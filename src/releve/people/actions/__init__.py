"""The room's verbs: bring people and what holds for them in from files; keep the accounts."""

from releve.people.actions.accounts import (
    close_account,
    create_account,
    end_function,
    give_function,
    reopen_account,
    set_password,
)
from releve.people.actions.contracts import import_contracts
from releve.people.actions.dates import import_restrictions, import_unavailability
from releve.people.actions.guarded import StaleTableError, import_seen
from releve.people.actions.keys import end_keys
from releve.people.actions.leaving import delete_account, delete_person
from releve.people.actions.letters import ask_letters, delete_notices
from releve.people.actions.levels import import_levels, set_school_zone
from releve.people.actions.lines import BadTableError
from releve.people.actions.look import choose_look
from releve.people.actions.news import (
    Wanted,
    choose_mail,
    confirm_mail,
    read_notices,
    stop_mail,
)
from releve.people.actions.notices import notify
from releve.people.actions.persons import import_persons
from releve.people.actions.reference import import_skills, load_reference
from releve.people.actions.saving import ImportReport
from releve.people.actions.sign_ins import (
    end_sessions,
    link_directory,
    make_password_link,
    mark_ward_computer,
    reset_second_factor,
    unlock,
    unmark_ward_computer,
)
from releve.people.actions.tokens import create_token, revoke_token

__all__ = [
    "BadTableError",
    "ImportReport",
    "StaleTableError",
    "Wanted",
    "ask_letters",
    "choose_look",
    "choose_mail",
    "close_account",
    "confirm_mail",
    "create_account",
    "create_token",
    "delete_account",
    "delete_notices",
    "delete_person",
    "end_function",
    "end_keys",
    "end_sessions",
    "give_function",
    "import_contracts",
    "import_levels",
    "import_persons",
    "import_restrictions",
    "import_seen",
    "import_skills",
    "import_unavailability",
    "link_directory",
    "load_reference",
    "make_password_link",
    "mark_ward_computer",
    "notify",
    "read_notices",
    "reopen_account",
    "reset_second_factor",
    "revoke_token",
    "set_password",
    "set_school_zone",
    "stop_mail",
    "unlock",
    "unmark_ward_computer",
]
