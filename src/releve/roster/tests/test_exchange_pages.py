"""The pages of exchanges and open shifts: a journey on the telephone, and the manager's page."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from releve.roster.actions import open_shift, volunteer
from releve.roster.actions.openings import Post
from releve.roster.engine.problem import Assignment
from releve.roster.engine.tests.builders import twelve_hours
from releve.roster.models import OpenShift, OptIn, Swap, SwapRule
from releve.roster.tests.conftest import Releve
from releve.roster.tests.exchanging import Exchanging, exchanging, quiet_problem
from releve.roster.tests.wards import signed_in

pytestmark = pytest.mark.django_db

FIRST = timezone.localdate() + timedelta(days=35 - timezone.localdate().weekday())
"""A Monday to come: pages ask the clock."""


def a_month() -> Exchanging:
    """Save a published month to come: ana on Monday, bea on Wednesday."""
    problem = quiet_problem(
        starts_on=FIRST, ends_on=FIRST + timedelta(days=6), decisions=(twelve_hours(first=FIRST),)
    )
    shifts = (Assignment("ana", FIRST, "J"), Assignment("bea", FIRST + timedelta(days=2), "J"))
    return exchanging(problem=problem, plan=shifts)


def browser(ward: Exchanging, who: str, language: str = "en") -> Client:
    """Return a browser of one of the people, or of the manager."""
    return signed_in(ward.manager if who == "cadre" else ward.accounts[who], language)


def read(client: Client, address: str) -> str:
    """Return a page as text."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_whole_exchange_from_the_first_tap_to_the_changed_roster() -> None:
    ward = a_month()
    ana, bea, head = (browser(ward, who) for who in ("ana", "bea", "cadre"))
    assert f"/planning/exchanges/{FIRST}/J/" in read(ana, "/planning/")
    back = f"{FIRST + timedelta(days=2)} J"
    choices = read(ana, f"/planning/exchanges/{FIRST}/J/?colleague=bea&back={back}")
    assert "For a shift of a colleague" in choices
    assert 'name="colleague" value="bea"' in choices
    sent = {"day": f"{FIRST}", "shift": "J", "colleague": "bea", "back": back}
    assert ana.post("/planning/exchanges/ask/", sent).status_code == 302
    swap = Swap.objects.get()
    assert "would give you" in read(bea, "/planning/exchanges/")
    assert bea.post(f"/planning/exchanges/{swap.pk}/agree/").status_code == 302
    page = f"/wards/{ward.unit.pk}/exchanges/"
    assert "Every post is covered as before." in read(head, page)
    assert head.post(f"{page}{swap.pk}/accept/").status_code == 302
    assert ward.shifts("ana") == [(2, "J")]
    assert "accepted" in read(ana, "/planning/exchanges/")


def test_not_this_time_is_seen_by_the_two_alone() -> None:
    ward = a_month()
    ana, bea, head = (browser(ward, who) for who in ("ana", "bea", "cadre"))
    sent = {"day": f"{FIRST}", "shift": "J", "colleague": "bea", "back": ""}
    ana.post("/planning/exchanges/ask/", sent)
    swap = Swap.objects.get()
    bea.post(f"/planning/exchanges/{swap.pk}/refuse/")
    assert "not this time" in read(ana, "/planning/exchanges/")
    page = read(head, f"/wards/{ward.unit.pk}/exchanges/")
    assert "Nothing to decide" in page
    assert "not this time" not in page
    assert head.post(f"/wards/{ward.unit.pk}/exchanges/{swap.pk}/accept/").status_code == 404


def test_an_exchange_of_others_is_not_there() -> None:
    ward = a_month()
    sent = {"day": f"{FIRST}", "shift": "J", "colleague": "bea", "back": ""}
    browser(ward, "ana").post("/planning/exchanges/ask/", sent)
    swap = Swap.objects.get()
    cle = browser(ward, "cle")
    for act in ("agree", "refuse", "withdraw"):
        assert cle.post(f"/planning/exchanges/{swap.pk}/{act}/").status_code == 404
    assert cle.get(f"/planning/exchanges/{FIRST}/J/").status_code == 404  # not her shift


def test_a_shift_is_offered_from_a_hole_and_taken_by_somebody_who_asked_to_hear() -> None:
    ward = a_month()
    cle, head = browser(ward, "cle"), browser(ward, "cadre")
    assert "You have not asked to hear of open shifts" in read(cle, "/planning/exchanges/")
    cle.post("/planning/exchanges/offers/", {"wants": "true"})
    assert OptIn.objects.get().wants
    page = f"/wards/{ward.unit.pk}/exchanges/"
    day = FIRST + timedelta(days=4)
    assert f'value="{day}|J|ide|"' in read(head, page)
    closes = timezone.localtime() + timedelta(days=1)
    sent = {"post": f"{day}|J|ide|", "closes_at": f"{closes:%Y-%m-%dT%H:%M}", "way": "first"}
    assert head.post(f"/wards/{ward.unit.pk}/openings/", sent).status_code == 302
    opening = OpenShift.objects.get()
    assert "I would take it" in read(cle, "/planning/exchanges/")
    assert cle.post(f"/planning/openings/{opening.pk}/volunteer/").status_code == 302
    assert "It is yours" in read(cle, "/planning/exchanges/")
    assert (4, "J") in ward.shifts("cle")


def test_the_rule_is_set_on_the_page_and_what_cannot_be_says_why() -> None:
    ward = a_month()
    head = browser(ward, "cadre")
    page = f"/wards/{ward.unit.pk}/exchanges/"
    head.post(f"{page}rule/", {"accepts": "true", "days_ahead": "5"})
    assert (SwapRule.objects.get().accepts, SwapRule.objects.get().days_ahead) == (True, 5)
    answer = head.post(f"{page}rule/", {"days_ahead": "900"})
    assert answer.status_code == 409
    assert "Choose between 0 and 90 days." in answer.content.decode()


def test_the_pages_speak_french_and_say_what_will_appear() -> None:
    ward = a_month()
    own = read(browser(ward, "cle", "fr"), "/planning/exchanges/")
    assert "Aucune proposition d’échange pour vous." in own
    assert "il n’est compté nulle part" in own
    team = read(browser(ward, "cadre", "fr"), f"/wards/{ward.unit.pk}/exchanges/")
    assert "Rien à décider." in team


def test_the_command_line_lists_what_the_page_shows(releve: Releve) -> None:
    ward = a_month()
    OptIn.objects.create(
        hospital=ward.unit.hospital,  # type: ignore[misc]  # a unit of a hospital
        person=ward.people["cle"],
        wants=True,
        set_at=timezone.now(),
    )
    now = timezone.now()
    post = Post(day=FIRST + timedelta(days=4), shift="J")
    closes = now + timedelta(days=1)
    opening = open_shift(ward.roster, post, closes_at=closes, actor=ward.head, at=now)
    volunteer(opening, ward.people["cle"], actor=ward.actor("cle"), at=now)
    facts = ("--unit", "URG", "--as", "cadre", "--json", "-")
    told = json.loads(releve("exchanges", "openings", *facts).out)
    assert [(one["state"], one["volunteers"]) for one in told] == [("open", 1)]
    assert json.loads(releve("exchanges", "list", *facts).out) == []
    assert releve("exchanges", "expire", "--unit", "URG", "--as", "cadre").code == 0
