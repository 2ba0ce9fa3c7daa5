"""What a change of a cell would do, in sentences: the law first, then cover, then fairness.

Made from the codes and numbers of ``engine.live``; for those who manage the roster only, since
colleagues are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from releve.kit.words import translator
from releve.roster.compare_words import ARROW, codes_text, counter_line, goal_line
from releve.roster.engine.live import Alternative, CoverChange, Judgement
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Breach
from releve.roster.engine.rules import load_pack
from releve.roster.phrases import listed, person_text, post_text, rule_text, short_day, span_text
from releve.roster.result_words import breach_text
from releve.roster.why_words import cost_text

_ = translator("releve.roster")

WARD_GOALS = ("target", "surplus")
"""Goals of the cover, which is told post by post."""

BARRED, OVERRIDES, FREE = "barred", "overrides", "free"
"""How a change stands: forbidden by a hard rule, setting something aside, or neither."""


@dataclass(frozen=True)
class ToldJudgement:
    """A judgement in sentences. ``standing`` is a code, ``lifting`` what decision may allow it."""

    standing: str
    summary: str
    barring: tuple[str, ...]
    lifting: str
    soft: tuple[str, ...]
    mended: tuple[str, ...]
    cover: tuple[str, ...]
    fairness: tuple[str, ...]
    counters: tuple[str, ...]


def judgement_told(problem: Problem, told: Judgement) -> ToldJudgement:
    """Return a judgement in sentences."""
    standing = FREE
    if not told.is_allowed:
        standing = BARRED
    elif told.overrides:
        standing = OVERRIDES
    goals = [goal for goal in told.goals if goal.name not in WARD_GOALS]
    rules = {breach.rule for breach in (*told.appears, *told.disappears)}
    return ToldJudgement(
        standing=standing,
        summary=_summary(problem, told),
        barring=tuple(breach_text(problem, breach) for breach in told.barring),
        lifting=_lifting(problem, told),
        soft=tuple(breach_text(problem, breach) for breach in told.soft),
        mended=tuple(breach_text(problem, breach) for breach in told.disappears),
        cover=tuple(cover_line(problem, change) for change in told.cover),
        fairness=tuple(goal_line(problem, goal) for goal in goals if goal.name not in rules),
        counters=tuple(counter_line(change) for change in told.counters),
    )


def choice_label(problem: Problem, codes: Sequence[str]) -> str:
    """Return what a cell would hold as "J 07:00–19:00", a day off by its name."""
    return " + ".join(post_text(problem, shift=code, role=None, skill=None) for code in codes) or _(
        "day off"
    )


def alternative_text(problem: Problem, one: Alternative) -> str:
    """Return what could be done instead, with what it would do."""
    name, codes = person_text(problem, one.person), codes_text(one.edits[-1].shifts)
    if one.kind == "person":
        done = _("{person} takes {shift}").format(person=name, shift=codes)
    elif one.edits[-1].shifts:
        done = _("{person} is given {shift}").format(person=name, shift=codes)
    else:
        done = _("{person} has the day off").format(person=name)
    parts = [_holes_text(one.hole_cost_change), cost_text(one.cost_change)]
    if one.soft:
        rules = dict.fromkeys(breach.rule for breach in one.soft)
        habits = listed([rule_text(problem, rule) for rule in rules])
        parts.append(_("set aside: {rules}").format(rules=habits))
    return _("{done}: {effects}").format(done=done, effects=listed(parts))


def override_text(problem: Problem, code: str) -> str:
    """Return what an edit set aside: a rule by its title, or a wish."""
    return _("a wish") if code == "wishes" else rule_text(problem, code)


def cover_line(problem: Problem, change: CoverChange) -> str:
    """Return a post that has more or fewer people than before."""
    cell = change.cell
    start, end = (at.astimezone(problem.zone) for at in (cell.starts_at, cell.ends_at))
    times = "" if cell.shift else span_text(start, end)
    return _("{day}, {post}: people present {counts}, {standing}").format(
        day=short_day(start.date()),
        post=post_text(problem, shift=cell.shift, role=cell.role, skill=cell.skill, times=times),
        counts=f"{change.before} {ARROW} {change.after}",
        standing=_cover_standing(change),
    )


def _summary(problem: Problem, told: Judgement) -> str:
    if not told.is_allowed:
        first = told.barring[0]
        rule = rule_text(problem, first.rule)
        said = f"{rule}, {first.article}" if first.article else rule
        return _("Not possible: {rule}").format(rule=said)
    parts = [_holes_text(told.hole_cost_change), cost_text(told.cost_change)]
    if told.wishes_lost:
        parts.append(_("a wish is set aside"))
    if told.soft:
        count = len({breach.rule for breach in told.soft})
        parts.append(
            _.plural("{count} habit set aside", "{count} habits set aside", count).format(
                count=count
            )
        )
    text = listed(parts)
    return text[0].upper() + text[1:]


def _holes_text(change: int) -> str:
    if change < 0:
        return _("better covered")
    return _("less well covered") if change > 0 else _("as well covered")


def _cover_standing(change: CoverChange) -> str:
    if change.missing_after:
        return _.plural(
            "{count} missing below the minimum",
            "{count} missing below the minimum",
            change.missing_after,
        ).format(count=change.missing_after)
    if change.from_target < 0:
        return _("{count} below the wished number").format(count=-change.from_target)
    if change.from_target > 0:
        return _("{count} above the wished number").format(count=change.from_target)
    return _("as wished")


def _lifting(problem: Problem, told: Judgement) -> str:
    """Return which recorded decision could allow the change; empty where none could."""
    ways = [_decisions(problem, breach) for breach in told.barring]
    if not ways or not all(ways):
        return ""
    rules = dict.fromkeys(rule for way in ways for rule in way)
    return _("Only a recorded decision can allow it: {rules}.").format(
        rules=listed([rule_text(problem, rule) for rule in rules])
    )


def _decisions(problem: Problem, breach: Breach) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_lifted_by(problem, breach)))


def _lifted_by(problem: Problem, breach: Breach) -> Iterator[str]:
    person = problem.person_by_id.get(breach.person)
    packs = (*problem.packs, *((person.contract.pack,) if person else ()))
    for pack in packs:
        for rule in load_pack(pack).rules if pack else ():
            if rule.id == breach.rule:
                yield from rule.lifted_by
