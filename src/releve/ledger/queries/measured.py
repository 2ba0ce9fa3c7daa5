"""Weeks that were measured, before and after, as far as they can be compared.

A week counts where every relieved activity was measured in it, of the same professions before
and after: what is missing from a week is no gain. Of a whole unit and its professions, the whole
is taken, so that nobody counts twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from releve.ledger.engine import Week
from releve.ledger.models import MinuteCell

FRICTION = "digital_friction"
EVERYBODY = "*"
"""The profession of cells of a whole unit, while they are gathered."""

Cells = Mapping[str, Mapping[str, MinuteCell]]
"""The cells of a week, by profession and activity."""


def comparable_weeks(
    before: Iterable[MinuteCell],
    after: Iterable[MinuteCell],
    *,
    relieved: Collection[str],
    of: Collection[str],
) -> tuple[tuple[Week, ...], tuple[Week, ...]]:
    """Return the weeks before and after of some professions; no week where none is alike."""
    both = _by_week(before, of), _by_week(after, of)
    known = set.intersection(
        *({one for cells in weeks.values() for one in _whole(cells, relieved)} for weeks in both)
    )
    compared = known & {EVERYBODY} or known
    if not compared:
        return (), ()
    first, last = (
        tuple(
            _week(cells, relieved, sorted(compared))
            for _on, cells in sorted(weeks.items())
            if compared <= _whole(cells, relieved)
        )
        for weeks in both
    )
    return first, last


def _by_week(cells: Iterable[MinuteCell], of: Collection[str]) -> dict[date, Cells]:
    found: dict[date, dict[str, dict[str, MinuteCell]]] = defaultdict(lambda: defaultdict(dict))
    for cell in cells:
        profession = cell.profession or EVERYBODY
        if profession in of:
            found[cell.week_on][profession][cell.activity] = cell
    return dict(found)


def _whole(cells: Cells, relieved: Collection[str]) -> set[str]:
    """Return the professions of which a week tells every relieved activity."""
    return {name for name, told in cells.items() if set(relieved) <= set(told)}


def _week(cells: Cells, relieved: Collection[str], compared: Sequence[str]) -> Week:
    """Return a week as if all its people had been measured in each activity."""
    minutes, people = 0.0, 0
    for name in compared:
        told = [cells[name][activity] for activity in relieved]
        most = max(cell.people for cell in told)
        minutes += sum(cell.minutes * most / cell.people for cell in told)
        people += most
    lost = [] if FRICTION in relieved else _friction(cells, compared)
    friction = sum(cell.minutes for cell in lost) / (sum(cell.people for cell in lost) or 1)
    return Week(round(minutes), people, round(friction * people))


def _friction(cells: Cells, compared: Sequence[str]) -> list[MinuteCell]:
    """Return what was lost to friction: of those compared, else of the unit, else of others."""
    told = {name: known[FRICTION] for name, known in cells.items() if FRICTION in known}
    own = [told[name] for name in compared if name in told]
    return own or ([told[EVERYBODY]] if EVERYBODY in told else list(told.values()))
