"""Who gets in where: every route × every function × where she stands.

Each route says what it needs; what is expected follows from that and from the table of
functions in ``house_world``, which was written for these tests alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from copy import copy, deepcopy
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import path
from django.views.defaults import page_not_found

from house_code import ROOT
from house_examples import ASKS, FORMS, LEADS_OUT, NOT_SET_UP, OF_INSTALLATION, SENT, arguments_of
from house_gate import TOOL_ROUTES, may_operate, train
from house_routes import PLACE, Route, routes, undeclared, verbs
from house_world import (
    GIVES,
    SECRETS,
    SITUATIONS,
    WARD_NAME,
    At,
    Situation,
    World,
    is_allowed,
    undone,
)
from releve.cli import releve
from releve.house import api
from releve.kit.permissions import ANYONE, SIGNED_IN, Need, Permission
from releve.people.actions import create_token
from releve.people.api.faults import MEDIA_TYPE
from releve.people.queries import actor_of
from releve.people.queries.acting import READING
from releve.people.vocabulary import FUNCTIONS, PERMISSIONS_OF

NOT_FOUND = "releve.house.api.gathering.page_not_found"

ROUTES = routes()
API = [route for route in ROUTES if route.name.startswith("api:")]
ASKING = [route for route in ROUTES if route.need not in {None, ANYONE}]


def test_every_route_says_what_it_needs() -> None:
    assert undeclared(ROUTES) == []


def test_every_verb_says_what_it_needs() -> None:
    assert undeclared(verbs(releve)) == []


def _silent(_request: HttpRequest, **_arguments: int) -> HttpResponse:
    return HttpResponse(f"Everybody reads {SECRETS[0]}")


urlpatterns = [path("silent/<int:unit>/", _silent, name="silent")]


def test_a_route_that_says_nothing_is_found() -> None:
    assert undeclared(routes(__name__)) == ["GET/POST /silent/<int:unit>/"]


def test_the_table_of_functions_is_the_one_that_the_house_goes_by() -> None:
    assert tuple(GIVES) == FUNCTIONS
    assert {
        function: {permission.value for permission in given}
        for function, given in PERMISSIONS_OF.items()
    } == {function: set(given) for function, given in GIVES.items()}


@pytest.fixture
def world(seen_world: World, db: None) -> World:  # noqa: ARG001 - the test's own transaction
    """The two hospitals with everybody who looks, as objects of this test's own."""
    return deepcopy(seen_world)


@pytest.fixture(autouse=True)
def _bare_404(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a hidden page say its own words alone: the page around them is read once, below.

    It is the same at every address, and to lay it out would be a third of a walk.
    """
    monkeypatch.setattr(NOT_FOUND, _own_words)


def _own_words(_request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound(str(exception))


@pytest.fixture(autouse=True)
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process for the questions that somebody might ask next."""
    monkeypatch.setattr("releve.roster.engine.why.child.warm", lambda: None)


def outcome(answer: HttpResponseBase) -> str:
    """Return in a word how somebody was received."""
    if answer.status_code == 401:
        return "sign in"
    if answer.status_code in {301, 302, 303}:
        return "sign in" if answer.headers["Location"].startswith("/sign-in/") else "open"
    said = {403: "refused", 404: "hidden", 405: "no such method"}
    if answer.status_code not in said and answer.headers["Content-Type"] == MEDIA_TYPE:
        return f"a problem {answer.status_code}"
    return said.get(answer.status_code, "open" if answer.status_code < 500 else "broken")


def received(
    client: Client, method: str, route: Route, arguments: Mapping[str, Any], *, world: World
) -> tuple[str, str]:
    """Return how a browser is received by a route, and what it reads there; all is undone."""
    with undone():
        answer = visited(client, method, route, arguments, world=world)
        body = b"".join(answer) if answer.streaming else answer.content
    return outcome(answer), as_read(body, answer.headers.get("Content-Type", ""))


def as_read(body: bytes, kind: str) -> str:
    """Return the text of an answer as its readers see it: JSON writes accents in its own way."""
    text = body.decode("utf-8", "replace")
    return json.dumps(json.loads(text), ensure_ascii=False) if "json" in kind and text else text


def visited(
    client: Client, method: str, route: Route, arguments: Mapping[str, Any], *, world: World
) -> Any:
    """Return what a route answers, to a form or to a program's document where it takes one."""
    address = route.address(arguments)
    if route.name in SENT:
        body, seen = SENT[route.name](world)
        return client.generic(
            method,
            address,
            json.dumps(body),
            content_type="application/json",
            headers={"if-match": f'"{seen}"'},
        )
    if method == "POST":
        return client.post(address, FORMS.get(route.name, {}))
    return client.generic(method, address)


def need_at(route: Route) -> Need:
    """Return what opens a route and the object that it names."""
    return ASKS.get(route.name) or route.need or SIGNED_IN


def expected(need: Need, function: str, situation: Situation, at: At) -> set[str]:
    """Return how somebody may be received."""
    if is_allowed(need, function, situation, at):
        return {"open"}
    # Above hospitals one is not asked at a level, so that a refusal need not hide one.
    # What an address without an object asks of is her own hospital, whichever it is.
    own: set[Situation] = {"own", "other hospital"} if at == "home" else {"own"}
    is_seen = situation == "one unit from above" or (situation in own and bool(GIVES[function]))
    is_read = need.permission in READING
    return {"refused", "hidden"} if is_seen and not is_read else {"hidden"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_opens_what_each_route_needs_and_nothing_else(
    function: str, world: World
) -> None:
    assert received_wrongly(function, sampled(function), world=world) == []


@pytest.mark.campaign
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_opens_nothing_else_wherever_she_stands(function: str, world: World) -> None:
    assert received_wrongly(function, product(ASKING, SITUATIONS), world=world) == []


def sampled(function: str) -> list[tuple[Route, Situation]]:
    """Return every route twice: where somebody stands at home, and elsewhere.

    The places elsewhere take turns by route and by function, so that all are walked at each route.
    """
    elsewhere = SITUATIONS[1:]
    turn = FUNCTIONS.index(function)
    return [
        walk
        for number, route in enumerate(ASKING)
        for walk in ((route, SITUATIONS[0]), (route, elsewhere[(number + turn) % len(elsewhere)]))
    ]


def test_the_sample_of_walks_knows_every_place_at_every_route() -> None:
    whole = {(route.label, situation) for route, situation in product(ASKING, SITUATIONS)}
    taken = {(route.label, where) for name in FUNCTIONS for route, where in sampled(name)}
    assert taken == whole


def received_wrongly(
    function: str, walk: Iterable[tuple[Route, Situation]], *, world: World
) -> list[str]:
    """Return what is wrong with how somebody is received at some routes."""
    wrong = []
    for route, situation in walk:
        arguments, at = arguments_of(route, world)
        account = world.account(function, situation, at)
        client = world.browser(account)
        allowed = expected(need_at(route), function, situation, at)
        with ExitStack() as afterwards:
            if route.name in TOOL_ROUTES and allowed == {"open"}:
                # The next route is asked by an account without a person again.
                afterwards.enter_context(undone())
                train(copy(account))
                is_open = may_operate(need_at(route), function, situation)
                allowed = {"open"} if is_open else {"refused"}
            if route.name in LEADS_OUT and allowed == {"open"}:
                allowed = {"sign in"}
            found = {
                method: received(client, method, route, arguments, world=world)
                for method in route.methods
            }
        wrong += [
            f"{method} {route.pattern}, {situation}: {said}, not {sorted(allowed)}"
            for method, (said, _body) in found.items()
            if said not in {*allowed, "no such method"}
        ]
        wrong += [
            f"{method} {route.pattern}, {situation}: reads {secret}"
            for method, (_said, body) in found.items()
            for secret in hidden_from(function, situation)
            if secret in body
        ]
    return wrong


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_page_around_what_is_hidden_names_nobody_either(
    function: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NOT_FOUND, page_not_found)
    (route,) = [route for route in ASKING if route.name == "roster:month"]
    elsewhere = {**arguments_of(route, world)[0], "number": 2**31}
    for situation in SITUATIONS:
        client = world.browser(world.account(function, situation, "unit"))
        said, body = received(client, "GET", route, elsewhere, world=world)
        assert (said, "</main>" in body) == ("hidden", True)
        assert [one for one in hidden_from(function, situation) if one in body] == []


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_belongs_to_the_installation_takes_the_permission_at_every_hospital(
    function: str, world: World
) -> None:
    wrong = []
    named = {route.name: route for route in ASKING if route.name in OF_INSTALLATION}
    assert set(named) == set(OF_INSTALLATION)
    for (name, route), situation in product(named.items(), SITUATIONS):
        need = need_at(route)
        arguments = dict.fromkeys(route.converters, OF_INSTALLATION[name](world))
        client = world.browser(world.account(function, situation, "everywhere"))
        is_let_in = is_allowed(need, function, situation, "everywhere")
        allowed = {"open"} if is_let_in else {"refused", "hidden"}
        found = {
            received(client, method, route, arguments, world=world)[0] for method in route.methods
        }
        if not found <= {*allowed, "no such method"}:
            wrong.append(f"{route.pattern}, {situation}: {sorted(found)}, not {sorted(allowed)}")
    assert wrong == []


def hidden_from(function: str, situation: Situation) -> tuple[str, ...]:
    """Return the names in a ward that somebody never reads anywhere."""
    if situation in {"own", "one unit from above"} and "roster.see" in GIVES[function]:
        return ()
    return (*SECRETS, WARD_NAME) if situation == "other hospital" else SECRETS


def test_each_route_answers_at_least_one_method(world: World) -> None:
    client = world.browser(world.account("ward_manager", "own", "unit"))
    silent = [
        route.label
        for route in ROUTES
        if {
            received(client, method, route, arguments_of(route, world)[0], world=world)[0]
            for method in route.methods
        }
        <= {"no such method"}
    ]
    assert silent == []


def test_nobody_gets_in_without_signing_in_but_where_anyone_may(world: World) -> None:
    wrong = []
    for route in ROUTES:
        arguments, _at = arguments_of(route, world)
        # Who leaves is led to the sign-in too.
        wanted = {"open", "sign in"} if route.need == ANYONE else {"sign in"}
        if route.name in NOT_SET_UP:
            wanted = {"hidden"}
        found = {
            received(Client(), method, route, arguments, world=world)[0] for method in route.methods
        }
        if not found - {"no such method"} <= wanted:
            wrong.append(f"{route.label}: {sorted(found)}")
    assert wrong == []


def test_every_operation_of_the_api_is_walked() -> None:
    walked = {
        (method, "/" + PLACE.sub(r"{\1}", route.pattern), route.need)
        for route in API
        for method in route.methods
    }
    assert walked == {(route.method, route.path, route.need) for route in api.routes()}
    assert len(walked) > 20


def test_a_program_that_is_not_signed_in_is_told_so_and_not_led_to_a_page(world: World) -> None:
    wrong = []
    for route, told in product(API, ({}, {"authorization": "Bearer releve_1_nothing"})):
        arguments, _at = arguments_of(route, world)
        for method in route.methods:
            answer = visited(Client(headers=told), method, route, arguments, world=world)
            if (answer.status_code, answer.headers["Content-Type"]) != (401, MEDIA_TYPE):
                wrong.append(f"{method} {route.pattern}: {answer.status_code}")
    assert wrong == []


def test_a_token_opens_nothing_that_it_was_not_given(world: World) -> None:
    wrong = []
    for route, function in product(API, FUNCTIONS):
        arguments, at = arguments_of(route, world)
        account = world.account(function, "own", at)
        facts: dict[str, Any] = {"name": "x", "scopes": [], "days": 1}
        with undone():
            _token, text = create_token(account, actor=actor_of(account), **facts)
            client = Client(headers={"authorization": f"Bearer {text}"})
            (method,) = route.methods
            said, body = received(client, method, route, arguments, world=world)
        is_let_in = need_at(route) == SIGNED_IN and at != "own"  # what is another one's own
        wanted = {"open"} if is_let_in else {"refused", "hidden"}
        if said not in wanted or any(secret in body for secret in SECRETS):
            wrong.append(f"{function}: {method} {route.pattern}: {said}")
    assert wrong == []


def test_an_argument_that_nobody_knows_fails_its_route(world: World) -> None:
    (route,) = routes(f"{__name__}")
    strange = replace(route, pattern="x/<int:wing>/", converters={"wing": None})
    assert arguments_of(route, world) == ({"unit": world.unit.pk}, "unit")
    with pytest.raises(LookupError, match="register an example of <wing>"):
        arguments_of(strange, world)


def test_a_page_that_forgets_to_ask_would_be_found(world: World) -> None:
    (route,) = routes(__name__)
    careless = replace(route, need=Need("permission", Permission.SEE_ROSTER))
    arguments, at = arguments_of(careless, world)
    client = world.browser(world.account("caregiver", "other unit", at))
    with override_settings(ROOT_URLCONF=__name__):  # whoever is told of things has pages before
        said, body = received(client, "GET", careless, arguments, world=world)
    assert said not in expected(careless.need or SIGNED_IN, "caregiver", "other unit", at)
    assert [one for one in hidden_from("caregiver", "other unit") if one in body] == [SECRETS[0]]


def test_the_page_on_access_shows_the_table_of_functions() -> None:
    page = (ROOT / "docs" / "explanation" / "access.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| `")
    ]
    shown = {
        row[0].strip("`"): {
            function for function, cell in zip(FUNCTIONS, row[2:], strict=True) if cell == "yes"
        }
        for row in rows
    }
    assert shown == {
        permission.value: {
            function for function in FUNCTIONS if permission in PERMISSIONS_OF[function]
        }
        for permission in Permission
    }
