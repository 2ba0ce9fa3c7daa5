"""What a cycle is, breaks and lacks, in sentences and tables of words.

Days of a cycle have no date: they are said by the week of the line and the weekday.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from releve.kit.words import current_language, translator
from releve.roster.engine.cycle import Cycle, CycleNeeds
from releve.roster.engine.cycle.gap import CycleGap, DayGap
from releve.roster.engine.cycle.judge import CycleBreach, CycleVerdict
from releve.roster.engine.cycle.repeats import BACKWARD, SPLIT_SATURDAY, SPLIT_SUNDAY
from releve.roster.engine.cycle.score import CycleHole
from releve.roster.engine.cycle.solve import CycleResult
from releve.roster.engine.problem import Assignment
from releve.roster.engine.result import Reason, points
from releve.roster.engine.rules import load_pack
from releve.roster.explain_words import measure_text
from releve.roster.phrases import (
    hours_text,
    listed,
    number_text,
    short_day,
    signed_hours,
    weekday_name,
    weekday_short,
)
from releve.roster.sentences import Titles, rule_titles, title_text

_ = translator("releve.roster")


def cycle_titles(cycle: Cycle | CycleNeeds) -> Titles:
    """Return the titles of every rule that a cycle is judged by."""
    packs = [pack for pack in dict.fromkeys((cycle.pack, *cycle.packs)) if pack is not None]
    language = current_language()
    own = {
        SPLIT_SATURDAY: _("Saturday worked, Sunday off"),
        SPLIT_SUNDAY: _("Sunday worked, Saturday off"),
        BACKWARD: _("Mornings two days after an evening"),
    }
    return {
        **rule_titles(*(load_pack(pack) for pack in packs)),
        **{rule: {language: title} for rule, title in own.items()},
    }


def weekday_names(cycle: Cycle) -> list[str]:
    """Return how the seven columns of a cycle are headed, "Mon" to "Sun"."""
    return [weekday_short(cycle.anchor_on + timedelta(days=day)) for day in range(7)]


def place_text(cycle: Cycle, first: int, last: int) -> str:
    """Return days of a line as "week 2, Monday to week 3, Sunday"; it may begin again."""
    if first == last:
        return _day(cycle, first)
    if first // 7 == last // 7:
        return _("{first} to {weekday}").format(
            first=_day(cycle, first), weekday=_weekday(cycle, last)
        )
    return _("{first} to {last}").format(first=_day(cycle, first), last=_day(cycle, last))


def _day(cycle: Cycle, at: int) -> str:
    week = at // 7 % cycle.weeks + 1
    return _("week {week}, {weekday}").format(week=week, weekday=_weekday(cycle, at))


def _weekday(cycle: Cycle, at: int) -> str:
    return weekday_name(cycle.anchor_on + timedelta(days=at % 7))


def cycle_breach_sentence(cycle: Cycle, found: CycleBreach, titles: Titles) -> str:
    """Return a breach as "week 1, Sunday to week 2, Monday: rule: 9 h, at least 12 h (article)"."""
    breach = found.breach
    when, rule = place_text(cycle, found.first, found.last), title_text(breach.rule, titles)
    if breach.unit == "days" and not breach.limit:
        # Days that should not follow one another: there is nothing to measure.
        told = _("{when}: {rule}").format(when=when, rule=rule)
    else:
        measure = measure_text(breach)
        told = _("{when}: {rule}: {measure}").format(when=when, rule=rule, measure=measure)
    if breach.article:
        told = _("{sentence} ({article})").format(sentence=told, article=breach.article)
    if breach.to_confirm:
        told = _("{sentence}, to be confirmed by human resources").format(sentence=told)
    if set(found.offsets) != set(cycle.line_by_id[found.line].starts):
        weeks = listed([str(offset + 1) for offset in found.offsets])
        return _("{sentence} – only for who begins in week {weeks}").format(
            sentence=told, weeks=weeks
        )
    return told


def hours_lines(cycle: Cycle, verdict: CycleVerdict) -> Iterator[str]:
    """Yield the mean week of each line, and how far it is from the target where that is too far."""
    target = hours_text(cycle.weekly_minutes)
    for line in verdict.hours:
        told = _("Line {line}: {hours} a week on average, for {target}").format(
            line=line.line, hours=hours_text(line.weekly_minutes), target=target
        )
        if line.off_by:
            allowed = hours_text(cycle.tolerance_minutes)
            told = _("{sentence}: more than {allowed} off").format(sentence=told, allowed=allowed)
        yield told


def hole_lines(needs: CycleNeeds, holes: Sequence[CycleHole]) -> Iterator[str]:
    """Yield who is missing, one line a need; weeks are named where they are not all alike."""
    for need in needs.needs:
        mine = [hole for hole in holes if hole.need == need.id]
        by_day: dict[tuple[int, int], list[int]] = {}
        for hole in mine:
            by_day.setdefault((hole.weekday, hole.missing), []).append(hole.week)
        for (weekday, missing), weeks in sorted(by_day.items()):
            day = weekday_name(needs.anchor_on + timedelta(days=weekday))
            told = _.plural(
                "{day}, shift {shift}: {count} person missing",
                "{day}, shift {shift}: {count} people missing",
                missing,
            ).format(day=day, shift=need.shift, count=missing)
            if len(weeks) < needs.weeks:
                numbers = listed([str(week + 1) for week in weeks])
                told = _("{sentence} in week {weeks}").format(sentence=told, weeks=numbers)
            yield told


def clash_lines(needs: CycleNeeds, reasons: Iterable[Reason]) -> Iterator[str]:
    """Yield the demands that cannot be met together."""
    titles = cycle_titles(needs)
    for reason in reasons:
        if reason.code == "HOURS":
            yield _("Line {line}: {hours} a week on average, give or take {allowed}").format(
                line=reason.person,
                hours=hours_text(needs.weekly_minutes),
                allowed=hours_text(needs.tolerance_minutes),
            )
        elif reason.code == "MAXIMUM":
            yield _("At most so many people: need {need}").format(need=reason.need)
        elif reason.code == "REGIME":
            yield _("Day or night regime: {regime}").format(regime=needs.regime)
        else:
            yield title_text(reason.rule or reason.code, titles)


def cycle_headline(result: CycleResult) -> str:
    """Return what is proven about a search's answer, in one sentence."""
    if result.status == "infeasible":
        return _("No cycle can meet these demands together:")
    if result.score is None:
        return _("The time ended before a cycle was found; give it more.")
    if result.is_proven:
        return _("No lawful cycle is better: {cost} points, proven.").format(
            cost=_points(result.score.cost)
        )
    if not result.cover_is_proven or result.bound is None:
        return _("A lawful cycle of {cost} points; a better one may exist.").format(
            cost=_points(result.score.cost)
        )
    return _("A lawful cycle of {cost} points; none can have fewer than {bound}.").format(
        cost=_points(result.score.cost), bound=_points(result.bound)
    )


def amounts_text(result: CycleResult) -> str:
    """Return what costs points, goal by goal, dearest first."""
    if result.score is None:
        return ""
    costly = sorted((goal for goal in result.score.goals if goal.cost), key=lambda g: -g.cost)
    return listed([f"{goal.name} {number_text(goal.amount)}" for goal in costly])


def _points(scaled: int) -> str:
    return number_text(points(scaled))


def empty_lines(cells: Iterable[Assignment]) -> Iterator[str]:
    """Yield the shifts that nobody starts since their person is away, one line a person."""
    by_person: dict[str, list[str]] = {}
    for cell in cells:
        told = _("{shift} on {day}").format(shift=cell.shift, day=short_day(cell.day))
        by_person.setdefault(cell.person, []).append(told)
    for person, days in by_person.items():
        yield _("{person}: {days}").format(person=person, days=listed(days))


def gap_lines(gap: CycleGap, names: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield how far a month is from its cycle, then person by person."""
    yield gap_headline(gap)
    for person, hours, days in gap_rows(gap, names or {}):
        yield _("{person} ({hours}): {days}").format(person=person, hours=hours, days=listed(days))


def gap_headline(gap: CycleGap) -> str:
    """Return how far a month is from its cycle."""
    if not gap.count:
        return _("The month is the cycle, day by day.")
    return _.plural(
        "{count} day is other than in the cycle ({hours}).",
        "{count} days are other than in the cycle ({hours}).",
        gap.count,
    ).format(count=gap.count, hours=signed_hours(gap.minutes))


def gap_rows(gap: CycleGap, names: Mapping[str, str]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each person's name, her hours beside the cycle, and the days that differ."""
    for person in gap.people:
        name = names.get(person.person, person.person)
        yield name, signed_hours(person.minutes), [_change(day) for day in person.days]


def _change(day: DayGap) -> str:
    """Return one difference as "3 March: M → S"."""
    rest = _("rest")
    return _("{day}: {cycle} → {plan}").format(
        day=short_day(day.day),
        cycle="+".join(day.cycle) or rest,
        plan="+".join(day.plan) or rest,
    )


def place_fault_text(field: str) -> str:
    """Return why somebody cannot have a place on a cycle, by the field at fault."""
    reasons = {
        "person": _("This person has another place at the same time, or is not known."),
        "to": _("The place ends before it starts."),
    }
    return reasons.get(field, _("The cycle has no such place."))
