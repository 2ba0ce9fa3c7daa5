"""Days that somebody can have meant: a slip in a year is refused before anything is counted with.

The calendar of the computer ends with the year 9999 and begins with 1; a day more or less there
is no day any more, and a year of three digits is a slip of the finger.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from releve.kit.faults import BadInputError, Place
from releve.kit.words import current_language, translator

_ = translator("releve.kit")

FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2100


def day_number(day: date) -> str:
    """Return the number of a day in its month as people write it: « 1er » in French."""
    return "1er" if day.day == 1 and current_language() == "fr" else str(day.day)


def is_meant(day: date) -> bool:
    """Whether a day is near enough for somebody to have meant it: from 1950 to 2100."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def year_fault(day: date) -> str:
    """Return the sentence that refuses a day which nobody can have meant."""
    message = _("the year {year} is out of range; write one from {first} to {last}")
    return message.format(year=day.year, first=FIRST_YEAR, last=LAST_YEAR)


def check_meant(day: date | None, *, field: str) -> None:
    """Raise BadInputError, blamed on a field, for a day that nobody can have meant."""
    if day is not None and not is_meant(day):
        raise BadInputError(year_fault(day), place=Place(field=field))
