"""A question in an address, and its answer from the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from releve.kit.words import translator
from releve.roster.engine.explain import CounterName, person_stories
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Hole
from releve.roster.engine.why import CounterStory, Proven, child, why_counter
from releve.roster.explain_words import merged_holes, person_lines
from releve.roster.models import Version
from releve.roster.phrases import person_text, short_day
from releve.roster.queries.month import LEAST_GROUP
from releve.roster.queries.periods import Viewer
from releve.roster.why_words import Told, cell_told, counter_told, hole_told

_ = translator("releve.roster")

COUNTERS: dict[str, CounterName] = {"hours": "hours", "nights": "nights", "sundays": "sundays"}


@dataclass(frozen=True)
class Asked:
    """What is asked: a hole, or a person with a day, a counter, or neither."""

    person: str = ""
    day: date | None = None
    counter: str = ""
    hole: Hole | None = None


def asked_of(address: Mapping[str, str], version: Version, viewer: Viewer) -> Asked | None:
    """Return the question that an address carries, ``None`` where it carries none that stands.

    A member of the team asks of her own line only; holes are for those who manage.
    """
    problem = version.demand.problem
    if address.get("hole"):
        hole = _hole(address, version) if viewer.manages else None
        return Asked(hole=hole) if hole else None
    person = address.get("person", "")
    if person not in problem.person_by_id:
        return None
    if not viewer.manages and person != viewer.person:
        return None
    day, counter = _day(address.get("day", ""), problem), address.get("counter", "")
    is_picked = "show" in address and day is None and counter not in COUNTERS
    if is_picked:  # a person chosen to be looked at; nothing is asked of her
        return None
    return Asked(person=person, day=day, counter=counter if counter in COUNTERS else "")


def way_back(address: Mapping[str, str]) -> str:
    """Return the address of the same view without its question."""
    if "edit" in address:
        return "?edit="
    kept = {name: address[name] for name in ("show", "person") if address.get(name)}
    return f"?{urlencode(kept)}" if address.get("show") else "?"


@dataclass(frozen=True)
class Answer:
    """What is said to a question: what it was about, then the engine's answer in words."""

    title: str
    told: Told


def answer_to(asked: Asked | None, version: Version, viewer: Viewer) -> Answer | None:
    """Return the engine's answer in the words that the viewer may read.

    It is worked out now, in a process apart; ``None`` where nothing is asked.
    """
    if asked is None:
        return None
    try:
        return _answer(asked, version, viewer)
    except child.NoAnswerError:
        return Answer(_("No answer in time"), Told(_("The engine did not answer; ask again."), ()))


def expect_questions(viewer: Viewer) -> None:
    """Wake the process that answers, for whoever may ask, so that the first answer is quick."""
    if viewer.manages:
        child.warm()


def _answer(asked: Asked, version: Version, viewer: Viewer) -> Answer:
    problem, answer = version.demand.problem, version.result.answer
    if asked.hole is not None:
        ways = child.ask("hole", problem, answer, asked.hole, proven=_proven(version))
        return Answer(_("Why does this post stay open?"), hole_told(problem, ways))
    name = person_text(problem, asked.person)
    if asked.day is not None:
        cell = (asked.person, asked.day)
        story = child.ask("cell", problem, answer, cell, proven=_proven(version))
        title = _("Why? {person}, {day}").format(person=name, day=short_day(asked.day))
        return Answer(title, cell_told(problem, story, show_names=viewer.sees_counters))
    if asked.counter:
        counted = why_counter(problem, answer, asked.person, COUNTERS[asked.counter])
        told = counter_told(counted, with_group=_may_see_group(counted, viewer))
        return Answer(_("Why? {person}").format(person=name), told)
    title = _("The month of {person}").format(person=name)
    return Answer(title, _month_of(asked.person, version, viewer))


def _month_of(person: str, version: Version, viewer: Viewer) -> Told:
    """Return how a person's month compares with what she was due."""
    problem = version.demand.problem
    stories = person_stories(problem, version.result.answer)
    story = next(story for story in stories if story.person == person)
    headline, *facts = person_lines(
        problem, story, with_group=viewer.sees_counters or story.group_size >= LEAST_GROUP
    )
    return Told(headline, tuple(facts))


def _proven(version: Version) -> Proven:
    """Return what the version's own search has proven."""
    result = version.result
    proven_cover = result.cover_is_proven and result.score is not None
    return Proven(
        hole_bound=result.hole_bound,
        bound=result.bound if proven_cover else None,
        hole_cost=result.score.hole_cost if proven_cover and result.score else None,
    )


def _may_see_group(story: CounterStory, viewer: Viewer) -> bool:
    """Whether the group's values may be shown: in a small one they would tell who has what."""
    return viewer.sees_counters or len(story.group) >= LEAST_GROUP


def _day(text: str, problem: Problem) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if problem.starts_on <= day <= problem.ends_on else None


def _hole(address: Mapping[str, str], version: Version) -> Hole | None:
    """Return the hole of a need at an instant, else the first one that day."""
    score = version.result.score
    holes = merged_holes(score.holes) if score else ()
    same = [hole for hole in holes if hole.need == address["hole"]]
    at = _instant(address.get("at", ""))
    day = _day(address.get("day", ""), version.demand.problem)
    return next((hole for hole in same if at == hole.starts_at or day == hole.day), None)


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
