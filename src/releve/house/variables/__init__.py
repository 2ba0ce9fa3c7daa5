"""The variables that set Relève: one list, from which they are read, checked and documented.

`docs/reference/settings.md` is written from the list, `releve doctor` names a variable that
nobody reads, and a value that means nothing is one sentence at the start, not a fault at night.
"""

from releve.house.variables.declared import VARIABLES, Kind, Variable
from releve.house.variables.reading import (
    bytes_of,
    check_all,
    choice,
    count,
    flag,
    minutes,
    number,
    secret_files,
    some_of,
    text,
    unknown_names,
    words,
)

__all__ = [
    "VARIABLES",
    "Kind",
    "Variable",
    "bytes_of",
    "check_all",
    "choice",
    "count",
    "flag",
    "minutes",
    "number",
    "secret_files",
    "some_of",
    "text",
    "unknown_names",
    "words",
]
