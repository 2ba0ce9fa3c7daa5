"""No way operates a tool past its gate: actions, pages, the API, verbs and jobs.

A third party's tool is asked by one action alone. Of the roster engine, every function from which
the solver is reached is found in the code. It works on plain files, or it is marked as operating
the engine, or it comes to the solver by such a one alone. And each one that is marked runs for
nobody who is not trained, and in no unit in which the tool is not open.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from house_actions import CALLS, public_actions
from house_gate import TOOL_ROUTES, TOOL_VERBS, train
from house_reaching import Function, doors, modules, reaching
from house_routes import Route, routes
from releve.cli import run
from releve.kit.actors import HOUSE, Actor
from releve.kit.console import BAD_INPUT
from releve.kit.gates import GateClosedError, tool_of
from releve.people.api.faults import MEDIA_TYPE
from releve.people.models import Account
from releve.people.queries import actor_of
from releve.roster.actions import ask_search, start_search
from releve.roster.actions.search_process import run_search
from releve.roster.engine.result import Result
from releve.roster.gate import TOOL
from releve.roster.models import Search
from releve.roster.tests.months import now
from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in, trained
from releve.stewardship.actions import ask_tool, stop_tool
from releve.stewardship.models import Connection, Tool, ToolPlace, ToolQuestion
from releve.stewardship.tests.opened import open_tool
from releve.training.models import Proof

ON_FILES: frozenset[Function] = frozenset(
    {
        ("releve.roster.cli.cycle.solving", "_search"),
        ("releve.roster.cli.cycle.solving", "solve_file"),
        ("releve.roster.cli.demo", "demo"),
        ("releve.roster.cli.repair", "repair"),
        ("releve.roster.cli.solve", "search"),
        ("releve.roster.cli.solve", "solve"),
    }
)
"""Verbs on plain files: nobody's unit, and no table is touched."""

BELOW: frozenset[Function] = frozenset(
    {
        ("releve.roster.actions.search_process", "_found"),
        ("releve.roster.actions.search_process", "_search"),
    }
)
"""The inside of ``run_search``, which has asked the gate."""


def named(function: Function) -> object:
    """Return what a name of a module stands for."""
    return getattr(import_module(function[0]), function[1], None)


def marked() -> frozenset[Function]:
    """Return the functions that reach the solver and are marked as operating the engine."""
    return frozenset(one for one in reaching() if tool_of(named(one)) == TOOL)


def test_every_way_to_the_solver_is_marked_or_works_on_plain_files() -> None:
    assert reaching(gates=marked()) == ON_FILES | BELOW
    assert marked() == {
        ("releve.house.demo.cli", "_solve"),
        ("releve.roster.actions.search_job", "start_search"),
        ("releve.roster.actions.search_process", "run_search"),
    }


def test_the_inside_of_a_search_is_called_by_a_search_alone() -> None:
    inside = {name for _module, name in BELOW}
    module = modules()["releve.roster.actions.search_process"]
    callers = {
        caller
        for caller, node in module.functions.items()
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and part.id in inside and part.id != caller
    }
    assert callers == {"run_search", "_search"}
    assert all(name.startswith("_") for name in inside)


def test_verbs_on_plain_files_touch_no_table() -> None:
    for module, _name in ON_FILES:
        imported = {target for target, _what in modules()[module].imports.values()}
        assert not {one for one in imported if ".models" in one or ".actions" in one}, module


def test_the_doors_of_the_solver_are_known() -> None:
    assert {name for _module, name in doors()} == {"repair", "solve_cycle", "solve_in_child"}


def test_every_marked_action_is_one_that_the_walks_know() -> None:
    names = {name for name, action in public_actions().items() if tool_of(action)}
    assert names == {"ask_search", "start_search", "ask_tool"} <= set(CALLS)


def test_the_routes_that_reach_the_engine_are_those_the_walks_know() -> None:
    whole = {name for module, name in reaching() if ".views." in module or ".api.routes" in module}
    assert whole == {"start", "start_search"}
    assert {route.name for route in routes() if route.name in TOOL_ROUTES} == TOOL_ROUTES
    assert {"roster months search"} == TOOL_VERBS


@pytest.fixture
def ward(db: None, monkeypatch: pytest.MonkeyPatch) -> Ward:  # noqa: ARG001 - the tables
    """A ward whose engine is open; a solver that is reached fails the test."""

    def reached(*_given: Any, **_options: Any) -> Result:
        pytest.fail("the solver was reached")

    monkeypatch.setattr("releve.roster.actions.search_process.solve_in_child", reached)
    return a_ward()


def untrained(ward: Ward) -> Account:
    """Return a manager of the ward who is a person of it and has passed nothing."""
    account = trained(an_account(ward, "ward_manager"))
    Proof.objects.for_hospital(ward.roster.hospital).delete()
    return account


def closed(ward: Ward) -> Account:
    """Return a trained manager of the ward, where no step of the engine has opened."""
    account = trained(an_account(ward, "ward_manager"))
    ToolPlace.objects.for_hospital(ward.roster.hospital).delete()
    return account


LACKING: dict[str, tuple[Callable[[Ward], Account], str]] = {
    "untrained": (untrained, "training_missing"),
    "closed unit": (closed, "not_opened_here"),
}


@pytest.mark.parametrize("case", LACKING)
@pytest.mark.parametrize("act", [ask_search, start_search])
def test_no_marked_action_runs(ward: Ward, act: Callable[..., object], case: str) -> None:
    make, code = LACKING[case]
    account = make(ward)
    worker = Actor("worker", hospital=account.hospital_id, on_behalf_of=f"account:{account.pk}")
    for actor in (actor_of(account), worker):
        with pytest.raises(GateClosedError) as refused:
            act(ward.roster, actor=actor)
        assert code in {lack.code for lack in refused.value.lacks}
    assert not ward.roster.searches.exists()


@pytest.mark.parametrize("case", LACKING)
def test_the_marked_action_of_a_third_party_s_tool_does_not_run(ward: Ward, case: str) -> None:
    account = trained(an_account(ward, "ward_manager"))
    hospital = ward.roster.hospital
    assert account.person is not None
    tool = open_tool(hospital, "letters", [ward.unit], [account.person])
    Connection.objects.create(
        hospital=hospital,
        tool=tool,
        kind="openai_compatible",
        address="https://outil.example/v1",
        model="petit",
        activity="documentation",
    )
    rows, code = {
        "untrained": (Proof.objects.for_hospital(hospital), "training_missing"),
        "closed unit": (ToolPlace.objects.for_hospital(hospital), "not_opened_here"),
    }[case]
    ask = partial(ask_tool, tool, ward.unit, "Un texte", actor=actor_of(account), names_nobody=True)
    assert ask().state == "waiting"
    rows.delete()
    with pytest.raises(GateClosedError) as refused:
        ask()
    assert code in {lack.code for lack in refused.value.lacks}
    assert ToolQuestion.objects.for_hospital(hospital).count() == 1


def test_the_installation_itself_operates_nothing_in_a_closed_unit(ward: Ward) -> None:
    closed(ward)
    for act in (ask_search, start_search):
        with pytest.raises(GateClosedError):
            act(ward.roster, actor=HOUSE)


@pytest.mark.parametrize("case", LACKING)
def test_a_search_that_waited_is_not_begun(ward: Ward, case: str) -> None:
    account = trained(an_account(ward, "ward_manager", name="avant"))
    search, _is_new = ask_search(ward.roster, actor=actor_of(account))
    make, _code = LACKING[case]
    make(ward)
    assert run_search(search) is True
    assert now(search).state == "refused"


def test_what_is_found_after_a_stop_is_not_kept(monkeypatch: pytest.MonkeyPatch, db: None) -> None:  # noqa: ARG001 - the tables
    ward = a_ward()
    account = trained(an_account(ward, "ward_manager"))
    search, _is_new = ask_search(ward.roster, actor=actor_of(account))
    versions = ward.roster.versions.count()

    def found(*_given: Any, **_options: Any) -> Result:
        tool = Tool.objects.for_hospital(ward.roster.hospital).get(key=TOOL)
        assert stop_tool(tool, unit=ward.unit, actor=actor_of(account))
        return ward.draft.result

    monkeypatch.setattr("releve.roster.actions.search_process.solve_in_child", found)
    run_search(search)
    assert (now(search).state, now(search).version) == ("refused", None)
    assert ward.roster.versions.count() == versions


@pytest.mark.parametrize("case", LACKING)
@pytest.mark.parametrize("name", sorted(TOOL_ROUTES))
def test_no_route_operates_it_and_each_says_why(ward: Ward, name: str, case: str) -> None:
    make, code = LACKING[case]
    client = signed_in(make(ward))
    (route,) = [one for one in routes() if one.name == name]
    answer = sent(client, route, ward)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert ("can give it" in text) or ("You can give it yourself" in text)
    if name.startswith("api:"):
        problem = json.loads(text)
        assert (answer["Content-Type"], problem["code"]) == (MEDIA_TYPE, "gate_closed")
        assert code in {one["where"] for one in problem["errors"]}
    assert not ward.roster.searches.exists()


def sent(client: Client, route: Route, ward: Ward, **headers: str) -> Any:
    """Ask a route for a search of the ward's month."""
    told: dict[str, Any] = {"unit": ward.unit.pk, "starts_on": ward.roster.starts_on}
    address = route.address(told)
    if route.name.startswith("api:"):
        return client.post(address, "{}", content_type="application/json", headers=headers)
    return client.post(address, {"aim": "balanced", "seconds": "20"}, headers=headers)


def test_a_fragment_gets_the_reasons_alone_and_is_led_to_the_gate(ward: Ward) -> None:
    client = signed_in(untrained(ward))
    (route,) = [one for one in routes() if one.name == "roster:start"]
    answer = sent(client, route, ward, **{"hx-request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (
        403,
        f"/tools/gates/{ward.unit.pk}/{TOOL}/",
    )
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("case", LACKING)
def test_no_verb_operates_it_and_says_why_in_sentences(
    ward: Ward, case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("releve.house.database.waiting", list)
    make, _code = LACKING[case]
    account = make(ward)
    words = ["roster", "months", "search", "--unit", ward.unit.code]
    words += ["--from", f"{ward.roster.starts_on}", "--as", account.username]
    assert run(words) == BAD_INPUT
    first, *reasons = capsys.readouterr().err.strip().splitlines()
    assert first.endswith("is not open to you in Urgences:")
    assert reasons
    assert not Search.objects.for_hospital(ward.roster.hospital).exists()


def test_whoever_is_subject_to_a_roster_sees_it_untrained(ward: Ward) -> None:
    closed(ward)
    nurse = an_account(ward, "caregiver", person="ana")
    client = signed_in(nurse)
    assert client.get(ward.at(ward.published)).status_code == 200
    assert client.get("/planning/").status_code in {200, 302}


def test_a_trained_manager_of_an_open_unit_is_let_in(ward: Ward) -> None:
    account = an_account(ward, "ward_manager")
    train(account)
    (route,) = [one for one in routes() if one.name == "roster:start"]
    answer = sent(signed_in(account), route, ward)
    assert (answer.status_code, ward.roster.searches.count()) == (302, 1)
