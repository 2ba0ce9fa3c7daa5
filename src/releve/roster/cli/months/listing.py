"""``releve roster months list``."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.console import DONE, console, write_json
from releve.kit.permissions import Permission
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_anywhere, units_for
from releve.roster.cli.months.places import months_of
from releve.roster.models import Roster
from releve.roster.queries.searches import live_search

_ = translator("releve.roster")

FIELDS = ("unit", "from", "to", "versions", "chosen", "published", "holes", "searching")


def show_months(actor: Actor, json_path: str | None) -> int:
    """Print every month of the units whose roster the actor manages, or write them as JSON.

    Raises NotAllowedError where she manages none.
    """
    check_anywhere(actor, Permission.MANAGE_ROSTER)
    units = units_for(actor, Permission.MANAGE_ROSTER)
    found = [_facts(unit, month) for unit in units for month in months_of(unit)]
    if json_path:
        write_json(found, json_path)
    if json_path == "-":
        return DONE
    if not found:
        console().print(
            _("No month yet. First step: releve roster months open PROBLEM --unit CODE")
        )
        return DONE
    console().print(_table(found))
    return DONE


def _facts(unit: Level, month: Roster) -> dict[str, Any]:
    """Return a month under the names that the JSON promises; versions by their numbers."""
    states = dict(month.versions.values_list("number", "state"))
    chosen = month.chosen
    return {
        "unit": unit.code,
        "from": month.starts_on.isoformat(),
        "to": month.ends_on.isoformat(),
        "versions": len(states),
        "chosen": chosen.number if chosen else None,
        "published": next((one for one, state in states.items() if state == "published"), None),
        "holes": chosen.holes if chosen else None,
        "searching": live_search(month) is not None,
    }


def _table(found: list[dict[str, Any]]) -> Table:
    titles = (
        _("Unit"),
        _("From"),
        _("To"),
        _("Versions"),
        _("Chosen"),
        _("Published"),
        _("Holes"),
        _("Search"),
    )
    shown = Table(box=None, pad_edge=False)
    for place, title in enumerate(titles):
        shown.add_column(title, justify="right" if 3 <= place <= 6 else "left")
    for facts in found:
        cells = ["" if facts[name] is None else str(facts[name]) for name in FIELDS[:-1]]
        shown.add_row(*cells, _("under way") if facts["searching"] else "")
    return shown
