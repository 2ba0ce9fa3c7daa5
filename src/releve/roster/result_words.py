"""What a search answered, in sentences: what is proven, what it costs, or what clashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from releve.kit.words import current_language, translator
from releve.roster.engine.problem import Person, Problem
from releve.roster.engine.result import Breach, GoalCost, Result, points
from releve.roster.engine.rules import legal_pack_ids, load_pack, variants
from releve.roster.explain_words import measure_text
from releve.roster.phrases import (
    dated,
    listed,
    number_text,
    percent_text,
    person_text,
    rule_text,
)
from releve.roster.sentences import when_text

_ = translator("releve.roster")

WIDEST_GAP = 0.5
"""Beyond that share of the cost a bound says nothing that helps to decide."""


def headline(problem: Problem, result: Result) -> str:
    """Return one sentence on how the search ended."""
    if result.status == "infeasible":
        return _("No lawful roster exists: these facts clash.")
    if result.status == "unknown" and result.interrupted:
        return _("Interrupted before a first roster was found; nothing is written.")
    if result.status == "unknown":
        return _("The time ended without a roster; give more with --seconds.")
    if result.interrupted:
        return _("Interrupted: this is the best roster found so far.")
    people, days = len(problem.people), len(problem.days)
    return _("Roster of {people} people over {days} days, found in {seconds} s.").format(
        people=people, days=days, seconds=number_text(result.seconds, digits=0)
    )


def proof_lines(result: Result) -> Iterator[str]:
    """Yield what is proven about the roster, and what is not."""
    if result.is_proven:
        yield _("Proven: no lawful roster covers more, none answers wishes and fairness better.")
        return
    if not result.cover_is_proven:
        yield _("Not proven: a longer search could still cover more.")
        return
    yield _("Cover proven: no lawful roster covers more.")
    gap = result.gap_relative
    if gap is None or result.gap_absolute is None or gap > WIDEST_GAP:
        yield _(
            "How much better wishes and fairness could be met is not yet known after {seconds} s;"
            " a longer search may tell."
        ).format(seconds=number_text(result.seconds, digits=0))
        return
    yield _(
        "No lawful roster with this cover answers wishes and fairness better by more than"
        " {share} ({gap} of {cost} points)."
    ).format(
        share=percent_text(gap),
        gap=number_text(points(result.gap_absolute)),
        cost=number_text(points(result.cost or 0)),
    )


def goal_text(problem: Problem, goal: GoalCost) -> str:
    """Return the name of a soft goal."""
    return goal_name(goal.name) or rule_text(problem, goal.name)


def goal_name(name: str) -> str:
    """Return the name of a goal that every problem may have; empty for a rule."""
    known = {
        "target": _("People below the wished number"),
        "surplus": _("People above the wished number"),
        "unneeded": _("Shifts that no need asks for"),
        "wishes": _("Wishes not met"),
        "nights": _("Nights away from each person's target"),
        "sundays": _("Sundays away from each person's target"),
        "weekends": _("Weekends away from each person's target"),
        "holidays": _("Public holidays away from each person's target"),
        "hours": _("Hours away from each person's target"),
        "protected": _("Protected hours without room"),
    }
    return known.get(name, "")


def law_lines(problem: Problem, breaches: Sequence[Breach]) -> Iterator[str]:
    """Yield what the independent check found: breaches that bind first, habits counted."""
    binding = [breach for breach in breaches if breach.status != "soft"]
    unbound = people_without_law(problem)
    if unbound and len(unbound) < len(problem.people):
        names = ", ".join(person.name or person.id for person in unbound)
        yield _("Not checked against the law, for want of a rule pack: {names}.").format(
            names=names
        )
    if len(unbound) == len(problem.people) and not binding:
        yield _("Nothing was checked against the law: no contract names a rule pack.")
    elif not binding:
        yield _("Legal check: no binding rule is broken.")
    else:
        count = len(binding)
        yield _.plural(
            "Legal check: {count} breach of a binding rule.",
            "Legal check: {count} breaches of binding rules.",
            count,
        ).format(count=count)
        yield from (f"  {breach_text(problem, breach)}" for breach in binding)


def people_without_law(problem: Problem) -> list[Person]:
    """Return the people whom no pack of binding rules binds."""
    if any(pack in legal_pack_ids() for pack in problem.packs):
        return []
    return [person for person in problem.people if person.contract.pack is None]


def breach_text(problem: Problem, breach: Breach) -> str:
    """Return a breach as person, when, rule, article and numbers."""
    rule = rule_text(problem, breach.rule)
    return _("{person}, {when}: {rule}: {measure}").format(
        person=person_text(problem, breach.person) or _("everybody"),
        when=when_text(breach.from_at, breach.to_at),
        rule=f"{rule}, {breach.article}" if breach.article else rule,
        measure=measure_text(breach),
    )


def strange_text(count: int) -> str:
    """Return how many shifts of a version no longer fit what is asked of its period."""
    return _.plural(
        "{count} shift is of somebody, of a day or of a kind that is asked for no longer",
        "{count} shifts are of people, days or kinds that are asked for no longer",
        count,
    ).format(count=count)


def confirm_lines(problem: Problem) -> Iterator[str]:
    """Yield the banner of the rules that nobody has verified at their source, if any stands."""
    rules = rules_to_confirm(problem)
    if rules:
        yield _("To be confirmed by human resources (not binding until then): {rules}").format(
            rules=listed([rule_text(problem, rule) for rule in rules])
        )


def habit_lines(problem: Problem, breaches: Sequence[Breach]) -> Iterator[str]:
    """Yield each habit that does not bind, with how often it is not kept."""
    times = Counter(breach.rule for breach in breaches if breach.status == "soft")
    for rule, count in times.most_common():
        yield _.plural("{rule}: {count} time", "{rule}: {count} times", count).format(
            rule=rule_text(problem, rule), count=count
        )
    if not times:
        yield _("All are kept.")


def pack_lines(problem: Problem) -> Iterator[str]:
    """Yield the packs of rules that judge this roster, with the texts they were read from."""
    own = {person.contract.pack for person in problem.people}
    for pack_id in sorted({pack for pack in (*own, *problem.packs) if pack}):
        pack = load_pack(pack_id)
        yield _("{title}, version {version}: {text}").format(
            title=pack.title[current_language()],
            version=pack.version,
            text=pack.text_base[current_language()],
        )


def decision_lines(problem: Problem) -> Iterator[str]:
    """Yield the recorded decisions that lift or change a rule."""
    for decision in problem.decisions:
        yield _("{rule}, {first} to {last}, {unit}: signed by {signer}").format(
            rule=rule_text(problem, decision.rule),
            first=dated(decision.from_on),
            last=dated(decision.to_on),
            unit=decision.unit or _("every unit"),
            signer=decision.signer,
        )
    if not problem.decisions:
        yield _("None")


def rules_to_confirm(problem: Problem) -> tuple[str, ...]:
    """Return the ids of unverified rules that weigh on somebody in this period."""
    groups = {(person.contract.pack, person.unit) for person in problem.people}
    groups |= {(pack, person.unit) for pack in problem.packs for person in problem.people}
    found = {
        variant.rule_id
        for pack, unit in groups
        if pack is not None
        for variant in variants(load_pack(pack).rules, unit=unit, decisions=problem.decisions)
        if variant.to_confirm and variant.holds(problem.starts_on, problem.ends_on)
    }
    return tuple(sorted(found))
