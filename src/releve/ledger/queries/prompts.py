"""Random questions: which moments of whose shifts, drawn anew each time from a secret, never kept.

What was asked is counted by drawing again, what was answered by its rows: neither knows a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from releve.ledger.engine.drawing import drawn_moments
from releve.ledger.models import PromptAnswer, PromptMark, PromptPeriod
from releve.ledger.queries.work import Days, roles_of
from releve.people.models import Level, Person
from releve.shifts.models import PlannedShift
from releve.shifts.queries.planned import hospital_of, planned_rows, standing

OPEN_FOR = timedelta(hours=24)
"""A question waits so long after the shift has ended, then it is gone unanswered."""

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Question:
    """One question to somebody about one of her shifts; ``at`` is the moment it is about."""

    mark: str
    kind: Literal["doing", "leaving"]
    at: datetime
    day: date
    unit_id: int


@dataclass(frozen=True)
class Asked:
    """How many questions a unit was asked on some days, and what came of them, as counts.

    ``each``: about how many moments each person was asked, by profession, without who it is.
    ``unsaid``: those who would rather not say.
    """

    each: dict[str, list[int]]
    answered: int
    unsaid: int

    def of(self, professions: Iterable[str]) -> list[int]:
        """Return about how many moments each person of some professions was asked."""
        return [count for name in professions for count in self.each.get(name, ())]

    @property
    def people(self) -> int:
        """How many people were asked."""
        return sum(len(found) for found in self.each.values())

    @property
    def total(self) -> int:
        """All moments asked about."""
        return sum(self.of(self.each))

    @property
    def silent(self) -> int:
        """Moments without any answer."""
        return max(0, self.total - self.answered - self.unsaid)


def waiting_question(person: Person, *, now: datetime | None = None) -> Question | None:
    """Return the first question that waits for somebody and is not answered, if any."""
    found = open_questions(person, now=now)
    if not found:
        return None
    marks = PromptMark.objects.for_hospital(person.hospital_id)
    known = set(marks.filter(mark__in=[one.mark for one in found]).values_list("mark", flat=True))
    return next((one for one in found if one.mark not in known), None)


def open_questions(person: Person, *, now: datetime | None = None) -> list[Question]:
    """Return the questions that may be answered now, those that are answered among them."""
    at = now or timezone.now()
    begun = PlannedShift.objects.for_hospital(person.hospital_id).filter(
        standing(None),
        person=person,
        is_on_call=False,
        starts_at__lte=at,
        ends_at__gt=at - OPEN_FOR,
    )
    shifts = [one for one in begun.order_by("starts_at") if _is_asked(one)]
    return [one for shift in shifts for one in questions_of(shift) if one.at <= at]


def questions_of(shift: PlannedShift) -> list[Question]:
    """Return the questions about a shift: none, or two moments and whether one left on time."""
    moments = _moments(shift)
    if moments is None:
        return []
    instants = [*(shift.starts_at + minute * A_MINUTE for minute in moments), shift.ends_at]
    kinds: tuple[Literal["doing", "leaving"], ...] = ("doing", "doing", "leaving")
    return [
        Question(_mark(shift, number), kind, at, shift.day, shift.unit_id)
        for number, (kind, at) in enumerate(zip(kinds, instants, strict=True))
    ]


def asked_of(unit: Level, days: Days) -> Asked:
    """Return what a unit was asked on some days, both included, by drawing it again."""
    moments = Counter(shift.person_id for shift in _drawn(unit, days))
    roles = roles_of(unit, moments)
    each: dict[str, list[int]] = {}
    for person, shifts in moments.items():
        each.setdefault(roles[person], []).append(2 * shifts)
    rows = answers_of(unit, days).filter(question="doing")
    told = rows.aggregate(said=Count("pk", filter=~Q(activity="")), all=Count("pk"))
    return Asked(each, told["said"], told["all"] - told["said"])


def answers_of(unit: Level, days: Days) -> QuerySet[PromptAnswer]:
    """Return the answers of the weeks that lie wholly within some days, both included."""
    first, last = weeks_within(days)
    rows = PromptAnswer.objects.for_hospital(hospital_of(unit))
    return rows.filter(unit=unit, week_on__gte=first, week_on__lt=last + timedelta(days=1))


def weeks_within(days: Days) -> Days:
    """Return the first and the last day of the whole weeks within some days."""
    first = days[0] + timedelta(days=-days[0].weekday() % 7)
    after = days[1] + timedelta(days=1)
    return first, after - timedelta(days=after.weekday() + 1)


def periods_of(unit: Level) -> list[PromptPeriod]:
    """Return the periods in which a unit is asked, the latest first."""
    rows = PromptPeriod.objects.for_hospital(hospital_of(unit)).filter(unit=unit)
    return list(rows.order_by("-from_on", "-pk"))


def _drawn(unit: Level, days: Days) -> Iterator[PlannedShift]:
    periods = periods_of(unit)
    for shift in planned_rows(unit).filter(day__range=weeks_within(days), is_on_call=False):
        if _within(periods, shift.day) and _moments(shift) is not None:
            yield shift


def _is_asked(shift: PlannedShift) -> bool:
    rows = PromptPeriod.objects.for_hospital(shift.hospital_id).filter(unit=shift.unit_id)
    return rows.filter(from_on__lte=shift.day, to_on__gte=shift.day).exists()


def _within(periods: Sequence[PromptPeriod], day: date) -> bool:
    return any(one.from_on <= day <= one.to_on for one in periods)


def _moments(shift: PlannedShift) -> tuple[int, int] | None:
    minutes = (shift.ends_at - shift.starts_at) // A_MINUTE
    return drawn_moments(_seed(), _name(shift), minutes)


def _seed() -> bytes:
    """Return the secret of the draw, which follows from the installation's own."""
    return salted_hmac("releve.ledger.prompts", "draw", algorithm="sha256").digest()


def _mark(shift: PlannedShift, number: int) -> str:
    salt = "releve.ledger.prompts.mark"
    return salted_hmac(salt, f"{_name(shift)}/{number}", algorithm="sha256").hexdigest()


def _name(shift: PlannedShift) -> str:
    return f"{shift.person_id}/{shift.starts_at.timestamp():.0f}"


def week_of(day: date) -> date:
    """Return the Monday of a day."""
    return day - timedelta(days=day.weekday())
