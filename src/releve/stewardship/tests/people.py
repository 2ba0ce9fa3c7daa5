"""Who looks at the register, in tests: accounts of the hospital of the Moon, and their browsers."""

from __future__ import annotations

from datetime import date

from django.test import Client

from releve.kit.actors import HOUSE, Actor
from releve.people.actions import create_account, give_function
from releve.people.models import Account, Level, Person
from releve.people.queries import actor_of


def an_account(
    hospital: Level, function: str = "", *, level: Level | None = None, person: Person | None = None
) -> Account:
    """Return an account of the hospital, with a function at it or at one of its levels."""
    account = create_account(
        actor=HOUSE,
        username=f"who-{function or 'nobody'}",
        name=f"Ana {function}".strip(),
        password=None,
        hospital=hospital,
        person=person,
    )
    if function:
        give_function(
            account,
            actor=HOUSE,
            function=function,
            level=level or hospital,
            from_on=date(2020, 1, 1),
        )
    return account


def acting(hospital: Level, function: str = "") -> Actor:
    """Return somebody of the hospital who acts."""
    return actor_of(an_account(hospital, function))


def a_browser(account: Account | None = None, *, language: str = "en") -> Client:
    """Return a browser, with somebody signed in or nobody."""
    client = Client(headers={"accept-language": language})
    if account is not None:
        client.force_login(account)
    return client


def text(client: Client, address: str, *, status: int = 200) -> str:
    """Return what a page says."""
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()
