"""The explanation of a roster in sentences, made from the codes and numbers of the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from releve.kit.words import translator
from releve.roster.engine.explain import Figure, HoleStory, PersonStory, Trial
from releve.roster.engine.problem import Problem, Wish
from releve.roster.engine.result import Breach, Hole
from releve.roster.phrases import (
    NARROW_SPACE,
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
    span_text,
)
from releve.roster.protected_words import part_text

_ = translator("releve.roster")

FACTS_FIRST = ("UNAVAILABLE", "R-", "REGIME", "FIXED", "OVERLAP", "ONE-A-DAY")
"""Where several things rule somebody out, a fact about her is said before a rule of law."""


def figure_text(figure: Figure, *, with_group: bool = True) -> str:
    """Return one counter as "Nights: 5 · target 4.5 · group 3 to 6, median 4"."""
    said = hours_text if figure.name == "hours" else number_text
    counter = {
        "hours": _("Hours: {value}"),
        "nights": _("Nights: {value}"),
        "sundays": _("Sundays: {value}"),
        "weekends": _("Weekends: {value}"),
        "holidays": _("Public holidays: {value}"),
    }[figure.name]
    parts = [counter.format(value=said(figure.value))]
    if figure.target is not None:
        parts.append(_("target {target}").format(target=said(figure.target)))
    if not with_group:
        return " · ".join(parts)
    parts.append(
        _("group {lowest} to {highest}, median {median}").format(
            lowest=said(figure.lowest), highest=said(figure.highest), median=said(figure.median)
        )
    )
    return " · ".join(parts)


def person_lines(problem: Problem, story: PersonStory, *, with_group: bool = True) -> Iterator[str]:
    """Yield what the plan gives one person, one sentence a line."""
    share = problem.person_by_id[story.person].contract.share
    yield _("{name}, {role}, {share} of full time").format(
        name=person_text(problem, story.person),
        role=role_text(story.role),
        share=f"{number_text(Fraction(share).limit_denominator(1000) * 100)} %",
    )
    hours = next(figure for figure in story.figures if figure.name == "hours")
    yield _("{worked} planned for {due} due ({difference})").format(
        worked=hours_text(hours.value),
        due=hours_text(story.due_minutes),
        difference=signed_hours(hours.value - story.due_minutes),
    )
    if story.protected_minutes:
        yield part_text(story.protected_minutes)
    yield from (figure_text(figure, with_group=with_group) for figure in story.figures)
    yield wishes_text(story)


def wishes_text(story: PersonStory) -> str:
    """Return how many wishes are met, and which are not."""
    met = sum(1 for answer in story.wishes if answer.met)
    if not story.wishes:
        return _("No wish was made")
    counted = _("Wishes met: {met} of {all}").format(met=met, all=len(story.wishes))
    unmet = [wish_text(answer.wish) for answer in story.wishes if not answer.met]
    if not unmet:
        return counted
    return _("{counted}; not met: {unmet}").format(counted=counted, unmet=listed(unmet))


def wish_text(wish: Wish) -> str:
    """Return a wish as "day off on 14 March"."""
    template = {
        "off": _("day off on {day}"),
        "work": _("to work on {day}"),
        "shift": _("{shift} on {day}"),
        "avoid": _("no {shift} on {day}"),
    }[wish.wish]
    return template.format(day=short_day(wish.day), shift=wish.shift)


def hole_text(problem: Problem, hole: Hole) -> str:
    """Return a hole as "Saturday 14 March, N 19:00–07:00, Nurse: 1 person is missing"."""
    missing = _.plural(
        "{count} person is missing", "{count} people are missing", hole.missing
    ).format(count=hole.missing)
    told = _("{post}: {missing}").format(post=hole_post(problem, hole), missing=missing)
    return told[0].upper() + told[1:]


def hole_post(problem: Problem, hole: Hole) -> str:
    """Return when and where a hole stands, as "Saturday 14 March, N 19:00–07:00, Nurse"."""
    start, end = (at.astimezone(problem.zone) for at in (hole.starts_at, hole.ends_at))
    times = "" if hole.shift else span_text(start, end)
    post = post_text(problem, shift=hole.shift, role=hole.role, skill=hole.skill, times=times)
    return _("{day}, {post}").format(day=day_text(start.date()), post=post)


def lacking_text(holes: Sequence[Hole]) -> str:
    """Return how many shifts lack how many people, as "2 shifts lack 3 people in all:"."""
    by_shift: dict[tuple[datetime, datetime], list[Hole]] = {}
    for hole in holes:
        by_shift.setdefault((hole.starts_at, hole.ends_at), []).append(hole)
    least = sum(map(_least_missing, by_shift.values()))
    people = _.plural("{count} person", "{count} people", least).format(count=least)
    if least < sum(hole.missing for hole in holes):
        people = _("at least {people}").format(people=people)
    shifts = _.plural("{count} shift lacks", "{count} shifts lack", len(by_shift))
    return _("{shifts} {people} in all:").format(
        shifts=shifts.format(count=len(by_shift)), people=people
    )


def _least_missing(holes: Sequence[Hole]) -> int:
    """Return how few more people could fill the holes of one shift.

    One person fills a hole of her role and one of her skill together; two roles are two people.
    """
    by_role: dict[str | None, int] = {}
    for hole in holes:
        by_role[hole.role] = max(by_role.get(hole.role, 0), hole.missing)
    anyone = by_role.pop(None, 0)
    return max(anyone, sum(by_role.values()))


def merged_holes(holes: Sequence[Hole]) -> tuple[Hole, ...]:
    """Join holes of one need that follow one another, as people speak of them; earliest first."""
    return tuple(story.hole for story in merged_stories([HoleStory(hole, ()) for hole in holes]))


def merged_stories(stories: Sequence[HoleStory]) -> tuple[HoleStory, ...]:
    """Join the stories of holes that follow one another, each trial once; earliest first."""
    joined: list[HoleStory] = []
    for story in sorted(stories, key=lambda story: (story.hole.need, story.hole.starts_at)):
        last = joined[-1] if joined else None
        if last is None or not _follows(last.hole, story.hole):
            joined.append(story)
            continue
        hole = replace(last.hole, ends_at=story.hole.ends_at)
        joined[-1] = HoleStory(hole, tuple(dict.fromkeys((*last.trials, *story.trials))))
    return tuple(sorted(joined, key=lambda story: (story.hole.starts_at, story.hole.need)))


def hole_lines(problem: Problem, story: HoleStory) -> Iterator[str]:
    """Yield why a hole stays open: for each shift that would serve, what rules out whom."""
    yield suitable_text(problem, story.hole)
    starts = list(dict.fromkeys((trial.tried.day, trial.tried.shift) for trial in story.trials))
    if not starts:
        yield _("Nobody else has the role and the skill for it.")
    for day, shift in starts:
        trials = [
            trial for trial in story.trials if (trial.tried.day, trial.tried.shift) == (day, shift)
        ]
        yield _("Tried on {shift} of {day}:").format(shift=shift, day=short_day(day))
        for reason, people in _by_reason(problem, trials).items():
            told = _("{reason}: {people}").format(reason=reason, people=listed(people))
            yield f"  {told}"


def suitable_text(problem: Problem, hole: Hole) -> str:
    """Return how many people of the problem have the role and the skill that a hole asks."""
    count = sum(
        1
        for person in problem.people
        if hole.role in (None, person.role) and (hole.skill is None or hole.skill in person.skills)
    )
    post = post_text(problem, shift=None, role=hole.role, skill=hole.skill) or _("everybody")
    return _.plural("{post}: {count} person in all", "{post}: {count} people in all", count).format(
        post=post, count=count
    )


def _by_reason(problem: Problem, trials: Sequence[Trial]) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for trial in trials:
        reason, detail = _reason(problem, trial)
        name = person_text(problem, trial.tried.person)
        reasons.setdefault(reason, []).append(f"{name} ({detail})" if detail else name)
    return dict(sorted(reasons.items(), key=lambda item: -len(item[1])))


def _reason(problem: Problem, trial: Trial) -> tuple[str, str]:
    """Return what rules somebody out, and the numbers that are hers."""
    if trial.code == "RULED_OUT":
        breach = min(trial.breaches, key=_order)
        return _rule_or_fact(problem, trial, breach), _measure(breach)
    if trial.code == "NEEDED_ELSEWHERE":
        return _("another post would open"), need_text(problem, trial.need)
    if trial.code == "ABOVE_MAXIMUM":
        return _("more people than the maximum"), need_text(problem, trial.need)
    return _("nothing rules them out: more searching can fill this post"), ""


def _rule_or_fact(problem: Problem, trial: Trial, breach: Breach) -> str:
    """Return what is broken; a fact about a day says which, where it is not the first one."""
    on, told = breach.from_at, rule_text(problem, breach.rule)
    is_fact = any(breach.rule.startswith(fact) for fact in FACTS_FIRST)
    if not is_fact or isinstance(on, datetime) or on == trial.tried.day:
        return told
    if breach.rule == "UNAVAILABLE":
        return _("unavailable on {day}, when this shift ends").format(day=short_day(on))
    return _("{fact} ({day}, when this shift ends)").format(fact=told, day=short_day(on))


def _order(breach: Breach) -> tuple[int, str]:
    ranks = [rank for rank, fact in enumerate(FACTS_FIRST) if breach.rule.startswith(fact)]
    return (ranks[0] if ranks else len(FACTS_FIRST), breach.rule)


def _measure(breach: Breach) -> str:
    if any(breach.rule.startswith(fact) for fact in FACTS_FIRST):
        return ""
    return measure_text(breach)


def measure_text(breach: Breach) -> str:
    """Return what a breach measured beside its limit, as "51 h, at most 48 h"."""
    is_over = breach.value > breach.limit
    template = _("{value}, at most {limit}") if is_over else _("{value}, at least {limit}")
    return template.format(
        value=_quantity(breach.value, breach.unit), limit=_quantity(breach.limit, breach.unit)
    )


def _quantity(value: Fraction, unit: str) -> str:
    if unit == "h":
        return hours_text(value * 60)
    if unit == "min":
        return f"{number_text(value)}{NARROW_SPACE}min"
    if unit == "parts":
        return number_text(value)
    return _.plural("{count} day", "{count} days", 2 if value >= 2 else 1).format(
        count=number_text(value)
    )


def need_text(problem: Problem, need: str | None) -> str:
    """Return a need as its post."""
    for known in problem.needs:
        if known.id == need:
            period = known.period
            times = f"{period.starts_at:%H:%M}–{period.ends_at:%H:%M}" if period else ""
            return post_text(
                problem, shift=known.shift, role=known.role, skill=known.skill, times=times
            )
    return need or ""


def _follows(before: Hole, after: Hole) -> bool:
    same = (before.need, before.shift, before.missing) == (after.need, after.shift, after.missing)
    return same and before.shift is None and before.ends_at == after.starts_at
