"""The home page: for each function of the reader, the one thing to do now.

Each function has one part, told by the rooms' own queries. Somebody with several functions gets
them in the order of ``FUNCTIONS``; only the first one's action is the page's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from releve.jobs.queries import failed_at
from releve.kit.permissions import Permission
from releve.people.models import Account, Level
from releve.people.queries import (
    AccountGaps,
    Function,
    account_gaps,
    actor_of,
    may_everywhere,
    people_by_unit,
    staffing_gaps,
    units_below,
)
from releve.roster.queries import UnitAhead, own_planning, units_ahead
from releve.roster.queries.month import LEAST_GROUP
from releve.trail.queries import requests_waiting_for


@dataclass(frozen=True)
class Part:
    """What a function has to do now: its template and the facts it shows."""

    function: str
    facts: Any = None

    @property
    def template(self) -> str:
        """The template of this part."""
        return f"house/today/{self.function}.html"


@dataclass(frozen=True)
class Ahead:
    """The unit whose month presses most, and the others."""

    first: UnitAhead | None
    others: tuple[UnitAhead, ...]


@dataclass(frozen=True)
class Glance:
    """A unit in figures; ``people`` and ``holes`` stay untold in a small one."""

    ahead: UnitAhead
    people: int | None
    holes: int | None


@dataclass(frozen=True)
class Glances:
    """All units in figures: how many have their next month published, how many posts are open."""

    rows: tuple[Glance, ...]
    published: int
    waiting: int
    holes: int


@dataclass(frozen=True)
class Duties:
    """What waits for an administrator: gaps among accounts, failed jobs, requests to agree to.

    None where her function was not given for a whole hospital, or above hospitals for each.
    """

    gaps: AccountGaps
    failed: int | None
    requests: int | None


def parts_of_today(
    account: Account, functions: Sequence[Function], *, now: datetime
) -> tuple[Part, ...]:
    """Return the parts of somebody's home page, the most pressing function first."""
    known = functions
    if not known and account.person_id is not None:
        known = (Function("caregiver", ()),)
    return tuple(Part(one.name, _FACTS[one.name](account, one, now)) for one in known)


def _own(account: Account, _function: Function, now: datetime) -> Any:
    return own_planning(account, now=now)


def _months(account: Account, function: Function, now: datetime) -> Ahead:
    found = units_ahead(units_below(account, function.levels), today=now.date())
    return Ahead(found[0] if found else None, tuple(found[1:]))


def _contracts(account: Account, function: Function, now: datetime) -> Any:
    return staffing_gaps(units_below(account, function.levels), on=now.date())


def _glances(account: Account, function: Function, now: datetime) -> Glances:
    units = list(units_below(account, function.levels))
    people = people_by_unit(units)
    lines = units_ahead(units, today=now.date())
    rows = tuple(_glance(line, people.get(line.unit.pk, 0)) for line in lines)
    return Glances(
        rows=rows,
        published=sum(1 for line in lines if line.step == "done"),
        waiting=sum(1 for line in lines if line.step in ("open", "solve")),
        holes=sum(row.holes or 0 for row in rows),
    )


def _glance(line: UnitAhead, people: int) -> Glance:
    if people < LEAST_GROUP:
        return Glance(line, None, None)
    return Glance(line, people, line.version.holes if line.version else None)


def _duties(account: Account, function: Function, now: datetime) -> Duties:
    units: list[Level] = list(units_below(account, function.levels))
    sees_jobs = _is_whole(account, function, Permission.SEE_JOBS)
    return Duties(
        gaps=account_gaps(units, on=now.date()),
        failed=failed_at(account.hospital_id) if sees_jobs else None,
        requests=_requests(account, function, now),
    )


def _requests(account: Account, function: Function, _now: datetime) -> int | None:
    if not _is_whole(account, function, Permission.READ_TRAIL):
        return None
    return requests_waiting_for(actor_of(account), account.hospital_id)


def _is_whole(account: Account, function: Function, permission: Permission) -> bool:
    """Whether the function opens all that stands at the account's hospital, or at none."""
    if account.hospital_id is None:  # what belongs to the installation speaks of every hospital
        return may_everywhere(actor_of(account), permission)
    return function.is_whole


def _nothing(_account: Account, _function: Function, _now: datetime) -> None:
    return None


_FACTS: dict[str, Callable[[Account, Function, datetime], Any]] = {
    "caregiver": _own,
    "ward_manager": _months,
    "hr": _contracts,
    "care_director": _glances,
    "occupational_health": _nothing,
    "staff_representative": _requests,
    "ai_referent": _nothing,
    "administrator": _duties,
}
"""Who has no facts yet has a page that says what is there for her and what is not."""
