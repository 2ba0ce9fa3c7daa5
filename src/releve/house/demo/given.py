"""The demo ward's ledger: two quarters measured, settled and partly spent, one promise looked at.

The minutes are drawn from a seed, as a team would have measured them week by week: nobody's
figures, and no claim about what the engine gives anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from releve.house.demo.calendars import Month
from releve.house.demo.story import TITLE, Story
from releve.house.demo.wards import SEED
from releve.kit.tables import Row
from releve.ledger.actions import (
    check_spending,
    choose_spending,
    import_minutes,
    post_quarter,
    settle_quarter,
)
from releve.ledger.facts import Choice, Claim
from releve.ledger.models import Spending
from releve.ledger.quarters import last_day, next_quarter
from releve.ledger.queries.pool import left_of
from releve.roster.card import CARD

RELIEVED = "searching"
WEEKS_BEFORE = 8
WEEKLY_MINUTES = {"nurse": (20, (64, 54, 49)), "care_assistant": (9, (47, 41, 38))}
"""By profession how many people measured, and what one of them spent in a week on finding who
stands in for whom: before the engine, then in each of the two quarters with it."""

SPREAD = 5
SETTLED, CHOSEN, BEGUN, ENDED = 8, 13, 21, 62
"""Days after a quarter on which it is settled, and the team's choice made, begun and over."""

CHECKING = 180
"""Minutes of a quarter that reading the engine's rosters again takes, as the manager says."""


def give_back(story: Story, prepared: Month) -> None:
    """Measure and settle the two quarters that are over; the team spends a part of each.

    Of the later one in the month to prepare, whose roster then keeps that time free.
    """
    earlier, later = story.quarters
    with story.after(next_quarter(later), 0):
        import_minutes(list(_measured(story)), actor=story.cadre, hospital_code=story.hospital.code)
    taught = _quarter(story, earlier, "peer_teaching", _days_of_next(earlier))
    with story.after(next_quarter(later), SETTLED):
        check_spending(taught, actor=story.cadre, given=taught.minutes * 4 // 5)
    is_ahead = prepared.first > last_day(later)
    _quarter(story, later, "team_talk", prepared if is_ahead else _days_of_next(later))


def _days_of_next(quarter: date) -> Month:
    first = next_quarter(quarter)
    return Month(first + timedelta(days=BEGUN), first + timedelta(days=ENDED))


def _quarter(story: Story, quarter: date, purpose: str, days: Month) -> Spending:
    """Settle a quarter, and spend two fifths of what it gave."""
    unit, told_in = story.unit, next_quarter(quarter)
    claim = Claim(
        tool=CARD.key,
        activities=(RELIEVED,),
        before=(story.since - timedelta(weeks=WEEKS_BEFORE), story.since - timedelta(days=1)),
        since=story.since,
        checking=CHECKING,
    )
    with story.after(told_in, SETTLED):
        post_quarter(unit, quarter, actor=story.cadre)
        settle_quarter(unit, quarter, claim, actor=story.cadre)
    with story.after(told_in, CHOSEN):
        minutes = left_of(unit, quarter) * 2 // 5 // 30 * 30
        choice = Choice(
            purpose=purpose,
            minutes=minutes,
            from_on=days.first,
            to_on=days.last,
            reference=f"Réunion d’équipe : {TITLE.lower()}",
        )
        return choose_spending(unit, quarter, choice, actor=story.cadre)


def _measured(story: Story) -> Iterator[Row]:
    """Yield the lines of the weeks before the engine and of the two quarters with it."""
    draw = Random(f"{SEED} minutes")  # noqa: S311 - a demo, not a secret
    line = 1
    for monday, stretch in _weeks(story):
        for profession, (people, minutes) in WEEKLY_MINUTES.items():
            each = minutes[stretch] + draw.uniform(-SPREAD, SPREAD)
            line += 1
            yield Row(
                line,
                {
                    "unit": story.unit.code,
                    "week": monday.isoformat(),
                    "activity": RELIEVED,
                    "minutes": str(round(people * each)),
                    "people": str(people),
                    "profession": profession,
                },
            )


def _weeks(story: Story) -> Iterator[tuple[date, int]]:
    """Yield the Mondays of whole weeks, each with its stretch: before, earlier or later quarter."""
    earlier, later = story.quarters
    monday = story.since - timedelta(weeks=WEEKS_BEFORE)
    monday += timedelta(days=-monday.weekday() % 7)
    while monday + timedelta(days=6) <= story.over:
        sunday = monday + timedelta(days=6)
        stretch = 0 if sunday < earlier else 2 if monday >= later else 1
        if stretch != 1 or (monday >= earlier and sunday < later):
            yield monday, stretch
        monday += timedelta(weeks=1)
