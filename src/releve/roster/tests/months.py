"""Months in the database for tests; the hospital of the Moon is fictional."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from releve.kit.actors import HOUSE
from releve.people.models import Level
from releve.people.tests.builders import a_hospital
from releve.roster.actions import open_roster
from releve.roster.engine.problem import Assignment, Need, PastShift, Problem, Wish
from releve.roster.engine.result import Result
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem, fixed
from releve.roster.gate import TOOL
from releve.roster.models import Demand, Roster, Search
from releve.roster.tests.builders import result_of
from releve.stewardship.tests.opened import open_tool


def a_unit(code: str = "URG") -> Level:
    """Save the hospital of the Moon, its roster engine open, and return one of its units."""
    hospital = a_hospital()
    open_tool(hospital, TOOL, Level.objects.filter(hospital=hospital, kind="unit"))
    return Level.objects.get(code=code)


def a_month(problem: Problem | None = None) -> Roster:
    """Save a month of the emergency ward, with what is asked of it."""
    return open_roster(a_unit(), problem or short_problem(), actor=HOUSE)


def demand_of(roster: Roster) -> Demand:
    """Return what is asked of a month now."""
    return roster.demands.order_by("-number")[0]


def short_problem(**changes: Any) -> Problem:
    """Return three days that are solved in no time: one day shift, three people."""
    facts: dict[str, Any] = {
        "ends_on": MONDAY + timedelta(days=2),
        "needs": (Need(id="jour", shift="J", role="ide", minimum=1),),
        "wishes": (Wish(person="ana", day=MONDAY, wish="off", weight=5),),
    }
    return a_problem(**(facts | changes))


def long_problem() -> Problem:
    """Return four weeks of a ward whose best roster takes far longer than any test to prove."""
    names = [f"p{number:02}" for number in range(10)]
    days = [MONDAY + timedelta(days=offset) for offset in range(28)]
    return a_problem(
        ends_on=days[-1],
        people=tuple(a_person(name) for name in names),
        needs=(
            Need(id="jour", shift="J", role="ide", minimum=1, target=2),
            Need(id="nuit", shift="N", role="ide", minimum=1),
        ),
        wishes=tuple(
            Wish(person=name, day=days[(5 * place + 3 * step) % 28], wish="off", weight=3)
            for place, name in enumerate(names)
            for step in range(6)
        ),
        fairness=True,
    )


def impossible_problem() -> Problem:
    """Return a problem whose fixed day follows a night already worked."""
    tired = a_person("ana", history=(PastShift(MONDAY - timedelta(days=1), "N"),))
    return short_problem(
        people=(tired, a_person("bea"), a_person("cle")),
        history_from=MONDAY - timedelta(days=14),
        fixed=(fixed("ana", MONDAY, "J"),),
    )


def a_plan(*days: date, person: str = "bea") -> tuple[Assignment, ...]:
    """Return day shifts of one person."""
    return tuple(Assignment(person, day, "J") for day in days)


def until(happened: Callable[[], bool], *, patience_seconds: float = 40) -> None:
    """Wait until something has happened; fail where it does not in time."""
    end = time.monotonic() + patience_seconds
    while not happened():
        if time.monotonic() > end:
            pytest.fail("it did not happen in time")
        time.sleep(0.02)


def now(search: Search) -> Search:
    """Return the row of a search as it stands."""
    return Search.objects.get(pk=search.pk)


def own_address() -> str:
    """Return the address of the tests' own database, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def found(roster: Roster, *answer: Assignment) -> Result:
    """Return an answer to what is asked of a month, weighed."""
    return result_of(demand_of(roster).problem, answer)
