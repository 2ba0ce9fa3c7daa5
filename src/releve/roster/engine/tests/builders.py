"""Small wards for tests; every person is fictional."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, Literal

from hypothesis import strategies as st

from releve.roster.engine.problem import (
    Assignment,
    Contract,
    FixedCell,
    Memory,
    Need,
    PastShift,
    Period,
    Person,
    Problem,
    ProtectedTime,
    Restriction,
    ShiftKind,
    ShiftType,
    Unavailability,
    Wish,
)
from releve.roster.engine.rules import Decision, LocalRule
from releve.roster.engine.rules.forms import (
    Count,
    Days,
    Form,
    Gap,
    Run,
    Sequence,
    Window,
    WindowSum,
)
from releve.roster.engine.rules.reading import shift_codes

MONDAY = date(2026, 3, 2)

DAY = ShiftType(code="J", starts_at=time(7), ends_at=time(19), paid_minutes=720, break_minutes=30)
NIGHT = ShiftType(code="N", starts_at=time(19), ends_at=time(7), paid_minutes=720, break_minutes=30)
MORNING = ShiftType(
    code="M", starts_at=time(6, 45), ends_at=time(14, 15), paid_minutes=450, break_minutes=20
)
EVENING = ShiftType(
    code="S", starts_at=time(13, 45), ends_at=time(21, 15), paid_minutes=450, break_minutes=20
)
ON_CALL = ShiftType(code="A", starts_at=time(18), ends_at=time(8), kind=ShiftKind.ON_CALL)
UNPAID = ShiftType(code="P", starts_at=time(20, 30), ends_at=time(6, 30), break_minutes=35)

SMALL_HOURS = ShiftType(code="X", starts_at=time(2, 30), ends_at=time(3))

ALL_SHIFTS = (DAY, NIGHT, MORNING, EVENING, ON_CALL, UNPAID, SMALL_HOURS)


def a_person(person: str = "ana", **changes: Any) -> Person:
    """Return a nurse at full time under the public hospitals' rules."""
    facts: dict[str, Any] = {"role": "ide", "unit": "URG", "contract": Contract(pack="fph")}
    return Person(id=person, **(facts | changes))


def twelve_hours(*, first: date = MONDAY, weeks: int = 60) -> Decision:
    """Return the recorded decision that allows shifts of 12 hours."""
    return Decision(
        rule="FPH-12H",
        signer="Direction (exemple)",
        from_on=first - timedelta(weeks=8),
        to_on=first + timedelta(weeks=weeks),
    )


def a_problem(**changes: Any) -> Problem:
    """Return two weeks of a ward of three, with one 12 h day and one night needed every day."""
    facts: dict[str, Any] = {
        "starts_on": MONDAY,
        "ends_on": MONDAY + timedelta(days=13),
        "people": tuple(a_person(name) for name in ("ana", "bea", "cle")),
        "shifts": (DAY, NIGHT),
        "needs": (
            Need(id="jour", shift="J", role="ide", minimum=1),
            Need(id="nuit", shift="N", role="ide", minimum=1),
        ),
        "decisions": (twelve_hours(),),
    }
    return Problem(**(facts | changes))


LOCAL_FORMS: tuple[Form, ...] = (
    Count("count", of=Days("sunday"), window=Window("sliding", days=28), maximum=1),
    Count("count", of=Days("weekend"), window=Window("cycle"), maximum=1),
    Count("count", of=Days("shifts", ("M", "A")), window=Window("fortnight"), maximum=3),
    Count("count", of=Days("rest_day"), window=Window("sliding_weeks", weeks=1), minimum=3),
    Count("count", of=Days("duty"), window=Window("civil_week"), minimum=1),
    Run("run", of=Days("duty"), maximum=2, minimum=2),
    Run("run", of=Days("off"), minimum=2),
    Run("run", of=Days("worked_day"), maximum=3),
    Sequence("sequence", steps=(Days("evening"), Days("morning"))),
    Sequence("sequence", steps=(Days("duty"), Days("off"), Days("duty"))),
    Sequence("sequence", steps=(Days("long"), Days("rest_day"))),
    Gap("gap", minimum=900),
    WindowSum("window_sum", "work", Window("civil_week"), maximum=1500),
    WindowSum("window_sum", "work", Window("sliding", days=3), maximum=1000),
    WindowSum("window_sum", "work", Window("month"), maximum=4000, minimum=2000),
    WindowSum("window_sum", "on_call", Window("sliding", days=5), maximum=700),
)


PERIODS = (Period(time(6), time(22)), Period(time(6), time(3)), Period(time(2), time(3)))

WishKind = Literal["off", "work", "shift", "avoid"]
WISH_KINDS: tuple[WishKind, ...] = ("off", "work", "shift", "avoid")


@st.composite
def _people(draw: st.DrawFn, first: date, codes: list[str], history_days: int) -> Person:
    name = draw(st.sampled_from(["ana", "bea", "cle", "dan", "eva"]))
    history = [
        PastShift(first - timedelta(days=back), draw(st.sampled_from(codes)))
        for back in range(1, history_days + 1)
        if draw(st.booleans()) and draw(st.booleans())
    ]
    restrictions = draw(
        st.lists(
            st.sampled_from(
                [
                    Restriction(kind="no_nights"),
                    Restriction(kind="no_12h"),
                    Restriction(kind="no_weekends", from_on=first + timedelta(days=6)),
                    Restriction(kind="no_on_call", to_on=first + timedelta(days=4)),
                    Restriction(kind="max_minutes_a_day", minutes=500),
                    Restriction(kind="days_off", weekdays=("wed", "sun")),
                ]
            ),
            max_size=1,
        )
    )
    return a_person(
        name,
        role=draw(st.sampled_from(["ide", "as"])),
        skills=draw(st.sampled_from([(), ("triage",)])),
        contract=Contract(
            share=draw(st.sampled_from([1.0, 0.8, 0.5])),
            pack=draw(st.sampled_from(["fph", "fph", "eu", None])),
            regime=draw(st.sampled_from(["variable", "variable", "day", "night"])),
        ),
        restrictions=tuple(restrictions),
        history=tuple(sorted(history, key=lambda past: past.day)),
        memory=Memory(weeks=12, nights=draw(st.integers(0, 20)), sundays=draw(st.integers(0, 5))),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a ward that can always be met: nothing is fixed and no hard rule demands work."""
    first = draw(
        st.sampled_from([MONDAY, date(2026, 3, 19), date(2026, 10, 14), date(2026, 12, 21)])
    )
    days = draw(st.integers(3, 17))
    shifts = draw(
        st.lists(st.sampled_from(ALL_SHIFTS), min_size=2, max_size=4, unique_by=lambda s: s.code)
    )
    codes = [shift.code for shift in shifts]
    history_days = draw(st.sampled_from([0, 14, 16]))
    people = draw(
        st.lists(
            _people(first, codes, history_days), min_size=1, max_size=3, unique_by=lambda p: p.id
        )
    )
    inside = st.integers(0, days - 1).map(lambda offset: first + timedelta(days=offset))
    person = st.sampled_from([person.id for person in people])
    forms = st.sampled_from([form for form in LOCAL_FORMS if shift_codes(form) <= set(codes)])
    return Problem(
        starts_on=first,
        ends_on=first + timedelta(days=days - 1),
        people=tuple(people),
        shifts=tuple(shifts),
        history_from=first - timedelta(days=history_days) if history_days else None,
        cycle_weeks=draw(st.sampled_from([1, 2, 4])),
        needs=tuple(_needs(draw, codes, people)),
        unavailable=tuple(
            Unavailability(person=draw(person), from_on=day, to_on=day + timedelta(days=1))
            for day in draw(st.lists(inside, max_size=2))
        ),
        wishes=tuple(_wishes(draw, inside, person, codes)),
        decisions=draw(st.sampled_from([(), (twelve_hours(first=first),)])),
        rules=tuple(
            LocalRule(id=f"LOCAL-{index}", form=form, status="soft", weight=7)
            for index, form in enumerate(draw(st.lists(forms, max_size=3)))
        ),
        packs=draw(st.sampled_from([(), ("ergonomics",)])),
        fairness=draw(st.booleans()),
        protected=tuple(_protected(draw, inside)),
    )


def _needs(draw: st.DrawFn, codes: list[str], people: list[Person]) -> list[Need]:
    roles = sorted({person.role for person in people})
    skills = sorted({skill for person in people for skill in person.skills})
    needs = []
    for index in range(draw(st.integers(0, 3))):
        minimum = draw(st.integers(0, 2))
        target = minimum + draw(st.integers(0, 1))
        by_period = draw(st.booleans())
        needs.append(
            Need(
                id=f"need-{index}",
                shift=None if by_period else draw(st.sampled_from(codes)),
                period=draw(st.sampled_from(PERIODS)) if by_period else None,
                role=draw(st.sampled_from([None, *roles])),
                skill=draw(st.sampled_from([None, *skills])),
                minimum=minimum,
                target=target,
                maximum=draw(st.sampled_from([None, target + 1])),
                priority=draw(st.integers(1, 3)),
            )
        )
    return needs


def _protected(draw: st.DrawFn, inside: st.SearchStrategy[date]) -> list[ProtectedTime]:
    times = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        first, last = sorted((draw(inside), draw(inside)))
        minutes = draw(st.sampled_from([1, 61, 600, 20_000]))
        times.append(ProtectedTime(purpose="breaks", minutes=minutes, from_on=first, to_on=last))
    return times


def _wishes(
    draw: st.DrawFn,
    inside: st.SearchStrategy[date],
    person: st.SearchStrategy[str],
    codes: list[str],
) -> list[Wish]:
    wishes = []
    for _ in range(draw(st.integers(0, 4))):
        kind: WishKind = draw(st.sampled_from(WISH_KINDS))
        shift = draw(st.sampled_from(codes)) if kind in ("shift", "avoid") else None
        wishes.append(Wish(person=draw(person), day=draw(inside), wish=kind, shift=shift))
    return wishes


def fixed(person: str, day: date, shift: str | None) -> FixedCell:
    """Return a cell that is already decided."""
    return FixedCell(person=person, day=day, shift=shift)


def past_of(problem: Problem) -> tuple[Problem, list[Assignment]]:
    """Return the weeks before as a problem that asks for nothing, and what was worked in them."""
    assert problem.history_from is not None
    past = replace(
        problem,
        starts_on=problem.history_from,
        ends_on=problem.starts_on - timedelta(days=1),
        history_from=None,
        people=tuple(replace(person, history=()) for person in problem.people),
        needs=(),
        wishes=(),
        fixed=(),
        unavailable=(),
        protected=(),
    )
    worked = [
        Assignment(person.id, shift.day, shift.shift)
        for person in problem.people
        for shift in person.history
    ]
    return past, worked


def a_benchmark(seed: int, *, people: int = 10, weeks: int = 2, types: int = 2) -> str:
    """Write an instance in the benchmark's format: everybody alike but for wishes and limits."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    codes, days = ["E", "L", "N"][:types], 7 * weeks
    follow = {"E": "", "L": "E", "N": "E|L"}
    lines = ["SECTION_HORIZON", str(days), "SECTION_SHIFTS"]
    lines += [f"{code},480,{follow[code]}" for code in codes]
    lines.append("SECTION_STAFF")
    for at in range(people):
        few = chance.choice([*codes, ""]) if types > 1 else ""  # one kind that she works little
        caps = "|".join(f"{code}={3 if code == few else days}" for code in codes)
        most = 480 * 5 * weeks
        lines.append(f"P{at},{caps},{most},{most - 960},5,2,2,{max(1, weeks // 2)}")
    lines.append("SECTION_DAYS_OFF")
    lines += [f"P{at},{chance.randrange(days)}" for at in range(people)]
    for name in ("SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS"):
        lines.append(name)
        lines += [
            f"P{chance.randrange(people)},{chance.randrange(days)},{chance.choice(codes)},"
            f"{chance.randint(1, 3)}"
            for _ in range(people)
        ]
    lines.append("SECTION_COVER")
    wanted = max(1, people // (2 * types))
    lines += [f"{day},{code},{wanted},100,1" for day in range(days) for code in codes]
    return "\n".join(lines) + "\n"
