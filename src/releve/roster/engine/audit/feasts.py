"""Public holidays, as the judge knows them."""

from __future__ import annotations

from datetime import date

import holidays

from releve.roster.engine.problem import Problem

COUNTRIES = {"Europe/Paris": "FR"}


def feasts(problem: Problem) -> frozenset[int]:
    """Return the public holidays of a problem by number: its own, else the country's."""
    own = problem.holidays
    if own is None:
        first, last = problem.starts_on.year - 1, problem.ends_on.year + 1
        own = tuple(public_holidays(problem.time_zone, first, last))
    return frozenset(day.toordinal() for day in own)


def public_holidays(time_zone: str, first_year: int, last_year: int) -> frozenset[date]:
    """Return the public holidays of a time zone's country, none where it is not known."""
    country = COUNTRIES.get(time_zone)
    if country is None:
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=range(first_year, last_year + 1)))
