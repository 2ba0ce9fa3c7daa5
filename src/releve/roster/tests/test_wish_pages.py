"""The pages of wishes: one's own on a telephone, the team's for its manager, and who sees what."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.people.models import Account, Grant
from releve.roster.actions import carry_wishes, close_wishes
from releve.roster.engine.problem import Assignment
from releve.roster.models import Preference, Wish, WishPeriod
from releve.roster.queries.own_wishes import LEAST_TOLD, own_wishes_page
from releve.roster.queries.team_wishes import team_wishes
from releve.roster.tests.months import demand_of
from releve.roster.tests.wards import LONG_AGO, signed_in
from releve.roster.tests.wishing import FIRST, NOW, Wishing, day, off, published, wishing
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db


def open_now(ward: Wishing) -> None:
    """Let the period of a ward be open around the real now, which pages ask."""
    now = timezone.now()
    instants = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    WishPeriod.objects.for_hospital(ward.unit.hospital_id or 0).update(**instants)


def a_ward(*, extra: int = 0, budget: int = 6) -> Wishing:
    """Save a ward whose period is open now; ``ana`` sees rosters."""
    ward = wishing(extra=extra, budget=budget)
    facts = {"function": "caregiver", "level": ward.unit, "from_on": LONG_AGO}
    Grant.objects.create(account=ward.accounts["ana"], **facts)
    return ward


def manager(ward: Wishing, language: str = "en") -> Client:
    """Return a browser of whoever manages the ward."""
    account = Account.objects.create_user("cadre", name="Cadre", hospital=ward.unit.hospital)
    facts = {"function": "ward_manager", "level": ward.unit, "from_on": LONG_AGO}
    Grant.objects.create(account=account, **facts)
    return signed_in(account, language)


def own(rest: str = "") -> str:
    """Return the address of one's own wishes."""
    return f"/planning/wishes/{FIRST}/{rest}"


def team(ward: Wishing, rest: str = "") -> str:
    """Return the address of the wishes of the team."""
    return f"/wards/{ward.unit.pk}/wishes/{FIRST}/{rest}"


def read(client: Client, address: str) -> str:
    """Return what a page says."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_wish_is_stated_seen_and_withdrawn_without_script() -> None:
    ward = a_ward()
    open_now(ward)
    browser = signed_in(ward.accounts["ana"])
    page = read(browser, f"{own()}?day={FIRST}")
    assert "6 points left" in page
    sent = {"ask": "shift N", "day": str(FIRST), "strength": "2"}
    answer = browser.post(own("state/"), sent, follow=True)
    said = answer.content.decode()
    assert "4 points left" in said
    assert "You have stated: 9 March: shift N." in said
    wish = Wish.objects.get()
    browser.post(own(f"{wish.pk}/withdraw/"))
    assert "6 points left" in read(browser, own())


def test_a_weekly_wish_is_stated_from_one_of_its_days() -> None:
    ward = a_ward()
    open_now(ward)
    browser = signed_in(ward.accounts["ana"])
    sent = {"ask": "off", "day": str(day(2)), "strength": "1", "repeat": "true"}
    assert "every Wednesday: to be off" in browser.post(
        own("state/"), sent, follow=True
    ).content.decode().replace("Every", "every")
    assert Wish.objects.get().weekdays == "wed"


def test_what_the_budget_refuses_is_said_and_nothing_is_kept() -> None:
    ward = a_ward(budget=1)
    open_now(ward)
    browser = signed_in(ward.accounts["ana"])
    sent = {"ask": "off", "day": str(FIRST), "strength": "3"}
    answer = browser.post(own("state/"), sent)
    assert answer.status_code == 409
    assert "more than the 1 point that is left" in answer.content.decode()
    nonsense = browser.post(own("state/"), {"ask": "off"})
    assert (nonsense.status_code, Wish.objects.count()) == (409, 0)


def test_a_preference_is_stated_and_withdrawn() -> None:
    ward = a_ward()
    browser = signed_in(ward.accounts["ana"])
    sent = {"kind": "nights", "from_on": "2026-03-01", "to_on": ""}
    said = browser.post("/planning/wishes/preferences/", sent, follow=True).content.decode()
    assert "Rather nights than days" in said
    kept = Preference.objects.get()
    browser.post(f"/planning/wishes/preferences/{kept.pk}/withdraw/")
    assert "None stated." in read(browser, "/planning/wishes/")
    wrong = browser.post("/planning/wishes/preferences/", {"kind": "naps"})
    assert wrong.status_code == 409


def test_another_s_wish_and_another_unit_s_period_are_not_there() -> None:
    ward = a_ward()
    wish = ward.wish("bea", off())
    open_now(ward)
    browser = signed_in(ward.accounts["ana"])
    assert browser.post(own(f"{wish.pk}/withdraw/")).status_code == 404
    assert browser.get("/planning/wishes/2031-01-01/").status_code == 404
    assert Wish.objects.get().withdrawn_at is None


def test_an_account_without_a_line_reads_what_is_missing() -> None:
    ward = a_ward()
    assert "not linked to a line" in read(manager(ward), "/planning/wishes/")


def test_a_unit_without_a_period_says_what_will_appear() -> None:
    ward = a_ward()
    WishPeriod.objects.all().delete()
    browser = signed_in(ward.accounts["ana"])
    assert "No period of wishes has been opened" in read(browser, "/planning/wishes/")


def test_a_small_team_is_told_no_count_at_all() -> None:
    ward = a_ward()
    for person in ("bea", "cle"):
        ward.wish(person, off(strength=3))
    open_now(ward)
    page = read(signed_in(ward.accounts["ana"]), f"{own()}?day={FIRST}")
    assert "1 colleague needed" in read(signed_in(ward.accounts["ana"]), f"{own()}?day={day(1)}")
    assert "wish to be off," not in page
    assert "few wishes or none" not in page
    assert "Fougère" not in page


@pytest.mark.parametrize(
    ("wishes", "told"), [(0, "few"), (LEAST_TOLD - 1, "few"), (LEAST_TOLD, "count")]
)
def test_few_wishes_and_none_are_told_alike_in_a_team_of_eight(wishes: int, told: str) -> None:
    ward = a_ward(extra=5)
    for person in list(ward.people)[1 : 1 + wishes]:
        ward.wish(person, off())
    ward.wish("ana", off())  # her own is not counted among the others
    page = own_wishes_page(ward.accounts["ana"], now=NOW, starts_on=FIRST)
    assert page is not None
    assert page.shown is not None
    asked = page.shown.weeks[0].days[0].asked
    assert (asked.told, asked.others) == (told, wishes if told == "count" else 0)


def test_a_day_that_more_wish_off_than_can_be_is_marked() -> None:
    ward = a_ward(extra=5)
    for person in list(ward.people)[1:]:
        ward.wish(person, off(day(1)))
    page = own_wishes_page(ward.accounts["ana"], now=NOW, starts_on=FIRST)
    assert page is not None
    assert page.shown is not None
    asked = [one.asked for week in page.shown.weeks for one in week.days]
    # The month knows three of the eight; one of the ward's people is needed that Tuesday.
    assert [(one.others, one.places, one.is_contested) for one in asked[:2]] == [
        (0, 8, False),
        (7, 7, False),
    ]
    ward.wish("ana", off(day(1)))
    found = team_wishes(page.shown.period, now=NOW)
    assert [one.day for one in found.contested] == [day(1)]


def test_a_closed_period_says_what_became_of_each_wish() -> None:
    ward = a_ward()
    ward.wish("ana", off(day(1), 3))
    ward.wish("ana", off(day(2)))
    browser = signed_in(ward.accounts["ana"])
    assert "What becomes of each appears here" in read(browser, own())
    published(ward, Assignment("ana", day(1), "J"))
    page = read(browser, own())
    assert "not granted" in page
    assert f"?person=ana&amp;day={day(1)}#why" in page
    assert '<span class="calm">granted</span>' in page


def test_the_manager_opens_reads_closes_and_carries() -> None:
    ward = a_ward()
    WishPeriod.objects.all().delete()
    browser = manager(ward)
    now = timezone.localtime()
    sent = {
        "starts_on": str(FIRST),
        "ends_on": str(day(6)),
        "opens_at": f"{now - timedelta(days=1):%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}",
        "budget": "6",
    }
    answer = browser.post(f"/wards/{ward.unit.pk}/wishes/open/", sent, follow=True)
    assert "6 points each" in answer.content.decode()
    again = browser.post(f"/wards/{ward.unit.pk}/wishes/open/", sent)
    assert (again.status_code, "Another period of wishes" in again.content.decode()) == (409, True)
    signed_in(ward.accounts["ana"]).post(
        own("state/"), {"ask": "off", "day": str(day(1)), "strength": "3"}
    )
    assert "Fougère-ana (3)" in read(browser, team(ward))
    early = browser.post(team(ward, "carry/"))
    assert (early.status_code, "still open" in early.content.decode()) == (409, True)
    browser.post(team(ward, "close/"))
    carried = browser.post(team(ward, "carry/")).content.decode()
    assert "1 day with a wish is in the month now." in carried
    assert [one.person for one in demand_of(ward.roster).problem.wishes] == ["ana"]
    said = read(browser, team(ward))
    assert "Without a wish" in said
    assert "Fougère-bea" in said
    assert "1 of 3 have stated something" in read(browser, f"/wards/{ward.unit.pk}/wishes/")


def test_the_team_s_page_and_its_copies_say_the_same_and_are_noted() -> None:
    ward = a_ward()
    ward.wish("ana", off(day(1), 3))
    ward.wish("bea", off(day(2)))
    close_wishes(ward.period, actor=HOUSE, at=NOW)
    carry_wishes(ward.period, actor=HOUSE, at=NOW)
    published(ward, Assignment("ana", day(1), "J"))
    browser = manager(ward)
    page = read(browser, team(ward))
    assert "not granted" in page
    rows = list(csv.DictReader(io.StringIO(read(browser, team(ward, "wishes.csv")))))
    found = json.loads(read(browser, team(ward, "wishes.json")))
    assert [(row["person"], row["asked_days"], row["granted_days"]) for row in rows] == [
        ("ana", "1", "0"),
        ("bea", "1", "1"),
    ]
    assert [one["person"] for one in found] == ["ana", "bea"]
    assert browser.get(team(ward, "wishes.pdf")).status_code == 404
    assert Entry.objects.filter(verb="roster.wishes.carry").count() == 1


def test_nobody_but_whoever_manages_reads_the_wishes_of_a_team() -> None:
    ward = a_ward()
    ward.wish("bea", off())
    browser = signed_in(ward.accounts["ana"])
    for address in (team(ward), team(ward, "wishes.csv"), f"/wards/{ward.unit.pk}/wishes/"):
        answer = browser.get(address)
        assert (answer.status_code, b"Foug" in answer.content) == (403, False)
