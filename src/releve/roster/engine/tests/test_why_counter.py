"""Why a counter: the group's values without names, and what made the target."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from releve.roster.engine.explain import COUNTERS, CounterName, person_stories
from releve.roster.engine.problem import Assignment, Contract, Memory, Unavailability
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem
from releve.roster.engine.why import plain, why_counter

PLAN = tuple(
    Assignment(person, MONDAY + timedelta(days=day), shift)
    for person, day, shift in (("ana", 0, "N"), ("ana", 5, "J"), ("bea", 6, "N"))
)


@pytest.mark.parametrize("name", COUNTERS)
def test_a_counter_and_its_group_are_those_of_the_person_stories(name: CounterName) -> None:
    problem = a_problem()
    told = why_counter(problem, PLAN, "ana", name)
    story = next(story for story in person_stories(problem, PLAN) if story.person == "ana")
    figure = next(figure for figure in story.figures if figure.name == name)
    assert (told.value, told.target) == (figure.value, figure.target)
    assert (told.group[0], told.group[-1]) == (figure.lowest, figure.highest)
    assert len(told.group) == story.group_size


def test_what_made_the_target_is_told() -> None:
    half = a_person(
        "ana", contract=Contract(pack="fph", share=0.5), memory=Memory(weeks=4, nights=3)
    )
    away = Unavailability("ana", from_on=MONDAY, to_on=MONDAY + timedelta(days=3))
    problem = a_problem(people=(half, a_person("bea")), unavailable=(away,))
    told = why_counter(problem, PLAN, "ana", "nights")
    assert (told.share, told.days_available, told.days) == (Fraction(1, 2), 10, 14)
    assert (told.memory_weeks, told.given_before, told.group_given_before) == (4, 3, 3)
    assert told.group_given == 2


def test_no_name_but_the_one_asked_about_is_told() -> None:
    told = plain(why_counter(a_problem(), PLAN, "ana", "nights"))
    assert "bea" not in str(told)


def test_a_counter_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no counter is called"):
        why_counter(a_problem(), PLAN, "ana", "tea")  # type: ignore[arg-type]  # what is refused
