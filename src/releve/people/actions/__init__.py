"""The room's verbs: bring levels, people and what holds for them in from files."""

from releve.people.actions.contracts import import_contracts
from releve.people.actions.dates import import_restrictions, import_unavailability
from releve.people.actions.levels import import_levels
from releve.people.actions.lines import BadTableError
from releve.people.actions.persons import import_persons
from releve.people.actions.reference import import_skills, load_reference
from releve.people.actions.saving import ImportReport

__all__ = [
    "BadTableError",
    "ImportReport",
    "import_contracts",
    "import_levels",
    "import_persons",
    "import_restrictions",
    "import_skills",
    "import_unavailability",
    "load_reference",
]
