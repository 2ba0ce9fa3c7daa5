"""What publishing a version would do, and how early the team was shown a unit's months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from releve.people.models import Account, Level, Person
from releve.roster.compare_words import codes_text
from releve.roster.editions import edition_of
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.live.outcome import beside
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Breach
from releve.roster.models import Roster, Version
from releve.roster.phrases import person_text
from releve.roster.queries.demand import fitting, newer_demand
from releve.roster.queries.periods import roster_key, rosters_of
from releve.roster.result_words import breach_text, strange_text
from releve.roster.vocabulary import NOTICE_DAYS
from releve.shifts.facts import Edition
from releve.shifts.models import ShiftChange
from releve.shifts.queries.differences import foreseen_changes
from releve.shifts.vocabulary import SHORT_NOTICE_MINUTES

MOST_BREACHES = 20
"""Beyond that many the page counts them: the draft is not one to mend from a list."""


@dataclass(frozen=True)
class TellLine:
    """One shift that changes for a person; ``is_late``: less than 48 hours before."""

    day: date
    before: str
    after: str
    is_late: bool


@dataclass(frozen=True)
class ToTell:
    """What changes for one person; ``is_reached``: she has an account that tells her."""

    name: str
    lines: tuple[TellLine, ...]
    is_reached: bool


@dataclass(frozen=True)
class Outdated:
    """What a version lacks of what is asked now; it was made for an older demand.

    ``breaches``: hard ones by the newer demand alone. ``strange``: shifts whose person, day or
    kind is asked for no longer.
    """

    problem: Problem
    breaches: tuple[Breach, ...] = ()
    strange: int = 0

    @property
    def forbids(self) -> bool:
        """Whether a draft is to be begun from it first."""
        return bool(self.breaches or self.strange)

    def lines(self, most: int) -> Iterator[str]:
        """Yield in words what forbids it, so many breaches at most."""
        if self.strange:
            yield strange_text(self.strange)
        for one in self.breaches[:most]:
            yield breach_text(self.problem, one)


@dataclass(frozen=True)
class Preview:
    """What publishing a version would do, before it is done.

    ``breaches``: in words, each forbids it. ``unknown``: lines of nobody on the staff, whose
    shifts are told to nobody. ``lead_days``: from today to the first day. ``is_first``: the team
    was shown nothing of the period before, so that nobody's days change. ``is_outdated``: it
    was made for an older demand; ``outgrown``: in words, what forbids it by the one of now.
    """

    version: Version
    in_force: Version | None
    breaches: tuple[str, ...]
    more_breaches: int
    unknown: tuple[str, ...]
    people: tuple[ToTell, ...]
    lead_days: int
    is_outdated: bool = False
    outgrown: tuple[str, ...] = ()

    @property
    def is_barred(self) -> bool:
        """Whether it may not be published as it stands."""
        return bool(self.breaches or self.outgrown)

    @property
    def is_first(self) -> bool:
        """Whether no version of the period is in force."""
        return self.in_force is None

    @property
    def is_late(self) -> bool:
        """Whether the team is shown its month too late for the first time."""
        return self.is_first and self.lead_days < NOTICE_DAYS

    @property
    def late_changes(self) -> int:
        """How many shifts would change less than 48 hours before they begin."""
        return sum(line.is_late for one in self.people for line in one.lines)

    @property
    def changes(self) -> int:
        """How many shifts would change."""
        return sum(len(one.lines) for one in self.people)

    @property
    def unreached(self) -> tuple[str, ...]:
        """Who is to be told otherwise than by her account."""
        return tuple(one.name for one in self.people if not one.is_reached)


@dataclass(frozen=True)
class Punctuality:
    """How many months of a unit were shown early enough, of those whose day is known."""

    in_time: int
    known: int
    unknown: int


def edition_for(
    version: Version,
    *,
    reason: str = "",
    at: datetime | None = None,
    agreed_by: frozenset[int] = frozenset(),
) -> Edition:
    """Return a version as the facts that its publication writes."""
    found = edition_of(
        version.demand.problem,
        version.result.answer,
        staff_of(version),
        source=roster_key(version.roster),
        version=version.number,
    )
    return replace(found, reason=reason, published_at=at, agreed_by=agreed_by)


def staff_of(version: Version) -> dict[str, int]:
    """Return the key of each person of a version who is on the hospital's staff, by her code."""
    codes = [person.id for person in version.demand.problem.people]
    found = Person.objects.for_hospital(version.hospital_id).filter(code__in=codes)
    return dict(found.values_list("code", "pk"))


def hard_breaches(version: Version) -> tuple[Breach, ...]:
    """Return the breaches that no recorded decision lifts, judged now by the rules as they are.

    What the decisions of the demand lift is no breach to the judge.
    """
    return plan_verdict(version.demand.problem, version.result.answer).hard


def outdated(version: Version, hard: Sequence[Breach]) -> Outdated | None:
    """Return how a version stands to what is asked now, none where it answers just that.

    ``hard``: its breaches by its own demand, which are told as those.
    """
    asked = newer_demand(version)
    if asked is None:
        return None
    problem, answer = asked.problem, version.result.answer
    kept = fitting(problem, answer)
    found = beside(plan_verdict(problem, kept).hard, hard)
    return Outdated(problem, found, len(answer) - len(kept))


def publication_preview(version: Version, *, at: datetime) -> Preview:
    """Return what publishing a version at an instant would do; nothing is changed."""
    problem = version.demand.problem
    staff, breaches = staff_of(version), hard_breaches(version)
    newer = outdated(version, breaches)
    changes = foreseen_changes(version.roster.unit, edition_for(version, at=at))
    given = {one.person for one in version.result.answer}
    return Preview(
        version=version,
        in_force=published_of(version.roster),
        breaches=tuple(breach_text(problem, one) for one in breaches[:MOST_BREACHES]),
        more_breaches=max(0, len(breaches) - MOST_BREACHES),
        unknown=tuple(
            person_text(problem, person.id)
            for person in problem.people
            if person.id in given and person.id not in staff
        ),
        people=tuple(_to_tell(version, changes)),
        lead_days=lead_days(version.roster.starts_on, at),
        is_outdated=newer is not None,
        outgrown=() if newer is None else tuple(newer.lines(MOST_BREACHES)),
    )


def published_of(roster: Roster) -> Version | None:
    """Return the version of a period that the team sees, with its demand."""
    return published_in(roster.hospital_id).filter(roster_id=roster.pk).first()


def published_by(rosters: Iterable[Roster]) -> dict[int, Version]:
    """Return the versions that the team sees of some periods of one hospital, by their keys."""
    known = {one.pk: one.hospital_id for one in rosters}
    versions = published_in(next(iter(known.values()), 0)).filter(roster__in=known)
    return {one.roster_id: one for one in versions}


def published_in(hospital: int) -> QuerySet[Version]:
    """Return the versions of a hospital that teams see, with their demands and places."""
    found = Version.objects.for_hospital(hospital).filter(state="published")
    return found.select_related("demand", "roster__unit")


def lead_days(starts_on: date, at: datetime) -> int:
    """Return the days from an instant's own day to the first one; negative once that is past."""
    return (starts_on - timezone.localtime(at).date()).days


def punctuality(unit: Level) -> Punctuality:
    """Return how many months of a unit were shown 15 days ahead or earlier; of no person."""
    shown = rosters_of(unit).filter(versions__state__in=("published", "withdrawn")).distinct()
    rows = list(shown.values_list("starts_on", "published_at"))
    leads = [lead_days(starts_on, at) for starts_on, at in rows if at is not None]
    in_time = sum(one >= NOTICE_DAYS for one in leads)
    return Punctuality(in_time, len(leads), len(rows) - len(leads))


def unacknowledged(version: Version) -> tuple[ToTell, ...]:
    """Return who has not acknowledged changes of the days of a version's period yet.

    For whoever manages the roster, who tells them otherwise before the shift.
    """
    roster = version.roster
    found = ShiftChange.objects.for_hospital(roster.hospital_id).filter(
        unit=roster.unit_id,
        day__range=(roster.starts_on, roster.ends_on),
        acknowledged_at__isnull=True,
    )
    return tuple(_to_tell(version, list(found.select_related("person"))))


def _to_tell(version: Version, changes: Sequence[ShiftChange]) -> Iterable[ToTell]:
    by_person: dict[int, list[ShiftChange]] = {}
    for one in changes:
        by_person.setdefault(one.person_id, []).append(one)
    accounts = Account.objects.for_hospital(version.hospital_id).filter(
        person__in=list(by_person), is_active=True
    )
    reached = frozenset(accounts.values_list("person_id", flat=True))
    people = sorted(by_person.values(), key=lambda own: _name(version, own[0]))
    for own in people:
        lines = sorted(own, key=lambda one: one.earliest_at)
        yield ToTell(
            name=_name(version, own[0]),
            lines=tuple(_line(one) for one in lines),
            is_reached=own[0].person_id in reached,
        )


def _name(version: Version, change: ShiftChange) -> str:
    problem, person = version.demand.problem, change.person
    if person.code in problem.person_by_id:
        return person_text(problem, person.code)
    return f"{person.given_name} {person.family_name}".strip()


def _line(one: ShiftChange) -> TellLine:
    return TellLine(
        day=one.day,
        before=codes_text([one.before_code] if one.before_code else ()),
        after=codes_text([one.after_code] if one.after_code else ()),
        is_late=one.notice_minutes < SHORT_NOTICE_MINUTES,
    )
