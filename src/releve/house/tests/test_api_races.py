"""Programs that change the same month at the same moment: none is lost silently."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from releve.house.tests.api_visits import a_program, over_the_hospital, send, the_month
from releve.roster.models import Roster, Version
from releve.roster.tests.test_searches import together
from releve.roster.tests.wards import a_ward, an_account

ROUNDS = 8


@pytest.mark.django_db(transaction=True)
def test_of_two_programs_that_change_the_same_state_at_once_exactly_one_succeeds() -> None:
    ward = a_ward()
    manager = an_account(ward, "ward_manager")
    clients = [a_program(manager) for _one in range(2)]
    month = the_month(ward)

    def putting(client: Client, number: int, what: str) -> Callable[[], HttpResponse]:
        seen, body = client.get(month)["ETag"], {"version": number}
        return lambda: send(client, "PUT", f"{month}/{what}", body, if_match=seen)

    for _round in range(ROUNDS):
        before = ward.revision()
        in_force = Version.objects.get(roster=ward.roster, state="published").number
        other = 3 - in_force  # what is in force, published again, changes nothing
        answers = together(
            putting(clients[0], in_force, "chosen"), putting(clients[1], other, "published")
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        winner = next(answer for answer in answers if answer.status_code == 200)
        stands = Roster.objects.select_related("chosen").get(pk=ward.roster.pk)
        assert stands.chosen is not None
        assert winner.json()["chosen"] == stands.chosen.number
        assert stands.revision == before + 1


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_into_the_same_table_at_once_exactly_one_succeeds() -> None:
    ward = a_ward()
    manager = over_the_hospital(ward, "hr")
    clients = [a_program(manager) for _one in range(2)]
    address = f"/api/v1/hospitals/{ward.unit.hospital_id}/tables/persons"

    def importing(client: Client, code: str) -> Callable[[], HttpResponse]:
        seen = client.get(address)["ETag"]
        line = {"person": "A1", "family_name": code, "unit": "URG", "role": "nurse"}
        return lambda: send(client, "POST", address, {"lines": [line]}, if_match=seen)

    for number in range(ROUNDS):
        answers = together(
            importing(clients[0], f"Lune{number}"), importing(clients[1], f"Soleil{number}")
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]
