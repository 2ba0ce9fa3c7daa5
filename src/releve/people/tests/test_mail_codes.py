"""The letter that proves an address: not too often, again where it failed, nothing of it kept."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core import mail
from django.db.models.functions import Now
from django.test import Client
from pytest_django import Settings

from releve.jobs.models import Job
from releve.jobs.worker import Worker
from releve.kit.faults import BadInputError
from releve.people.actions import Wanted, choose_mail, confirm_mail, stop_mail
from releve.people.actions.codes import MOST_A_DAY, ask_code
from releve.people.models import Account, MailHabit
from releve.people.queries import actor_of, address_state, mail_code
from releve.people.tests.news import LONG_BEFORE, her_account, somebody
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

ADDRESS = "ada@example.org"
MAIL = "/me/notices/mail/"
FORM = {
    "address": ADDRESS,
    "rhythm": "daily",
    "hour": "18",
    "weekday": "mon",
    "quiet_from": "20",
    "quiet_to": "8",
}


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.org", "releve@example.org"


@pytest.fixture
def ada() -> Account:
    """The account of somebody who is told things."""
    return her_account(somebody())


def chosen(account: Account, address: str = ADDRESS) -> MailHabit:
    """Choose an address, as she does on her page."""
    assert account.person is not None
    return choose_mail(account.person, Wanted(address=address), actor=actor_of(account))


def stopped(account: Account) -> None:
    """Forget the address."""
    assert account.person is not None
    stop_mail(account.person, actor=actor_of(account))


def letters() -> list[str]:
    """Let a worker send what waits, and return to whom all letters so far went."""
    Worker().work_off()
    return [letter.to[0] for letter in mail.outbox]


def page_of(account: Account) -> Client:
    """Return a browser in which she is signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


# --- Not too often -----------------------------------------------------------------------------


def test_who_stops_and_begins_again_is_sent_one_code_a_day(ada: Account) -> None:
    for _time in range(3):
        chosen(ada)
        letters()
        stopped(ada)
    assert letters() == [ADDRESS]


def test_who_begins_again_before_the_code_has_left_is_sent_it_all_the_same(ada: Account) -> None:
    chosen(ada)
    stopped(ada)
    chosen(ada)
    assert letters() == [ADDRESS]


def test_five_codes_a_day_are_the_most_wherever_they_go(ada: Account) -> None:
    for number in range(MOST_A_DAY):
        chosen(ada, f"x+{number}@example.org")
        letters()
        stopped(ada)
    with pytest.raises(BadInputError, match="wait until tomorrow") as refused:
        chosen(ada, "x+9@example.org")
    assert refused.value.place.field == "address"
    assert len(letters()) == MOST_A_DAY
    assert not MailHabit.objects.for_hospital(ada.hospital_id or 0).exists()


def test_the_page_says_in_one_sentence_that_it_is_enough_for_today(ada: Account) -> None:
    for number in range(MOST_A_DAY):
        chosen(ada, f"x+{number}@example.org")
    answer = page_of(ada).post(f"{MAIL}save/", FORM)
    page = answer.content.decode()
    told = "5 letters with a code were asked for today; wait until tomorrow for another one."
    assert (answer.status_code, told in page) == (400, True)


def test_the_next_day_another_code_may_be_asked_for(ada: Account) -> None:
    habit = chosen(ada)
    letters()
    ask_code(habit, actor=actor_of(ada), on=date(2099, 1, 1))
    assert letters() == [ADDRESS, ADDRESS]


def test_somebody_else_s_letters_do_not_count(ada: Account) -> None:
    for number in range(MOST_A_DAY):
        chosen(ada, f"x+{number}@example.org")
    other = her_account(somebody("B2"), "bo")
    chosen(other, "bo@example.org")
    assert "bo@example.org" in letters()


# --- Again where it failed ---------------------------------------------------------------------


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_code_that_did_not_leave_is_asked_for_again_and_the_page_says_so(
    ada: Account, state: str
) -> None:
    habit = chosen(ada)
    Job.objects.update(state=state, ended_at=Now())
    client = page_of(ada)
    assert "did not leave" in client.get(MAIL).content.decode()
    client.post(f"{MAIL}save/", FORM)
    assert "is on its way" in client.get(MAIL).content.decode()
    assert letters() == [ADDRESS]
    assert address_state(habit) == "coming"


def test_the_page_says_that_the_server_refuses_the_address_and_takes_no_code_for_it(
    ada: Account,
) -> None:
    habit = chosen(ada)
    habit.refused_at = LONG_BEFORE
    habit.save()
    page = page_of(ada).get(MAIL).content.decode()
    assert "The mail server refuses letters for ada@example.org" in page
    assert f"{MAIL}confirm/" not in page


def test_the_page_says_why_seven_quiet_days_are_refused(ada: Account) -> None:
    days = {"quiet_days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}
    answer = page_of(ada).post(f"{MAIL}save/", {**FORM, **days})
    page = answer.content.decode()
    assert (answer.status_code, "With seven quiet days no letter ever leaves;" in page) == (
        400,
        True,
    )


def test_what_failed_counts_among_the_letters_of_the_day(ada: Account) -> None:
    for _time in range(MOST_A_DAY):
        chosen(ada)
        Job.objects.update(state="failed", ended_at=Now())
    with pytest.raises(BadInputError):
        chosen(ada)


# --- Nothing of it kept ------------------------------------------------------------------------


def test_a_waiting_job_holds_neither_the_address_nor_the_code(ada: Account) -> None:
    habit = chosen(ada)
    kept = json.dumps(list(Job.objects.values_list("arguments", "key")))
    assert [one for one in (ADDRESS, "ada", mail_code(habit), "@") if one in kept] == []


def test_no_code_leaves_for_an_address_that_was_forgotten_replaced_or_proved(ada: Account) -> None:
    chosen(ada)
    stopped(ada)
    assert letters() == []
    chosen(ada)
    chosen(ada, "feuillage@example.org")
    assert letters() == ["feuillage@example.org"]


def test_no_code_leaves_for_an_address_that_is_sure(ada: Account) -> None:
    habit = chosen(ada)
    confirm_mail(habit.person, mail_code(habit), actor=actor_of(ada), at=LONG_BEFORE)
    assert letters() == []


def test_the_trail_is_told_of_a_choice_and_not_of_the_address(ada: Account) -> None:
    chosen(ada)
    [entry] = Entry.objects.filter(verb="people.mail.choose")
    assert ADDRESS not in json.dumps([str(value) for value in vars(entry).values()])
