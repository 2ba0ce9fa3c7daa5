"""What a roster says as a proposal of the engine: its title, its reasons, and whom it concerns."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from releve.kit.words import translator
from releve.people.models import Person
from releve.roster.actions.proposing import KIND
from releve.roster.engine.explain import person_stories
from releve.roster.explain_words import person_lines
from releve.roster.phrases import day_text, number_text
from releve.roster.queries.demand import latest_demand
from releve.roster.queries.proposals import people_shown, shown_versions, version_of_subject
from releve.roster.result_words import goal_name
from releve.stewardship.models import Proposal
from releve.stewardship.proposal_kinds import ProposalKind, declare
from releve.stewardship.reasons import Reason

_ = translator("releve.roster")

WHOLE_POINTS = 10
"""From so many points of cost on, nobody reads their decimals."""


def _name() -> str:
    return _("Roster")


def _title(proposal: Proposal) -> str:
    told = _("Roster from {first} to {last}, version {number}")
    return told.format(
        first=day_text(date.fromisoformat(proposal.payload["starts_on"])),
        last=day_text(date.fromisoformat(proposal.payload["ends_on"])),
        number=proposal.payload["version"],
    )


def _lines(proposal: Proposal) -> tuple[str, ...]:
    holes, breaches = int(proposal.payload["holes"]), int(proposal.payload["breaches"])
    told = [
        _.plural("{count} post stays open.", "{count} posts stay open.", holes).format(count=holes)
        if holes
        else _("Every post has its minimum.")
    ]
    if breaches:
        said = _.plural("{count} breach of the law.", "{count} breaches of the law.", breaches)
        told.append(said.format(count=breaches))
    else:
        told.append(_("No binding rule is broken."))
    if proposal.edited:
        said = _("Changed by hand since: version {number} was published.")
        told.append(said.format(number=proposal.edited["version"]))
    return tuple(told)


def _reason(one: Reason) -> str:
    facts = one.told
    if one.code == "AIM":
        return _aim(str(facts["aim"]))
    if one.code == "COVER":
        return _cover(int(facts["missing"]), is_proven=bool(facts["proven"]))
    if one.code == "HOLE":
        return _hole(one)
    if one.code == "GOAL":
        told = _("{goal}: {points} points of cost.")
        return told.format(goal=goal_name(str(facts["goal"])), points=_points(facts["points"]))
    if one.code == "GAP":
        told = _("No lawful roster with this cover is better by more than {gap} of {cost} points.")
        return told.format(gap=_points(facts["gap"]), cost=_points(facts["cost"]))
    known = {
        "PROVEN": _("Proven: no lawful roster answers wishes and fairness better."),
        "NOT_PROVEN": _(
            "After {seconds} s of search it is not known how much better could be found."
        )
        if facts.get("seconds")
        else _("How much better could be found is not known."),
    }
    return known[one.code].format(**facts) if one.code in known else one.code


def _points(told: object) -> str:
    number = float(str(told))
    return number_text(number, digits=0 if abs(number) >= WHOLE_POINTS else 2)


def _aim(aim: str) -> str:
    return {
        "balanced": _("It was searched for as a balance of wishes and fair sharing."),
        "wishes": _("It was searched for with the weight on wishes."),
        "fair": _("It was searched for with the weight on fair sharing."),
        "stable": _("It was searched for with the fewest changes."),
    }.get(aim, aim)


def _cover(missing: int, *, is_proven: bool) -> str:
    if missing and is_proven:
        told = _.plural(
            "{count} person is missing in all, and no lawful roster covers more.",
            "{count} people are missing in all, and no lawful roster covers more.",
            missing,
        )
        return told.format(count=missing)
    if missing:
        told = _.plural(
            "{count} person is missing in all; a longer search could still cover more.",
            "{count} people are missing in all; a longer search could still cover more.",
            missing,
        )
        return told.format(count=missing)
    return _("Nobody is missing anywhere.")


def _hole(one: Reason) -> str:
    facts = one.told
    told = _(
        "{day}, {shift}: open. Of {tried} attempts, {ruled_out} are ruled out by the law, an "
        "absence or a decision, and {needed} would open another post."
    )
    day = day_text(date.fromisoformat(str(facts["day"])))
    return told.format(
        day=day[:1].upper() + day[1:],
        shift=facts["shift"] or facts["role"] or _("post"),
        tried=facts["tried"],
        ruled_out=facts["ruled_out"],
        needed=facts["needed"],
    )


def _digest_now(proposal: Proposal) -> str | None:
    version = version_of_subject(proposal)
    demand = None if version is None else latest_demand(version.roster)
    return None if demand is None else demand.digest


def _concerns(proposal: Proposal) -> QuerySet[Person]:
    return people_shown(proposal)


def _own_lines(proposal: Proposal, person: Person) -> tuple[str, ...]:
    for version in shown_versions(proposal):
        problem = version.demand.problem
        stories = person_stories(problem, version.result.answer)
        hers = next((one for one in stories if one.person == person.code), None)
        if hers is not None:
            return tuple(person_lines(problem, hers, with_group=False))
    return ()


def _place(proposal: Proposal) -> str:
    version = version_of_subject(proposal)
    if version is None:
        return ""
    roster = version.roster
    return reverse(
        "roster:publication",
        args=[roster.unit_id, roster.starts_on, version.number],
    )


declare(
    ProposalKind(
        code=KIND,
        name=_name,
        title=_title,
        lines=_lines,
        reason=_reason,
        digest_now=_digest_now,
        concerns=_concerns,
        own_lines=_own_lines,
        place=_place,
    )
)
