"""What was promised to a team and what it was given, found in the next quarter.

Two purposes have an activity of their own among the random questions: time with patients and
breaks. There the rise of its share is what was given; elsewhere the team says it.
"""

from __future__ import annotations

from dataclasses import dataclass

from releve.ledger.engine import fewest_people
from releve.ledger.models import Spending
from releve.ledger.quarters import last_day
from releve.ledger.queries.prompts import answers_of, asked_of
from releve.ledger.queries.work import Days, work_of
from releve.ledger.vocabulary import LEAST_PEOPLE
from releve.people.models import Level

ACTIVITY_OF = {"patients": "direct_care", "breaks": "break"}
FEWEST_ANSWERS = 10


@dataclass(frozen=True)
class Kept:
    """What was promised, of choices that were looked at since, and what of it was given."""

    promised: int
    given: int

    @property
    def ratio(self) -> float | None:
        """The share that was given, none where nothing was looked at yet."""
        return self.given / self.promised if self.promised else None


def given_by_sampling(spending: Spending) -> int | None:
    """Return by how many minutes the activity rose, none where the questions do not tell.

    From the quarter that gave the minutes to the days for which they were set aside; of fewer
    than eight people or ten answers nothing is told. A fall is no gift: nothing. What was found
    for another choice alike of the same days is not found once more.
    """
    activity = ACTIVITY_OF.get(spending.purpose)
    if activity is None:
        return None
    before = (spending.quarter_on, last_day(spending.quarter_on))
    after = (spending.from_on, spending.to_on)
    shares = [_share(spending.unit, days, activity) for days in (before, after)]
    if shares[0] is None or shares[1] is None:
        return None
    worked = sum(work_of(spending.unit, after).worked.values())
    risen = max(0, round((shares[1] - shares[0]) * worked))
    return max(0, risen - _given_already(spending))


def _given_already(spending: Spending) -> int:
    """Return what of the rise of these days was found to be given for other choices alike."""
    others = Spending.objects.for_hospital(spending.hospital_id).filter(
        unit=spending.unit,
        purpose=spending.purpose,
        given_source="sampled",
        from_on__lte=spending.to_on,
        to_on__gte=spending.from_on,
    )
    found = 0
    for one in others.exclude(pk=spending.pk):
        first, last = max(one.from_on, spending.from_on), min(one.to_on, spending.to_on)
        common, all_days = (last - first).days + 1, (one.to_on - one.from_on).days + 1
        found += min(one.given or 0, one.minutes) * common // all_days
    return found


def kept_of(spendings: list[Spending]) -> Kept:
    """Return promised against given, over the choices that were looked at."""
    checked = [one for one in spendings if one.given is not None and one.withdrawn_on is None]
    return Kept(
        sum(one.minutes for one in checked),
        sum(min(one.given or 0, one.minutes) for one in checked),
    )


def _share(unit: Level, days: Days, activity: str) -> float | None:
    asked = asked_of(unit, days)
    if fewest_people(asked.of(asked.each), asked.answered) < LEAST_PEOPLE:
        return None
    rows = answers_of(unit, days).filter(question="doing").exclude(activity="")
    answered = rows.count()
    if answered < FEWEST_ANSWERS:
        return None
    return rows.filter(activity=activity).count() / answered
