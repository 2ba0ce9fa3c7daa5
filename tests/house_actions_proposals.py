"""A call of every action of proposals, contests, questions and checks, for the walked tests."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from house_calls import TODAY, Before, Calls, target
from house_world import World
from releve.kit.actors import HOUSE, Actor
from releve.people.models import Person
from releve.stewardship import actions
from releve.stewardship.actions.proposals import Output, propose
from releve.stewardship.entries import ToolEntry
from releve.stewardship.models import Connection, Contest, Proposal, Tool, ToolQuestion
from releve.stewardship.queries.bias import case_of_quarter
from releve.stewardship.queries.register import tool_at
from releve.stewardship.tests.opened import open_tool
from releve.stewardship.tests.proposing import ASKED, KIND

KEY = "walked"
HOST = "outil.example"


def line(world: World) -> Person:
    """Return the one person who works in the emergency ward."""
    found = Person.objects.for_hospital(world.hospital).select_related("unit")
    return found.get(code="n0")


def a_text_tool(world: World) -> Tool:
    """Return a tool of a third party that is open in the ward and connected, made once."""
    known = tool_at(world.hospital, KEY)
    if known is not None:
        return known
    entry = ToolEntry(key=KEY, name_fr="Outil", name_en="Tool", kind="generative", version="1.0")
    actions.register_tool(world.hospital, entry, actor=HOUSE)
    tool = open_tool(world.hospital, KEY, [world.unit], [line(world)])
    Connection.objects.create(
        hospital=world.hospital,
        tool=tool,
        kind="openai_compatible",
        address=f"https://{HOST}/v1",
        model="petit",
        activity="documentation",
    )
    return tool


def a_proposal(world: World) -> Proposal:
    """Return what that tool put forward for the ward."""
    output = Output(
        kind=KIND, input_digest=ASKED, payload={"what": "Une semaine"}, subject="walked:1"
    )
    return propose(a_text_tool(world), world.unit, output, actor=HOUSE)


def an_answer(world: World) -> Proposal:
    """Return what the tool answered the person who asked it."""
    output = Output(
        kind="text",
        input_digest=ASKED,
        payload={"asked": "Un texte", "answer": "Un autre", "model": "petit"},
        subject="walked:2",
    )
    return propose(a_text_tool(world), world.unit, output, actor=HOUSE, asked_by=target(world))


def a_question(world: World) -> int:
    """Return the key of a question of hers that waits."""
    tool = a_text_tool(world)
    rows = ToolQuestion.objects.for_hospital(world.hospital)
    found = rows.first() or actions.ask_tool(
        tool, world.unit, "Un texte", actor=HOUSE, names_nobody=True, asker=target(world)
    )
    return found.pk


def a_contest(world: World, *, is_answered: bool = False) -> Contest:
    """Return what she contests, answered or not."""
    proposal, person = a_proposal(world), line(world)
    rows = Contest.objects.for_hospital(world.hospital)
    opened = rows.first() or actions.contest(proposal, person, actor=HOUSE, said="Non")
    if is_answered and opened.state == "open":
        return actions.answer(opened, actor=HOUSE, said="Vu")
    return opened


def allow(host: str = HOST) -> None:
    """Let the tool's host be called."""
    if host not in settings.TOOL_HOSTS:
        settings.TOOL_HOSTS = [*settings.TOOL_HOSTS, host]


def reach(model: str = "grand") -> actions.Reach:
    """Return another way to reach the tool."""
    allow()
    return actions.Reach(address=f"https://{HOST}/v1", model=model, activity="documentation")


def looked(world: World, actor: Actor) -> Any:
    """Look at the case of this quarter."""
    tool = a_text_tool(world)
    today = timezone.localdate()
    case = case_of_quarter(tool, on=today)
    key = "" if case is None else case.key
    return actions.look_at_case(tool, line(world), key, (), actor=actor, on=today)


CALLS: Calls = {
    "decide": (
        "unit",
        lambda world, actor: actions.decide(a_proposal(world), actor=actor, outcome="accepted"),
    ),
    "decide_own": (
        "own",
        lambda world, actor: actions.decide_own(
            an_answer(world), actor=actor, outcome="rejected", reason="Faux"
        ),
    ),
    "contest": (
        "own",
        lambda world, actor: actions.contest(
            a_proposal(world), line(world), actor=actor, said="Non"
        ),
    ),
    "reply": (
        "own",
        lambda world, actor: actions.reply(a_contest(world), actor=actor, said="Encore"),
    ),
    "answer": (
        "unit",
        lambda world, actor: actions.answer(a_contest(world), actor=actor, said="Vu"),
    ),
    "close": (
        "own",
        lambda world, actor: actions.close(a_contest(world, is_answered=True), actor=actor),
    ),
    "ask_tool": (
        "own",
        lambda world, actor: actions.ask_tool(
            a_text_tool(world),
            world.unit,
            "Un texte",
            actor=actor,
            names_nobody=True,
            asker=target(world),
        ),
    ),
    "look_at_case": ("own", looked),
    "connect_tool": (
        "hospital",
        lambda world, actor: actions.connect_tool(a_text_tool(world), reach(), actor=actor),
    ),
    "connect_described": (
        "hospital",
        lambda world, actor: actions.connect_described(
            world.hospital,
            ToolEntry(key="described", name_fr="Outil", kind="generative", version="1.0"),
            reach(),
            actor=actor,
        ),
    ),
    "disconnect_tool": (
        "hospital",
        lambda world, actor: actions.disconnect_tool(a_text_tool(world), actor=actor),
    ),
    "delete_proposals": (
        "hospital",
        lambda world, actor: actions.delete_proposals(
            world.hospital, before=TODAY.replace(year=2100), actor=actor
        ),
    ),
}
"""A call of each action, and where the object stands that it changes."""

BEFORE: Before = {
    "decide": a_proposal,
    "decide_own": an_answer,
    "contest": a_proposal,
    "reply": a_contest,
    "answer": a_contest,
    "close": lambda world: a_contest(world, is_answered=True),
    "ask_tool": a_text_tool,
    "look_at_case": a_text_tool,
    "connect_tool": a_text_tool,
    "disconnect_tool": a_text_tool,
    "delete_proposals": an_answer,
}
"""What must be so before an action, for its call to change something."""

NOBODY_ELSE = frozenset({"ask_tool", "look_at_case", "decide_own"})
"""Actions that take a permission and serve only whose question, look or answer it is; that they
serve her is tried in the room."""
