"""The pages of one's own news, read and chosen without any script."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from releve.jobs.worker import Worker
from releve.people.models import Account, MailHabit, Notice
from releve.people.queries import mail_code, mail_habit, unread_count, unread_notices
from releve.people.queries.notices import PAGE
from releve.people.tests.news import her_account, somebody, told

pytestmark = pytest.mark.django_db

LIST, MAIL = "/me/notices/", "/me/notices/mail/"
WANTED = {
    "address": "ada@example.org",
    "rhythm": "weekly",
    "hour": "7",
    "weekday": "fri",
    "quiet_from": "21",
    "quiet_to": "6",
    "quiet_days": ["sun", "sat"],
}


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.org"


def browser(account: Account) -> Client:
    """Return a browser in which she is signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


def text(client: Client, address: str) -> str:
    """Return a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_head_of_every_page_counts_what_is_unread_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ada = somebody()
    account = her_account(ada)
    told(ada)
    told(ada, 2)
    with django_assert_num_queries(1):
        assert unread_count(account) == 2
    page = text(browser(account), "/help/")
    assert "(2 unread)" in page


def test_an_account_without_a_line_has_no_news_and_no_query_for_them(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    account = Account.objects.create_user("bo", name="Bo", hospital=somebody().hospital)
    with django_assert_num_queries(0):
        assert unread_count(account) == 0
    client = browser(account)
    assert LIST not in text(client, "/help/")
    assert "not linked to a line" in text(client, LIST)
    assert [client.post(f"{MAIL}{way}/").status_code for way in ("save", "confirm", "stop")] == [
        404,
        404,
        404,
    ]


def test_opening_a_notice_marks_it_as_read_and_leads_to_its_page() -> None:
    ada = somebody()
    account = her_account(ada)
    notice = told(ada)
    client = browser(account)
    assert "Zibeline 1" in text(client, LIST)
    answer = client.post(f"{LIST}{notice.pk}/read/", {"follow": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, notice.link)
    assert unread_count(account) == 0
    assert "Nothing unread" in text(client, LIST)


def seen_on(page: str) -> list[str]:
    """Return what the form of a page sends that marks it as read."""
    return re.findall(r'name="seen" value="(\d+)"', page)


def test_marking_a_page_as_read_spares_what_came_in_meanwhile() -> None:
    ada = somebody()
    account = her_account(ada)
    first, hidden, last = told(ada), told(ada, 2), told(ada, 3)
    # A smaller number may come later: it is taken before its transaction ends.
    browser(account).post(f"{LIST}read/", {"seen": [first.pk, last.pk]})
    assert list(unread_notices(ada)) == [hidden]


def test_each_page_marks_as_read_what_it_shows_and_nothing_of_the_others() -> None:
    ada = somebody()
    account = her_account(ada)
    for number in range(PAGE + 3):
        told(ada, number)
    client = browser(account)
    first = text(client, LIST)
    older = re.findall(r"\?before=(\d+)", first)[0]
    assert len(seen_on(first)) == PAGE
    client.post(f"{LIST}read/", {"seen": seen_on(text(client, f"{LIST}?before={older}"))})
    assert (unread_count(account), "Mark this page as read" in text(client, LIST)) == (PAGE, True)
    client.post(f"{LIST}read/", {"seen": seen_on(first)})
    assert unread_count(account) == 0
    assert "Mark this page as read" not in text(client, LIST)


@pytest.mark.parametrize("seen", [[], ["x"], ["-1"], ["9" * 40], ["1"] * (PAGE + 1), ["\u0661"]])
def test_what_no_page_sends_marks_nothing_as_read(seen: list[str]) -> None:
    ada = somebody()
    account = her_account(ada)
    told(ada)
    assert browser(account).post(f"{LIST}read/", {"seen": seen}).status_code == 404
    assert unread_count(account) == 1


def test_somebody_else_s_notice_is_not_there() -> None:
    ada = somebody()
    notice = told(ada)
    client = browser(her_account(somebody("B2"), "bo"))
    assert client.post(f"{LIST}{notice.pk}/read/").status_code == 404
    assert "Zibeline" not in text(client, LIST)
    assert Notice.objects.for_hospital(ada.hospital_id).get().read_at is None


@pytest.mark.parametrize("before", ["", "0", "-1", "x", "9" * 40])
def test_an_address_that_names_no_page_shows_the_list(before: str) -> None:
    ada = somebody()
    client = browser(her_account(ada))
    assert client.get(LIST, {"before": before}).status_code == 200


def test_her_choice_is_kept_and_takes_effect_once_she_types_the_code() -> None:
    ada = somebody()
    client = browser(her_account(ada))
    client.post(f"{MAIL}save/", WANTED)
    habit = mail_habit(ada)
    assert habit is not None
    kept = (habit.rhythm, habit.weekday, habit.hour, habit.quiet_days, habit.urgent_in_quiet)
    assert kept == ("weekly", "fri", 7, "sat+sun", False)
    Worker().work_off()
    assert mail.outbox[0].to == ["ada@example.org"]
    assert "on its way to ada@example.org" in text(client, MAIL)
    assert client.post(f"{MAIL}confirm/", {"code": "ABCD-EFGH"}).status_code == 400
    client.post(f"{MAIL}confirm/", {"code": mail_code(habit)})
    assert "leave for ada@example.org" in text(client, MAIL)
    client.post(f"{MAIL}stop/")
    assert not MailHabit.objects.for_hospital(ada.hospital_id).exists()


def test_what_cannot_be_kept_is_said_and_what_was_typed_stays() -> None:
    ada = somebody()
    client = browser(her_account(ada))
    answer = client.post(f"{MAIL}save/", {**WANTED, "address": "ada"})
    page = answer.content.decode()
    assert (answer.status_code, "Write a whole e-mail address" in page) == (400, True)
    assert 'value="fri" selected' in page


def test_without_a_mail_server_the_page_says_so_and_keeps_nothing(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    ada = somebody()
    client = browser(her_account(ada))
    assert "sends no e-mail" in text(client, MAIL)
    assert client.post(f"{MAIL}save/", WANTED).status_code == 409
    assert mail_habit(ada) is None


def test_a_program_reads_the_news_of_its_account_alone() -> None:
    ada = somebody()
    notice = told(ada)
    [item] = browser(her_account(ada)).get("/api/v1/me/notices").json()["items"]
    assert (item["id"], item["text"], item["link"]) == (notice.pk, "Zibeline 1", "/me/")
    other = browser(her_account(somebody("B2"), "bo"))
    assert other.get("/api/v1/me/notices").json() == {"items": [], "next": None}


def test_the_language_of_her_browser_is_that_of_the_sentences() -> None:
    ada = somebody()
    told(ada, at=timezone.now())
    client = browser(her_account(ada, language="fr"))
    assert "1 non lue<" in text(client, LIST)
    told(ada, 2)
    page = text(client, LIST)
    assert ("2 non lues<" in page, "(2 non lues)" in page) == (True, True)
