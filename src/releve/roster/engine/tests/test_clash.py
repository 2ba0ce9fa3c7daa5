"""Irreducible clashes, each verified by solves of its own.

The engine finds a clash by leaving out rows of its model. Here the facts of the clash are put
back into a problem, as a ward would state them, and solved whole: all of them together must be
impossible, and all but any one must have a roster that the judge finds lawful.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, Literal

import pytest

from releve.kit.engines import Params
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import (
    Contract,
    FixedCell,
    Need,
    PastShift,
    Person,
    Problem,
    Restriction,
    ShiftType,
    Unavailability,
)
from releve.roster.engine.result import Reason, Result
from releve.roster.engine.rules import LocalRule, load_pack
from releve.roster.engine.rules.forms import Count, Days, Window
from releve.roster.engine.solve import clash as clashes
from releve.roster.engine.solve import solve
from releve.roster.engine.tests.builders import (
    DAY,
    EVENING,
    MONDAY,
    MORNING,
    NIGHT,
    ON_CALL,
    a_person,
    a_problem,
    fixed,
    twelve_hours,
)

WORK = Params(seconds=None, work=2.0, workers=1)
NAMES = ("ana", "bea", "cle", "dan")
RESTRICTIONS = {
    "R-NO-NIGHTS": "no_nights",
    "R-NO-12H": "no_12h",
    "R-NO-WEEKENDS": "no_weekends",
    "R-NO-ON-CALL": "no_on_call",
    "R-MAX-MINUTES": "max_minutes_a_day",
    "R-DAYS-OFF": "days_off",
}

Draw = random.Random
Kind = Literal["no_nights", "no_12h", "no_weekends", "no_on_call", "max_minutes_a_day", "days_off"]
Parts = dict[str, Any]


def day_of(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def a_night_before_a_day(draw: Draw, parts: Parts) -> None:
    who, on = draw.choice(NAMES), draw.randrange(13)
    later = draw.choice(("J", "M"))
    parts["fixed"] += [fixed(who, day_of(on), "N"), fixed(who, day_of(on + 1), later)]


def too_many_hours(draw: Draw, parts: Parts) -> None:
    who, on = draw.choice(NAMES), draw.choice((0, 7))
    days = draw.sample(range(on, on + 7), draw.choice((4, 5, 6)))
    parts["fixed"] += [fixed(who, day_of(day), "J") for day in days]


def too_few_rest_days(draw: Draw, parts: Parts) -> None:
    who = draw.choice(NAMES)
    days = draw.sample(range(14), draw.choice((11, 12)))
    parts["fixed"] += [fixed(who, day_of(day), "M") for day in days]


def both_sundays(draw: Draw, parts: Parts) -> None:
    who = draw.choice(NAMES)
    parts["fixed"] += [fixed(who, day_of(day), draw.choice(("M", "S"))) for day in (6, 13)]


def an_absence(draw: Draw, parts: Parts) -> None:
    who, on = draw.choice(NAMES), draw.randrange(1, 12)
    code = draw.choice(("J", "M", "N"))
    parts["fixed"].append(fixed(who, day_of(on), code))
    first = on + 1 if code == "N" and draw.random() < 0.5 else on
    stay = Unavailability(
        person=who, from_on=day_of(first), to_on=day_of(first + draw.randrange(2))
    )
    parts["unavailable"].append(stay)


def a_restriction(draw: Draw, parts: Parts) -> None:
    who = draw.choice(NAMES)
    choices: tuple[tuple[Kind, str, int], ...] = (
        ("no_nights", "N", 3),
        ("no_12h", "J", 2),
        ("no_weekends", "M", 5),
        ("no_weekends", "N", 4),
        ("no_on_call", "A", 1),
        ("max_minutes_a_day", "J", 8),
        ("days_off", "S", 9),
    )
    kind, code, on = draw.choice(choices)
    extra: Parts = {"minutes": 480} if kind == "max_minutes_a_day" else {}
    extra |= {"weekdays": ("wed",)} if kind == "days_off" else {}
    parts["people"][who]["restrictions"] = (Restriction(kind=kind, **extra),)
    parts["fixed"].append(fixed(who, day_of(on), code))


def a_regime(draw: Draw, parts: Parts) -> None:
    regimes: tuple[Literal["day", "night"], ...] = ("day", "night")
    who, regime = draw.choice(NAMES), draw.choice(regimes)
    parts["people"][who]["contract"] = Contract(pack="fph", regime=regime)
    code = "N" if regime == "day" else draw.choice(("J", "M"))
    parts["fixed"].append(fixed(who, day_of(draw.randrange(14)), code))


def a_maximum(draw: Draw, parts: Parts) -> None:
    on, code = draw.randrange(14), draw.choice(("J", "S"))
    most = draw.randrange(3)
    for who in draw.sample(NAMES, most + 1):
        parts["fixed"].append(fixed(who, day_of(on), code))
    parts["needs"].append(Need(id=f"max-{len(parts['needs'])}", shift=code, maximum=most))


def a_night_just_worked(draw: Draw, parts: Parts) -> None:
    who = draw.choice(NAMES)
    parts["people"][who]["history"] = (PastShift(day_of(-1), "N"),)
    parts["fixed"].append(fixed(who, MONDAY, draw.choice(("S", "M", "J"))))


def a_rule_of_the_ward(draw: Draw, parts: Parts) -> None:
    who = draw.choice(NAMES)
    form = Count("count", of=Days("duty"), window=Window("civil_week"), minimum=draw.choice((1, 2)))
    name = f"WARD-{len(parts['rules'])}"
    parts["rules"].append(LocalRule(id=name, form=form, people=(who,)))
    stay = Unavailability(person=who, from_on=day_of(-1), to_on=day_of(6))
    parts["unavailable"].append(stay)


def a_rule_for_all_and_a_maximum(draw: Draw, parts: Parts) -> None:
    on = draw.randrange(7)
    form = Count("count", of=Days("shifts", ("S",)), window=Window("horizon"), minimum=1)
    parts["rules"].append(LocalRule(id=f"ALL-{len(parts['rules'])}", form=form, people=NAMES[:2]))
    parts["needs"].append(Need(id=f"none-{len(parts['needs'])}", shift="S", maximum=1))
    spare = [day for day in range(14) if day != on]
    parts["fixed"] += [fixed(who, day_of(day), None) for who in NAMES[:2] for day in spare]


def no_decision(draw: Draw, parts: Parts) -> None:
    parts["decisions"] = ()
    who, code = draw.choice(NAMES), draw.choice(("J", "N"))
    parts["fixed"].append(fixed(who, day_of(draw.randrange(14)), code))


KINDS: tuple[Callable[[Draw, Parts], None], ...] = (
    a_night_before_a_day,
    too_many_hours,
    too_few_rest_days,
    both_sundays,
    an_absence,
    a_restriction,
    a_regime,
    a_maximum,
    a_night_just_worked,
    a_rule_of_the_ward,
    a_rule_for_all_and_a_maximum,
    no_decision,
)


def drawn(seed: int) -> Problem:
    """Draw a ward with one or two impossible demands among others that can be met."""
    draw = random.Random(seed)  # noqa: S311  # drawing wards, not secrets
    parts: Parts = {
        "people": {name: {} for name in NAMES},
        "fixed": [],
        "unavailable": [],
        "needs": [Need(id="jour", shift="J", minimum=1), Need(id="soir", shift="S", target=1)],
        "rules": [],
        "decisions": (twelve_hours(),),
    }
    KINDS[seed % len(KINDS)](draw, parts)
    if draw.random() < 0.4:
        draw.choice(KINDS)(draw, parts)
    for _ in range(draw.randrange(3)):
        parts["fixed"].append(fixed(draw.choice(NAMES), day_of(draw.randrange(14)), None))
    cells = {(cell.person, cell.day): cell for cell in reversed(parts["fixed"])}
    people = tuple(a_person(name, **facts) for name, facts in parts["people"].items())
    return a_problem(
        shifts=(DAY, NIGHT, MORNING, EVENING, ON_CALL),
        people=people,
        fixed=tuple(cells.values()),
        unavailable=tuple(parts["unavailable"]),
        needs=tuple(parts["needs"]),
        rules=tuple(parts["rules"]),
        decisions=parts["decisions"],
        history_from=day_of(-14),
        packs=(),
    )


def only(problem: Problem, facts: Sequence[Reason]) -> Problem:
    """Return a problem that states these facts and nothing else that could clash.

    Rules of a pack become rules of the problem, for the person of the fact alone. That nobody
    works in two places is no fact that a problem states: without it, nights end in time.
    """
    may_meet = all(fact.code != "OVERLAP" for fact in facts)
    return problem.with_changes(
        shifts=tuple(map(_in_time, problem.shifts)) if may_meet else problem.shifts,
        people=tuple(_person(person, facts) for person in problem.people),
        fixed=tuple(
            FixedCell(person=fact.person, day=fact.day, shift=fact.shift)
            for fact in facts
            if fact.code == "FIXED" and fact.person and fact.day
        ),
        unavailable=tuple(_stays(facts)),
        needs=tuple(
            replace(need, minimum=0, target=0, days=_days(facts, need.id), weekdays=None)
            for need in problem.needs
            if _days(facts, need.id)
        ),
        rules=tuple(_rules(problem, facts)),
        wishes=(),
        goals={},
        fairness=False,
    )


def _in_time(shift: ShiftType) -> ShiftType:
    """Return a night that ends before the first shift of the morning begins."""
    if shift.code != "N":
        return shift
    return replace(shift, ends_at=time(6, 45), paid_minutes=705)


def _person(person: Person, facts: Sequence[Reason]) -> Person:
    codes = {fact.code for fact in facts if fact.person == person.id}
    kinds = {RESTRICTIONS.get(code) for code in codes}
    regime = person.contract.regime if "REGIME" in codes else "variable"
    return replace(
        person,
        contract=replace(person.contract, pack=None, regime=regime),
        restrictions=tuple(one for one in person.restrictions if one.kind in kinds),
    )


def _days(facts: Sequence[Reason], need: str) -> tuple[date, ...]:
    return tuple(f.day for f in facts if f.day and f.code == "MAXIMUM" and f.need == need)


def _stays(facts: Sequence[Reason]) -> Iterator[Unavailability]:
    for fact in facts:
        if fact.code == "UNAVAILABLE" and fact.person and fact.day and fact.to_day:
            yield Unavailability(person=fact.person, from_on=fact.day, to_on=fact.to_day)


def _rules(problem: Problem, facts: Sequence[Reason]) -> Iterator[LocalRule]:
    asked = {(f.rule or "", f.person or "") for f in facts if f.code == "RULE"}
    for rule_id, person in sorted(asked):
        who = (person,)
        for rule in problem.rules:
            if rule.id == rule_id:
                yield replace(rule, id=f"{rule.id}-{person}", people=who)
        for known in load_pack("fph").rules:
            forms = known.versions[-1].forms if known.id == rule_id else ()
            for at, form in enumerate(forms):
                yield LocalRule(id=f"X-{rule_id}-{person}-{at}", form=form, people=who)


def check_clash(problem: Problem) -> Result:
    """Solve; every set of facts is impossible, and possible without any one of them."""
    result = solve(problem, WORK)
    assert result.status == "infeasible"
    assert result.reasons_are_irreducible
    assert result.reasons
    assert solve(only(problem, result.reasons), WORK).status == "infeasible"
    for fact in result.reasons:
        rest = only(problem, [other for other in result.reasons if other != fact])
        without = solve(rest, WORK)
        assert without.status in ("optimal", "feasible"), fact
        assert [b for b in audit(rest, without.answer) if b.status != "soft"] == []
    return result


@pytest.mark.parametrize("seed", range(len(KINDS)))
def test_every_kind_of_clash_is_irreducible_by_solves_of_its_own(seed: int) -> None:
    check_clash(drawn(seed))


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(1000, 1060))
def test_a_long_campaign_of_clashes_is_irreducible_by_solves_of_its_own(seed: int) -> None:
    check_clash(drawn(seed))


def test_a_clash_that_time_did_not_let_reduce_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    outcome = clashes._Trials.outcome  # noqa: SLF001  # the clock of the trials is not a setting

    def first_only(self: Any, *facts: Any) -> str:
        told = "unknown" if "infeasible" in tried else outcome(self, *facts)
        tried.append(told)
        return told

    monkeypatch.setattr(clashes._Trials, "outcome", first_only)  # noqa: SLF001  # as above
    result = solve(drawn(0), WORK)
    assert (result.status, result.reasons_are_irreducible) == ("infeasible", False)
    assert len(result.reasons) > 3
