"""Who is ready: what is asked, what holds, and why not."""

from __future__ import annotations

from datetime import date

import pytest

from releve.kit.actors import HOUSE
from releve.people.actions import import_persons
from releve.people.models import Person
from releve.people.tests.builders import rows_of
from releve.shifts.tests.builders import MONDAY, Ward, a_ward, planned, shown
from releve.training.engine.cells import Cell
from releve.training.queries.coverage import Coverage, coverage, coverage_table
from releve.training.queries.readiness import Missing, readiness, ready_among
from releve.training.tests.builders import prove, ready_for, require

pytestmark = pytest.mark.django_db

TOOL = "roster-engine"
NURSE, SECOND, *_ = range(10)


@pytest.fixture
def ward() -> Ward:
    return a_ward()


def missing(person: Person, tool_major: str = "1", on: date = MONDAY) -> tuple[Missing, ...]:
    return readiness(person, TOOL, tool_major, on=on).missing


def test_a_tool_of_which_nobody_said_what_it_asks_for_is_ready_for_nobody(ward: Ward) -> None:
    assert missing(ward.people[NURSE]) == (Missing("", "not_said"),)


def test_who_has_passed_nothing_lacks_what_is_asked(ward: Ward) -> None:
    require(ward.hospital, TOOL, "limits")
    require(ward.hospital, TOOL, "checking")

    assert missing(ward.people[NURSE]) == (Missing("checking", "never"), Missing("limits", "never"))


def test_what_is_asked_of_another_profession_is_not_asked_of_her(ward: Ward) -> None:
    require(ward.hospital, TOOL, "limits")
    require(ward.hospital, TOOL, "checking", profession="care_assistant")
    prove(ward.people[NURSE], "limits")

    assert missing(ward.people[NURSE]) == ()


def test_a_proof_holds_until_the_day_before_it_expires(ward: Ward) -> None:
    require(ward.hospital, TOOL, "limits")
    end = date(2026, 6, 1)
    prove(ward.people[NURSE], "limits", expires_on=end)

    assert missing(ward.people[NURSE], on=date(2026, 5, 31)) == ()
    assert missing(ward.people[NURSE], on=end) == (Missing("limits", "expired", end),)


def test_the_shorter_of_what_the_proof_and_the_tool_say_counts(ward: Ward) -> None:
    require(ward.hospital, TOOL, "limits", valid_months=1)
    prove(ward.people[NURSE], "limits", passed_on=date(2026, 1, 31), expires_on=date(2027, 1, 31))

    found = readiness(ward.people[NURSE], TOOL, "1", on=date(2026, 2, 27))

    assert found.expires_on == date(2026, 2, 28)
    assert missing(ward.people[NURSE], on=date(2026, 2, 28))[0].reason == "expired"


def test_a_proof_lapses_with_a_newer_major_of_the_tool_or_of_the_module(ward: Ward) -> None:
    require(ward.hospital, TOOL, TOOL, tool_major="1")
    require(ward.hospital, TOOL, "limits")
    prove(ward.people[NURSE], TOOL, tool_major="1")
    prove(ward.people[NURSE], "limits", module_version="0.9")

    assert missing(ward.people[NURSE]) == (Missing("limits", "module_version"),)
    assert Missing(TOOL, "tool_version") in missing(ward.people[NURSE], tool_major="2")


def test_a_module_of_another_tool_does_not_lapse_with_the_version_of_the_one_that_asks(
    ward: Ward,
) -> None:
    require(ward.hospital, "letters", TOOL)
    prove(ward.people[NURSE], TOOL, tool_major="1")
    prove(ward.people[SECOND], TOOL, tool_major="0")

    assert readiness(ward.people[NURSE], "letters", "3", on=MONDAY).is_ready
    (lack,) = readiness(ward.people[SECOND], "letters", "3", on=MONDAY).missing
    assert lack == Missing(TOOL, "tool_version")


def test_a_proof_of_no_version_does_not_hold_for_a_module_tied_to_the_tool(ward: Ward) -> None:
    require(ward.hospital, TOOL, TOOL, tool_major="1")
    prove(ward.people[NURSE], TOOL)

    assert missing(ward.people[NURSE]) == (Missing(TOOL, "tool_version"),)


def test_coverage_counts_those_on_the_shifts_of_two_weeks_and_its_nights_apart(ward: Ward) -> None:
    nights = [planned(ward.people[place], 1, hour=21, is_night=True) for place in (0, 1)]
    days = [planned(ward.people[place], 2) for place in (1, 2, 3)]
    too_late = planned(ward.people[4], 14)
    learning = planned(ward.people[5], 3, is_cover=False)
    shown(ward, *nights, *days, too_late, learning)
    ready_for(ward.people[1], TOOL)
    ready_for(ward.people[2], TOOL)

    assert coverage(ward.unit, TOOL, "1", on=MONDAY) == Coverage(4, 2, 2, 1)


def test_the_night_is_not_told_where_it_and_the_groups_give_one_person_away(ward: Ward) -> None:
    more = [("nurse", number) for number in range(8)]
    more += [("care_assistant", number) for number in range(10)]
    lines = [[f"{role[:1]}{at}", "Brume", f"{role[:1]}{at}", "URG", role, ""] for role, at in more]
    import_persons(rows_of("persons", lines), actor=HOUSE)
    people = list(Person.objects.for_hospital(ward.hospital).select_related("role"))
    nurses = [one for one in people if one.role.key == "nurse"]
    nights = [*nurses[:8], next(one for one in people if one.role.key != "nurse")]
    shown(
        ward,
        *(
            planned(person, 1, hour=21, is_night=True) if person in nights else planned(person, 1)
            for person in people
        ),
    )
    require(ward.hospital, TOOL, "limits")

    told = coverage_table(ward.unit, TOOL, on=MONDAY, by_name=False)

    assert Cell("nurse", "night", 8, 0) in told.cells
    assert told.whole == Coverage(28, 0, 0, 0)


def test_operators_known_by_name_count_whether_or_not_the_roster_shows_them(ward: Ward) -> None:
    shown(ward, planned(ward.people[0], 1), planned(ward.people[1], 1, hour=21, is_night=True))
    ready_for(ward.people[9], TOOL)
    operators = {ward.people[1].pk, ward.people[9].pk}

    found = coverage(ward.unit, TOOL, "1", on=MONDAY, people=operators)

    assert found == Coverage(2, 1, 1, 0)


def test_many_people_are_judged_in_two_queries(
    ward: Ward, django_assert_num_queries: object
) -> None:
    require(ward.hospital, TOOL, "limits")
    people = list(Person.objects.for_hospital(ward.hospital).select_related("role"))
    ready_for(people[3], TOOL)
    with django_assert_num_queries(2):  # type: ignore[operator] # pytest-django's fixture
        found = ready_among(people, TOOL, "1", on=MONDAY)
    assert found == {people[3].pk}


@pytest.mark.parametrize(
    ("found", "enough"),
    [
        (Coverage(10, 8, 5, 4), True),
        (Coverage(10, 8, 5, 3), False),
        (Coverage(9, 7, 0, 0), False),
        (Coverage(0, 0, 0, 0), False),
        (Coverage(5, 4, 0, 0), True),
    ],
)
def test_a_step_needs_four_in_five_by_day_and_at_night(found: Coverage, enough: bool) -> None:
    assert found.is_enough == enough
