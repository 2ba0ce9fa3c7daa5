"""A team's choice: never above what is left, signed where it must be, taken back, looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from releve.kit.actors import HOUSE, NotAllowedError
from releve.ledger.actions import check_spending, choose_spending, withdraw_spending
from releve.ledger.facts import Choice
from releve.ledger.faults import LedgerError
from releve.ledger.models import Entry, Spending
from releve.ledger.queries.balance import accounts_of, balance_of
from releve.ledger.queries.pool import left_of, public_spendings
from releve.ledger.queries.protected import protected_minutes
from releve.ledger.tests.builders import (
    SUMMER,
    a_settled_quarter,
    answered,
    asked_in,
    choice,
    work,
)
from releve.people.actions import create_account, give_function
from releve.people.models import Account, Level
from releve.people.queries import actor_of

pytestmark = pytest.mark.django_db
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
SIGNED = {"purpose": "more_activity", "signer": "Direction des soins", "consultation": "F3SCT 12"}


def an_account(unit: Level, function: str) -> Account:
    """Save somebody with a function in a unit."""
    account = create_account(
        actor=HOUSE,
        username=f"who-{function}",
        name="Ana",
        password=None,
        hospital=unit.hospital,
        person=None,
    )
    give_function(account, actor=HOUSE, function=function, level=unit, from_on=date(2020, 1, 1))
    return account


def test_a_choice_is_spent_from_what_is_left_and_protects_its_days() -> None:
    team, row = a_settled_quarter()
    choose_spending(team.unit, SUMMER, choice(600), actor=HOUSE)
    assert left_of(team.unit, SUMMER) == row.spendable - 600
    told = accounts_of(Entry.objects.for_hospital(team.hospital))
    assert (told["spent"], told["available"]) == (600, row.spendable - 600)
    found = protected_minutes(team.unit, *NOVEMBER)
    assert [(one.purpose, one.minutes) for one in found] == [("patients", 600)]


def test_one_minute_more_than_is_left_is_refused_and_nothing_is_written() -> None:
    team, row = a_settled_quarter()
    choose_spending(team.unit, SUMMER, choice(row.spendable - 1), actor=HOUSE)
    with pytest.raises(LedgerError) as refused:
        choose_spending(team.unit, SUMMER, choice(2), actor=HOUSE)
    assert refused.value.place.field == "minutes"
    choose_spending(team.unit, SUMMER, choice(1), actor=HOUSE)
    assert left_of(team.unit, SUMMER) == 0
    assert Spending.objects.for_hospital(team.hospital).count() == 2


def test_parts_of_a_choice_add_up_however_its_days_are_cut() -> None:
    team, _row = a_settled_quarter()
    choose_spending(team.unit, SUMMER, choice(607), actor=HOUSE)
    for length in (1, 7, 10, 13):
        starts = [NOVEMBER[0] + timedelta(at) for at in range(0, 30, length)]
        parts = [protected_minutes(team.unit, one, one + timedelta(length - 1)) for one in starts]
        assert sum(one.minutes for part in parts for one in part) == 607
    assert protected_minutes(team.unit, date(2026, 12, 1), date(2026, 12, 31)) == ()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"purpose": "holidays"}, "purpose"),
        ({"minutes": 0}, "minutes"),
        ({"from_on": date(2026, 9, 30)}, "from_on"),
        ({"to_on": date(2026, 10, 31)}, "to_on"),
        ({"to_on": date(2027, 11, 30)}, "to_on"),
        ({"reference": " "}, "reference"),
        ({**SIGNED, "signer": ""}, "signer"),
        ({**SIGNED, "consultation": " "}, "consultation"),
        ({"reference": "x" * 151}, "reference"),
    ],
)
def test_what_makes_no_sense_is_refused_and_blames_its_field(
    facts: dict[str, object], field: str
) -> None:
    team, _row = a_settled_quarter()
    asked = replace(choice(60), **facts)  # type: ignore[arg-type]  # fields of a choice
    with pytest.raises(LedgerError) as refused:
        choose_spending(team.unit, SUMMER, asked, actor=HOUSE)
    assert refused.value.place.field == field
    assert not Spending.objects.for_hospital(team.hospital).exists()


def test_more_activity_is_for_whoever_may_sign_and_stands_out_on_the_register() -> None:
    team, _row = a_settled_quarter()
    asked: Choice = choice(60, **SIGNED)
    manager = actor_of(an_account(team.unit, "ward_manager"))
    with pytest.raises(NotAllowedError):
        choose_spending(team.unit, SUMMER, asked, actor=manager)
    choose_spending(team.unit, SUMMER, choice(30), actor=manager)
    director = actor_of(an_account(team.unit, "care_director"))
    spending = choose_spending(team.unit, SUMMER, asked, actor=director)
    with pytest.raises(NotAllowedError):
        withdraw_spending(spending, actor=manager)
    told = public_spendings(team.hospital, "scribe")
    assert [(one.purpose, one.is_signed, one.consultation) for one in told] == [
        ("more_activity", True, "F3SCT 12"),
        ("patients", False, ""),
    ]
    assert public_spendings(team.hospital, "another") == ()
    assert [one.purpose for one in protected_minutes(team.unit, *NOVEMBER)] == ["patients"]


def test_whoever_only_sees_the_ledger_chooses_nothing() -> None:
    team, _row = a_settled_quarter()
    with pytest.raises(NotAllowedError):
        choose_spending(
            team.unit, SUMMER, choice(1), actor=actor_of(an_account(team.unit, "caregiver"))
        )


def test_a_choice_is_taken_back_before_its_days_and_its_minutes_are_there_again() -> None:
    team, row = a_settled_quarter()
    spending = choose_spending(team.unit, SUMMER, choice(row.spendable), actor=HOUSE)
    withdraw_spending(spending, actor=HOUSE)
    withdraw_spending(spending, actor=HOUSE)
    assert left_of(team.unit, SUMMER) == row.spendable
    assert protected_minutes(team.unit, *NOVEMBER) == ()
    told = accounts_of(Entry.objects.for_hospital(team.hospital))
    assert (told["spent"], told["available"]) == (0, row.spendable)


def test_what_has_begun_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    team, _row = a_settled_quarter()
    spending = choose_spending(team.unit, SUMMER, choice(60), actor=HOUSE)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: NOVEMBER[0])
    with pytest.raises(LedgerError, match="have begun"):
        withdraw_spending(spending, actor=HOUSE)


def test_what_was_given_is_said_once_its_days_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    team, _row = a_settled_quarter()
    spending = choose_spending(team.unit, SUMMER, choice(600, purpose="quality"), actor=HOUSE)
    with pytest.raises(LedgerError, match="not over"):
        check_spending(spending, actor=HOUSE, given=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2027, 1, 5))
    with pytest.raises(LedgerError, match="say how many"):
        check_spending(spending, actor=HOUSE)
    checked = check_spending(spending, actor=HOUSE, given=150)
    assert (checked.given, checked.given_source) == (150, "declared")
    assert check_spending(spending, actor=HOUSE, given=600).given == 150
    kept = balance_of(team.unit, today=date(2027, 1, 5)).kept
    assert (kept.promised, kept.given, kept.ratio) == (600, 150, 0.25)


def test_one_rise_keeps_no_two_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    team, _row = a_settled_quarter()
    work(team, NOVEMBER)
    summer = (SUMMER, date(2026, 9, 30))
    for days in (summer, NOVEMBER):
        asked_in(team, days)
    answered(team, summer, {"direct_care": 60, "other": 240})
    answered(team, NOVEMBER, {"direct_care": 33, "other": 127})
    chosen = [choose_spending(team.unit, SUMMER, choice(600), actor=HOUSE) for _time in (1, 2)]
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2027, 1, 5))
    for spending in chosen:
        check_spending(spending, actor=HOUSE)
    risen = round((33 / 160 - 0.2) * 19 * 450 * 13)
    kept = balance_of(team.unit, today=date(2027, 1, 5)).kept
    assert (kept.promised, kept.given) == (1200, risen)
    assert 600 < risen < 1200


def test_where_random_questions_tell_nobody_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    team, _row = a_settled_quarter()
    work(team, NOVEMBER)
    summer = (SUMMER, date(2026, 9, 30))
    for days in (summer, NOVEMBER):
        asked_in(team, days)
    answered(team, summer, {"direct_care": 60, "other": 240})
    answered(team, NOVEMBER, {"direct_care": 30, "other": 70})
    spending = choose_spending(team.unit, SUMMER, choice(600), actor=HOUSE)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2027, 1, 5))
    checked = check_spending(spending, actor=HOUSE, given=10**6)
    worked = 19 * 450 * 13
    assert (checked.given, checked.given_source) == (round(0.1 * worked), "sampled")
