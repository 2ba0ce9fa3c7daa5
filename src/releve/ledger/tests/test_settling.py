"""A quarter is settled from what is known, once alike, on a baseline that is not chosen anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db.models import F

from releve.kit.actors import HOUSE
from releve.ledger.actions import choose_spending, post_quarter, settle_quarter
from releve.ledger.engine import Said
from releve.ledger.faults import LedgerError
from releve.ledger.models import Entry, MinuteCell, PromptAnswer, Quarter
from releve.ledger.quarters import last_day
from releve.ledger.queries.balance import accounts_of, balance_of
from releve.ledger.queries.evidence import problem_of
from releve.ledger.queries.pool import left_of, spendable_of
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
    choice,
    claim,
    measured,
    trained,
    work,
)
from releve.people.models import Person

pytestmark = pytest.mark.django_db
AFTER = (SINCE, last_day(SUMMER))


def entries(team: Team) -> list[Entry]:
    """Return all entries of a team's hospital."""
    return list(Entry.objects.for_hospital(team.hospital))


def test_measured_minutes_give_their_lower_bound_and_no_more() -> None:
    team, row = a_settled_quarter()
    weeks = ((last_day(SUMMER) - SUMMER).days + 1) / 7
    assert row.net == round(100 * 10 * weeks)
    assert row.net_low is not None
    assert 0 < row.spendable == row.net_low < row.net
    assert (row.source, row.people) == ("measured", 19)
    told = accounts_of(entries(team))
    assert told == {
        "gain": row.gross - row.spendable,
        "available": row.spendable,
        "time": -row.gross,
    }


def test_nobody_is_counted_both_in_the_unit_and_in_a_profession() -> None:
    team, row = a_settled_quarter()
    for days, minutes in ((BEFORE, 600), (AFTER, 500)):
        measured(team, days, minutes, people=10, profession="nurse")
    MinuteCell.objects.for_hospital(team.hospital).filter(profession="").update(
        people=19, minutes=F("minutes") * 19 / 10
    )
    (group,) = problem_of(team.unit, SUMMER, claim()).groups
    assert {week.people for week in (*group.weeks_before, *group.weeks_after)} == {19}
    again = settle_quarter(team.unit, SUMMER, claim(), actor=HOUSE)
    assert again.net == pytest.approx(1.9 * row.net, abs=2)


def test_what_was_not_measured_afterwards_is_no_gain() -> None:
    team = a_team()
    work(team)
    both = ("documentation", "coordination")
    for days in (BEFORE, AFTER):
        measured(team, days, 300, people=19)
    measured(team, BEFORE, 200, people=19, activity="coordination")
    (group,) = problem_of(team.unit, SUMMER, claim(activities=both)).groups
    assert (group.weeks_before, group.weeks_after) == ((), ())
    measured(team, AFTER, 200, people=19, activity="coordination")
    last = MinuteCell.objects.for_hospital(team.hospital).order_by("-week_on", "activity")[0]
    last.delete()
    row = settle_quarter(team.unit, SUMMER, claim(activities=both), actor=HOUSE)
    assert row.source == "measured"
    assert abs(row.net) < 19 * 13 * 5
    assert row.spendable == 0


def test_an_activity_of_which_fewer_people_were_measured_is_told_per_person() -> None:
    team = a_team()
    work(team)
    both = ("documentation", "coordination")
    for days, people in ((BEFORE, 19), (AFTER, 9)):
        measured(team, days, 300, people=19)
        measured(team, days, 200, people=people, activity="coordination")
    row = settle_quarter(team.unit, SUMMER, claim(activities=both), actor=HOUSE)
    assert abs(row.net) < 19 * 13 * 5


def test_professions_that_are_measured_only_afterwards_are_not_compared() -> None:
    team = a_team()
    work(team)
    for days in (BEFORE, AFTER):
        measured(team, days, 300, people=10, profession="nurse")
    measured(team, AFTER, 50, people=9, profession="care_assistant")
    groups = {one.profession: one for one in problem_of(team.unit, SUMMER, claim()).groups}
    assert {week.people for week in groups["nurse"].weeks_after} == {10}
    assert groups["care_assistant"].weeks_after == ()


def test_a_gain_is_also_told_per_person_and_week() -> None:
    team, row = a_settled_quarter()
    (settled,) = balance_of(team.unit, today=AUTUMN).quarters[0].settled
    weeks = 92 / 7
    assert settled.weekly[0] == round(row.net / 19 / weeks) == 53
    assert settled.weekly[1] is not None
    assert settled.weekly[1] < settled.weekly[0]


def test_settling_alike_again_changes_nothing_and_otherwise_replaces() -> None:
    team, row = a_settled_quarter()
    again = settle_quarter(team.unit, SUMMER, claim(), actor=HOUSE)
    assert (again.pk, again.settled_at) == (row.pk, row.settled_at)
    assert len(entries(team)) == 2
    dearer = settle_quarter(team.unit, SUMMER, claim(checking=300), actor=HOUSE)
    assert (dearer.pk, dearer.net) == (row.pk, row.net - 300)
    back = settle_quarter(team.unit, SUMMER, claim(), actor=HOUSE)
    assert back.net == row.net
    told = accounts_of(entries(team))
    assert told["available"] == row.spendable
    assert sum(told.values()) == 0


def test_what_is_partly_spent_is_not_settled_again() -> None:
    team, _row = a_settled_quarter()
    choose_spending(team.unit, SUMMER, choice(10), actor=HOUSE)
    with pytest.raises(LedgerError, match="spent already"):
        settle_quarter(team.unit, SUMMER, claim(checking=300), actor=HOUSE)


@pytest.mark.parametrize(
    "changes",
    [
        {"activities": ("documentation", "searching")},
        {"before": (SPRING, date(2026, 6, 21))},
        {"since": date(2026, 7, 6)},
    ],
)
def test_the_baseline_is_not_chosen_anew_once_the_gain_is_known(changes: dict[str, object]) -> None:
    team, _row = a_settled_quarter()
    with pytest.raises(LedgerError, match="stay those of its first settlement"):
        settle_quarter(team.unit, SUMMER, replace(claim(), **changes), actor=HOUSE)  # type: ignore[arg-type]  # fields of a claim


def test_two_tools_never_count_the_same_gain() -> None:
    team, _row = a_settled_quarter()
    with pytest.raises(LedgerError, match="not counted twice"):
        settle_quarter(team.unit, SUMMER, claim("other"), actor=HOUSE)
    assert Quarter.objects.for_hospital(team.hospital).count() == 1


def test_a_tool_that_costs_takes_from_what_another_one_gives() -> None:
    team, row = a_settled_quarter()
    measured(team, BEFORE, 100, activity="searching")
    measured(team, AFTER, 110, activity="searching")
    loss = settle_quarter(team.unit, SUMMER, claim("worse", activities=("searching",)), actor=HOUSE)
    assert loss.net < 0
    assert spendable_of(team.unit, SUMMER) == row.spendable + loss.net


@pytest.mark.parametrize(
    ("quarter", "facts", "field"),
    [
        (date(2026, 10, 1), {}, "quarter"),
        (date(2026, 8, 1), {}, "quarter"),
        (SUMMER, {"tool": " "}, "tool"),
        (SUMMER, {"activities": ()}, "activities"),
        (SUMMER, {"activities": ("gossip",)}, "activities"),
        (SUMMER, {"before": (SPRING, SINCE)}, "before_to"),
        (SUMMER, {"since": date(2026, 10, 2)}, "since"),
        (SUMMER, {"checking": -1}, "checking"),
    ],
)
def test_what_makes_no_sense_is_refused_and_blames_its_field(
    quarter: date, facts: dict[str, object], field: str
) -> None:
    team = a_team()
    with pytest.raises(LedgerError) as refused:
        settle_quarter(team.unit, quarter, replace(claim(), **facts), actor=HOUSE)  # type: ignore[arg-type]  # fields of a claim
    assert refused.value.place.field == field
    assert entries(team) == []


def test_a_unit_of_seven_is_never_settled() -> None:
    team = a_team(nurse=7)
    work(team)
    with pytest.raises(LedgerError, match="fewer than eight"):
        a_settled_quarter(team)
    assert entries(team) == []


def test_nothing_known_is_said_so() -> None:
    team = a_team()
    work(team)
    with pytest.raises(LedgerError, match="nothing is known"):
        settle_quarter(team.unit, SUMMER, claim(), actor=HOUSE)


def test_an_estimate_is_kept_and_never_spent() -> None:
    team = a_team()
    work(team)
    said = Said("estimated", 90, 60, 120, 30)
    row = settle_quarter(team.unit, SUMMER, claim(said=said), actor=HOUSE)
    assert (row.net > 0, row.net_low, row.spendable) == (True, None, 0)
    assert (row.source, row.reasons) == ("estimated", "estimated_without_bound")
    assert left_of(team.unit, SUMMER) == 0


def test_costs_that_stand_in_the_ledger_are_taken_off() -> None:
    team = a_team()
    work(team)
    for number in range(10):
        trained(team, number, 20)
    _team, row = a_settled_quarter(team, checking=50, incidents=7)
    assert (row.training, row.checking, row.incidents) == (200, 50, 7)
    assert row.net == row.gross - 257
    assert row.costs_told is True


def test_random_answers_are_counted_by_profession_before_and_after() -> None:
    team = a_team()
    work(team)
    for days in (BEFORE, AFTER):
        asked_in(team, days)
    for profession in ("nurse", "care_assistant"):
        answered(team, BEFORE, {"documentation": 100, "direct_care": 100}, profession=profession)
        answered(team, AFTER, {"documentation": 20, "break": 140, "": 3}, profession=profession)
    problem = problem_of(team.unit, SUMMER, claim())
    assert [group.profession for group in problem.groups] == ["care_assistant", "nurse"]
    for group in problem.groups:
        assert group.before is not None
        assert group.after is not None
        assert (group.before.answered, group.before.relieved) == (200, 100)
        assert (group.after.answered, group.after.relieved) == (160, 20)
    row = settle_quarter(team.unit, SUMMER, claim(), actor=HOUSE)
    assert row.source == "sampled"
    assert [part.people for part in row.parts.order_by("profession")] == [9, 10]
    asked, said, unsaid = map(int, row.asked.split("/"))
    assert (said, unsaid) == (320, 6)
    assert asked > 200


def test_a_profession_of_seven_is_merged_and_takes_another_one_with_it() -> None:
    team = a_team(nurse=10, care_assistant=9, midwife=7)
    work(team)
    for days in (BEFORE, AFTER):
        asked_in(team, days)
        for profession in ("nurse", "care_assistant"):
            answered(team, days, {"other": 200}, profession=profession)
    problem = problem_of(team.unit, SUMMER, claim())
    assert {group.profession: group.people for group in problem.groups} == {"nurse": 10, "": 16}


def test_answers_that_could_be_of_seven_people_are_told_of_the_whole_unit_or_not_at_all() -> None:
    team = a_team()
    work(team)
    for days in (BEFORE, AFTER):
        asked_in(team, days)
        answered(team, days, {"other": 200}, profession="nurse")
        answered(team, days, {"other": 60}, profession="care_assistant")
    (group,) = problem_of(team.unit, SUMMER, claim()).groups
    assert (group.profession, group.people) == ("", 19)
    assert group.before is not None
    PromptAnswer.objects.for_hospital(team.hospital).filter(profession="nurse").delete()
    (group,) = problem_of(team.unit, SUMMER, claim()).groups
    assert (group.before, group.after) == (None, None)


def test_planned_and_worked_minutes_are_written_once() -> None:
    team = a_team()
    work(team)
    assert post_quarter(team.unit, SUMMER, actor=HOUSE) == 4
    before = accounts_of(entries(team))
    assert post_quarter(team.unit, SUMMER, actor=HOUSE) == 0
    days = [day for day in range(92) if (SUMMER.toordinal() + day - 1) % 7 in (0, 2, 4)]
    minutes = 19 * 450 * len(days)
    assert before == {"planned": minutes, "worked": minutes, "time": -2 * minutes}
    assert accounts_of(entries(team)) == before


def test_a_posted_quarter_stays_when_somebody_s_hours_are_corrected() -> None:
    team = a_team()
    work(team)
    post_quarter(team.unit, SUMMER, actor=HOUSE)
    before = accounts_of(entries(team))
    Person.objects.for_hospital(team.hospital).filter(pk=team.people[0].pk).delete()
    assert post_quarter(team.unit, SUMMER, actor=HOUSE) == 0
    assert accounts_of(entries(team)) == before


def test_seven_people_are_not_written() -> None:
    team = a_team(nurse=7)
    work(team)
    with pytest.raises(LedgerError, match="fewer than eight"):
        post_quarter(team.unit, SUMMER, actor=HOUSE)


def test_a_quarter_under_way_is_not_told() -> None:
    team, _row = a_settled_quarter()
    trained(team, 1, 20, quarter=date(2026, 10, 1))
    told = balance_of(team.unit, today=AUTUMN)
    assert [one.quarter_on for one in told.quarters] == [SUMMER]


def test_cells_of_fewer_than_eight_have_no_place() -> None:
    assert any("enough_people" in one.name for one in MinuteCell._meta.constraints)  # noqa: SLF001 - documented by Django


def test_a_tool_that_no_register_holds_is_not_settled() -> None:
    team, row = a_settled_quarter()
    with pytest.raises(LedgerError) as refused:
        settle_quarter(team.unit, SUMMER, claim("scrib", activities=("searching",)), actor=HOUSE)
    assert refused.value.place.field == "tool"
    assert list(Quarter.objects.for_hospital(team.hospital)) == [row]
