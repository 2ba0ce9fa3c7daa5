"""The API against its own document: thousands of requests, right and wrong, and no surprise.

Schemathesis reads the document and sends what it allows, what it forbids and what lies between;
all its checks are on. A real account of each function sends them to the real application.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from pytest_django.live_server_helper import LiveServer
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    PhasesConfig,
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

from releve.house.api import document
from releve.house.tests.api_visits import a_token, over_the_hospital
from releve.kit.actors import HOUSE
from releve.people.models import Account
from releve.people.vocabulary import FUNCTIONS
from releve.roster.actions import ask_search
from releve.roster.tests.wards import LONG_AGO, Ward, a_ward, an_account

# What the checks expect by default, and what a document cannot say: which Monday, which order of
# dates, which version there is (422), which state is the present one (412), that none was named
# (428). What is too large or no JSON is refused by its own code.
WRONG = ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428"]
RIGHT = ["2xx", "304", "401", "403", "404", "409", "412", "422", "428"]

ALL_PHASES = ["examples", "coverage", "fuzzing", "stateful"]


def surprises(
    server: LiveServer,
    account: Account,
    *,
    examples: int,
    phases: list[str],
    known: dict[str, Any],
    seed: int = 1,
) -> list[str]:
    """Return what was surprising in the answers; ``known``: parameters that lead somewhere."""
    run = PhasesConfig()
    run.update(phases=phases)
    project = ProjectConfig(
        base_url=server.url,
        # Closed after each answer: a server's thread that waits for more keeps its database.
        headers={"Authorization": f"Bearer {a_token(account)}", "Connection": "close"},
        workers=1,
        continue_on_failure=True,
        phases=run,
        checks=ChecksConfig(
            positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=RIGHT),
            negative_data_rejection=NegativeDataRejectionConfig(expected_statuses=WRONG),
            missing_required_header=MissingRequiredHeaderConfig(expected_statuses=WRONG),
        ),
        generation=GenerationConfig(max_examples=examples, database="none"),
    )
    config = SchemathesisConfig(seed=seed, projects=ProjectsConfig(default=project))
    schema = schemathesis.openapi.from_dict(leading_to(known), config=config)
    found, cases = [], 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError):
            found.append(f"{event.label}: {event.value}")
        if isinstance(event, events.FatalError):
            found.append(str(event.exception))
        if isinstance(event, events.ScenarioFinished):
            cases += len(event.recorder.cases)
            found += [
                f"{check.failure_info.failure.operation}: {check.failure_info.failure}\n"
                f"{check.failure_info.code_sample}"
                for checks in event.recorder.checks.values()
                for check in checks
                if check.failure_info
            ]
    assert cases > examples * len(document()["paths"])
    return found


def leading_to(known: dict[str, Any]) -> dict[str, Any]:
    """Return the document with addresses narrowed to those that exist."""
    told = document()
    for methods in told["paths"].values():
        for operation in methods.values():
            for parameter in operation["parameters"]:
                if parameter["in"] == "path" and parameter["name"] in known:
                    parameter["schema"]["enum"] = [known[parameter["name"]]]
    return told


def known_in(ward: Ward) -> dict[str, Any]:
    """Return parameters of addresses that exist."""
    search, _is_new = ask_search(ward.roster, actor=HOUSE)
    return {
        "unit": ward.unit.pk,
        "hospital": ward.unit.hospital_id,
        "starts_on": str(ward.roster.starts_on),
        "number": ward.published.number,
        "search": search.pk,
    }


@pytest.mark.django_db(transaction=True)
def test_whoever_may_most_meets_no_surprise(live_server: LiveServer) -> None:
    ward = a_ward()
    account = over_the_hospital(ward, "hr")
    account.grants.create(function="ward_manager", level=ward.unit, from_on=LONG_AGO)
    known = known_in(ward)
    assert surprises(live_server, account, examples=4, phases=["fuzzing"], known=known) == []


@pytest.mark.campaign
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_program_of_each_function_meets_no_surprise(
    function: str, live_server: LiveServer
) -> None:
    ward = a_ward()
    account, known = an_account(ward, function), known_in(ward)
    found = surprises(live_server, account, examples=30, phases=ALL_PHASES, known=known)
    assert found == []


@pytest.mark.campaign
@pytest.mark.django_db(transaction=True)
def test_addresses_that_lead_nowhere_are_no_surprise(live_server: LiveServer) -> None:
    account = an_account(a_ward(), "ward_manager")
    found = surprises(live_server, account, examples=30, phases=ALL_PHASES, known={})
    assert found == []
