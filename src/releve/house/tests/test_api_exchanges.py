"""Exchanges and open shifts over the API: what was agreed on, and how many volunteer, not who."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from releve.house.tests.api_visits import a_program, code_of, send, told
from releve.roster.actions import Offer, agree_swap, refuse_swap, volunteer
from releve.roster.models import OpenShift
from releve.roster.queries.exchanges import openings_of
from releve.roster.tests.test_exchange_pages import FIRST, a_month

pytestmark = pytest.mark.django_db


def test_an_agreed_exchange_is_listed_and_accepted_once() -> None:
    ward = a_month()
    now = timezone.now()
    swap = ward.ask("ana", "bea", Offer(gives_day=FIRST, gives_shift="J"), at=now)
    client, at = a_program(ward.manager), f"/api/v1/units/{ward.unit.pk}/exchanges"
    assert told(client.get(at))["items"] == []
    agree_swap(swap, actor=ward.actor("bea"), at=now)
    assert [one["state"] for one in told(client.get(at))["items"]] == ["agreed"]
    assert told(send(client, "POST", f"{at}/{swap.pk}/accept", {}))["state"] == "accepted"
    assert code_of(send(client, "POST", f"{at}/{swap.pk}/accept", {})) == (409, "conflict")
    assert ward.shifts("ana") == []


def test_what_a_colleague_did_not_take_up_is_not_there() -> None:
    ward = a_month()
    now = timezone.now()
    swap = ward.ask("ana", "bea", Offer(gives_day=FIRST, gives_shift="J"), at=now)
    refuse_swap(swap, actor=ward.actor("bea"), at=now)
    client, at = a_program(ward.manager), f"/api/v1/units/{ward.unit.pk}/exchanges"
    assert told(client.get(at))["items"] == []
    assert code_of(send(client, "POST", f"{at}/{swap.pk}/accept", {})) == (404, "not_found")


def test_a_shift_is_offered_counted_and_allotted_without_a_word_of_who_volunteers() -> None:
    ward = a_month()
    ward.wants("cle")
    client, unit = a_program(ward.manager), f"/api/v1/units/{ward.unit.pk}"
    closes = timezone.now() + timedelta(days=1)
    body = {
        "day": f"{FIRST + timedelta(days=4)}",
        "shift": "J",
        "closes_at": closes.isoformat(),
    }
    made = told(send(client, "POST", f"{unit}/rosters/{FIRST}/openings", body), 201)
    opening = openings_of(ward.unit).get(pk=made["id"])
    volunteer(opening, ward.people["cle"], actor=ward.actor("cle"), at=timezone.now())
    (row,) = told(client.get(f"{unit}/openings"))["items"]
    assert (row["volunteers"], row["filled_by"]) == (1, "")
    assert "cle" not in str(row)
    early = send(client, "POST", f"{unit}/openings/{opening.pk}/allot", {})
    assert code_of(early) == (409, "conflict")
    OpenShift.objects.filter(pk=opening.pk).update(closes_at=timezone.now())
    done = told(send(client, "POST", f"{unit}/openings/{opening.pk}/allot", {}))
    assert (done["state"], done["filled_by"]) == ("filled", "cle")
