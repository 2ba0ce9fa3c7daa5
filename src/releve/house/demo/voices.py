"""What the demo ward says of its tools: an alarm, a look at planted errors, contested rosters."""

from __future__ import annotations

from datetime import timedelta

from releve.house.demo.story import Story
from releve.kit.actors import HOUSE
from releve.people.models import Person
from releve.roster.card import CARD
from releve.stewardship.actions import answer, answer_alarm, contest, look_at_case, raise_alarm
from releve.stewardship.models import Proposal, Tool
from releve.stewardship.queries.bias import case_of_quarter

LOOKED_FROM, LOOKING = 30, 12
RAISED, CLOSED = 45, 47
"""Days of the later quarter."""

CONTESTED, ANSWERED, CONTESTED_LATELY = 12, 10, 2
"""Days ago."""

_ALARM = (
    "À la relecture, une nuit proposée n’avait qu’une personne formée au déchocage (exemple "
    "inventé)."
)
_ALARM_CLOSED = (
    "Vu avec l’équipe : le besoin saisi disait une personne. Il en dit deux depuis, et le planning "
    "a été refait avant sa publication (exemple inventé)."
)
_ASKED = (
    "J’ai deux week-ends de suite alors que j’en avais déjà fait trois le mois d’avant. Pourquoi "
    "moi ? (exemple inventé)"
)
_TOLD = (
    "Vous avez raison de le demander : deux collègues étaient en formation. Le prochain planning "
    "partira de votre compte de week-ends, que vous pouvez lire dans « Mon planning » (exemple "
    "inventé)."
)
_ASKED_LATELY = (
    "Mon souhait de repos du mercredi n’a pas été suivi, sans que je voie pourquoi (exemple "
    "inventé)."
)


def look_for_errors(tool: Tool, story: Story) -> None:
    """Let a part of the team look at the case of the quarter that has just ended."""
    first = story.quarters[1] + timedelta(days=LOOKED_FROM)
    for place, person in enumerate(story.team[:LOOKING]):
        on = first + timedelta(days=place)
        case = case_of_quarter(tool, on=on)
        if case is None:
            return
        # One in three misses the last of the planted errors, one in six sees one too many.
        planted = [one.key for one in case.lines if one.is_planted]
        sound = [one.key for one in case.lines if not one.is_planted]
        named = planted[: -1 if place % 3 == 0 else None] + sound[: place % 6 == 0]
        look_at_case(tool, person, case.key, named, actor=HOUSE, on=on)


def alarm_and_answer(tool: Tool, story: Story) -> None:
    """Let the caregiver raise an alarm, and the director of care close it."""
    later = story.quarters[1]
    with story.after(later, RAISED):
        alarm = raise_alarm(tool, _ALARM, actor=story.caregiver, unit=story.unit)
    with story.after(later, CLOSED):
        answer_alarm(alarm, _ALARM_CLOSED, actor=story.director)


def contest_and_answer(story: Story) -> None:
    """Let two people contest the newest roster that the engine proposed; one is answered."""
    proposals = Proposal.objects.for_hospital(story.hospital).filter(
        tool__key=CARD.key, unit=story.unit, state__in=("accepted", "edited")
    )
    newest = proposals.order_by("-decided_at").first()
    if newest is None:
        return
    with story.ago(CONTESTED):
        asked = contest(newest, story.team[0], actor=story.caregiver, said=_ASKED)
    with story.ago(ANSWERED):
        answer(asked, actor=story.cadre, said=_TOLD)
    with story.ago(CONTESTED_LATELY):
        contest(newest, _of_another_profession(story), actor=HOUSE, said=_ASKED_LATELY)


def _of_another_profession(story: Story) -> Person:
    first = story.team[0]
    return next((one for one in story.team if one.role_id != first.role_id), story.team[-1])
