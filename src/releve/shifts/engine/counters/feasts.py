"""Public holidays of the country of a time zone, for counters; none where it is not known.

The national ones: those of Alsace-Moselle and overseas are not told apart yet, as in rosters.
"""

from __future__ import annotations

from datetime import date
from functools import cache

COUNTRIES = {"Europe/Paris": "FR"}


@cache
def feasts(time_zone: str, year: int) -> frozenset[date]:
    """Return the public holidays of a year and of the days around it."""
    import holidays  # noqa: PLC0415 - a large library, needed by counters alone

    country = COUNTRIES.get(time_zone)
    if country is None:
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=range(year - 1, year + 2)))
