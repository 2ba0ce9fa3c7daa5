"""School holidays by zone: when many people ask for leave, and where a roster shows a thin band.

The dates are those of `vacances-scolaires-france` (MIT), taken from the open data of the
Ministry of Education ("Vacances scolaires par zones", data.gouv.fr). Beyond the last school year
that the ministry has fixed nothing is known, and nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from vacances_scolaires_france import SchoolHolidayDates

from releve.kit.words import translator

_ = translator("releve.people")


class SchoolHoliday(NamedTuple):
    """A stretch of school holidays, both days included, with its name in the reader's language."""

    from_on: date
    to_on: date
    name: str


def school_holidays(zone: str, first: date, last: date) -> tuple[SchoolHoliday, ...]:
    """Return the school holidays of a zone that touch the days from first to last.

    Each is whole, even where it begins before or ends after. Zones are "A", "B" and "C"; any
    other has none.
    """
    return tuple(
        SchoolHoliday(begun, ended, _name(source))
        for begun, ended, source in _stretches(zone)
        if begun <= last and ended >= first
    )


def _name(source: str) -> str:
    names = {
        "Vacances de la Toussaint": _("All Saints' holidays"),
        "Vacances de Noël": _("Christmas holidays"),
        "Vacances d'hiver": _("Winter holidays"),
        "Vacances de printemps": _("Spring holidays"),
        "Pont de l'Ascension": _("Ascension weekend"),
        "Vacances d'été": _("Summer holidays"),
    }
    return names.get(source, _("School holidays"))


@lru_cache(maxsize=4)
def _stretches(zone: str) -> tuple[tuple[date, date, str], ...]:
    found: list[tuple[date, date, str]] = []
    for day, name in _days(zone):
        if found and found[-1][2] == name and found[-1][1] == day - timedelta(days=1):
            found[-1] = (found[-1][0], day, name)
        else:
            found.append((day, day, name))
    return tuple(found)


def _days(zone: str) -> Iterator[tuple[date, str]]:
    column = f"vacances_zone_{zone.lower()}"
    for day, row in sorted(SchoolHolidayDates().data.items()):
        if row.get(column) is True:
            yield day, row["nom_vacances"]
