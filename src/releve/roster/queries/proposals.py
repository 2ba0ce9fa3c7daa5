"""The proposal behind a version: what the engine put forward, and who decided on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet

from releve.people.models import Person
from releve.roster.engine.explain import HoleStory, hole_stories
from releve.roster.engine.result import points
from releve.roster.models import Roster, Version
from releve.roster.result_words import goal_name
from releve.stewardship.models import Proposal
from releve.stewardship.queries.proposals import proposals_of
from releve.stewardship.reasons import Reason, reason

MOST_HOLES = 8
"""Holes whose reasons are kept one by one; the others are counted."""

LONGEST_LINEAGE = 50
"""Versions from one begun by hand back to what the engine found."""

SUBJECT = "roster.version:"


def subject_of(version: Version) -> str:
    """Return how a proposal names the version that it is about."""
    return f"{SUBJECT}{version.pk}"


def version_of_subject(proposal: Proposal) -> Version | None:
    """Return the version that a proposal is about, nothing where it is gone."""
    if not proposal.subject.startswith(SUBJECT):
        return None
    found = Version.objects.for_hospital(proposal.hospital_id)
    found = found.select_related("roster__unit", "demand")
    return found.filter(pk=int(proposal.subject.removeprefix(SUBJECT))).first()


def shown_versions(proposal: Proposal) -> list[Version]:
    """Return the versions that the team was shown of a proposal: itself, and what was made of it.

    The one in force first, then what is proposed, then what was in force before, the newest
    first. None as long as all are drafts, which are no business of the team.
    """
    version = version_of_subject(proposal)
    if version is None:
        return []
    rows = Version.objects.for_hospital(version.hospital_id).filter(roster=version.roster_id)
    shown = rows.exclude(state="draft").select_related("roster__unit", "demand")
    begun = dict(rows.filter(begun_from__isnull=False).values_list("pk", "begun_from"))
    known = set(proposals_of_period(version.roster).values_list("subject", flat=True))
    made = [one for one in shown if _origin(one, begun, known) == version.pk]
    order = ("published", "proposed", "withdrawn")
    return sorted(made, key=lambda one: (order.index(one.state), -one.number))


def _origin(version: Version, begun: dict[int, int | None], known: set[str]) -> int | None:
    """Return the version of which the proposal behind a version is, nothing where there is none."""
    at: int | None = version.pk
    for _step in range(LONGEST_LINEAGE):
        if at is None or f"{SUBJECT}{at}" in known:
            return at
        at = begun.get(at)
    return None


def proposal_behind(version: Version) -> Proposal | None:
    """Return the proposal that a version is, or was begun from by hand, however many steps ago."""
    lineage = [version.pk]
    begun = _begun(version) if version.begun_from_id is not None else {}
    while (older := begun.get(lineage[-1])) is not None and len(lineage) < LONGEST_LINEAGE:
        lineage.append(older)
    found = proposals_of(version.hospital_id, [f"{SUBJECT}{pk}" for pk in lineage])
    return next((found[key] for pk in lineage if (key := f"{SUBJECT}{pk}") in found), None)


def _begun(version: Version) -> dict[int, int | None]:
    """Return which version each of a period was begun from, of those that were."""
    rows = Version.objects.for_hospital(version.hospital_id).filter(roster=version.roster_id)
    begun = rows.filter(begun_from__isnull=False)
    return dict(begun.values_list("pk", "begun_from"))


def proposals_of_period(roster: Roster) -> QuerySet[Proposal]:
    """Return what the engine put forward for a period."""
    versions = Version.objects.for_hospital(roster.hospital_id).filter(roster=roster)
    subjects = [f"{SUBJECT}{pk}" for pk in versions.values_list("pk", flat=True)]
    found = Proposal.objects.for_hospital(roster.hospital_id)
    return found.filter(subject__in=subjects)


def people_shown(proposal: Proposal) -> QuerySet[Person]:
    """Return who is subject to a proposal: those with a line in what the team was shown of it.

    In what is in force, and in what was before: whoever contests goes on with it.
    """
    shown = shown_versions(proposal)
    codes = {one.id for version in shown for one in version.demand.problem.people}
    return Person.objects.for_hospital(proposal.hospital_id).filter(code__in=codes)


def reasons_of(version: Version) -> tuple[Reason, ...]:
    """Return why the engine proposes a version: codes and numbers, and no person.

    Trying everybody in each hole takes time: asked outside any transaction.
    """
    return tuple(_reasons(version))


def _reasons(version: Version) -> Iterator[Reason]:
    result, problem = version.result, version.demand.problem
    holes = result.score.holes if result.score is not None else ()
    yield reason("AIM", aim=version.aim)
    yield reason(
        "COVER",
        holes=len(holes),
        missing=sum(hole.missing for hole in holes),
        proven=int(result.cover_is_proven),
    )
    yield from (_hole(one) for one in hole_stories(problem, result.answer, holes[:MOST_HOLES]))
    if result.is_proven:
        yield reason("PROVEN")
    elif result.gap_absolute is not None:
        gap, cost = str(points(result.gap_absolute)), str(points(result.cost or 0))
        yield reason("GAP", gap=gap, cost=cost)
    else:
        yield reason("NOT_PROVEN", seconds=round(result.seconds))
    if result.score is not None:
        for goal in sorted(result.score.goals, key=lambda one: (-one.cost, one.name)):
            if goal.cost and goal_name(goal.name):
                yield reason("GOAL", goal=goal.name, points=str(points(goal.cost)))


def _hole(story: HoleStory) -> Reason:
    hole, codes = story.hole, Counter(trial.code for trial in story.trials)
    return reason(
        "HOLE",
        reference=f"need:{hole.need}",
        day=hole.day.isoformat(),
        shift=hole.shift or "",
        role=hole.role or "",
        missing=hole.missing,
        tried=len(story.trials),
        ruled_out=codes["RULED_OUT"],
        needed=codes["NEEDED_ELSEWHERE"] + codes["ABOVE_MAXIMUM"],
    )
