"""How nights and weekends are shared: the finding is true, and nobody can be found in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.kit.figures import svg
from releve.kit.words import use_language
from releve.roster.engine.explain import person_stories
from releve.roster.engine.problem import Assignment, Need, Person, Problem
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem
from releve.roster.figures import sharing_figure

PEOPLE = tuple(a_person(f"p{n}", name=f"Personne {n}") for n in range(6))
NIGHT_NEED = (Need(id="nuit", shift="N", role="ide", minimum=1),)


def ward(people: Sequence[Person] = PEOPLE, **changes: object) -> Problem:
    """Return two weeks of a ward that needs a night a day, twelve weekdays-and-weekends."""
    facts = {"people": tuple(people), "needs": NIGHT_NEED, "ends_on": MONDAY + timedelta(days=11)}
    return a_problem(**(facts | changes))


def nights(given_to: Sequence[int]) -> tuple[Assignment, ...]:
    """Return one night a day, given to people by their places."""
    return tuple(
        Assignment(f"p{place}", MONDAY + timedelta(days=day), "N")
        for day, place in enumerate(given_to)
    )


def finding_of_nights(given_to: Sequence[int]) -> str:
    return sharing_figure(ward(), nights(given_to)).findings[0]


@pytest.mark.parametrize(
    ("given_to", "told"),
    [
        ((0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5), "Nights are shared exactly"),
        ((0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 0), "Nights are shared to within one"),
        ((0, 1, 2, 3, 4, 0, 0, 1, 2, 3, 4, 0), "Nights are shared to within two"),
        ((0, 0, 2, 3, 4, 0, 0, 0, 2, 3, 4, 0), "Nights: from −2 to +4 around each person's target"),
    ],
)
def test_the_title_says_what_is_found(given_to: tuple[int, ...], told: str) -> None:
    with use_language("en"):
        assert finding_of_nights(given_to) == told


def test_the_title_says_it_in_french() -> None:
    with use_language("fr"):
        told = finding_of_nights((0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 0))
    assert told == "Les nuits sont partagées à une près"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 5), min_size=12, max_size=12))
def test_the_table_holds_each_difference_to_a_target_once(given_to: list[int]) -> None:
    problem, plan = ward(), nights(given_to)
    figure = sharing_figure(problem, plan)
    told: list[Fraction] = []
    for row in figure.rows:
        told += [row.difference] * row.people if row.counter == "nights" else []
    expected = [
        one.value - one.target
        for story in person_stories(problem, plan)
        for one in story.figures
        if one.name == "nights" and one.target is not None
    ]
    assert sorted(told) == sorted(expected)


def test_nobody_is_named_and_small_groups_are_drawn_together() -> None:
    people = (*PEOPLE, a_person("solo", name="Seule Cadre", role="ide_coordinator"))
    figure = sharing_figure(ward(people), nights([0] * 12))
    told = json.dumps(figure.spec, ensure_ascii=False) + figure.sentence + figure.title
    assert [name for name in ("Personne", "Seule", "solo", "p0") if name in told] == []
    assert {row.group for row in figure.rows} == {"The team"}
    assert "coordinator" not in told


def test_a_role_of_eight_is_drawn_apart_where_eight_others_are_left() -> None:
    roles = ("ide", "ide_coordinator")
    people = [a_person(f"{role}{number}", role=role) for role in roles for number in range(8)]
    figure = sharing_figure(ward(people), ())
    assert len({row.group for row in figure.rows}) == 2


def test_without_targets_the_plain_number_of_nights_is_shown() -> None:
    with use_language("en"):
        figure = sharing_figure(ward(fairness=False), nights([0] * 3 + [1] * 9))
    assert figure.findings[0] == "From 0 to 9 nights a person"
    assert not figure.has_targets


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_plan_and_an_empty_ward_are_drawn_too(language: str) -> None:
    for problem in (ward(), ward([], needs=()), ward(needs=())):
        with use_language("fr" if language == "fr" else "en"):
            figure = sharing_figure(problem, ())
        assert svg(figure.spec).startswith("<svg")


def test_the_same_plan_gives_the_same_picture() -> None:
    plan = nights([0, 1, 2, 3, 4, 5] * 2)
    first, second = (svg(sharing_figure(ward(), plan).spec) for _ in range(2))
    assert first == second
