"""Numbers that the audit trail speaks of: taken for ever, whether or not their row is there.

A backup of an earlier release does not say which numbers were given out. Whoever the trail names
was there once, so the numbers go on behind the greatest of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db.models import Max
from django.db.models.functions import Length

KINDS = {
    "people.person": ("person", "contract", "unavailability", "restriction", "shift"),
    "people.account": ("account",),
    "people.wardcomputer": ("ward_computer",),
    "roster.search": ("search",),
    "jobs.job": ("job",),
    "trail.readingrequest": ("reading_request",),
}
"""Under which kinds of object the trail names the rows of a table by their numbers."""

ACTOR = "account:"
MOST_FIGURES = 18


def numbers_in_trail(apps: Apps, using: str) -> dict[str, int]:
    """Return the greatest number that the trail knows of each table, by the table's name.

    ``apps``: the models as the database has them; nothing where it has no trail yet.
    """
    labels = {model._meta.label_lower: model for model in apps.get_models()}  # noqa: SLF001 - Django documents it under this name
    if "trail.entry" not in labels:
        return {}
    entries = labels["trail.entry"]._base_manager.using(using)  # noqa: SLF001 - unfiltered by any room
    found: dict[str, int] = {}
    for label, number in _numbers(entries):
        if label in labels:
            table = labels[label]._meta.db_table  # noqa: SLF001 - Django documents it under this name
            found[table] = max(number, found.get(table, 0))
    return found


def _numbers(entries: Any) -> Iterator[tuple[str, int]]:
    for label, kinds in KINDS.items():
        yield label, _greatest(entries.filter(kind__in=kinds), "key")
    for column in ("actor", "on_behalf_of"):
        yield "people.account", _greatest(entries, column, prefix=ACTOR)
    hospital = entries.aggregate(greatest=Max("hospital"))["greatest"]
    yield "people.level", hospital or 0


def _greatest(entries: Any, column: str, *, prefix: str = "") -> int:
    """Return the greatest number in a column of text, 0 where there is none."""
    figures = f"[1-9][0-9]{{0,{MOST_FIGURES - 1}}}"
    written = entries.filter(**{f"{column}__regex": f"^{prefix}{figures}$"})
    longest = written.annotate(figures=Length(column)).order_by("-figures", f"-{column}")
    said = longest.values_list(column, flat=True).first()
    return int(said.removeprefix(prefix)) if said else 0
