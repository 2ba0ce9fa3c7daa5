"""Facts that cannot stand together, in the words of a ward manager.

Each fact comes with what could be relaxed and by whose decision. Of the law nothing is said
that the rule packs do not hold: where a pack names no decision, it knows no derogation; who must
be heard before a decision is for human resources to say. Why somebody is away or spared a kind
of work is known to nobody here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from releve.kit.words import translator
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Reason
from releve.roster.engine.rules import Rule, load_pack
from releve.roster.explain_words import need_text
from releve.roster.phrases import day_text, listed, person_text, rule_text, short_day

_ = translator("releve.roster")

Decider = Literal[
    "ward_manager",
    "person",  # whose dates they are, with human resources
    "human_resources",  # who keep the fact; it is not the ward's to bend
    "management",  # by a recorded decision
    "authority",  # outside the hospital
    "nobody",
]

IN_THE_WARD: tuple[Decider, ...] = ("ward_manager", "person")
"""Those whose decision a ward manager can obtain within the ward."""

NEARNESS: Mapping[Decider, int] = {
    "ward_manager": 0,
    "person": 0,
    "management": 1,
    "authority": 2,
    "human_resources": 3,
    "nobody": 4,
}
"""How far from the ward a decision lies; facts are told in that order."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ClashFact:
    """One fact of a clash: its sentence, whether it can be changed, what and by whom.

    ``can_change``: whether somebody may decide otherwise; what only an error of record could
    change cannot. ``reason``: the fact of the engine that it tells, none for a shift already
    worked, which stands behind a rule.
    """

    sentence: str
    can_change: bool
    relaxation: str
    decider: str
    decider_code: Decider
    reason: Reason | None = None


@dataclass(frozen=True)
class _Way:
    """What could be relaxed, and by whose decision."""

    code: Decider
    relaxation: str
    decider: str


def clash_facts(problem: Problem, reasons: Sequence[Reason]) -> tuple[ClashFact, ...]:
    """Return the facts of a clash in words: what the ward decides first, then what stands."""
    facts = [
        _fact(reason_text(problem, reason), _way(problem, reason), reason)
        for reason in dict.fromkeys(reasons)
    ]
    facts += [_fact(told, _past()) for told in _past_sentences(problem, reasons)]
    return tuple(sorted(facts, key=lambda fact: NEARNESS[fact.decider_code]))


def clash_lines(
    problem: Problem, reasons: Sequence[Reason], *, is_irreducible: bool = True
) -> Iterator[str]:
    """Yield the facts that cannot stand together: what the ward decides apart from what stands."""
    if not reasons:
        yield _("Which facts clash was not found in time.")
        return
    facts = clash_facts(problem, reasons)
    told = [fact.sentence for fact in facts if fact.decider_code in IN_THE_WARD]
    stands = [fact.sentence for fact in facts if fact.decider_code not in IN_THE_WARD]
    if told:
        yield _("You can change:")
        yield from (f"  {line}" for line in told)
    if stands:
        yield _("You cannot change:")
        yield from (f"  {line}" for line in stands)
    if not is_irreducible:
        yield doubt_sentence()
    if told:
        yield _("Change one of the facts that you can change, and search again.")
    else:
        yield _("Check whether the file says what is true: contracts, skills, shifts worked.")


def doubt_sentence() -> str:
    """Return what is to be said of facts that were not all shown to be needed for the clash."""
    return _("The time ended before each fact was tried: some of them may have no part in it.")


def _fact(sentence: str, way: _Way, reason: Reason | None = None) -> ClashFact:
    can_change = way.code not in ("nobody", "human_resources")
    return ClashFact(sentence, can_change, way.relaxation, way.decider, way.code, reason)


def _is_about_her(reason: Reason) -> bool:
    return reason.code in ("UNAVAILABLE", "REGIME") or reason.code.startswith("R-")


def reasons_text(problem: Problem, reasons: Sequence[Reason], *, of: str | None = None) -> str:
    """Return clashing facts in one phrase.

    ``of``: the person it is told to, where she may know of colleagues only that something
    holds for them.
    """
    own = [reason for reason in reasons if of is None or reason.person in {None, "", of}]
    told = [reason_text(problem, reason) for reason in own]
    return listed([*told, _("what holds for colleagues")] if len(own) < len(reasons) else told)


def reason_text(problem: Problem, reason: Reason) -> str:
    """Return one clashing fact."""
    person = person_text(problem, reason.person) if reason.person else ""
    day = day_text(reason.day) if reason.day else ""
    if reason.code == "FIXED" and reason.shift is None:
        return _("{person}: day off fixed on {day}").format(person=person, day=day)
    if reason.code == "FIXED":
        return _("{person}: {shift} fixed on {day}").format(
            person=person, shift=reason.shift, day=day
        )
    if reason.code == "RULE" and reason.rule is not None:
        rule = _with_article(problem, reason)
        return _("{person}: {rule}{days}").format(person=person, rule=rule, days=_days(reason))
    if reason.code == "MAXIMUM":
        return _("{post}, {day}: more people than the maximum").format(
            post=need_text(problem, reason.need), day=day
        )
    return _person_fact(problem, reason, person)


def _person_fact(problem: Problem, reason: Reason, person: str) -> str:
    fact = rule_text(problem, reason.code)
    if reason.day is None:
        return _("{person}: {fact}").format(person=person, fact=fact)
    if reason.to_day is not None and reason.to_day != reason.day:
        return _("{person}: unavailable from {first} to {last}").format(
            person=person, first=short_day(reason.day), last=short_day(reason.to_day)
        )
    return _("{person}, {day}: {fact}").format(person=person, day=day_text(reason.day), fact=fact)


def _way(problem: Problem, reason: Reason) -> _Way:
    if reason.code == "FIXED":
        return _Way("ward_manager", _unfix(reason), _ward_manager())
    if reason.code == "MAXIMUM":
        return _Way(
            "ward_manager", _("Raise the maximum of this post on that day."), _ward_manager()
        )
    if reason.code == "UNAVAILABLE":
        return _Way(
            "person",
            _("Agree on other dates, or check that these still hold."),
            _("The person concerned, with human resources, who keep these dates."),
        )
    if reason.code == "RULE":
        return _way_of_rule(problem, reason)
    if _is_about_her(reason):
        return _Way(
            "human_resources",
            _("Nothing as long as it stands; check only that its dates are up to date."),
            _("Human resources, who keep this fact. Relève does not know its reason."),
        )
    return _Way(
        "nobody",
        _("Nothing: nobody works two shifts at the same time."),
        _("Nobody: it follows from the hours of the shifts."),
    )


def _unfix(reason: Reason) -> str:
    if reason.shift is None:
        return _("Free this cell, so that a shift may be given that day.")
    return _("Free this cell, or fix another shift or another person there.")


def _ward_manager() -> str:
    return _("The ward manager.")


def _past() -> _Way:
    return _Way(
        "nobody",
        _("Nothing: it is past. If the shift was not worked so, correct the history."),
        _("Nobody: the past cannot be planned again."),
    )


def _way_of_rule(problem: Problem, reason: Reason) -> _Way:
    rule = rule_of(problem, reason)
    if rule is None:
        return _Way(
            "ward_manager",
            _("Suspend or loosen this rule of the ward for the period."),
            _("The ward manager, with those who agreed on it; human resources if a contract does."),
        )
    if rule.lifted_by and not _is_decided(problem, reason, rule.lifted_by):
        return _under_decision(problem, rule)
    if rule.lifted_by or rule.only_under:
        told = _("Nothing more: a recorded decision applies already, and this is its limit.")
    else:
        told = _("Nothing: the rule pack knows no decision that lifts this rule.")
    return _Way("nobody", told, _("Nobody in the hospital, by the rules that Relève holds."))


def _under_decision(problem: Problem, rule: Rule) -> _Way:
    names = listed([rule_text(problem, other) for other in rule.lifted_by])
    if any(version.forms_with_decision for version in rule.versions):
        told = _("A recorded decision puts another limit in its place: {rules}.")
    else:
        told = _("A recorded decision lifts it, within its own limit: {rules}.")
    enough = _("Whether that is enough, a new search will tell.")
    relaxation = f"{told.format(rules=names)} {enough}"
    if rule.id == "FPH-OT-YEAR":
        return _Way("authority", relaxation, _("The regional health agency or the prefect."))
    decider = {
        "FPH-REST-D": _("Management, by a signed decision after a local agreement."),
        "FPH-ASTR-72": _(
            "Management, by a signed decision, for organ retrieval and transplant teams only."
        ),
    }.get(rule.id, _("Management, by a signed decision."))
    heard = _("Human resources say who must be heard first.")
    return _Way("management", relaxation, f"{decider} {heard}")


def rule_of(problem: Problem, reason: Reason) -> Rule | None:
    """Return the rule of a pack that a reason is about; ``None`` for a rule of the problem."""
    known = problem.person_by_id.get(reason.person or "")
    own = (known.contract.pack,) if known else ()
    for pack in (*own, *problem.packs):
        for rule in load_pack(pack).rules if pack else ():
            if rule.id == reason.rule:
                return rule
    return None


def _is_decided(problem: Problem, reason: Reason, rules: Sequence[str]) -> bool:
    """Whether a decision on one of the rules stands over all days of a reason, for her unit."""
    person = problem.person_by_id.get(reason.person or "")
    if person is None or reason.day is None:
        return False
    first, last, unit = reason.day, reason.to_day or reason.day, person.unit
    return any(
        decision.rule in rules and decision.covers(first=first, last=last, unit=unit)
        for decision in problem.decisions
    )


def _with_article(problem: Problem, reason: Reason) -> str:
    rule = rule_of(problem, reason)
    title = rule_text(problem, reason.rule or "")
    return f"{title}, {rule.article}" if rule and rule.article else title


def _days(reason: Reason) -> str:
    if reason.day is None:
        return ""
    if reason.to_day is None or reason.to_day == reason.day:
        return _(", on {day}").format(day=short_day(reason.day))
    return _(", from {first} to {last}").format(
        first=short_day(reason.day), last=short_day(reason.to_day)
    )


def _past_sentences(problem: Problem, reasons: Sequence[Reason]) -> list[str]:
    """Return the shifts already worked that a clashing rule looks at, or that still go on."""
    worked: dict[Assignment, None] = {}
    for reason in reasons:
        if reason.code not in ("RULE", "OVERLAP") or reason.person is None or reason.day is None:
            continue
        first = reason.day if reason.code == "RULE" else reason.day - 2 * ONE_DAY
        for past in problem.person_by_id[reason.person].history:
            if first <= past.day <= (reason.to_day or reason.day):
                worked[Assignment(reason.person, past.day, past.shift)] = None
    return [
        _("{person}: {shift} already worked on {day}").format(
            person=person_text(problem, past.person), shift=past.shift, day=day_text(past.day)
        )
        for past in worked
    ]
