"""Nothing that the ledger tells is of fewer than eight people, however its figures are combined.

The attacker here has every page's figures and every export: totals, professions, accounts, both
quarters. What she may not get at is a sum over one to seven people, nor what it cost fewer than
eight people to learn a tool.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.kit.actors import HOUSE
from releve.ledger.actions import post_quarter, settle_quarter
from releve.ledger.actions.writing import Minutes, post_minutes
from releve.ledger.faults import LedgerError
from releve.ledger.ledger_figure import ledger_spec
from releve.ledger.ledger_table import ledger_cells, ledger_json
from releve.ledger.models import Entry
from releve.ledger.quarters import last_day
from releve.ledger.queries.balance import balance_of
from releve.ledger.queries.evidence import problem_of
from releve.ledger.queries.work import work_of
from releve.ledger.tests.builders import (
    AUTUMN,
    BEFORE,
    SINCE,
    SPRING,
    SUMMER,
    Team,
    a_settled_quarter,
    a_team,
    answered,
    asked_in,
    claim,
    measured,
    trained,
    work,
)

pytestmark = pytest.mark.django_db
AFTER = (SINCE, last_day(SUMMER))
SIZES = st.fixed_dictionaries(
    {
        "nurse": st.integers(0, 11),
        "care_assistant": st.integers(0, 11),
        "midwife": st.integers(0, 11),
    }
)


def numbers(told: Any) -> Iterator[int]:
    """Yield every whole number of a document."""
    if isinstance(told, dict):
        for value in told.values():
            yield from numbers(value)
    elif isinstance(told, list):
        for value in told:
            yield from numbers(value)
    elif isinstance(told, int) and not isinstance(told, bool):
        yield told


def told_of(team: Team) -> Any:
    """Return all that pages and exports tell of a unit's ledger."""
    balance = balance_of(team.unit, today=AUTUMN)
    spec = ledger_spec(balance)
    assert len(spec["data"]["values"]) == sum(len(one.settled) for one in balance.quarters)
    cells = [list(row) for row in ledger_cells(balance)]
    return [ledger_json(balance), cells]


def derivable(told: Any) -> set[int]:
    """Return what somebody can work out of up to three figures that are told."""
    known = sorted({abs(one) for one in numbers(told)} | {0})
    found = set(known)
    for one, other in combinations(known, 2):
        found |= {one + other, abs(one - other)}
    for one, other, third in combinations(known, 3):
        found |= {abs(one - other - third), abs(one + other - third), abs(one - other + third)}
    return found


def test_no_profession_and_no_difference_of_professions_is_of_one_to_seven_people() -> None:
    @settings(max_examples=12, deadline=None)
    @given(SIZES)
    def any_team(sizes: dict[str, int]) -> None:
        with transaction.atomic():
            team = a_team(**sizes)
            work(team, weekdays=(0,))
            for days in (BEFORE, AFTER):
                asked_in(team, days)
                for profession in ("nurse", "care_assistant"):
                    answered(team, days, {"other": 150}, profession=profession)
            groups = problem_of(team.unit, SUMMER, claim()).groups
            people = [group.people for group in groups]
            assert sum(people) in {0, sum(sizes.values())}
            for count in range(len(people) + 1):
                for some in combinations(people, count):
                    rest = sum(people) - sum(some)
                    assert rest == 0 or rest >= 8
            _posted(team, sizes)
            transaction.set_rollback(True)

    any_team()


def _posted(team: Team, sizes: dict[str, int]) -> None:
    """Assert that no written sum, nor a difference of such, is of one to seven people."""
    try:
        post_quarter(team.unit, SUMMER, actor=HOUSE)
    except LedgerError:
        assert sum(sizes.values()) < 8
    shifts = len({row.day for row in _shifts(team)})
    rows = Entry.objects.for_hospital(team.hospital).filter(debit="worked")
    sums = list(rows.values_list("minutes", flat=True))
    people = [minutes // (450 * shifts) for minutes in sums]
    for count in range(1, len(people) + 1):
        assert all(sum(some) >= 8 for some in combinations(people, count))


def _shifts(team: Team) -> list[Any]:
    from releve.shifts.queries.planned import planned_of_unit  # noqa: PLC0415 - of this check alone

    return planned_of_unit(team.unit, SUMMER, last_day(SUMMER))


@pytest.mark.parametrize("trained_people", [1, 3, 7])
def test_what_fewer_than_eight_people_took_to_learn_is_not_to_be_worked_out(
    trained_people: int,
) -> None:
    team = a_team()
    work(team)
    for number in range(trained_people):
        trained(team, number, 100_003 + number)
    _team, row = a_settled_quarter(team, checking=77_777)
    secret = sum(100_003 + number for number in range(trained_people))
    assert row.training == secret
    found = derivable(told_of(team))
    assert secret not in found
    assert row.gross not in found
    assert secret + 77_777 not in found
    quarter = balance_of(team.unit, today=AUTUMN).quarters[0]
    assert quarter.total == 0


def test_what_eight_entries_took_is_told_as_one_sum_with_every_other_cost() -> None:
    team = a_team()
    work(team)
    for number in range(8):
        trained(team, number, 20)
    _team, row = a_settled_quarter(team, checking=77)
    (settled,) = balance_of(team.unit, today=AUTUMN).quarters[0].settled
    assert (settled.gross, settled.costs) == (row.gross, 237)
    assert balance_of(team.unit, today=AUTUMN).quarters[0].accounts["costs"] == 237


def test_two_people_who_learnt_four_things_each_are_two_people() -> None:
    team = a_team()
    work(team)
    for number in range(8):
        trained(team, number, 100_003 + number, is_first=number < 2)
    _team, row = a_settled_quarter(team)
    assert not row.costs_told
    assert row.training not in derivable(told_of(team))


def used(team: Team, number: int, minutes: int, *, is_first: bool = True) -> None:
    """Write what one use of a tool is estimated to have given."""
    told = Minutes(
        debit="gain",
        credit="time",
        minutes=minutes,
        reference=f"stewardship.proposal:{number}",
        source="estimated",
        tool="scribe",
        is_first=is_first,
    )
    post_minutes(team.unit, SUMMER, told)


def test_what_the_uses_of_one_person_gave_is_not_told() -> None:
    team = a_team()
    for number in range(9):
        used(team, number, 100_003, is_first=not number)
    assert balance_of(team.unit, today=AUTUMN).quarters == ()


def test_what_uses_were_estimated_to_give_is_not_added_to_what_was_found_to_be_given() -> None:
    team = a_team()
    for number in range(8):
        used(team, number, 1000)
    (quarter,) = balance_of(team.unit, today=AUTUMN).quarters
    assert quarter.accounts == {"gain": 8000, "time": -8000}
    work(team)
    _team, row = a_settled_quarter(team)
    (quarter,) = balance_of(team.unit, today=AUTUMN).quarters
    assert quarter.accounts["gain"] == row.gross - row.spendable


def test_a_quarter_in_which_a_few_learnt_and_no_more_is_not_there_at_all() -> None:
    team = a_team()
    trained(team, 1, 100_003)
    assert balance_of(team.unit, today=AUTUMN).quarters == ()


def test_what_two_tools_cost_does_not_tell_of_the_one_that_few_learnt() -> None:
    team = a_team()
    work(team)
    for number in range(9):
        trained(team, number, 20)
    entry = Entry.objects.for_hospital(team.hospital).get(reference="training.proof:8")
    Entry.objects.for_hospital(team.hospital).filter(pk=entry.pk).update(
        tool="finder", minutes=100_003
    )
    measured(team, BEFORE, 300, activity="searching")
    measured(team, AFTER, 237, activity="searching")
    a_settled_quarter(team)
    settle_quarter(team.unit, SUMMER, claim("finder", activities=("searching",)), actor=HOUSE)
    assert 100_003 not in derivable(told_of(team))


def test_an_entry_taken_back_is_hidden_with_the_one_that_it_takes_back() -> None:
    from releve.ledger.actions.writing import reverse_entry  # noqa: PLC0415 - of this test alone

    team = a_team()
    work(team)
    trained(team, 1, 100_003)
    with transaction.atomic():
        entry = Entry.objects.for_hospital(team.hospital).get(reference="training.proof:1")
        contrary = reverse_entry(entry, actor=HOUSE)
    assert contrary is not None
    # As if both lay in the quarter that is told.
    Entry.objects.for_hospital(team.hospital).filter(pk=contrary.pk).update(quarter_on=SUMMER)
    a_settled_quarter(team)
    assert 100_003 not in derivable(told_of(team))


def test_two_quarters_do_not_tell_of_the_one_who_left_between_them() -> None:
    team = a_team(nurse=8, care_assistant=8)
    work(team, (SPRING, date(2026, 6, 30)))
    leaver, *others = team.people
    assert leaver.role.key == "care_assistant"
    work(Team(team.hospital, team.unit, team.other, tuple(others)), (SUMMER, date(2026, 9, 30)))
    for quarter in (SPRING, SUMMER):
        post_quarter(team.unit, quarter, actor=HOUSE)
    rows = Entry.objects.for_hospital(team.hospital).filter(debit="worked")
    told = {(one.quarter_on, one.profession): one.minutes for one in rows}
    # Seven are left: they are merged with the nurses, and no line of the summer is theirs alone.
    assert set(told) == {(SPRING, "nurse"), (SPRING, "care_assistant"), (SUMMER, "")}
    hers = sum(work_of(team.unit, (SUMMER, last_day(SUMMER))).worked.values())
    assert told[SUMMER, ""] == hers


def test_answers_of_a_small_profession_never_stand_alone() -> None:
    team = a_team(nurse=10, midwife=3)
    work(team)
    for days in (BEFORE, AFTER):
        asked_in(team, days)
        answered(team, days, {"documentation": 140, "direct_care": 160}, profession="nurse")
        answered(team, days, {"documentation": 7}, profession="")
    (group,) = problem_of(team.unit, SUMMER, claim()).groups
    assert (group.profession, group.people) == ("", 13)
    assert group.before is not None
    assert group.before.relieved == 147
