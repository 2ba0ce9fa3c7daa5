"""Declaring a tool that one uses: four fields, no blame, an answer within fifteen days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from releve.kit.actors import HOUSE, NotAllowedError
from releve.people.models import Level, Notice, Person
from releve.people.queries import actor_of
from releve.people.tests.builders import a_hospital, a_staffed_hospital
from releve.stewardship.actions import (
    answer_declaration,
    declare_tool,
    remind_of_declarations,
)
from releve.stewardship.actions.declaring import Declared
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import Declaration
from releve.stewardship.queries.declarations import answer_by, declared_by, overdue
from releve.stewardship.tests.builders import a_tool
from releve.stewardship.tests.people import a_browser, acting, an_account, text
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

TOLD = Declared(name="Assistant de rédaction", purpose="Relire mes courriers")


def test_a_declaration_by_name_is_answered_and_its_person_told() -> None:
    hospital = a_staffed_hospital()
    person = Person.objects.for_hospital(hospital).get(code="A1")
    account = an_account(hospital, person=person)
    row = declare_tool(hospital, TOLD, actor=actor_of(account))
    tool = a_tool(hospital)
    answer_declaration(row, "Merci, il est au registre.", actor=HOUSE, tool=tool)
    assert [(one.answer, one.tool) for one in declared_by(account)] == [
        ("Merci, il est au registre.", tool)
    ]
    notice = Notice.objects.for_hospital(hospital).get(person=person)
    assert notice.code == "stewardship.declaration_answered"


def test_nothing_kept_says_who_declared_without_a_name() -> None:
    hospital = a_hospital()
    account = an_account(hospital)
    row = declare_tool(hospital, TOLD, actor=actor_of(account), is_anonymous=True)
    assert row.declared_by is None
    assert not declared_by(account).exists()
    noted = Entry.objects.filter(verb="stewardship.declaration.make").get()
    assert noted.actor == HOUSE.key
    assert str(account.pk) not in {noted.actor, noted.on_behalf_of}
    answer_declaration(row, "Merci.", actor=HOUSE)
    assert not Notice.objects.for_hospital(hospital).exists()


def test_the_fifteen_days_of_an_answer_are_counted_in_the_hospital_s_days() -> None:
    after_midnight = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # 2 June in Paris
    assert answer_by(Declaration(declared_at=after_midnight)) == date(2026, 6, 17)


def test_an_answer_is_given_once() -> None:
    hospital = a_hospital()
    row = declare_tool(hospital, TOLD, actor=HOUSE)
    answer_declaration(row, "Merci.", actor=HOUSE)
    with pytest.raises(StewardshipError):
        answer_declaration(row, "Encore.", actor=HOUSE)
    with pytest.raises(StewardshipError):
        answer_declaration(row, " ", actor=HOUSE)


def test_nobody_declares_at_another_hospital() -> None:
    elsewhere = Level.objects.create(code="CH-X", kind="hospital", name="Ailleurs")
    with pytest.raises(NotAllowedError):
        declare_tool(a_hospital(), TOLD, actor=acting(elsewhere))


@pytest.mark.parametrize(
    "told",
    [
        Declared(name=" ", purpose="…"),
        Declared(name="…", purpose=""),
        Declared(name="…", purpose="…", since_on=timezone.localdate() + timedelta(days=2)),
    ],
)
def test_a_declaration_that_says_nothing_is_refused(told: Declared) -> None:
    hospital = a_hospital()
    with pytest.raises(StewardshipError):
        declare_tool(hospital, told, actor=HOUSE)
    assert not Declaration.objects.for_hospital(hospital).exists()


@pytest.mark.parametrize(("days", "late"), [(15, False), (16, True), (20, True)])
def test_fifteen_days_are_in_time_and_the_next_is_late(days: int, late: bool) -> None:
    hospital = a_hospital()
    declare_tool(hospital, TOLD, actor=HOUSE)
    day = timezone.localdate() + timedelta(days=days)
    assert overdue(hospital, on=day).exists() is late


def test_those_who_keep_the_register_are_reminded_once() -> None:
    hospital = a_staffed_hospital()
    person = Person.objects.for_hospital(hospital).get(code="A1")
    an_account(hospital, "ai_referent", person=person)
    declare_tool(hospital, TOLD, actor=HOUSE)
    today = timezone.localdate()
    told = [
        remind_of_declarations(hospital, actor=HOUSE, on=today + timedelta(days=days))
        for days in range(20)
    ]
    assert [day for day, count in enumerate(told) if count] == [16]
    notice = Notice.objects.for_hospital(hospital).get(person=person)
    assert (notice.code, notice.facts) == ("stewardship.declarations_overdue", {"count": 1})


def test_the_page_takes_four_fields_and_thanks() -> None:
    hospital = a_hospital()
    browser = a_browser(an_account(hospital))
    assert "Nobody is blamed" in text(browser, "/tools/declare/")
    sent = {"name": "Tableur", "purpose": "Compter", "unit": "", "since_on": "2026-01-05"}
    answer = browser.post("/tools/declare/", sent, follow=True)
    assert "Thank you" in answer.content.decode()
    assert "Tableur" in answer.content.decode()
    wrong = browser.post("/tools/declare/", {"name": ""})
    assert wrong.status_code == 400


def test_the_list_of_declarations_shows_what_is_overdue_and_takes_the_answer() -> None:
    hospital = a_hospital()
    row = declare_tool(hospital, TOLD, actor=HOUSE)
    Declaration.objects.for_hospital(hospital).update(
        declared_at=timezone.now() - timedelta(days=30)
    )
    browser = a_browser(an_account(hospital, "ai_referent"))
    assert "Overdue" in text(browser, "/tools/declarations/")
    assert "has waited for more than fifteen days" in text(browser, "/tools/")
    sent = {"answer": "Merci.", "tool": ""}
    done = browser.post(f"/tools/declarations/{row.pk}/answer/", sent, follow=True)
    assert "Overdue" not in done.content.decode()
    assert browser.post(f"/tools/declarations/{row.pk}/answer/", sent).status_code == 409
