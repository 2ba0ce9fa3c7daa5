"""Run as a process: fills an empty database with a hospital whose months are to be searched."""

from __future__ import annotations

from datetime import date, timedelta

import django

django.setup()

from kills.served import ACCOUNT, PASSWORD  # noqa: E402
from releve.house.database import make_ready  # noqa: E402 - Django is awake from here on
from releve.kit.actors import HOUSE  # noqa: E402
from releve.people.models import Account, Grant, Level, Person, Role  # noqa: E402
from releve.people.tests.builders import a_hospital  # noqa: E402
from releve.roster.actions import open_roster, save_version  # noqa: E402
from releve.roster.engine.tests.builders import MONDAY  # noqa: E402
from releve.roster.gate import TOOL  # noqa: E402
from releve.roster.tests.months import a_plan, demand_of, found, short_problem  # noqa: E402
from releve.stewardship.tests.opened import open_tool  # noqa: E402

MONTHS = 6
"""Periods of each of two units; each has two versions to choose from, and may be searched."""


def main() -> None:
    """Fill."""
    make_ready(fill_empty=True)
    a_hospital()
    for unit in Level.objects.filter(kind="unit"):
        for number in range(MONTHS):
            first = MONDAY + timedelta(weeks=number)
            dates = {"starts_on": first, "ends_on": first + timedelta(days=2), "wishes": ()}
            month = open_roster(unit, short_problem(**dates), actor=HOUSE)
            for cells in (a_plan(first), a_plan(first + timedelta(days=1))):
                save_version(demand_of(month), found(month, *cells), actor=HOUSE)
    hospital = Level.objects.get(kind="hospital")
    units = list(Level.objects.filter(kind="unit"))
    person = Person.objects.create(
        hospital=hospital,
        unit=units[0],
        code="cadre",
        family_name="Cadre",
        role=Role.objects.order_by("key")[0],
    )
    open_tool(hospital, TOOL, units, [person])
    account = Account.objects.create_user(
        ACCOUNT, name="Cadre", password=PASSWORD, hospital=hospital, person=person
    )
    Grant.objects.create(
        account=account, function="ward_manager", level=hospital, from_on=date(2020, 1, 1)
    )


if __name__ == "__main__":
    main()
