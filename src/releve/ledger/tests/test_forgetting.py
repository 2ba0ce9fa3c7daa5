"""What is over is deleted by whole quarters, so that what stays still adds up to nothing."""

from __future__ import annotations

from datetime import date

import pytest

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.ledger.actions import choose_spending, delete_ledger, delete_marks, withdraw_spending
from releve.ledger.models import (
    Entry,
    MinuteCell,
    PromptMark,
    Quarter,
    QuarterPart,
    Spending,
)
from releve.ledger.queries.balance import accounts_of
from releve.ledger.queries.over import count_over
from releve.ledger.tests.builders import SUMMER, a_settled_quarter, choice, trained

pytestmark = pytest.mark.django_db
AUTUMN_QUARTER = date(2026, 10, 1)


def test_whole_quarters_go_and_what_stays_adds_up_to_nothing() -> None:
    team, _row = a_settled_quarter()
    trained(team, 1, 20, quarter=AUTUMN_QUARTER)
    spending = choose_spending(team.unit, SUMMER, choice(60), actor=HOUSE)
    withdraw_spending(spending, actor=HOUSE)
    before = date(2026, 12, 31)
    expected = count_over(team.hospital, before=before)
    assert delete_ledger(team.hospital, before=before, actor=HOUSE) == expected > 0
    left = list(Entry.objects.for_hospital(team.hospital))
    assert accounts_of(left) == {"training": 20, "time": -20}
    for table in (Quarter, QuarterPart, MinuteCell):
        assert not table.objects.for_hospital(team.hospital).exists()
    # Its days are not over yet: what was chosen for them stays to be read.
    assert Spending.objects.for_hospital(team.hospital).count() == 1
    assert delete_ledger(team.hospital, before=date(2027, 2, 1), actor=HOUSE) == 2
    assert not Entry.objects.for_hospital(team.hospital).exists()


def test_nothing_of_a_quarter_under_way_goes() -> None:
    team, _row = a_settled_quarter()
    rows = Entry.objects.for_hospital(team.hospital).count()
    delete_ledger(team.hospital, before=date(2026, 9, 30), actor=HOUSE)
    assert Entry.objects.for_hospital(team.hospital).count() == rows


def test_marks_go_day_by_day() -> None:
    team, _row = a_settled_quarter()
    for day in (date(2026, 9, 1), date(2026, 9, 2)):
        PromptMark.objects.create(hospital=team.hospital, mark=f"{day}", day=day)
    assert delete_marks(team.hospital, before=date(2026, 9, 2), actor=HOUSE) == 1
    assert PromptMark.objects.for_hospital(team.hospital).get().day == date(2026, 9, 2)


def test_only_whoever_may_purge_deletes() -> None:
    team, _row = a_settled_quarter()
    for delete in (delete_ledger, delete_marks):
        with pytest.raises(NotAllowedError):
            delete(team.hospital, before=date(2030, 1, 1), actor=Actor("worker"))
