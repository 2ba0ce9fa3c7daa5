"""The demo ward's life with its tools, in the order in which its rows follow from one another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from releve.house.demo.clock import standing_at
from releve.house.demo.learning import train_team
from releve.house.demo.opening import open_engine
from releve.house.demo.past import bring_history
from releve.house.demo.story import Story
from releve.house.demo.tools import declare_one, examine_third_party
from releve.house.demo.voices import alarm_and_answer, contest_and_answer, look_for_errors
from releve.house.demo.wards import Published, Ward
from releve.people.models import Level
from releve.people.queries import account_of
from releve.roster.actions.proposing import keep_proposed, reasons_to_keep
from releve.roster.actions.publishing import put_in_force
from releve.roster.actions.versions import judged_version
from releve.roster.card import CARD
from releve.roster.models import Demand
from releve.stewardship.actions.gate import pass_gate

READ_FOR = timedelta(days=2)
"""How long the manager reads what the engine proposed before she publishes it."""


def live_before(story: Story, ward: Ward, *, then: Sequence[Level]) -> None:
    """Open the engine in the ward and let two quarters pass with it, before its own months."""
    engine = open_engine(story, then=then)
    bring_history(story.unit, ward, story.since, story.over, now=story.now)
    look_for_errors(engine, story)
    alarm_and_answer(engine, story)


def live_on(story: Story) -> None:
    """Let people contest, learn, and bring other tools into the register, up to this day."""
    contest_and_answer(story)
    train_team(story)
    examine_third_party(story)
    declare_one(story)


def is_proposed(story: Story, shown: datetime) -> bool:
    """Whether the engine was open when a month shown at an instant was prepared."""
    return (shown - READ_FOR).date() > story.since


def publish_proposed(story: Story, demand: Demand, month: Published, shown: datetime) -> None:
    """Let the engine propose a month, and the manager accept it by publishing it."""
    with standing_at(shown - READ_FOR):
        pass_gate(story.cadre, CARD.key, story.unit)
        by = account_of(story.cadre)
        version = judged_version(demand, month.result, verdict=month.verdict, by=by)
        keep_proposed(version, reasons_to_keep(version), actor=story.cadre)
    with standing_at(shown):
        put_in_force(version, actor=story.cadre, at=shown)
