"""Whether teams still find planted errors: asked of whom, and what a team found, eight at least.

Counts of a quarter are told once it is over, so that nobody can subtract one look from the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from releve.kit.actors import Actor
from releve.ledger.quarters import quarter_before, quarter_of
from releve.people.models import Level
from releve.people.queries import account_of
from releve.stewardship.bias_cases import BiasCase, cases_for
from releve.stewardship.models import BiasCheck, BiasMark, Tool
from releve.stewardship.queries.contests import LEAST_TOLD
from releve.stewardship.vocabulary import OPEN_STATES

LEAST_PERCENT, MOST_PERCENT = 5, 95
"""Beyond these a share would say of each person of a team what she found."""


@dataclass(frozen=True)
class TeamFound:
    """What a team of eight people or more found in a quarter that is over, in whole percent."""

    unit: Level
    quarter_on: date
    looked: int
    percent: int
    critical_percent: int


@dataclass(frozen=True)
class BiasStanding:
    """Whether a tool's outputs are still checked: what the control OVS-07 asks.

    ``teams``: those of the last quarter that are large enough to be told. ``is_kept``: at least
    one such team found what was planted. ``quarter_on``: the quarter that it is told of.
    """

    quarter_on: date
    teams: tuple[TeamFound, ...]

    @property
    def is_kept(self) -> bool:
        """Whether somebody was checked at all: the control asks for checks, not for a mark."""
        return bool(self.teams)


@dataclass(frozen=True)
class ToLookAt:
    """A tool whose check somebody may look at, and whether she has done so this quarter."""

    tool: Tool
    case: BiasCase
    is_done: bool


def case_of_quarter(tool: Tool, *, on: date) -> BiasCase | None:
    """Return the case that a tool's teams look at in the quarter of a day, one after another."""
    cases = cases_for(tool)
    if not cases:
        return None
    quarter = quarter_of(on)
    return cases[(quarter.year * 4 + quarter.month // 3) % len(cases)]


def to_look_at(actor: Actor, hospital: Level, *, on: date) -> tuple[ToLookAt, ...]:
    """Return the checks of the tools that are in use in a hospital, for somebody."""
    account = account_of(actor)
    if account is None or account.person_id is None:
        return ()
    quarter = quarter_of(on)
    marks = BiasMark.objects.for_hospital(hospital).filter(
        person=account.person_id, quarter_on=quarter
    )
    done = set(marks.values_list("tool", flat=True))
    found = []
    for tool in tools_in_use(hospital):
        case = case_of_quarter(tool, on=on)
        if case is not None:
            found.append(ToLookAt(tool, case, tool.pk in done))
    return tuple(found)


def tools_in_use(hospital: Level) -> QuerySet[Tool]:
    """Return the tools that are open somewhere in a hospital, by key."""
    return Tool.objects.for_hospital(hospital).filter(state__in=OPEN_STATES).order_by("key")


def bias_standing(tool: Tool, *, on: date, units: Iterable[Level] | None = None) -> BiasStanding:
    """Return what teams found in the quarter before the one of a day.

    ``units``: of these alone. Of fewer than eight people nothing is told.
    """
    quarter = quarter_before(quarter_of(on))
    rows = BiasCheck.objects.for_hospital(tool.hospital_id).filter(tool=tool, quarter_on=quarter)
    if units is not None:
        rows = rows.filter(unit__in=list(units))
    sums = rows.values("unit").annotate(
        people=Sum("looked"),
        of=Sum("planted"),
        found_of=Sum("found"),
        critical_of=Sum("critical_planted"),
        critical_found_of=Sum("critical_found"),
    )
    told = {one["unit"]: one for one in sums if one["people"] >= LEAST_TOLD}
    levels = Level.objects.filter(pk__in=told).order_by("code")
    return BiasStanding(
        quarter,
        tuple(
            TeamFound(
                unit=level,
                quarter_on=quarter,
                looked=told[level.pk]["people"],
                percent=_percent(told[level.pk]["found_of"], told[level.pk]["of"]),
                critical_percent=_percent(
                    told[level.pk]["critical_found_of"], told[level.pk]["critical_of"]
                ),
            )
            for level in levels
        ),
    )


def _percent(found: int, of: int) -> int:
    """Return a share that never says that everybody, or nobody, found them."""
    return max(LEAST_PERCENT, min(MOST_PERCENT, 100 * found // of)) if of else MOST_PERCENT
