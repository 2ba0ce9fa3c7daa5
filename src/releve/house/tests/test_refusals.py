"""What a page answers where an action or a question refuses: 404 or 403, never a fault of ours."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from releve.house.urls import urlpatterns as house_urls
from releve.kit.actors import HOUSE
from releve.kit.permissions import Permission
from releve.people.actions import give_function
from releve.people.models import Account, Level
from releve.people.queries import actor_of, check_at
from releve.people.tests.builders import a_hospital


def _asks(request: HttpRequest, permission: str, code: str) -> HttpResponse:
    assert isinstance(request.user, Account)
    level = Level.objects.get(code=code)
    check_at(actor_of(request.user), Permission(permission), level)
    return HttpResponse("inside")


urlpatterns = [*house_urls, path("asks/<str:permission>/<str:code>/", _asks)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.mark.parametrize(
    ("permission", "code", "status"),
    [
        ("roster.see", "URG", 200),
        ("roster.manage", "URG", 403),
        ("roster.counters", "URG", 404),
        ("roster.see", "CARDIO", 404),
        ("roster.manage", "CARDIO", 404),
        ("people.accounts", "CH-LUNE", 404),
    ],
)
def test_what_one_may_not_see_is_404_and_what_one_may_not_do_403(
    permission: str, code: str, status: int
) -> None:
    hospital = a_hospital()
    ada = Account.objects.create_user("ada", name="Ada", hospital=hospital)
    unit = Level.objects.get(code="URG")
    give_function(ada, actor=HOUSE, function="caregiver", level=unit, from_on=date(2020, 1, 1))
    client = Client()
    client.force_login(ada)
    answer = client.get(f"/asks/{permission}/{code}/")
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
