"""A roster as facts: its shifts, and how many people are required at each moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from releve.roster.editions import edition_of, planned_facts, required_facts
from releve.roster.engine.cover import CoverCell, cover_cells
from releve.roster.engine.problem import Assignment, Need, Period, Problem
from releve.roster.engine.tests.builders import (
    EVENING,
    MONDAY,
    MORNING,
    ON_CALL,
    a_problem,
    problems,
)
from releve.shifts.facts import Required


def a_day(*needs: Need) -> Problem:
    """Return one day with a morning and an evening that overlap by half an hour."""
    return a_problem(ends_on=MONDAY, shifts=(MORNING, EVENING, ON_CALL), needs=needs)


def told(problem: Problem) -> list[tuple[str, str, int, str]]:
    """Return what is required by local time."""
    return [
        (
            f"{one.starts_at.astimezone(problem.zone):%H:%M}",
            f"{one.ends_at.astimezone(problem.zone):%H:%M}",
            one.least,
            one.skill,
        )
        for one in required_facts(problem)
    ]


def test_needs_for_shifts_that_overlap_take_different_people() -> None:
    problem = a_day(
        Need(id="matin", shift="M", role="ide", minimum=2),
        Need(id="soir", shift="S", role="ide", minimum=1),
    )
    assert told(problem) == [
        ("06:45", "13:45", 2, "ide"),
        ("13:45", "14:15", 3, "ide"),
        ("14:15", "21:15", 1, "ide"),
    ]


def test_a_need_at_every_moment_stands_beside_those_for_shifts() -> None:
    problem = a_day(
        Need(id="matin", shift="M", role="ide", minimum=2),
        Need(id="jour", period=Period(time(12), time(16)), role="ide", minimum=1),
        Need(id="tous", shift="M", minimum=1),
        Need(id="rien", shift="S", minimum=0, target=2),
    )
    assert [one for one in told(problem) if one[3] == "ide"] == [
        ("06:45", "12:00", 2, "ide"),
        ("12:00", "13:45", 2, "ide"),
        ("13:45", "14:15", 2, "ide"),
        ("14:15", "16:00", 1, "ide"),
    ]
    assert [one for one in told(problem) if one[3] != "ide"] == [("06:45", "14:15", 1, "")]


def test_a_shift_on_call_is_no_work_and_covers_nothing() -> None:
    problem = a_day()
    (fact,) = planned_facts(problem, [Assignment("ana", MONDAY, "A")], {"ana": 7})
    assert (fact.person, fact.minutes, fact.is_on_call, fact.is_cover) == (7, 0, True, False)


def test_a_night_of_the_clock_change_has_its_real_length() -> None:
    saturday = date(2026, 3, 28)
    problem = a_problem(starts_on=saturday, ends_on=saturday, needs=())
    (fact,) = planned_facts(problem, [Assignment("ana", saturday, "N")], {"ana": 1})
    assert (fact.ends_at - fact.starts_at, fact.starts_at) == (
        timedelta(hours=11),
        datetime(2026, 3, 28, 18, tzinfo=UTC),
    )


@settings(max_examples=30, deadline=None)
@given(problem=problems(), back=st.integers(0, 1440))
def test_what_is_required_is_never_less_than_any_need_and_never_twice_at_a_moment(
    problem: Problem, back: int
) -> None:
    rows = list(required_facts(problem))
    assert len({(one.starts_at, one.ends_at, one.skill) for one in rows}) == len(rows)
    for cell in cover_cells(problem):
        if cell.ends_at <= cell.starts_at:  # the clock change skips it
            continue
        at = cell.starts_at + timedelta(minutes=back) % (cell.ends_at - cell.starts_at)
        there = [one.least for one in rows if _is_at(one, cell, at)]
        assert len(there) <= 1
        assert sum(there) >= cell.minimum


def _is_at(one: Required, cell: CoverCell, at: datetime) -> bool:
    key = cell.skill or cell.role or ""
    return one.skill == key and one.starts_at <= at < one.ends_at


def test_an_edition_requires_nothing_that_begins_after_its_days() -> None:
    early = replace(MORNING, code="T", starts_at=time(3), ends_at=time(11))
    night = replace(EVENING, code="U", starts_at=time(21), ends_at=time(7))
    problem = a_problem(
        ends_on=MONDAY,
        shifts=(early, night),
        needs=(
            Need(id="nuit", shift="U", minimum=1),
            Need(id="aube", period=Period(time(22), time(3)), minimum=2),
        ),
    )
    told_of = edition_of(problem, (), {}, source="URG/2026-03-02", version=1)
    starts = [f"{one.starts_at.astimezone(problem.zone):%H:%M}" for one in told_of.required]
    assert starts == ["21:00", "22:00"]
