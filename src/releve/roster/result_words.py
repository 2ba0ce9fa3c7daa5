"""What a search answered, in sentences: what is proven, what it costs, or what clashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from releve.kit.words import current_language, translator
from releve.roster.engine.problem import Person, Problem
from releve.roster.engine.result import Breach, GoalCost, Reason, Result, points
from releve.roster.engine.rules import legal_pack_ids, load_pack, variants
from releve.roster.explain_words import measure_text, need_text
from releve.roster.phrases import (
    dated,
    day_text,
    listed,
    number_text,
    percent_text,
    person_text,
    rule_text,
    short_day,
)
from releve.roster.sentences import when_text

_ = translator("releve.roster")

WIDEST_GAP = 0.5
"""Beyond that share of the cost a bound says nothing that helps to decide."""

LONGER_SECONDS = 300


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
            " a longer search (--seconds {longer}) may tell."
        ).format(
            seconds=number_text(result.seconds, digits=0),
            longer=max(LONGER_SECONDS, 2 * round(result.seconds)),
        )
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
    }
    return known.get(goal.name) or rule_text(problem, goal.name)


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
            title=pack.title[current_language()], version=pack.version, text=pack.text_base
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


def clash_lines(problem: Problem, reasons: Sequence[Reason]) -> Iterator[str]:
    """Yield the facts that cannot stand together: what people decide apart from what stands."""
    if not reasons:
        yield _("Which facts clash was not found in time.")
        return
    open_to_change = [reason for reason in reasons if _can_change(problem, reason)]
    told = [reason_text(problem, reason) for reason in open_to_change]
    stands = [reason_text(problem, reason) for reason in reasons if reason not in open_to_change]
    stands += _past_lines(problem, reasons)
    if told:
        yield _("You can change:")
        yield from (f"  {line}" for line in told)
    if stands:
        yield _("You cannot change:")
        yield from (f"  {line}" for line in stands)
    if told:
        yield _("Change one of the facts that you can change, and search again.")
    else:
        yield _("Check whether the file says what is true: contracts, skills, shifts worked.")


def _can_change(problem: Problem, reason: Reason) -> bool:
    """Whether the ward decided this fact: not the law, nor that nobody is in two places."""
    if reason.code == "RULE":
        return reason.rule in {rule.id for rule in problem.rules}
    return reason.code not in ("ONE-A-DAY", "OVERLAP")


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
        rule = _with_article(problem, reason.rule)
        return _("{person}: {rule}{days}").format(person=person, rule=rule, days=_days(reason))
    if reason.code == "MAXIMUM":
        return _("{post}, {day}: more people than the maximum").format(
            post=need_text(problem, reason.need), day=day
        )
    fact = rule_text(problem, reason.code)
    return _("{person}, {day}: {fact}").format(person=person, day=day, fact=fact)


def _with_article(problem: Problem, rule_id: str) -> str:
    packs = {person.contract.pack for person in problem.people} | set(problem.packs)
    articles = {rule.id: rule.article for pack in packs if pack for rule in load_pack(pack).rules}
    title = rule_text(problem, rule_id)
    return f"{title}, {articles[rule_id]}" if rule_id in articles else title


def _days(reason: Reason) -> str:
    if reason.day is None:
        return ""
    if reason.to_day is None or reason.to_day == reason.day:
        return _(", on {day}").format(day=short_day(reason.day))
    return _(", from {first} to {last}").format(
        first=short_day(reason.day), last=short_day(reason.to_day)
    )


def _past_lines(problem: Problem, reasons: Sequence[Reason]) -> Iterator[str]:
    """Yield the shifts already worked that a clashing rule looks at."""
    for reason in dict.fromkeys(reason for reason in reasons if reason.code == "RULE"):
        if reason.person is None or reason.day is None:
            continue
        last = reason.to_day or reason.day
        for past in problem.person_by_id[reason.person].history:
            if reason.day <= past.day <= last:
                yield _("{person}: {shift} already worked on {day}").format(
                    person=person_text(problem, reason.person),
                    shift=past.shift,
                    day=day_text(past.day),
                )
