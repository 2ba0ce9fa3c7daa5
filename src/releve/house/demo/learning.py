"""Training in the demo ward: who was asked, who tried, who passed; nobody is told but herself.

Each attempt is scored by the modules themselves; the mistakes are made on purpose.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from releve.house.demo.story import Story
from releve.kit.actors import HOUSE
from releve.people.models import Person
from releve.training.actions import ask_training, begin_attempt, end_attempt
from releve.training.actions.attempts import MARKED, Answers
from releve.training.catalogue import module_of
from releve.training.models import Attempt
from releve.training.vocabulary import PARTS

MODULES = ("limits", "checking", "telling")
ASKED_DAYS, DUE_DAYS = 18, 21
TRYING = 14
"""So many people of the team try, each one a little later than the one before."""


def train_team(story: Story) -> None:
    """Ask the team to learn what a tool asks for; half of it has tried by now."""
    asked = [(person, MODULES) for person in story.team]
    at = story.now - timedelta(days=ASKED_DAYS)
    due_on = story.today + timedelta(days=DUE_DAYS)
    ask_training(story.unit, asked, actor=story.cadre, at=at, due_on=due_on)
    caregiver, *others = story.team
    _pass(caregiver, "limits", at + timedelta(days=3))
    _fail_case(caregiver, "checking", at + timedelta(days=9))
    begun = at + timedelta(days=15)
    begin_attempt(caregiver, "telling", "quiz", language="fr", actor=HOUSE, at=begun)
    for place, person in enumerate(_trying(others)):
        _try(person, place, at + timedelta(days=2 + place % 12, hours=place % 7))


def _trying(others: list[Person]) -> list[Person]:
    """Return some people of each profession in turn."""
    by_role: dict[str, list[Person]] = {}
    for person in others:
        by_role.setdefault(person.role.key, []).append(person)
    return [person for people in by_role.values() for person in people[: TRYING // len(by_role)]]


def _try(person: Person, place: int, at: datetime) -> None:
    """Let somebody pass one module or all of them; one in four misses the case at first."""
    for number, module in enumerate(MODULES[: 1 + place % 3]):
        begun = at + timedelta(hours=number)
        if (place + number) % 4 == 1:
            _fail_case(person, module, begun)
            begun += timedelta(minutes=30)
        _pass(person, module, begun)


def _pass(person: Person, module: str, at: datetime) -> None:
    for number, part in enumerate(PARTS):
        begun = at + timedelta(minutes=12 * number)
        one = begin_attempt(person, module, part, language="fr", actor=HOUSE, at=begun)
        end_attempt(one, _right(one), actor=HOUSE, at=begun + timedelta(minutes=9))


def _fail_case(person: Person, module: str, at: datetime) -> None:
    """Find nothing of a practical case."""
    one = begin_attempt(person, module, "case", language="fr", actor=HOUSE, at=at)
    end_attempt(one, {MARKED: ()}, actor=HOUSE, at=at + timedelta(minutes=6))


def _right(attempt: Attempt) -> Answers:
    """Return the answers that pass: of a case, exactly what was planted."""
    module = module_of(attempt.module)
    if module is None:
        raise ValueError(f"no module is called {attempt.module!r}")
    if attempt.part == "case":
        return {MARKED: module.cases["fr"].planted}
    known = {one.id: one.right for one in module.quizzes["fr"].questions}
    return {key: known[key] for key in attempt.drawn}
