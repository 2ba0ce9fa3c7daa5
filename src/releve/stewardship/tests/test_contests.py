"""Whoever is subject to a tool contests it, is answered by another, and closes it herself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from releve.kit.actors import NotAllowedError
from releve.kit.faults import BadInputError
from releve.people.models import Notice
from releve.stewardship.actions.contests import (
    ContestRefusedError,
    answer,
    close,
    close_quiet,
    contest,
    reply,
)
from releve.stewardship.models import Contest
from releve.stewardship.queries.contests import (
    ContestCounts,
    contest_counts,
    contests_open_to,
    is_overdue,
    thread_of,
    waiting_contests,
)
from releve.stewardship.tests.proposing import House, a_house
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    """A unit with an invented tool."""
    return a_house()


def told(house: House, person: str) -> list[str]:
    """Return what a person was told."""
    found = Notice.objects.for_hospital(house.hospital).filter(person=house.people[person])
    return list(found.order_by("pk").values_list("code", flat=True))


def test_a_person_without_any_function_contests_and_those_who_decide_are_told(
    house: House,
) -> None:
    house.account("ward_manager", person="p8")
    opened = contest(
        house.proposal(),
        house.people["p0"],
        actor=house.actor(person="p0"),
        said="Deux nuits de suite.",
    )
    assert (opened.state, opened.person.code) == ("open", "p0")
    assert [one.said for one in thread_of(opened)] == ["Deux nuits de suite."]
    assert told(house, "p8") == ["stewardship.contested"]
    assert told(house, "p0") == []


def test_a_second_word_while_it_is_open_goes_into_the_same_thread(house: House) -> None:
    proposal, her = house.proposal(), house.actor(person="p0")
    first = contest(proposal, house.people["p0"], actor=her, said="Un")
    assert contest(proposal, house.people["p0"], actor=her, said="Deux").pk == first.pk
    assert thread_of(first).count() == 2


def test_whoever_is_not_subject_to_it_cannot_contest(house: House) -> None:
    proposal = house.proposal()
    for actor in (house.actor(person="q0"), house.actor("ward_manager"), house.actor("hr")):
        with pytest.raises(NotAllowedError):
            contest(proposal, house.people["p0"], actor=actor, said="Non")
    with pytest.raises(NotAllowedError):
        contest(proposal, house.people["q0"], actor=house.actor(person="q0"), said="Non")
    assert not Contest.objects.for_hospital(house.hospital).exists()


def test_she_is_answered_by_another_and_closes(house: House) -> None:
    her = house.actor(person="p0")
    opened = contest(house.proposal(), house.people["p0"], actor=her, said="Pourquoi ?")
    with pytest.raises(ContestRefusedError) as early:
        close(opened, actor=her)
    answered = answer(opened, actor=house.actor("ward_manager", person="p8"), said="Je corrige.")
    assert (early.value.code, answered.state) == ("waiting", "answered")
    assert told(house, "p0") == ["stewardship.contest_answered"]
    assert close(opened, actor=her).state == "closed"
    assert close(opened, actor=her).state == "closed"


def test_nobody_answers_herself_whatever_she_may(house: House) -> None:
    manager = house.actor("ward_manager", person="p8")
    opened = contest(house.proposal(), house.people["p8"], actor=manager, said="Mes propres nuits")
    other = house.actor("ward_manager", person="p8")
    for actor in (manager, other):
        with pytest.raises(ContestRefusedError) as own:
            answer(opened, actor=actor, said="Je me réponds")
        assert own.value.code == "own"
    assert answer(opened, actor=house.actor("ward_manager", person="p7"), said="Vu").state


def test_writing_again_makes_it_wait_again_until_it_is_closed(house: House) -> None:
    her, manager = house.actor(person="p0"), house.actor("ward_manager", person="p8")
    opened = contest(house.proposal(), house.people["p0"], actor=her, said="Pourquoi ?")
    answer(opened, actor=manager, said="Parce que")
    assert reply(opened, actor=her, said="Ce n’est pas une réponse").state == "open"
    answer(opened, actor=manager, said="Je change le jour")
    close(opened, actor=her)
    for step, actor in ((reply, her), (answer, manager)):
        with pytest.raises(ContestRefusedError) as over:
            step(opened, actor=actor, said="Encore")
        assert over.value.code == "closed"
    with pytest.raises(NotAllowedError):
        reply(opened, actor=house.actor(person="p1"), said="Pas à moi")


def test_nothing_is_answered_over_what_was_written_meanwhile(house: House) -> None:
    her, manager = house.actor(person="p0"), house.actor("ward_manager", person="p8")
    opened = contest(house.proposal(), house.people["p0"], actor=her, said="Pourquoi ?")
    reply(opened, actor=her, said="Et le dimanche aussi")
    with pytest.raises(ContestRefusedError) as unread:
        answer(opened, actor=manager, said="Pour la nuit", seen=1)
    opened.refresh_from_db()
    assert (unread.value.code, opened.state, told(house, "p0")) == ("written", "open", [])
    assert answer(opened, actor=manager, said="Pour les deux", seen=2).state == "answered"


@pytest.mark.parametrize("said", ["", "   ", "x" * 2001])
def test_a_message_says_something_and_not_too_much(house: House, said: str) -> None:
    with pytest.raises(BadInputError):
        contest(house.proposal(), house.people["p0"], actor=house.actor(person="p0"), said=said)
    assert not Contest.objects.for_hospital(house.hospital).exists()


def test_a_contest_is_read_by_her_and_by_those_who_answer_and_by_nobody_else(
    house: House,
) -> None:
    contest(house.proposal(), house.people["p0"], actor=house.actor(person="p0"), said="Non")
    home = house.hospital
    assert contests_open_to(house.actor(person="p0"), home).count() == 1
    assert contests_open_to(house.actor("ward_manager"), home).count() == 1
    for function in ("caregiver", "hr", "ai_referent", "staff_representative"):
        assert not contests_open_to(house.actor(function, person="p1"), home).exists()


def test_it_is_overdue_after_seven_days_and_closes_by_itself_a_month_after_its_answer(
    house: House,
) -> None:
    manager = house.actor("ward_manager", person="p8")
    opened = contest(
        house.proposal(), house.people["p0"], actor=house.actor(person="p0"), said="Non"
    )
    now = timezone.now()
    assert not is_overdue(opened, at=now + timedelta(days=6))
    assert is_overdue(opened, at=now + timedelta(days=8))
    assert [one.pk for one in waiting_contests(manager, house.hospital)] == [opened.pk]
    answer(opened, actor=manager, said="Vu")
    assert close_quiet(house.hospital, at=now + timedelta(days=29)) == 0
    assert close_quiet(house.hospital, at=now + timedelta(days=31)) == 1
    assert not waiting_contests(manager, house.hospital)


def test_contests_are_counted_for_a_tool_and_never_in_a_unit_of_fewer_than_eight(
    house: House,
) -> None:
    manager = house.actor("ward_manager", person="p8")
    first = contest(
        house.proposal(), house.people["p0"], actor=house.actor(person="p0"), said="Non"
    )
    contest(house.proposal(), house.people["p1"], actor=house.actor(person="p1"), said="Non")
    contest(
        house.proposal(house.small), house.people["q0"], actor=house.actor(person="q0"), said="Non"
    )
    answer(first, actor=manager, said="Vu")
    now = timezone.now()
    assert contest_counts(house.tool, at=now) == ContestCounts(open=2, answered=1)
    assert contest_counts(house.tool, at=now + timedelta(days=8)) == ContestCounts(2, 1, 2)
    assert contest_counts(house.tool, at=now, unit=house.unit) == ContestCounts(open=1, answered=1)
    assert contest_counts(house.tool, at=now, unit=house.small) is None


def test_what_she_adds_to_an_open_contest_stands_in_the_trail_too(house: House) -> None:
    proposal, her = house.proposal(), house.actor(person="p0")
    for said in ("Deux nuits de suite.", "Et un dimanche."):
        contest(proposal, house.people["p0"], actor=her, said=said)
    rows = Entry.objects.filter(verb__startswith="stewardship.contest.").order_by("pk")
    verbs = list(rows.values_list("verb", flat=True))
    assert verbs == ["stewardship.contest.open", "stewardship.contest.reply"]
