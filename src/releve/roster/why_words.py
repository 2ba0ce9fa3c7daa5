"""The answers to "why?" in sentences: a headline, facts, alternatives with what each would cost.

Made from the codes and numbers of ``engine.why``. Where names may not be shown, as to a member
of the team who asks of her own day, what changes for colleagues is counted and nobody is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from releve.kit.words import translator
from releve.roster.clash_words import reasons_text
from releve.roster.engine.explain import HoleStory
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import GoalCost, points
from releve.roster.engine.why import (
    Alternative,
    CellStory,
    Change,
    CounterStory,
    Decider,
    Filling,
    GoalChange,
    HoleWays,
    PersonChange,
    Way,
    Yielding,
)
from releve.roster.explain_words import hole_lines, hole_post, hole_text, measure_text, wish_text
from releve.roster.phrases import (
    MINUS,
    day_text,
    hours_text,
    listed,
    number_text,
    person_text,
    post_text,
    role_text,
    rule_text,
    short_day,
    signed_hours,
)
from releve.roster.protected_words import part_text
from releve.roster.result_words import breach_text, goal_text

_ = translator("releve.roster")


@dataclass(frozen=True)
class ToldAlternative:
    """One alternative: its short label, its verdict as a code, one sentence, the details."""

    label: str
    verdict: str
    sentence: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """An answer: one sentence, the facts, then the alternatives."""

    headline: str
    facts: tuple[str, ...]
    alternatives: tuple[ToldAlternative, ...] = ()


def cell_told(problem: Problem, story: CellStory, *, show_names: bool) -> Told:
    """Return why a cell is what it is."""
    return Told(
        headline=_cell_headline(story),
        facts=(_cell_fact(problem, story),),
        alternatives=tuple(
            _alternative(problem, one, story.person, show_names=show_names)
            for one in story.alternatives
        ),
    )


def hole_told(problem: Problem, ways: HoleWays) -> Told:
    """Return why a hole stays open and what would fill it; for those who manage the ward."""
    facts = tuple(line.strip() for line in hole_lines(problem, HoleStory(ways.hole, ways.trials)))
    return Told(
        headline=_("{hole}. {verdict}").format(
            hole=hole_text(problem, ways.hole), verdict=_hole_verdict(ways)
        ),
        facts=facts,
        alternatives=(
            *(_filling(problem, filling) for filling in ways.fillings),
            *(_yielding(problem, told) for told in ways.yieldings),
        ),
    )


def counter_told(story: CounterStory, *, with_group: bool = True) -> Told:
    """Return how a counter compares with its group, nobody named, and how its target was made.

    ``with_group``: whether the group's values may be told; in a small one they name somebody.
    """
    said = hours_text if story.name == "hours" else number_text
    value = _counter_name(story).format(value=said(story.value))
    if story.target is not None:
        value = _("{counter}, for a target of {target}").format(
            counter=value, target=said(story.target)
        )
    return Told(headline=value, facts=tuple(_counter_facts(story, with_group=with_group)))


def _counter_name(story: CounterStory) -> str:
    return {
        "hours": _("Hours: {value}"),
        "nights": _("Nights: {value}"),
        "sundays": _("Sundays: {value}"),
        "weekends": _("Weekends: {value}"),
        "holidays": _("Public holidays: {value}"),
    }[story.name]


def _counter_facts(story: CounterStory, *, with_group: bool) -> Iterator[str]:
    said = hours_text if story.name == "hours" else number_text
    counted = Counter(story.group)
    values = [
        _("{value} ({count} people)").format(value=said(value), count=counted[value])
        if counted[value] > 1
        else said(value)
        for value in sorted(counted)
    ]
    if with_group:
        yield _("In the group ({role}, {count} people): {values}").format(
            role=role_text(story.role), count=len(story.group), values=listed(values)
        )
    share = f"{number_text(story.share * 100)} %"
    yield _("Share of full time: {share}; available on {available} days of {days}").format(
        share=share, available=story.days_available, days=story.days
    )
    if story.name == "hours":
        yield from _hours_facts(story)
    elif story.target is not None and with_group:
        yield _(
            "The target is a share, by working time and days available, of what the needs ask of"
            " the group over this period and the {weeks} weeks before, less what was already"
            " given: {given} out of {group} for the group."
        ).format(weeks=story.memory_weeks, given=story.given_before, group=story.group_given_before)
    elif story.target is not None:
        yield _(
            "The target is a share, by working time and days available, of what the needs ask of"
            " the group over this period and the {weeks} weeks before, less what was already"
            " given to this person: {given}."
        ).format(weeks=story.memory_weeks, given=story.given_before)


def _hours_facts(story: CounterStory) -> Iterator[str]:
    yield _("{worked} planned for {due} due ({difference})").format(
        worked=hours_text(story.value),
        due=hours_text(story.due_minutes),
        difference=signed_hours(story.value - story.due_minutes),
    )
    if story.protected_minutes:
        yield part_text(story.protected_minutes)
    if story.given_before:
        yield _("Balance of the previous weeks: {balance}, of which {capped} counted now").format(
            balance=signed_hours(story.given_before),
            capped=signed_hours(story.balance_capped_minutes or 0),
        )


def _cell_headline(story: CellStory) -> str:
    ways = [one.way for one in story.alternatives if one.way is not None]
    if story.alternatives and all(one.verdict == "impossible" for one in story.alternatives):
        return _("No lawful roster has anything else here.")
    if any((way.hole_change, way.cost_change) < (0, 0) for way in ways):
        return _("A better roster was found with another choice here.")
    if ways and all(one.verdict != "unknown" for one in story.alternatives):
        return _("Every other choice here is unlawful, or no better roster was found with it.")
    if ways:
        return _("No better roster was found with another choice here.")
    return _("No other lawful roster was found in the time given.")


def _cell_fact(problem: Problem, story: CellStory) -> str:
    posts = [post_text(problem, shift=code, role=None, skill=None) for code in story.now]
    return _("{person}, {day}: {now}").format(
        person=person_text(problem, story.person),
        day=day_text(story.day),
        now=listed(posts) if posts else _("day off"),
    )


def _alternative(
    problem: Problem, one: Alternative, person: str, *, show_names: bool
) -> ToldAlternative:
    label = one.shift or (_("no on-call duty") if one.on_call else _("day off"))
    details = [*_alone_details(problem, one)]
    if one.way is not None:
        details += _way_details(problem, one.way, person, show_names=show_names)
    sentence = _alternative_sentence(problem, one, of=None if show_names else person)
    return ToldAlternative(label, one.verdict, sentence, tuple(details))


def _alternative_sentence(problem: Problem, one: Alternative, *, of: str | None) -> str:
    if one.way is not None:
        return _way_sentence(one.way)
    if one.verdict == "unknown":
        return _("Nothing was found in the time given; this proves nothing.")
    if not one.reasons:
        return _("Impossible: no lawful line has this.")
    reasons = reasons_text(problem, one.reasons, of=of)
    if one.reasons_are_irreducible:
        return _("Impossible: {reasons}").format(reasons=reasons)
    return _("Impossible, because of all or some of these facts: {reasons}").format(reasons=reasons)


def _alone_details(problem: Problem, one: Alternative) -> Iterator[str]:
    """Yield what appears where this cell alone changes."""
    for breach in one.breaches:
        yield _("If this cell alone changed: {breach}").format(breach=breach_text(problem, breach))
    for hole in one.opened:
        yield _("If this cell alone changed: {hole}").format(hole=hole_text(problem, hole))


def _way_sentence(way: Way) -> str:
    changes = _.plural(
        "Possible with {count} other change",
        "Possible with {count} other changes",
        len(way.changes),
    ).format(count=len(way.changes))
    if not way.changes:
        changes = _("Possible without any other change")
    return _("{changes}: {cover}, {cost}").format(
        changes=changes, cover=_cover_text(way), cost=cost_text(way.cost_change)
    )


def _cover_text(way: Way) -> str:
    if way.hole_change < 0:
        return _("better covered")
    if way.hole_change > 0:
        return _("less well covered")
    return _("as well covered")


def cost_text(change: int) -> str:
    """Return a change of cost as "12 points more", "3 points less" or "at the same cost"."""
    if not change:
        return _("at the same cost")
    number = number_text(abs(points(change)), digits=1)
    more = _("{points} points more") if change > 0 else _("{points} points less")
    return more.format(points=number)


def signed_points(change: int) -> str:
    """Return scaled points with their sign."""
    return f"{'+' if change > 0 else MINUS}{number_text(abs(points(change)), digits=1)}"


def _way_details(
    problem: Problem, way: Way, person: str | None, *, show_names: bool
) -> Iterator[str]:
    yield from _changes(problem, way.changes, person, show_names=show_names)
    for hole in way.opened:
        yield _("Then open: {hole}").format(hole=hole_text(problem, hole))
    if way.closed:
        posts = listed([hole_post(problem, hole) for hole in way.closed])
        yield _("Then filled: {hole}").format(hole=posts)
    for title, goals in (
        (_("For this person: {goals}"), way.own),
        (_("For the others: {goals}") if person else _("For the team: {goals}"), way.others),
        (_("For the ward: {goals}"), way.ward),
    ):
        if goals and (show_names or goals is not way.others):
            yield title.format(goals=_goals_text(problem, goals))
    yield from _people(problem, way.people, person, show_names=show_names)
    yield from _gap_lines(way)


def _changes(
    problem: Problem, changes: Sequence[Change], person: str | None, *, show_names: bool
) -> Iterator[str]:
    named = [change for change in changes if show_names or change.person == person]
    for change in named:
        yield _("{person}, {day}: {before} becomes {after}").format(
            person=person_text(problem, change.person),
            day=short_day(change.day),
            before=listed(change.before) or _("day off"),
            after=listed(change.after) or _("day off"),
        )
    rest = len(changes) - len(named)
    if rest:
        yield _.plural(
            "{count} change for colleagues", "{count} changes for colleagues", rest
        ).format(count=rest)


def _goals_text(problem: Problem, goals: Sequence[GoalChange]) -> str:
    told = []
    for goal in goals:
        name = goal_text(problem, GoalCost(goal.name, 0, Fraction(0), goal.change))
        told.append(_("{goal} {change}").format(goal=name, change=signed_points(goal.change)))
    return listed(told)


def _people(
    problem: Problem, people: Sequence[PersonChange], person: str | None, *, show_names: bool
) -> Iterator[str]:
    for one in people:
        if not show_names and one.person != person:
            continue
        if one.minutes_after != one.minutes_before:
            yield _("{person}: {change}, then {balance} against the hours due").format(
                person=person_text(problem, one.person),
                change=signed_hours(one.minutes_after - one.minutes_before),
                balance=signed_hours(one.minutes_after - one.due_minutes),
            )
        for wishes, template in (
            (one.wishes_lost, _("{person}: wish no longer met: {wishes}")),
            (one.wishes_gained, _("{person}: wish met: {wishes}")),
        ):
            if wishes:
                yield template.format(
                    person=person_text(problem, one.person),
                    wishes=listed([wish_text(wish) for wish in wishes]),
                )


def _gap_lines(way: Way) -> Iterator[str]:
    if way.gap is not None:
        yield _("No roster as well covered costs less by more than {points} points.").format(
            points=number_text(points(way.gap), digits=1)
        )
    elif way.is_least_nearby:
        yield _("How much better it could be done is proven only among small changes.")


def _hole_verdict(ways: HoleWays) -> str:
    if ways.verdict == "impossible":
        return _("No lawful roster fills it.")
    if ways.verdict == "unknown":
        return _("No lawful way to fill it was found in the time given.")
    return _.plural(
        "{count} way to fill it was found.",
        "{count} ways to fill it were found.",
        len(ways.fillings),
    ).format(count=len(ways.fillings))


def _filling(problem: Problem, filling: Filling) -> ToldAlternative:
    return ToldAlternative(
        label=listed([_tried_text(problem, cell) for cell in filling.by]),
        verdict="possible",
        sentence=_way_sentence(filling.way),
        details=tuple(_way_details(problem, filling.way, None, show_names=True)),
    )


def _yielding(problem: Problem, told: Yielding) -> ToldAlternative:
    count = len(told.breaches)
    details = [
        _("{rule}: {measure}. {decider}").format(
            rule=_with_article(rule_text(problem, breach.rule), breach.article),
            measure=measure_text(breach),
            decider=decider_text(decider),
        )
        for breach, decider in zip(told.breaches, told.deciders, strict=True)
    ]
    details += [
        _("Then open: {hole}").format(hole=hole_text(problem, hole)) for hole in told.opened
    ]
    return ToldAlternative(
        label=_tried_text(problem, told.tried),
        verdict="impossible",
        sentence=_.plural(
            "Only if {count} fact or rule gave way",
            "Only if {count} facts or rules gave way",
            count,
        ).format(count=count),
        details=tuple(details),
    )


def _with_article(rule: str, article: str) -> str:
    return f"{rule}, {article}" if article else rule


def decider_text(decider: Decider) -> str:
    """Return who could decide that something gives way."""
    return {
        "HR": _("Human resources could decide it"),
        "PERSON": _("Only with the person's own agreement"),
        "WARD_MANAGER": _("The ward manager can change it"),
        "NOBODY": _("Nobody can lift it"),
    }[decider]


def _tried_text(problem: Problem, cell: Assignment) -> str:
    return _("{person}: {shift} on {day}").format(
        person=person_text(problem, cell.person), shift=cell.shift, day=short_day(cell.day)
    )
