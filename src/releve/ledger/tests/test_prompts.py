"""Random questions: asked of a shift of five, once, and answered without who and without when."""

from __future__ import annotations

import re
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test.utils import override_settings

from releve.kit.actors import HOUSE, NotAllowedError
from releve.ledger.actions import answer_prompt, close_prompts, open_prompts
from releve.ledger.faults import LedgerError
from releve.ledger.models import PromptAnswer, PromptMark, PromptPeriod
from releve.ledger.queries.holdings import HOLDINGS
from releve.ledger.queries.prompts import (
    OPEN_FOR,
    Question,
    asked_of,
    questions_of,
    waiting_question,
)
from releve.ledger.tests.builders import AUTUMN, Team, a_team, asked_in, work
from releve.people.actions import create_account
from releve.people.models import Account, Person
from releve.people.queries import actor_of, subject_of
from releve.shifts.models import PlannedShift
from releve.trail.models import Entry as TrailEntry

pytestmark = pytest.mark.django_db
SEPTEMBER = (date(2026, 9, 7), date(2026, 9, 27))
A_MINUTE = timedelta(minutes=1)


def an_asked_team(**sizes: int) -> Team:
    """Save a team that works in September and is asked."""
    team = a_team(**sizes)
    work(team, SEPTEMBER, weekdays=(0, 1, 2, 3, 4))
    asked_in(team, SEPTEMBER)
    return team


def drawn(team: Team) -> list[PlannedShift]:
    """Return the shifts of a team that are drawn."""
    rows = PlannedShift.objects.for_hospital(team.hospital).select_related("person__role")
    return [one for one in rows.order_by("starts_at", "pk") if questions_of(one)]


def account_of(person: Person) -> Account:
    """Save the account of somebody of a team."""
    return create_account(
        actor=HOUSE,
        username=person.code,
        name=person.code,
        password=None,
        hospital=person.hospital,
        person=person,
    )


def answer(monkeypatch: pytest.MonkeyPatch, shift: PlannedShift, said: Any) -> Question:
    """Answer the first question of a shift at the moment that it is about."""
    question = questions_of(shift)[0]
    monkeypatch.setattr("django.utils.timezone.now", lambda: question.at + A_MINUTE)
    actor = actor_of(account_of(shift.person))
    assert answer_prompt(shift.person, mark=question.mark, activity=said, actor=actor) is True
    return question


def test_a_fifth_of_the_shifts_is_asked_about_and_the_count_is_drawn_again() -> None:
    team = an_asked_team()
    found = asked_of(team.unit, SEPTEMBER)
    shifts = drawn(team)
    assert found.total == 2 * len(shifts)
    assert 0.1 < len(shifts) / (19 * 15) < 0.3
    assert found.silent == found.total
    with override_settings(SECRET_KEY="another secret"):  # noqa: S106 - of this test alone
        assert [one.pk for one in drawn(team)] != [one.pk for one in shifts]


def test_nobody_is_asked_on_days_that_were_not_decided() -> None:
    team = an_asked_team()
    PromptPeriod.objects.for_hospital(team.hospital).delete()
    shift = drawn(team)[0]
    assert waiting_question(shift.person, now=shift.ends_at) is None
    assert asked_of(team.unit, SEPTEMBER).total == 0


def test_questions_come_one_after_the_other_and_go_a_day_after_the_shift() -> None:
    team = an_asked_team()
    shift = drawn(team)[0]
    first, second, leaving = questions_of(shift)
    assert shift.starts_at <= first.at < second.at < leaving.at == shift.ends_at
    assert waiting_question(shift.person, now=first.at - A_MINUTE) is None
    assert waiting_question(shift.person, now=first.at) == first
    assert waiting_question(shift.person, now=shift.ends_at + OPEN_FOR - A_MINUTE) == first
    gone = waiting_question(shift.person, now=shift.ends_at + OPEN_FOR)
    assert gone is None or gone.day != shift.day


def test_an_answer_is_kept_once_and_without_who_or_when(monkeypatch: pytest.MonkeyPatch) -> None:
    team = an_asked_team()
    shift = drawn(team)[0]
    entries = TrailEntry.objects.count()
    question = answer(monkeypatch, shift, "break")
    after = TrailEntry.objects.count()
    person = shift.person
    actor = actor_of(Account.objects.get_by_natural_key(person.code))
    assert answer_prompt(person, mark=question.mark, activity="other", actor=actor) is False
    kept = PromptAnswer.objects.for_hospital(team.hospital).get()
    assert (kept.activity, kept.profession) == ("break", person.role.key)
    assert kept.week_on == shift.day - timedelta(shift.day.weekday())
    names = {field.name for field in PromptAnswer._meta.get_fields()}  # noqa: SLF001 - documented by Django
    assert names == {
        *("id", "hospital", "unit", "week_on", "profession", "question"),
        *("activity", "left_on_time"),
    }
    mark = PromptMark.objects.for_hospital(team.hospital).get().mark
    assert re.fullmatch("[0-9a-f]{64}", mark)  # keyed: by her code or number it is not found
    told = {f"{one}" for one in (person.code, person.pk, shift.pk)}
    assert mark not in {sha256(one.encode()).hexdigest() for one in told}
    assert after - entries == 1  # her account was made; of her answer nothing is noted
    assert waiting_question(person, now=question.at) is None


def test_keys_of_answers_tell_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    team = an_asked_team()
    seen: list[int] = []
    for shift in {one.person_id: one for one in drawn(team)}.values():
        answer(monkeypatch, shift, "other")
        known = set(PromptAnswer.objects.for_hospital(team.hospital).values_list("pk", flat=True))
        seen += known - set(seen)
    assert len(seen) > 8
    assert seen != sorted(seen)


def test_a_profession_of_seven_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    team = an_asked_team(nurse=10, midwife=7)
    shift = next(one for one in drawn(team) if one.person.role.key == "midwife")
    answer(monkeypatch, shift, "break")
    assert PromptAnswer.objects.for_hospital(team.hospital).get().profession == ""


def test_who_would_rather_not_say_counts_as_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    team = an_asked_team()
    answer(monkeypatch, drawn(team)[0], "")
    found = asked_of(team.unit, SEPTEMBER)
    assert (found.answered, found.unsaid, found.silent) == (0, 1, found.total - 1)


def test_whether_one_left_on_time_is_asked_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    team = an_asked_team()
    shift = drawn(team)[0]
    leaving = questions_of(shift)[2]
    monkeypatch.setattr("django.utils.timezone.now", lambda: leaving.at)
    actor = actor_of(account_of(shift.person))
    with pytest.raises(LedgerError):
        answer_prompt(shift.person, mark=leaving.mark, activity="break", actor=actor)
    assert answer_prompt(shift.person, mark=leaving.mark, left_on_time=False, actor=actor)
    kept = PromptAnswer.objects.for_hospital(team.hospital).get()
    assert (kept.question, kept.left_on_time, kept.activity) == ("leaving", False, "")


def test_nobody_answers_for_another_one_nor_what_was_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team = an_asked_team()
    shift = drawn(team)[0]
    question = questions_of(shift)[0]
    monkeypatch.setattr("django.utils.timezone.now", lambda: question.at)
    other = next(one for one in team.people if one.pk != shift.person_id)
    with pytest.raises(NotAllowedError):
        answer_prompt(
            shift.person, mark=question.mark, activity="break", actor=actor_of(account_of(other))
        )
    hers = actor_of(account_of(shift.person))
    assert answer_prompt(shift.person, mark="0" * 64, activity="break", actor=hers) is False
    with pytest.raises(LedgerError):
        answer_prompt(shift.person, mark=question.mark, activity="gossip", actor=hers)
    assert not PromptAnswer.objects.for_hospital(team.hospital).exists()


def test_she_alone_finds_that_she_answered_and_never_what(monkeypatch: pytest.MonkeyPatch) -> None:
    team = an_asked_team()
    shift = drawn(team)[0]
    answer(monkeypatch, shift, "break")
    (holding,) = HOLDINGS
    assert list(holding.rows(subject_of(shift.person))) == [{"day": shift.day}]
    other = next(one for one in team.people if one.pk != shift.person_id)
    assert list(holding.rows(subject_of(other))) == []


def test_a_period_is_decided_before_it_begins_and_for_a_quarter_at_most() -> None:
    team = a_team()
    tomorrow = AUTUMN + timedelta(1)
    wrong = [
        (AUTUMN, tomorrow, "Réunion", "from_on"),
        (tomorrow, tomorrow + timedelta(92), "Réunion", "to_on"),
        (tomorrow, AUTUMN, "Réunion", "to_on"),
        (tomorrow, tomorrow, " ", "reference"),
    ]
    for from_on, to_on, reference, field in wrong:
        with pytest.raises(LedgerError) as refused:
            open_prompts(team.unit, from_on, to_on, reference=reference, actor=HOUSE)
        assert refused.value.place.field == field
    period = open_prompts(
        team.unit, tomorrow, tomorrow + timedelta(20), reference="Réunion", actor=HOUSE
    )
    with pytest.raises(LedgerError, match="already"):
        open_prompts(team.unit, tomorrow, tomorrow, reference="Réunion", actor=HOUSE)
    assert close_prompts(period, actor=HOUSE) is None
    assert not PromptPeriod.objects.for_hospital(team.hospital).exists()


def test_a_period_under_way_ends_today(monkeypatch: pytest.MonkeyPatch) -> None:
    team = a_team()
    tomorrow = AUTUMN + timedelta(1)
    period = open_prompts(
        team.unit, tomorrow, tomorrow + timedelta(20), reference="Réunion", actor=HOUSE
    )
    later = tomorrow + timedelta(5)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: later)
    left = close_prompts(period, actor=HOUSE)
    assert left is not None
    assert left.to_on == later


def test_a_team_of_seven_is_not_asked() -> None:
    team = a_team(nurse=7)
    tomorrow = AUTUMN + timedelta(1)
    with pytest.raises(LedgerError, match="nobody is asked"):
        open_prompts(team.unit, tomorrow, tomorrow, reference="Réunion", actor=HOUSE)
