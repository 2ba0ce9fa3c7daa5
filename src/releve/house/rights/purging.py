"""The purge: what each class holds that is over, said first, then deleted in bounded batches.

One hospital after another, each class in its own short transactions; a purge that is killed has
deleted whole batches, and the next one goes on. People come after rosters, so that fewer rosters
have to be rewritten for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate, now

from releve.house.rights.retention import CLASSES, TRAIL, Retention, retentions
from releve.jobs.actions import ended_before, forget_ended
from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.ledger.actions import delete_ledger, delete_marks
from releve.ledger.queries.over import count_over as ledger_over
from releve.ledger.queries.over import marks_over
from releve.people.actions import delete_account, delete_notices, delete_person
from releve.people.models import Level, Person
from releve.people.queries import (
    accounts_with,
    check_anywhere,
    check_at,
    closed_accounts,
    full_name,
    levels_for,
    may_everywhere,
    notices_over,
    people_left,
)
from releve.roster.actions import (
    SoughtError,
    delete_breaches,
    delete_calendars,
    delete_cycles,
    delete_rosters,
    delete_searches,
    delete_wishes,
    forget_person,
)
from releve.roster.queries import (
    breaches_over,
    cycles_over,
    owners_of_closed_addresses,
    rosters_over,
    searches_over,
    told_over,
    wishes_over,
)
from releve.shifts.actions import delete_shifts
from releve.shifts.queries.over import count_over as shifts_over
from releve.stewardship.actions import (
    delete_declarations,
    delete_papers,
    delete_proposals,
    forget_signers,
)
from releve.stewardship.queries.over_register import declarations_over, papers_over
from releve.stewardship.queries.proposals_over import rows_over
from releve.trail.actions import note_change
from releve.trail.actions import purge as purge_trail
from releve.trail.actions.purging import forget_requests, requests_before
from releve.trail.queries.over import entries_over
from releve.trail.vocabulary import RETENTION_CLASSES
from releve.training.actions import delete_attempts, delete_proofs
from releve.training.queries.over import attempts_over, proofs_over

BATCH = 500
"""Rows of small tables in one transaction."""

OF_HOSPITALS = (
    *("rosters", "shifts", "searches", "wishes", "ledger", "random_questions"),
    *("training", "training_attempts", "notices", "tools", "proposals", "declarations"),
    *("people", "accounts"),
)
PURGED = (*CLASSES, TRAIL)
"""Every class that a purge knows, in the order in which it is done."""


@dataclass(frozen=True)
class Purged:
    """What a purge took, or would take, from one class at one hospital, or at none.

    ``kept``: what is over and stays for now, since a search of a roster is under way.
    """

    retention: str
    hospital: str
    count: int
    before: date
    kept: int = 0


@needs(Permission.PURGE)
def purge(
    *,
    actor: Actor,
    classes: Iterable[str] = PURGED,
    hospital: Level | None = None,
    dry_run: bool = False,
    on: date | None = None,
) -> list[Purged]:
    """Delete what its retention no longer covers, and say what of which class at which hospital.

    Without a hospital, at all where the actor may; what belongs to the installation (accounts
    above hospitals, jobs, sessions, attempts at the sign-in, the trail) takes the permission at
    every hospital. ``on`` is today unless a test says otherwise. Raises NotAllowedError, and
    BadInputError for a retention file that means nothing.
    """
    if hospital is not None:
        check_at(actor, Permission.PURGE, hospital)
        hospitals = [hospital]
    else:
        check_anywhere(actor, Permission.PURGE)
        hospitals = list(levels_for(actor, Permission.PURGE).filter(kind="hospital"))
    wanted, known, day = set(classes), retentions(), on or localdate()
    doing = _Doing(actor, dry_run=dry_run, on=day)
    done = []
    for name in (one for one in OF_HOSPITALS if one in wanted):
        done += [doing.at_hospital(name, place, known[name]) for place in hospitals]
    if hospital is None and may_everywhere(actor, Permission.PURGE):
        for name in (one for one in PURGED if one in wanted):
            done += doing.of_installation(name, known)
    return done


class _Doing:
    """One purge under way: who asks, and whether it only says what it would delete."""

    def __init__(self, actor: Actor, *, dry_run: bool, on: date) -> None:
        self._actor = actor
        self._dry_run = dry_run
        self._on = on

    def at_hospital(self, name: str, hospital: Level, retention: Retention) -> Purged:
        """Purge one class of one hospital."""
        ways: Mapping[str, Callable[[Level, date], tuple[int, int]]] = {
            "rosters": self._rosters,
            "shifts": self._shifts,
            "searches": self._searches,
            "wishes": self._wishes,
            "ledger": self._ledger,
            "random_questions": self._marks,
            "training": self._training,
            "training_attempts": self._attempts,
            "notices": self._notices,
            "tools": self._tools,
            "proposals": self._proposals,
            "declarations": self._declarations,
            "people": self._people,
            "accounts": self._accounts,
        }
        before = retention.cut_off(on=self._on)
        count, kept = ways[name](hospital, before)
        return Purged(name, hospital.code, count, before, kept)

    def of_installation(self, name: str, known: Mapping[str, Retention]) -> list[Purged]:
        """Purge what a class holds outside hospitals."""
        if name == TRAIL:
            return [self._trail(one) for one in RETENTION_CLASSES]
        ways: Mapping[str, Callable[[date], int]] = {
            "accounts": self._accounts_above,
            "jobs": self._jobs,
            "sessions": self._sessions,
            "lock_outs": self._lock_outs,
            "trail_readings": self._trail_readings,
        }
        if name not in ways:
            return []
        before = known[name].cut_off(on=self._on)
        return [Purged(name, "", ways[name](before), before)]

    def _rosters(self, hospital: Level, before: date) -> tuple[int, int]:
        found = list(rosters_over(hospital, before=before))
        cycles = list(cycles_over(hospital, before=before).only("pk"))
        if self._dry_run:
            return len(found) + len(cycles) + _calendar_rows(hospital, before), 0
        delete_rosters(found, hospital=hospital, actor=self._actor)
        delete_cycles(cycles, hospital=hospital, actor=self._actor)
        told = delete_calendars(hospital, before=before, actor=self._actor)
        return len(found) + len(cycles) + told, 0

    def _shifts(self, hospital: Level, before: date) -> tuple[int, int]:
        breaches = breaches_over(hospital, before=before).count()
        if self._dry_run:
            return shifts_over(hospital, before=before) + breaches, 0
        delete_breaches(hospital, before=before, actor=self._actor)
        return delete_shifts(hospital, before=before, actor=self._actor) + breaches, 0

    def _searches(self, hospital: Level, before: date) -> tuple[int, int]:
        found = list(searches_over(hospital, before=before).only("pk"))
        if not self._dry_run:
            delete_searches(found, hospital=hospital, actor=self._actor)
        return len(found), 0

    def _wishes(self, hospital: Level, before: date) -> tuple[int, int]:
        if self._dry_run:
            return sum(rows.count() for rows in wishes_over(hospital, before=before)), 0
        return delete_wishes(hospital, before=before, actor=self._actor), 0

    def _ledger(self, hospital: Level, before: date) -> tuple[int, int]:
        if self._dry_run:
            return ledger_over(hospital, before=before), 0
        return delete_ledger(hospital, before=before, actor=self._actor), 0

    def _marks(self, hospital: Level, before: date) -> tuple[int, int]:
        if self._dry_run:
            return marks_over(hospital, before=before).count(), 0
        return delete_marks(hospital, before=before, actor=self._actor), 0

    def _training(self, hospital: Level, before: date) -> tuple[int, int]:
        if self._dry_run:
            return sum(rows.count() for rows in proofs_over(hospital, before=before)), 0
        return delete_proofs(hospital, before=before, actor=self._actor), 0

    def _attempts(self, hospital: Level, before: date) -> tuple[int, int]:
        if self._dry_run:
            return sum(rows.count() for rows in attempts_over(hospital, before=before)), 0
        return delete_attempts(hospital, before=before, actor=self._actor), 0

    def _notices(self, hospital: Level, before: date) -> tuple[int, int]:
        if self._dry_run:
            return notices_over(hospital, before=before).count(), 0
        return delete_notices(hospital, before=before, actor=self._actor), 0

    def _tools(self, hospital: Level, before: date) -> tuple[int, int]:
        if self._dry_run:
            return sum(rows.count() for rows in papers_over(hospital, before=before)), 0
        return delete_papers(hospital, before=before, actor=self._actor), 0

    def _proposals(self, hospital: Level, before: date) -> tuple[int, int]:
        if self._dry_run:
            return rows_over(hospital, before=before), 0
        return delete_proposals(hospital, before=before, actor=self._actor), 0

    def _declarations(self, hospital: Level, before: date) -> tuple[int, int]:
        if self._dry_run:
            return declarations_over(hospital, before=before).count(), 0
        return delete_declarations(hospital, before=before, actor=self._actor), 0

    def _people(self, hospital: Level, before: date) -> tuple[int, int]:
        found = people_left(hospital, before=before)
        if self._dry_run:
            return len(found), 0
        gone = sum(self._person(person) for person in found)
        return gone, len(found) - gone

    def _person(self, person: Person) -> bool:
        """Take a person out of rosters and delete her, both or neither."""
        try:
            with transaction.atomic():
                forget_person(
                    person.hospital, code=person.code, names=_names(person), actor=self._actor
                )
                hers = list(accounts_with(person))
                _forget_attempts([account.username for account in hers])
                forget_signers(hers, actor=self._actor)
                delete_person(person, actor=self._actor)
        except SoughtError:
            return False
        return True

    def _accounts(self, hospital: Level, before: date) -> tuple[int, int]:
        return self._closed(hospital, before), 0

    def _accounts_above(self, before: date) -> int:
        return self._closed(None, before)

    def _closed(self, hospital: Level | None, before: date) -> int:
        found = closed_accounts(hospital, before=before)
        for account in found if not self._dry_run else ():
            with transaction.atomic():
                _forget_attempts([account.username])
                forget_signers([account], actor=self._actor)
                delete_account(account, actor=self._actor)
        return len(found)

    def _jobs(self, before: date) -> int:
        kept = timedelta(days=(self._on - before).days)
        if self._dry_run:
            return ended_before(kept=kept).count()
        return self._noted("jobs", forget_ended(kept=kept))

    def _sessions(self, before: date) -> int:
        found = Session.objects.filter(expire_date__date__lt=before)
        return self._batches("sessions", [found])

    def _lock_outs(self, before: date) -> int:
        tables = (AccessAttempt, AccessFailureLog, AccessLog)
        found = [table.objects.filter(attempt_time__date__lt=before) for table in tables]
        return self._batches("lock_outs", found)

    def _trail_readings(self, before: date) -> int:
        if self._dry_run:
            return requests_before(before).count()
        return self._noted("trail_readings", forget_requests(before, actor=self._actor))

    def _trail(self, name: str) -> Purged:
        if self._dry_run:
            count, before = entries_over(name, at=now())
        else:
            gone = purge_trail(name, actor=self._actor)
            count, before = gone.count, gone.before
        return Purged(f"{TRAIL}:{name}", "", count, before.date())

    def _batches(self, name: str, found: Iterable[QuerySet[Any]]) -> int:
        count = 0
        for rows in found:
            count += rows.count() if self._dry_run else _deleted(rows)
        return count if self._dry_run else self._noted(name, count)

    def _noted(self, name: str, count: int) -> int:
        if count:
            with transaction.atomic():
                note_change(
                    self._actor,
                    "house.retention.purge",
                    kind="retention",
                    key=name,
                    after={"count": count},
                )
        return count


def _calendar_rows(hospital: Level, before: date) -> int:
    """Return how many rows a purge would take of what calendars were told, and their addresses."""
    told = told_over(hospital, before=before, today=localdate()).count()
    owners = owners_of_closed_addresses(hospital, before=before)
    closed = {"revoked_at__date__lt": before}
    return told + sum(one.calendar_addresses.filter(**closed).count() for one in owners)


def _deleted(rows: QuerySet[Any]) -> int:
    """Delete rows of a small table, a few in a statement; return how many there were."""
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows.model.objects.filter(pk__in=keys).delete()
        count += len(keys)
    return count


def _names(person: Person) -> list[str]:
    return [full_name(person), f"{person.family_name} {person.given_name}".strip()]


def _forget_attempts(usernames: list[str]) -> None:
    for table in (AccessAttempt, AccessFailureLog, AccessLog):
        table.objects.filter(username__in=usernames).delete()
