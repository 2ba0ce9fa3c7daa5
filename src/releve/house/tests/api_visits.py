"""Programs that call the API, for its tests; the hospital of the Moon is fictional."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from releve.people.actions import create_token
from releve.people.models import Account
from releve.people.queries import actor_of, permissions_anywhere
from releve.roster.tests.wards import LONG_AGO, Ward, an_account

TODAY_AND_LATER = 30


def a_token(account: Account, *scopes: str) -> str:
    """Give an account a token, with all it may where no scope is named."""
    had = scopes or tuple(permissions_anywhere(account, on=LONG_AGO))
    _token, text = create_token(
        account, actor=actor_of(account), name="tests", scopes=had, days=TODAY_AND_LATER
    )
    return text


def a_program(account: Account, *scopes: str, language: str = "en") -> Client:
    """Return a program that sends a token of an account."""
    headers = {"authorization": f"Bearer {a_token(account, *scopes)}", "accept-language": language}
    return Client(headers=headers)


def the_month(ward: Ward) -> str:
    """Return the address of a ward's month in the API."""
    return f"/api/v1/units/{ward.unit.pk}/rosters/{ward.roster.starts_on}"


def send(
    client: Client, method: str, address: str, body: Any, *, if_match: str | None = None
) -> Any:
    """Send a document as JSON; text goes as it is."""
    content = body if isinstance(body, str) else json.dumps(body)
    headers = {} if if_match is None else {"if-match": if_match}
    return client.generic(
        method, address, content, content_type="application/json", headers=headers
    )


def told(answer: Any, status: int = 200) -> Any:
    """Return the document of an answer of that status."""
    assert answer.status_code == status, answer.content.decode()[:2000]
    return json.loads(answer.content)


def code_of(answer: Any) -> tuple[int, str]:
    """Return the status and the code of a problem, which must be a whole one."""
    assert answer["Content-Type"] == "application/problem+json", answer.content.decode()[:500]
    problem = json.loads(answer.content)
    assert set(problem) == {"type", "title", "status", "code", "detail", "errors"}
    assert problem["status"] == answer.status_code
    assert problem["detail"].endswith(".")
    return answer.status_code, problem["code"]


def over_the_hospital(ward: Ward, function: str) -> Account:
    """Save an account with a function in a ward's whole hospital."""
    account = an_account(ward, function, name=f"{function}-of-all")
    account.grants.update(level=ward.unit.hospital)
    return account
