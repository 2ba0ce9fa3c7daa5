"""What is open to whom: function by level by permission, dates, hospitals, queries."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission
from releve.people.actions import (
    close_account,
    create_account,
    end_function,
    give_function,
    import_persons,
)
from releve.people.models import Account, Level, Person
from releve.people.queries import people_allowed, permissions_on, unit_open_to, units_open_to
from releve.people.tests.builders import a_hospital, rows_of
from releve.people.vocabulary import FUNCTIONS, PERMISSIONS_OF

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)
SEE, COUNTERS, MANAGE = Permission.SEE_ROSTER, Permission.SEE_COUNTERS, Permission.MANAGE_ROSTER
PEOPLE, CONTRACTS = Permission.SEE_PEOPLE, Permission.SEE_CONTRACTS
LOAD, WORKED = Permission.SEE_LOAD, Permission.MANAGE_WORKED
REGISTER, LEDGER, TOOLS = Permission.SEE_REGISTER, Permission.SEE_LEDGER, Permission.USE_TOOLS
HEEDING = {
    *(REGISTER, LEDGER, TOOLS, Permission.DECIDE_PROPOSALS, Permission.STOP_TOOLS),
    *(Permission.CHOOSE_SPENDING, Permission.SEE_READINESS, Permission.ASSIGN_TRAINING),
}
EXPECTED = {
    "caregiver": {SEE, TOOLS, LEDGER},
    "ward_manager": {
        *(SEE, COUNTERS, MANAGE, PEOPLE, CONTRACTS, LOAD, WORKED),
        *(Permission.MARK_COMPUTERS, *HEEDING),
    },
    "hr": {
        *(SEE, COUNTERS, PEOPLE, CONTRACTS, LOAD, WORKED),
        *(Permission.MANAGE_PEOPLE, Permission.EXPORT_PERSON, REGISTER, LEDGER),
        *(Permission.SEE_READINESS, Permission.ASSIGN_TRAINING, Permission.MANAGE_TRAINING),
    },
    "care_director": {
        *(SEE, COUNTERS, MANAGE, PEOPLE, CONTRACTS, LOAD, WORKED),
        *(Permission.MARK_COMPUTERS, *HEEDING),
        *(Permission.DECIDE_STEPS, Permission.SIGN_SPENDING),
    },
    "occupational_health": {LOAD, LEDGER},
    "staff_representative": {SEE, LOAD, Permission.READ_TRAIL, REGISTER, LEDGER},
    "ai_referent": {
        *(REGISTER, LEDGER, Permission.MANAGE_TOOLS, Permission.STOP_TOOLS),
        *(Permission.SEE_READINESS, Permission.MANAGE_TRAINING),
    },
    "administrator": {
        *(Permission.MANAGE_LEVELS, Permission.MANAGE_ACCOUNTS, Permission.READ_TRAIL),
        Permission.MARK_COMPUTERS,
        *(Permission.SEE_JOBS, Permission.STEER_JOBS, Permission.OPERATE, Permission.PURGE),
    },
}
LEVELS = [
    ["FR", "nation", "France", ""],
    ["IDF", "region", "Île-de-France", "FR"],
    ["GHT-LUNE", "ght", "GHT de la Lune", "IDF"],
    ["CH-LUNE", "hospital", "Hôpital de la Lune", "GHT-LUNE"],
    ["NORD", "site", "Site Nord", "CH-LUNE"],
    ["MED", "pole", "Pôle de médecine", "NORD"],
    ["URG", "unit", "Urgences", "MED"],
    ["CARDIO", "unit", "Cardiologie", "CH-LUNE"],
    ["CH-SOLEIL", "hospital", "Hôpital du Soleil", "GHT-LUNE"],
    ["REA", "unit", "Réanimation", "CH-SOLEIL"],
]
# Which units lie below each level.
BELOW = {
    "FR": {"URG", "CARDIO", "REA"},
    "IDF": {"URG", "CARDIO", "REA"},
    "GHT-LUNE": {"URG", "CARDIO", "REA"},
    "CH-LUNE": {"URG", "CARDIO"},
    "NORD": {"URG"},
    "MED": {"URG"},
    "URG": {"URG"},
    "CARDIO": {"CARDIO"},
    "CH-SOLEIL": {"REA"},
}


def level(code: str) -> Level:
    """Return a level of the two hospitals."""
    return Level.objects.get(code=code)


def an_account(*, hospital: str | None = "CH-LUNE") -> Account:
    """Save the two hospitals and an account nobody signs in with."""
    a_hospital(LEVELS)
    place = level(hospital) if hospital else None
    return create_account(username="ada", name="Ada", password=None, hospital=place, actor=HOUSE)


def open_units(account: Account, permission: Permission, *, on: date = TODAY) -> set[str]:
    """Return the codes of the units that are open."""
    return {unit.code for unit in units_open_to(account, permission, on=on)}


def test_each_function_gives_what_the_table_says() -> None:
    assert {name: set(given) for name, given in PERMISSIONS_OF.items()} == EXPECTED
    assert tuple(EXPECTED) == FUNCTIONS


@pytest.mark.parametrize(("function", "place"), list(product(FUNCTIONS, BELOW)))
def test_a_function_holds_at_its_level_and_below_and_nowhere_else(
    function: str, place: str
) -> None:
    account = an_account(hospital=None)
    give_function(account, function=function, level=level(place), from_on=TODAY, actor=HOUSE)
    units = ["URG", "CARDIO", "REA"]
    found = {code: set(permissions_on(account, level(code), on=TODAY)) for code in units}
    assert found == {code: EXPECTED[function] if code in BELOW[place] else set() for code in units}
    listed = {permission: open_units(account, permission) for permission in Permission}
    assert listed == {
        permission: BELOW[place] if permission in EXPECTED[function] else set()
        for permission in Permission
    }


def test_a_function_at_a_unit_opens_nothing_above_it() -> None:
    account = an_account()
    give_function(account, function="ward_manager", level=level("URG"), from_on=TODAY, actor=HOUSE)
    above = ["MED", "NORD", "CH-LUNE", "GHT-LUNE", "FR"]
    assert {
        code: permissions_on(account, level(code), on=TODAY) for code in above
    } == dict.fromkeys(above, frozenset())


@pytest.mark.parametrize(
    ("on", "is_open"),
    [
        (date(2027, 2, 28), False),
        (date(2027, 3, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_a_function_holds_from_its_first_day_to_its_last(on: date, is_open: bool) -> None:
    account = an_account()
    unit = level("URG")
    give_function(
        account,
        function="hr",
        level=unit,
        from_on=date(2027, 3, 1),
        to_on=date(2027, 3, 31),
        actor=HOUSE,
    )
    assert bool(permissions_on(account, unit, on=on)) is is_open
    assert bool(open_units(account, SEE, on=on)) is is_open


def test_a_function_taken_away_closes_the_unit_from_that_day() -> None:
    account = an_account()
    unit = level("URG")
    give_function(account, function="caregiver", level=unit, from_on=date(2027, 1, 1), actor=HOUSE)
    assert end_function(account, function="caregiver", level=unit, on=TODAY, actor=HOUSE) == 1
    assert open_units(account, SEE, on=date(2027, 2, 28)) == {"URG"}
    assert open_units(account, SEE, on=TODAY) == set()
    assert end_function(account, function="caregiver", level=unit, on=TODAY, actor=HOUSE) == 0


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_that_nobody_can_mean_gives_and_ends_nothing(day: date) -> None:
    account, unit = an_account(), level("URG")
    facts: dict[str, Any] = {"function": "caregiver", "level": unit, "actor": HOUSE}
    give_function(account, from_on=date(2027, 1, 1), **facts)
    for attempt in (
        lambda: end_function(account, on=day, **facts),
        lambda: give_function(account, from_on=day, **facts),
        lambda: give_function(account, from_on=date(2027, 1, 1), to_on=day, **facts),
    ):
        with pytest.raises(BadInputError, match="is out of range"):
            attempt()
    assert [grant.to_on for grant in account.grants.all()] == [None]


def test_two_functions_add_up_and_a_unit_is_listed_once() -> None:
    account = an_account()
    give_function(account, function="caregiver", level=level("URG"), from_on=TODAY, actor=HOUSE)
    give_function(account, function="hr", level=level("CH-LUNE"), from_on=TODAY, actor=HOUSE)
    assert permissions_on(account, level("URG"), on=TODAY) == EXPECTED["hr"] | {TOOLS}
    assert [unit.code for unit in units_open_to(account, SEE, on=TODAY)] == ["CARDIO", "URG"]


def who_is(function: str, place: str, code: str, *, is_open: bool = True) -> None:
    """Save somebody with an account that is something at a level of the hospital."""
    hospital = level("CH-LUNE")
    table = rows_of("persons", [[code, "Brume", code, "URG", "nurse", ""]])
    import_persons(table, actor=HOUSE, hospital_code="CH-LUNE")
    person = Person.objects.for_hospital(hospital).get(code=code)
    account = Account.objects.create_user(code, name=code, hospital=hospital, person=person)
    give_function(account, function=function, level=level(place), from_on=TODAY, actor=HOUSE)
    if not is_open:
        close_account(account, actor=HOUSE)


def told_at(place: str) -> set[str]:
    """Return the people nearest to a level who manage rosters there."""
    found = people_allowed(Permission.MANAGE_ROSTER, level(place), on=TODAY)
    return {person.code for person in found}


def test_the_nearest_people_are_told_and_those_above_only_where_there_are_none() -> None:
    an_account()
    who_is("care_director", "CH-LUNE", "director")
    assert told_at("URG") == {"director"}
    who_is("ward_manager", "MED", "pole")
    assert told_at("URG") == {"pole"}
    who_is("ward_manager", "URG", "ward")
    who_is("ward_manager", "URG", "deputy")
    assert told_at("URG") == {"ward", "deputy"}
    assert told_at("CH-LUNE") == {"director"}


def test_a_closed_account_and_one_without_a_person_are_not_the_nearest_people() -> None:
    technical = an_account()
    give_function(
        technical, function="ward_manager", level=level("URG"), from_on=TODAY, actor=HOUSE
    )
    who_is("ward_manager", "URG", "gone", is_open=False)
    who_is("care_director", "CH-LUNE", "director")
    assert told_at("URG") == {"director"}


def test_an_account_of_a_hospital_never_reaches_another_whatever_was_granted() -> None:
    account = an_account()
    account.grants.create(function="care_director", level=level("GHT-LUNE"), from_on=TODAY)
    assert open_units(account, MANAGE) == {"URG", "CARDIO"}
    assert permissions_on(account, level("REA"), on=TODAY) == frozenset()
    assert permissions_on(account, level("GHT-LUNE"), on=TODAY) == frozenset()


def test_a_closed_account_may_nothing() -> None:
    account = an_account()
    give_function(account, function="ward_manager", level=level("URG"), from_on=TODAY, actor=HOUSE)
    account.is_active = False
    assert permissions_on(account, level("URG"), on=TODAY) == frozenset()
    assert open_units(account, SEE) == set()


def test_a_unit_that_is_not_open_answers_like_one_that_does_not_exist() -> None:
    account = an_account()
    give_function(account, function="caregiver", level=level("URG"), from_on=TODAY, actor=HOUSE)
    urgent = level("URG")
    assert unit_open_to(account, SEE, urgent.pk, on=TODAY) == urgent
    for pk in (level("CARDIO").pk, level("REA").pk, level("MED").pk, 10**9):
        with pytest.raises(Level.DoesNotExist):
            unit_open_to(account, SEE, pk, on=TODAY)
    with pytest.raises(Level.DoesNotExist):
        unit_open_to(account, MANAGE, urgent.pk, on=TODAY)


def test_what_is_open_is_told_in_two_queries_at_any_depth(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    account = an_account(hospital=None)
    for place in ("FR", "NORD", "CARDIO"):
        give_function(
            account, function="ward_manager", level=level(place), from_on=TODAY, actor=HOUSE
        )
    unit = level("URG")
    with django_assert_num_queries(2):
        permissions_on(account, unit, on=TODAY)
    with django_assert_num_queries(2):
        assert [found.hospital for found in units_open_to(account, SEE, on=TODAY)]
    with django_assert_num_queries(2):
        unit_open_to(account, SEE, unit.pk, on=TODAY)
