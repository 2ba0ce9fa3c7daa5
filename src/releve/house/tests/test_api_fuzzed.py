"""The API against its own document: thousands of requests, right and wrong, and no surprise.

Schemathesis reads the document and sends what it allows, what it forbids and what lies between;
all its checks are on. A real account of each function sends them to the real application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connections
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.config._checks import (
    MissingRequiredHeaderConfig,
    NegativeDataRejectionConfig,
    PositiveDataAcceptanceConfig,
)
from schemathesis.engine import events, from_schema

from releve.house.tests.api_visits import a_token, over_the_hospital
from releve.people.vocabulary import FUNCTIONS
from releve.roster.tests.wards import Ward, a_ward, an_account

# What the checks expect by default, and what a document cannot say: which Monday, which order of
# dates, which version there is (422), which state is the present one (412), that none was named
# (428). What is too large or no JSON is refused by its own code.
WRONG = ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428"]
RIGHT = ["2xx", "304", "401", "403", "404", "409", "412", "422", "428"]


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the house does; whichever thread asked leaves no connection behind."""
    try:
        return [b"".join(get_wsgi_application()(environ, start))]
    finally:
        connections.close_all()


def surprises(token: str, *, examples: int, seed: int, known: dict[str, Any]) -> list[str]:
    """Return what was surprising in the answers; ``known``: parameters that lead somewhere."""
    project = ProjectConfig(
        headers={"Authorization": f"Bearer {token}"},
        workers=1,
        parameters=known,
        continue_on_failure=True,
        checks=ChecksConfig(
            positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=RIGHT),
            negative_data_rejection=NegativeDataRejectionConfig(expected_statuses=WRONG),
            missing_required_header=MissingRequiredHeaderConfig(expected_statuses=WRONG),
        ),
        generation=GenerationConfig(max_examples=examples, database="none"),
    )
    config = SchemathesisConfig(seed=seed, projects=ProjectsConfig(default=project))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)
    found, cases = [], 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            found.append(str(getattr(event, "value", None) or event.exception))
        if isinstance(event, events.ScenarioFinished):
            cases += len(event.recorder.cases)
            found += [
                f"{check.failure_info.failure.operation}: {check.failure_info.failure}\n"
                f"{check.failure_info.code_sample}"
                for checks in event.recorder.checks.values()
                for check in checks
                if check.failure_info
            ]
    print(f"{cases} cases")
    assert cases > examples
    return found


def known_in(ward: Ward) -> dict[str, Any]:
    """Return parameters of addresses that exist."""
    return {
        "path.unit": ward.unit.pk,
        "path.hospital": ward.unit.hospital_id,
        "path.starts_on": str(ward.roster.starts_on),
        "path.number": ward.published.number,
    }


@pytest.fixture(autouse=True)
def no_search_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("releve.roster.actions.searches._begin", lambda _search: None)


@pytest.mark.django_db(transaction=True)
def test_a_manager_of_everything_meets_no_surprise() -> None:
    ward = a_ward()
    account = over_the_hospital(ward, "hr")
    account.grants.create(
        function="ward_manager", level=ward.unit, from_on=account.grants.get().from_on
    )
    token = a_token(account)
    assert surprises(token, examples=3, seed=1, known=known_in(ward)) == []


@pytest.mark.campaign
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_program_of_each_function_meets_no_surprise(function: str, is_known: bool) -> None:
    ward = a_ward()
    token = a_token(an_account(ward, function))
    known = known_in(ward) if is_known else {}
    assert surprises(token, examples=60, seed=FUNCTIONS.index(function), known=known) == []
