"""What the demo ward has lived through with its tools: who, since when, and on which days.

Everything is counted from the two quarters before the present one, of which the ledger can tell:
the roster engine came with the first of them.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from releve.house.demo.accounts import MANAGER
from releve.house.demo.clock import standing_at
from releve.kit.actors import Actor
from releve.ledger.quarters import last_day, quarter_before, quarter_of
from releve.people.models import Level, Person
from releve.people.queries import account_named, actor_of

INVENTED = "Pièce inventée pour la démonstration ; aucun établissement ne l’a produite."
TITLE = "Exemple inventé pour la démonstration"


@dataclass(frozen=True)
class Story:
    """The ward, its team by code, its manager, and the instant at which the demo is made."""

    unit: Level
    team: tuple[Person, ...]
    manager: Person
    now: datetime

    @property
    def hospital(self) -> Level:
        """The hospital of the ward."""
        return self.manager.hospital

    @property
    def today(self) -> date:
        """The day on which the demo is made."""
        return timezone.localdate(self.now)

    @cached_property
    def quarters(self) -> tuple[date, date]:
        """The first days of the two quarters that are over, the earlier one first."""
        later = quarter_before(quarter_of(self.today))
        return quarter_before(later), later

    @property
    def since(self) -> date:
        """The day on which the roster engine was opened in the ward."""
        return self.quarters[0]

    @property
    def over(self) -> date:
        """The last day of the quarters that are over."""
        return last_day(self.quarters[1])

    def after(self, quarter: date, days: int, hour: int = 10) -> AbstractContextManager[datetime]:
        """Let what is done inside be done so many days after the first of a quarter."""
        return self._on(quarter + timedelta(days=days), hour)

    def ago(self, days: int, hour: int = 10) -> AbstractContextManager[datetime]:
        """Let what is done inside be done so many days before the demo is made."""
        return self._on(self.today - timedelta(days=days), hour)

    def _on(self, day: date, hour: int) -> AbstractContextManager[datetime]:
        return standing_at(timezone.make_aware(datetime.combine(day, time(hour))))

    @cached_property
    def referent(self) -> Actor:
        """The AI referent of the hospital."""
        return _actor("referent-ia")

    @cached_property
    def director(self) -> Actor:
        """The director of care."""
        return _actor("direction-soins")

    @cached_property
    def cadre(self) -> Actor:
        """The ward's manager."""
        return _actor(MANAGER)

    @cached_property
    def caregiver(self) -> Actor:
        """The caregiver of the ward who has an account."""
        return _actor("soignant")


def _actor(username: str) -> Actor:
    return actor_of(account_named(username))
