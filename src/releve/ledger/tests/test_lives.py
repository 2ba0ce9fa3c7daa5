"""Whatever happens to a unit's ledger: it adds up to nothing, and no more is spent than is certain.

Random lives: trainings, settlements, choices, choices taken back, quarters written, entries taken
back, in any order; after each step everything that must hold is looked at. And many people who
choose in the same moment.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.kit.actors import HOUSE
from releve.ledger.actions import (
    choose_spending,
    post_quarter,
    settle_quarter,
    withdraw_spending,
)
from releve.ledger.actions.writing import reverse_entry
from releve.ledger.faults import LedgerError
from releve.ledger.models import Entry, MinuteCell, Quarter, Spending
from releve.ledger.quarters import last_day
from releve.ledger.queries.balance import accounts_of, balance_of
from releve.ledger.queries.pool import left_of, spendable_of, spent_of
from releve.ledger.tests.builders import (
    AUTUMN,
    BEFORE,
    SINCE,
    SUMMER,
    Team,
    a_settled_quarter,
    a_team,
    choice,
    claim,
    measured,
    trained,
    work,
)

LIVES = settings(max_examples=20, deadline=None)
AFTER = (SINCE, last_day(SUMMER))
TOOLS = {"scribe": "documentation", "finder": "searching"}

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("train"), st.integers(1, 200), st.integers(0, 9)),
        st.tuples(st.just("settle"), st.sampled_from(sorted(TOOLS)), st.integers(0, 9000)),
        st.tuples(st.just("choose"), st.integers(1, 20_000), st.integers(0, 1)),
        st.tuples(st.just("withdraw"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("post"), st.just(0), st.just(0)),
        st.tuples(st.just("reverse"), st.integers(0, 9), st.just(0)),
    ),
    max_size=14,
)


@contextmanager
def undone() -> Iterator[None]:
    """Take back all that is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def step(team: Team, kind: str, first: int | str, second: int) -> None:
    """Do one thing of a life; what the ledger refuses changes nothing."""
    before = Entry.objects.for_hospital(team.hospital).count()
    try:
        _do(team, kind, first, second)
    except LedgerError:
        assert Entry.objects.for_hospital(team.hospital).count() == before


def _do(team: Team, kind: str, first: int | str, second: int) -> None:
    if kind == "train":
        trained(team, second, int(first))
    elif kind == "settle":
        told = claim(str(first), activities=(TOOLS[str(first)],), checking=second)
        settle_quarter(team.unit, SUMMER, told, actor=HOUSE)
    elif kind == "choose":
        choose_spending(team.unit, SUMMER, choice(int(first)), actor=HOUSE)
    elif kind == "withdraw":
        chosen = list(Spending.objects.for_hospital(team.hospital).order_by("pk"))
        if chosen:
            withdraw_spending(chosen[int(first) % len(chosen)], actor=HOUSE)
    elif kind == "post":
        post_quarter(team.unit, SUMMER, actor=HOUSE)
    else:
        rows = Entry.objects.for_hospital(team.hospital).filter(debit="training")
        for entry in rows.order_by("pk")[int(first) : int(first) + 1]:
            with transaction.atomic():
                reverse_entry(entry, actor=HOUSE)


def check(team: Team) -> None:
    """Assert all that must hold of a ledger at any time."""
    entries = list(Entry.objects.for_hospital(team.hospital))
    accounts = accounts_of(entries)
    assert sum(accounts.values()) == 0
    bounds = Quarter.objects.for_hospital(team.hospital).values_list("net_low", flat=True)
    certain = sum(max(0, low or 0) for low in bounds)
    spent = spent_of(team.unit, SUMMER)
    assert spent <= spendable_of(team.unit, SUMMER) <= certain
    assert accounts.get("spent", 0) == spent
    assert accounts.get("available", 0) >= left_of(team.unit, SUMMER) >= 0
    for quarter in balance_of(team.unit, today=AUTUMN).quarters:
        assert quarter.total == 0
        assert quarter.left <= certain - spent


@pytest.mark.django_db
def test_in_random_lives_the_ledger_adds_up_and_no_minute_is_spent_that_is_not_certain() -> None:
    team = a_team()
    work(team, weekdays=(0,))
    for activity, gain in (("documentation", 100), ("searching", 20)):
        measured(team, BEFORE, 600, activity=activity)
        measured(team, AFTER, 600 - gain, activity=activity)

    @LIVES
    @given(STEPS)
    def lived(steps: list[tuple[str, int | str, int]]) -> None:
        with undone():
            for one in steps:
                step(team, *one)
                check(team)

    lived()


@pytest.mark.django_db
def test_a_loss_that_is_settled_late_does_not_take_what_is_spent() -> None:
    team, row = a_settled_quarter()
    for days in (BEFORE, AFTER):
        measured(team, days, 600, activity="searching")
    step(team, "choose", row.spendable, 0)
    step(team, "settle", "finder", 9000)
    check(team)
    with undone():
        for spending in Spending.objects.for_hospital(team.hospital):
            withdraw_spending(spending, actor=HOUSE)
        step(team, "settle", "finder", 9000)
        check(team)
        assert spendable_of(team.unit, SUMMER) < row.spendable


@pytest.mark.django_db
def test_the_lives_spend_something_so_that_the_check_says_something() -> None:
    team, row = a_settled_quarter()
    step(team, "choose", row.spendable, 0)
    check(team)
    assert spent_of(team.unit, SUMMER) == row.spendable > 0
    Quarter.objects.for_hospital(team.hospital).update(net_low=row.net_low, spendable=0)
    with pytest.raises(AssertionError):
        check(team)


def together(*works: Callable[[], object]) -> list[BaseException]:
    """Do all at the same moment, each in a thread of its own; return what went wrong."""
    gate, faults = threading.Barrier(len(works)), list[BaseException]()

    def one(work: Callable[[], object]) -> None:
        gate.wait()
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - whatever it is, the test tells it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.django_db(transaction=True)
def test_of_twelve_people_who_choose_at_once_only_those_are_served_for_whom_minutes_are_left() -> (
    None
):
    team, row = a_settled_quarter()
    part = row.spendable // 5 + 1

    def choosing() -> None:
        choose_spending(team.unit, SUMMER, choice(part), actor=HOUSE)

    faults = together(*[choosing] * 12)
    assert {type(one) for one in faults} == {LedgerError}
    assert len(faults) == 12 - 4
    assert spent_of(team.unit, SUMMER) == 4 * part <= row.spendable
    check(team)


@pytest.mark.django_db(transaction=True)
def test_a_choice_taken_back_by_many_at_once_gives_its_minutes_back_once() -> None:
    team, row = a_settled_quarter()
    spending = choose_spending(team.unit, SUMMER, choice(row.spendable), actor=HOUSE)
    assert together(*[partial(withdraw_spending, spending, actor=HOUSE)] * 6) == []
    assert left_of(team.unit, SUMMER) == row.spendable
    check(team)


@pytest.mark.django_db
def test_cells_and_quarters_of_a_unit_are_its_own() -> None:
    team, _row = a_settled_quarter()
    assert not MinuteCell.objects.for_hospital(team.hospital).filter(unit=team.other).exists()
    assert balance_of(team.other, today=date(2026, 12, 1)).quarters == ()
