"""Makes a small hospital for a whole life of a roster, or tells how everything in it stands.

``make``: five nurses and their manager, and a period that begins in the month before this one
and ends weeks ahead, so that the same roster has days to exchange and days that were worked.
``tell``: what the roster, the shifts in force, the counters, the trail and the news say, as JSON.
Run as a program with ``RELEVE_HOME`` set.
"""

from __future__ import annotations

import io
import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

from browser.filling import open_engine
from releve.cli import run

PEOPLE = ("ana", "bea", "cle", "dan", "eli", "fay")
NAMES = ("Fougère", "Tilleul", "Ormeau", "Saule", "Aubépine", "Charme")
HEAD = "fay"
"""Who prepares the roster, without a line in it: her own hours are another one's to validate."""

SIGNED_IN = ("ana", "bea")

SHIFTS = [
    {"code": "M", "starts_at": "06:45", "ends_at": "14:15"},
    {"code": "S", "starts_at": "13:45", "ends_at": "21:15"},
]
PERSON_COLUMNS = "person,family_name,given_name,unit,role,skills"
CONTRACT_COLUMNS = "person,share,pack,regime,from,to,overtime_agreement"
FACTS = {"break_minutes": 20, "paid_minutes": 450}


def days(today: date) -> tuple[date, date]:
    """Return the first and the last day of the period: a Monday and a Sunday."""
    month_before = today.replace(day=1) - timedelta(days=1)
    first = month_before - timedelta(days=13)
    first -= timedelta(days=first.weekday())
    last = today + timedelta(days=21)
    return first, last + timedelta(days=6 - last.weekday())


def asked(first: date, last: date) -> dict[str, Any]:
    """Return what is asked of the period: one nurse each morning and each evening."""
    return {
        "name": "Une vie de planning (exemple)",
        "starts_on": f"{first}",
        "ends_on": f"{last}",
        "people": [
            {"id": code, "name": name, "role": "nurse", "unit": "VIE", "contract": {"pack": "fph"}}
            for code, name in zip(PEOPLE, NAMES, strict=True)
            if code != HEAD
        ],
        "shifts": [{**shift, **FACTS} for shift in SHIFTS],
        "needs": [
            {"id": f"n{code}", "shift": code, "role": "nurse", "minimum": 1} for code in ("M", "S")
        ],
    }


def make(home: Path, password: str) -> None:
    """Import the people, open the period and the accounts."""
    first, last = days(date.today())  # noqa: DTZ011 - the clock of the machine, as its pages have it
    people, contracts, problem = (home / name for name in ("p.csv", "c.csv", "problem.json"))
    known = [
        f"{code},{name},{code.title()},VIE,nurse," for code, name in zip(PEOPLE, NAMES, strict=True)
    ]
    bound = [f"{code},1,fph,variable,{first - timedelta(days=400)},,no" for code in PEOPLE]
    people.write_text("\n".join([PERSON_COLUMNS, *known]), "utf-8")
    contracts.write_text("\n".join([CONTRACT_COLUMNS, *bound]), "utf-8")
    problem.write_text(json.dumps(asked(first, last)), "utf-8")
    place = ("--hospital", "CH")
    _do("people", "import", str(people), "--kind", "persons", *place, "--create-units")
    _do("people", "import", str(contracts), "--kind", "contracts", *place)
    _do("roster", "months", "open", str(problem), "--unit", "VIE")
    _account("cadre", "ward_manager", password, "--person", HEAD)
    open_engine("VIE", HEAD)
    for name in SIGNED_IN:
        _account(name, "caregiver", password, "--person", name)


def tell() -> dict[str, Any]:
    """Return how everything stands, each told by the tables of its own room."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releve.house.settings")
    django.setup()
    from releve.people.models import Notice, Person  # noqa: PLC0415 - see above
    from releve.roster.models import Version  # noqa: PLC0415 - see above
    from releve.shifts.models import MonthClosure, PlannedShift, WorkedShift  # noqa: PLC0415 - see above
    from releve.trail.models import Entry  # noqa: PLC0415 - see above

    code_of = dict(Person.objects.values_list("pk", "code"))
    version = Version.objects.get(state="published")
    planned = PlannedShift.objects.filter(withdrawn_at__isnull=True)
    return {
        "roster": sorted([one.person, f"{one.day}", one.shift] for one in version.result.answer),
        "shifts": sorted([one.person.code, f"{one.day}", one.code] for one in planned),
        "worked": sorted([one.person.code, one.kind] for one in WorkedShift.objects.all()),
        "closed": [f"{one.month}" for one in MonthClosure.objects.all()],
        "news": sorted([code_of[one.person_id], one.code] for one in Notice.objects.all()),
        "trail": sorted({one.verb for one in Entry.objects.all()}),
    }


def _account(username: str, function: str, password: str, *own: str) -> None:
    name = ("--name", username.capitalize(), "--password-stdin")
    _do("people", "accounts", "add", username, *name, *own, said=f"{password}\n")
    _do("people", "accounts", "grant", username, function, "VIE")


def _do(*words: str, said: str = "") -> None:
    sys.stdin = io.StringIO(said)
    found = run(words)
    if found:
        raise SystemExit(f"{' '.join(words)}: exit code {found}")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(os.environ["RELEVE_HOME"]), sys.argv[2])
    else:
        json.dump(tell(), sys.stdout)
