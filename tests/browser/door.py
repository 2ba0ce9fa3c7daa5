"""Makes a small hospital whose roster engine is open in one unit, and to nobody in person.

Eight nurses and their manager, two weeks that are far enough ahead and have no roster yet. The
engine asks whoever operates it for its whole curriculum, as a hospital would say it; nobody has
followed any of it. Run as a program with ``RELEVE_HOME`` set.
"""

from __future__ import annotations

import io
import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from browser.living import CONTRACT_COLUMNS, FACTS, PERSON_COLUMNS, SHIFTS
from releve.cli import run

UNIT = "SEUIL"
NURSES = {
    "ana": "Fougère",
    "bea": "Tilleul",
    "cle": "Ormeau",
    "dan": "Saule",
    "eli": "Aubépine",
    "gil": "Noisetier",
    "ida": "Lavande",
    "leo": "Platane",
}
HEAD = "fay"
"""Who prepares the roster, without a line in it."""

NURSE = "ana"
AHEAD_DAYS = 20
"""More than the fifteen days that a roster is to be known before it begins."""


def first_day(today: date) -> date:
    """Return the first day of the period: a Monday far enough ahead."""
    ahead = today + timedelta(days=AHEAD_DAYS)
    return ahead + timedelta(days=-ahead.weekday() % 7)


def asked(first: date) -> dict[str, Any]:
    """Return what is asked: two nurses each morning and one each evening, for two weeks."""
    return {
        "name": "Une porte (exemple)",
        "starts_on": f"{first}",
        "ends_on": f"{first + timedelta(days=13)}",
        "people": [
            {
                "id": code,
                "name": f"{code.title()} {name}",
                "role": "nurse",
                "unit": UNIT,
                "contract": {"pack": "fph"},
            }
            for code, name in NURSES.items()
        ],
        "shifts": [{**shift, **FACTS} for shift in SHIFTS],
        "needs": [
            {"id": f"n{code}", "shift": code, "role": "nurse", "minimum": minimum}
            for code, minimum in (("M", 2), ("S", 1))
        ],
    }


def make(home: Path, password: str) -> None:
    """Import the people, open the period, the accounts and the engine."""
    first = first_day(date.today())  # noqa: DTZ011 - the clock of the machine, as its pages have it
    people, contracts, problem = (home / name for name in ("p.csv", "c.csv", "problem.json"))
    known = {**NURSES, HEAD: "Charme"}
    lines = [f"{code},{name},{code.title()},{UNIT},nurse," for code, name in known.items()]
    bound = [f"{code},1,fph,variable,{first - timedelta(days=400)},,no" for code in known]
    people.write_text("\n".join([PERSON_COLUMNS, *lines]), "utf-8")
    contracts.write_text("\n".join([CONTRACT_COLUMNS, *bound]), "utf-8")
    problem.write_text(json.dumps(asked(first)), "utf-8")
    place = ("--hospital", "CH")
    _do("people", "import", str(people), "--kind", "persons", *place, "--create-units")
    _do("people", "import", str(contracts), "--kind", "contracts", *place)
    _do("roster", "months", "open", str(problem), "--unit", UNIT)
    for account, function, person in (
        ("cadre", "ward_manager", HEAD),
        ("infirmiere", "caregiver", NURSE),
    ):
        name = ("--name", account.capitalize(), "--password-stdin", "--person", person)
        _do("people", "accounts", "add", account, *name, said=f"{password}\n")
        _do("people", "accounts", "grant", account, function, UNIT)
    _open_engine()


def _open_engine() -> None:
    """Open the roster engine in the unit, and say what it asks of whoever operates it."""
    # Django is awake by now, and tables can be imported.
    from releve.kit.actors import HOUSE  # noqa: PLC0415 - see above
    from releve.people.models import Level  # noqa: PLC0415 - see above
    from releve.roster.card import CARD  # noqa: PLC0415 - see above
    from releve.stewardship.actions import register_own  # noqa: PLC0415 - see above
    from releve.stewardship.tests.opened import open_tool  # noqa: PLC0415 - see above
    from releve.training.actions import require_modules  # noqa: PLC0415 - see above

    unit = Level.objects.select_related("hospital").get(code=UNIT)
    assert unit.hospital is not None
    register_own(unit.hospital, [CARD], actor=HOUSE)
    require_modules(unit.hospital, CARD.key, actor=HOUSE)
    open_tool(unit.hospital, CARD.key, [unit])


def _do(*words: str, said: str = "") -> None:
    sys.stdin = io.StringIO(said)
    found = run(words)
    if found:
        raise SystemExit(f"{' '.join(words)}: exit code {found}")


if __name__ == "__main__":
    make(Path(os.environ["RELEVE_HOME"]), *sys.argv[1:])
