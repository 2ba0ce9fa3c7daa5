"""The pages of the audit trail: who may ask, who agrees, what is shown, and to nobody else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries, Settings

from releve.kit.actors import HOUSE
from releve.people.models import Account, Grant, Level, Person, Role
from releve.people.tests.builders import a_hospital
from releve.trail.actions import Part, ask_to_read, note_change
from releve.trail.models import Entry, ReadingRequest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_key(settings: Settings, tmp_path: Path) -> None:
    settings.TRAIL_KEY_FILE = tmp_path / "key"


def an_account(name: str, function: str, level: Level, *, hospital: Level | None = None) -> Account:
    """Save an account with one function at a level."""
    account = Account.objects.create_user(username=name, name=name.title(), hospital=hospital)
    Grant.objects.create(account=account, function=function, level=level, from_on=date(2020, 1, 1))
    return account


def browser(account: Account, language: str = "en") -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client(headers={"accept-language": language})
    client.force_login(account)
    return client


def two_readers() -> tuple[Level, Client, Client]:
    """Return a hospital, the browser of its administrator and that of a staff representative."""
    hospital = a_hospital()
    ada = an_account("ada", "administrator", hospital, hospital=hospital)
    bo = an_account("bo", "staff_representative", hospital, hospital=hospital)
    return hospital, browser(ada), browser(bo)


def ask(client: Client, **other: str) -> int:
    """Send the form and return the status."""
    today = localdate().isoformat()
    form = {"purpose": "error", "reason": "a shift vanished", "from_on": today, "to_on": today}
    return client.post("/trail/", {**form, **other}).status_code


def test_one_asks_another_agrees_and_both_read() -> None:
    hospital, ada, bo = two_readers()
    with transaction.atomic():
        note_change(HOUSE, "people.contract.change", kind="contract", key=5, hospital=hospital.pk)
    assert ask(ada, kind="contract") == 302
    number = ReadingRequest.objects.get().pk
    assert "Waits for a second person." in ada.get("/trail/").content.decode()
    assert ada.get(f"/trail/{number}/").status_code == 409
    assert ada.post(f"/trail/{number}/agree/").status_code == 409
    assert bo.post(f"/trail/{number}/agree/")["Location"] == f"/trail/{number}/"
    for client in (ada, bo):
        page = client.get(f"/trail/{number}/").content.decode()
        assert "people.contract.change" in page
        assert "never read to appraise" in " ".join(page.split())
    readers = Entry.objects.filter(verb="trail.entries.read").values_list("actor_name", flat=True)
    assert sorted(readers) == ["Ada", "Bo"]


def test_who_may_not_read_the_trail_finds_no_page() -> None:
    hospital, ada, _bo = two_readers()
    ask(ada)
    number = ReadingRequest.objects.get().pk
    manager = browser(an_account("cy", "ward_manager", hospital, hospital=hospital))
    assert manager.get("/trail/").status_code == 404
    assert ask(manager) == 404
    assert manager.post(f"/trail/{number}/agree/").status_code == 404
    assert manager.get(f"/trail/{number}/").status_code == 404
    assert Client().get("/trail/").status_code == 302


def test_a_function_in_one_unit_opens_no_trail_of_the_hospital() -> None:
    hospital, _ada, _bo = two_readers()
    unit = Level.objects.filter(hospital=hospital, kind="unit")[0]
    client = browser(an_account("dee", "staff_representative", unit, hospital=hospital))
    assert client.get("/trail/").status_code == 404


def test_an_account_above_hospitals_chooses_one_that_is_open_to_it() -> None:
    hospital, ada, _bo = two_readers()
    group = Level.objects.get(kind="ght")
    eve = browser(an_account("eve", "administrator", group))
    assert hospital.name in eve.get("/trail/").content.decode()
    assert eve.get(f"/trail/?hospital={hospital.pk}").status_code == 200
    assert eve.get("/trail/?hospital=999999").status_code == 404
    ask(ada)
    number = ReadingRequest.objects.get().pk
    assert eve.post(f"/trail/{number}/agree/").status_code == 302


def test_a_form_with_a_fault_is_shown_again_with_what_is_wrong() -> None:
    _hospital, ada, _bo = two_readers()
    assert ask(ada, to_on="2020-01-01") == 400
    assert ask(ada, purpose="appraisal") == 400
    assert ask(ada, key="5") == 400
    for day in ("9999-12-31", "0001-01-01"):
        assert ask(ada, from_on=day, to_on=day) == 400
    assert ReadingRequest.objects.count() == 0


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999", "²", "٣", "9" * 5000])
def test_a_page_that_is_no_page_is_not_there(page: str) -> None:
    _hospital, ada, _bo = two_readers()
    assert ada.get("/trail/1/", {"page": page}).status_code == 404


def test_the_list_costs_the_same_however_many_requests_there_are(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    _hospital, ada, _bo = two_readers()
    for _ in range(12):
        ask(ada)
    with django_assert_max_num_queries(10):
        assert ada.get("/trail/").status_code == 200


def test_the_page_speaks_french() -> None:
    hospital, _ada, _bo = two_readers()
    client = browser(an_account("flo", "administrator", hospital, hospital=hospital), "fr")
    page = " ".join(client.get("/trail/").content.decode().split())
    assert "Il n’est jamais consulté pour évaluer quelqu’un." in page


def test_the_installation_s_trail_takes_the_permission_at_every_hospital() -> None:
    moon, _ada, _bo = two_readers()
    sun = Level.objects.create(code="CH-SOLEIL", kind="hospital", name="Hôpital du Soleil")
    unit = Level.objects.filter(hospital=moon, kind="unit")[0]
    narrow = [browser(an_account(name, "administrator", unit)) for name in ("eve", "fay")]
    middling = browser(an_account("gil", "administrator", moon))
    for client in narrow:
        assert client.get("/trail/").status_code == 404
        assert ask(client) == 404
    # Of one hospital among two: that one's page is shown, and what is asked is asked of it.
    page = middling.get("/trail/").content.decode()
    assert (moon.name in page, "The installation itself" in page) == (True, False)
    assert ask(middling) == 302
    assert [one.hospital for one in ReadingRequest.objects.all()] == [moon.pk]
    wide = an_account("hal", "administrator", moon)
    Grant.objects.create(
        account=wide, function="administrator", level=sun, from_on=date(2020, 1, 1)
    )
    assert "The installation itself" in browser(wide).get("/trail/").content.decode()


def test_a_request_for_the_installation_is_agreed_to_by_who_may_read_at_every_hospital() -> None:
    moon, _ada, _bo = two_readers()
    Level.objects.create(code="CH-MARS", kind="hospital", name="Mars")
    part = Part(from_on=localdate(), to_on=localdate())
    number = ask_to_read(HOUSE, part, hospital=None, purpose="error", reason="essai").pk
    client = browser(an_account("eve", "administrator", moon))
    assert client.post(f"/trail/{number}/agree/").status_code == 404
    assert client.get(f"/trail/{number}/").status_code == 404


def test_somebody_with_two_accounts_does_not_agree_with_herself() -> None:
    hospital, ada, bo = two_readers()
    unit = Level.objects.filter(hospital=hospital, kind="unit")[0]
    role = Role.objects.get(key="nurse")
    facts = {"hospital": hospital, "unit": unit, "role": role}
    person = Person.objects.create(code="n1", family_name="Brume", **facts)
    accounts = Account.objects.for_hospital(hospital)
    other = an_account("ada-2", "staff_representative", hospital, hospital=hospital)
    accounts.filter(username__in=["ada", "ada-2"]).update(person=person)
    ask(ada)
    number = ReadingRequest.objects.get().pk
    answer = browser(other).post(f"/trail/{number}/agree/")
    assert answer.status_code == 409
    assert "another account of yours" in answer.content.decode()
    assert ReadingRequest.objects.get().agreed_by == ""
    assert bo.post(f"/trail/{number}/agree/").status_code == 302
