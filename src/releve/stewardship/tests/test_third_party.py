"""A tool of a third party, by configuration alone: register, gate, proposal, decision, ledger."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from releve.jobs.models import Job
from releve.jobs.worker import Worker
from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.gates import GateClosedError
from releve.ledger.models import Entry
from releve.ledger.queries.balance import accounts_of, balance_of
from releve.people.models import Level
from releve.stewardship.actions.asking import ask_tool
from releve.stewardship.actions.connecting import Reach, connect_tool, disconnect_tool
from releve.stewardship.actions.proposals import StaleInputError, decide, decide_own
from releve.stewardship.actions.proposals_forgotten import forget_words
from releve.stewardship.actions.register import register_tool
from releve.stewardship.actions.stopping import stop_tool
from releve.stewardship.models import Proposal, Tool, ToolQuestion
from releve.stewardship.proposal_words import fault_text
from releve.stewardship.queries.proposals import open_to, told
from releve.stewardship.tests.endpoint_stub import ANSWER, KEY, Stub, a_stub
from releve.stewardship.tests.opened import an_engine, open_tool
from releve.stewardship.tests.proposing import a_house
from releve.trail.models import Entry as TrailEntry

pytestmark = pytest.mark.django_db(transaction=True)

HALF = b'{"choices": [{"message": {"content": "\\ud800 Bonjour"}}]}'
TEXT = "Rédige un message : la réunion du 5 est reportée au 12."


@pytest.fixture
def stub() -> Iterator[Stub]:
    """The tool of a third party."""
    with a_stub() as found:
        yield found


class Desk:
    """A hospital with that tool connected and open, and a caregiver who is ready to use it."""

    def __init__(self, stub: Stub, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.TOOL_HOSTS = [stub.host]
        settings.TOOL_SECONDS = 1.0
        monkeypatch.setenv("TOOL_KEY_LETTERS", KEY)
        self.stub, self.house = stub, a_house()
        self.tool = self.house.tool
        self.reach = Reach(
            address=stub.address,
            model="petit-modele",
            activity="documentation",
            key_variable="TOOL_KEY_LETTERS",
            instructions="Réponds en français.",
            minutes_saved=6,
            minutes_checking=2,
        )
        connect_tool(self.tool, self.reach, actor=HOUSE)
        self.her = self.house.actor("caregiver", person="p0")

    def open(self) -> None:
        """Open the tool in the unit, to her."""
        open_tool(self.house.hospital, self.tool.key, [self.house.unit], [self.house.people["p0"]])

    def ask(self, text: str = TEXT, *, actor: Actor | None = None) -> ToolQuestion:
        """Send a text, and let the workers do their work."""
        asked = ask_tool(
            self.again, self.house.unit, text, actor=actor or self.her, names_nobody=True
        )
        Worker().work_off()
        return ToolQuestion.objects.for_hospital(self.house.hospital).get(pk=asked.pk)

    @property
    def again(self) -> Tool:
        """The tool as it stands."""
        return Tool.objects.for_hospital(self.house.hospital).get(pk=self.tool.pk)

    @property
    def minutes(self) -> dict[str, int]:
        """What the ledger holds, by the account that it was put into."""
        rows = Entry.objects.for_hospital(self.house.hospital)
        return dict(rows.values_list("debit", "minutes"))


@pytest.fixture
def desk(stub: Stub, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The hospital of these tests, its tool not open yet."""
    return Desk(stub, settings, monkeypatch)


def proposed(question: ToolQuestion) -> Proposal:
    """Return the answer to a question."""
    assert question.proposal is not None
    return question.proposal


def test_it_goes_from_the_register_to_the_ledger_without_a_line_of_code(desk: Desk) -> None:
    with pytest.raises(GateClosedError):
        desk.ask()
    assert desk.stub.heard == []
    desk.open()
    question = desk.ask()
    answer = proposed(question)
    assert (question.state, answer.state, told(answer).lines) == ("answered", "proposed", (ANSWER,))
    [heard] = desk.stub.heard
    assert heard["model"] == "petit-modele"
    assert [one["content"] for one in heard["messages"]] == ["Réponds en français.", TEXT]
    assert desk.stub.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert [one["code"] for one in answer.reasons] == ["ASKED", "ANSWERED_BY"]
    assert desk.minutes == {}
    decide_own(answer, actor=desk.her, outcome="edited", edited=f"{ANSWER} Cordialement.")
    assert desk.minutes == {"checking": 2, "gain": 6}
    entries = Entry.objects.for_hospital(desk.house.hospital)
    assert {(one.source, one.tool, one.activity) for one in entries} == {
        ("estimated", "letters", "documentation")
    }
    assert sum(accounts_of(entries).values()) == 0
    # What one person used is told to nobody, not even once its quarter is over.
    later = timezone.localdate() + timedelta(days=100)
    assert balance_of(desk.house.unit, today=later).quarters == ()


def test_one_person_who_uses_it_often_is_counted_once_in_the_ledger(desk: Desk) -> None:
    desk.open()
    for text in (TEXT, f"{TEXT} Merci."):
        decide_own(proposed(desk.ask(text)), actor=desk.her, outcome="accepted")
    rows = Entry.objects.for_hospital(desk.house.hospital).filter(debit="checking")
    assert sorted(rows.values_list("is_first", flat=True)) == [False, True]


def test_what_is_rejected_has_cost_its_checking_and_saved_nothing(desk: Desk) -> None:
    desk.open()
    answer = proposed(desk.ask())
    decide_own(answer, actor=desk.her, outcome="rejected", reason="Faux")
    assert desk.minutes == {"checking": 2}


def test_a_question_and_its_answer_are_hers_alone(desk: Desk) -> None:
    desk.open()
    answer = proposed(desk.ask())
    manager = desk.house.actor("ward_manager", person="p8")
    home = desk.house.hospital
    assert open_to(desk.her, home).count() == 1
    assert not open_to(manager, home).exists()
    for decision in (decide, decide_own):
        with pytest.raises(NotAllowedError):
            decision(answer, actor=manager, outcome="accepted")


def test_whoever_is_not_trained_or_not_of_the_unit_sends_nothing(desk: Desk) -> None:
    desk.open()
    with pytest.raises(GateClosedError):
        desk.ask(actor=desk.house.actor("caregiver", person="p1"))
    with pytest.raises(NotAllowedError):
        desk.ask(actor=desk.house.actor("hr", person="p0"))
    assert (desk.stub.heard, Job.objects.count()) == ([], 0)


def _down(stub: Stub) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stub.address = f"http://127.0.0.1:{port}/v1/chat/completions"


FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "it hangs up": ("down", {"hangs_up": True}),
    "it is slow": ("slow", {"pause_seconds": 3.0}),
    "it drips": ("slow", {"drips": True}),
    "it refuses the key": ("key", {"status": 401}),
    "it forbids": ("key", {"status": 403}),
    "nothing is there": ("address", {"status": 404}),
    "it leads elsewhere": ("error", {"status": 302}),
    "it is busy": ("busy", {"status": 429}),
    "it fails": ("error", {"status": 500}),
    "it says no JSON": ("garbage", {"body": b"<html>"}),
    "it says other JSON": ("garbage", {"body": b'{"choices": []}'}),
    "it says half a character": ("garbage", {"body": HALF}),
    "it says a list": ("garbage", {"body": b"[1]"}),
    "it says nothing": (
        "garbage",
        {"body": b'{"choices": [{"message": {"content": "  "}}]}'},
    ),
    "it is deep": ("garbage", {"body": b"[" * 100_000}),
    "it is huge": ("huge", {"body": b" " * 1_000_001}),
    "its text is huge": (
        "huge",
        {"body": b'{"choices": [{"message": {"content": "' + b"x" * 20_001 + b'"}}]}'},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_whatever_goes_wrong_is_one_sentence_and_nothing_is_lost(name: str, desk: Desk) -> None:
    code, changes = FAULTS[name]
    desk.open()
    for field, value in changes.items():
        setattr(desk.stub, field, value)
    question = desk.ask()
    assert (question.state, question.fault, question.text) == ("failed", code, TEXT)
    assert fault_text(code) != code
    assert not Proposal.objects.for_hospital(desk.house.hospital).exists()
    assert desk.minutes == {}


def test_a_tool_that_is_not_there_is_said_to_be_down(desk: Desk, settings: Settings) -> None:
    desk.open()
    _down(desk.stub)
    settings.TOOL_HOSTS = [desk.stub.host]
    connect_tool(desk.tool, replace(desk.reach, address=desk.stub.address), actor=HOUSE)
    assert desk.ask().fault == "down"


def test_a_host_no_longer_allowed_is_not_called(desk: Desk, settings: Settings) -> None:
    desk.open()
    settings.TOOL_HOSTS = ["ailleurs.example"]
    assert (desk.ask().fault, desk.stub.heard) == ("host", [])


def test_a_missing_key_is_said_and_nothing_is_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open()
    monkeypatch.delenv("TOOL_KEY_LETTERS")
    assert (desk.ask().fault, desk.stub.heard) == ("no_key", [])


def test_a_stop_that_comes_before_the_answer_keeps_it_out(desk: Desk) -> None:
    desk.open()
    asked = ask_tool(desk.again, desk.house.unit, TEXT, actor=desk.her, names_nobody=True)
    stop_tool(desk.again, unit=desk.house.unit, reason="Essai", actor=HOUSE)
    Worker().work_off()
    question = ToolQuestion.objects.for_hospital(desk.house.hospital).get(pk=asked.pk)
    assert (question.fault, desk.stub.heard) == ("closed", [])


@pytest.mark.parametrize("change", [{"model": "grand-modele"}, {"takes_identities": True}])
def test_what_waits_is_not_sent_another_way_than_it_was_asked(
    desk: Desk, change: dict[str, Any]
) -> None:
    desk.open()
    asked = ask_tool(desk.again, desk.house.unit, TEXT, actor=desk.her, names_nobody=True)
    connect_tool(desk.tool, replace(desk.reach, **change), actor=HOUSE)
    Worker().work_off()
    question = ToolQuestion.objects.for_hospital(desk.house.hospital).get(pk=asked.pk)
    assert (question.fault, question.text, desk.stub.heard) == ("changed", TEXT, [])


def test_a_tool_of_another_hospital_is_not_asked_by_the_gate_of_its_namesake(desk: Desk) -> None:
    desk.open()
    other = Level.objects.create(
        code="CH-MARS", kind="hospital", name="Mars", parent=desk.house.hospital.parent
    )
    theirs = register_tool(other, an_engine(desk.tool.key), actor=HOUSE)
    with pytest.raises(NotAllowedError):
        ask_tool(theirs, desk.house.unit, TEXT, actor=desk.her, names_nobody=True)
    assert not ToolQuestion.objects.exists()


def test_a_model_that_changed_meanwhile_is_a_stated_conflict(desk: Desk) -> None:
    desk.open()
    answer = proposed(desk.ask())
    connect_tool(desk.tool, replace(desk.reach, model="grand-modele"), actor=HOUSE)
    with pytest.raises(StaleInputError):
        decide_own(answer, actor=desk.her, outcome="accepted")
    assert told(answer).is_stale


def test_another_model_and_an_answer_cut_short_are_among_the_reasons(desk: Desk) -> None:
    desk.open()
    desk.stub.model, desk.stub.cut = "autre-modele", True
    codes = [one["code"] for one in proposed(desk.ask()).reasons]
    assert codes == ["ASKED", "ANSWERED_BY", "OTHER_MODEL", "CUT"]


@pytest.mark.parametrize(
    ("text", "names_nobody"),
    [
        ("", True),
        (" \n ", True),
        ("x" * 8001, True),
        ("a\x00b", True),
        (TEXT, False),
        ("Patient 1 84 12 76 451 089 46", True),
        ("Patiente 284127645108946.", True),
    ],
)
def test_a_text_that_may_name_a_patient_is_not_sent(
    desk: Desk, text: str, *, names_nobody: bool
) -> None:
    desk.open()
    with pytest.raises(BadInputError):
        ask_tool(desk.again, desk.house.unit, text, actor=desk.her, names_nobody=names_nobody)
    assert not ToolQuestion.objects.for_hospital(desk.house.hospital).exists()


def test_a_tool_allowed_for_it_may_be_sent_an_identity(desk: Desk) -> None:
    desk.open()
    connect_tool(desk.tool, replace(desk.reach, takes_identities=True), actor=HOUSE)
    asked = ask_tool(desk.again, desk.house.unit, "1 84 12 76 451 089 46", actor=desk.her)
    assert asked.state == "waiting"


def test_no_word_of_it_stands_in_a_log_a_job_or_the_trail(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.open()
    with caplog.at_level(logging.DEBUG):
        answer = proposed(desk.ask())
        decide_own(answer, actor=desk.her, outcome="accepted")
    written = [caplog.text, *(str(one) for one in Job.objects.values())]
    written += [str(one) for one in TrailEntry.objects.values()]
    for secret in ("réunion", KEY):
        assert not [one for one in written if secret in one]


def test_its_words_go_a_week_after_the_decision_and_that_it_was_asked_stays(desk: Desk) -> None:
    desk.open()
    question = desk.ask()
    decide_own(proposed(question), actor=desk.her, outcome="accepted")
    now, home = timezone.now(), desk.house.hospital
    assert forget_words(home, at=now + timedelta(days=6)) == 0
    assert forget_words(home, at=now + timedelta(days=8)) == 1
    assert forget_words(home, at=now + timedelta(days=8)) == 0
    held = Proposal.objects.for_hospital(home).get()
    asked = ToolQuestion.objects.for_hospital(home).get()
    assert (held.payload, held.edited, asked.text, held.state) == ({}, None, "", "accepted")
    assert ANSWER not in " ".join(told(held).lines)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "http://outil.example/v1"),
        ("address", "https://outil.example/v1"),
        ("address", "https://outil.example@127.0.0.1/v1"),
        ("address", "file:///etc/passwd"),
        ("address", "https://[::1/v1"),
        ("address", "http://127.0.0.1/modèle"),
        ("address", "http://127.0.0.1/a b"),
        ("key_variable", "RELEVE_SECRET_KEY"),
        ("key_variable", "PATH"),
        ("model", " "),
        ("activity", "nap"),
        ("kind", "telepathy"),
        ("most_tokens", 0),
        ("minutes_saved", 241),
        ("instructions", "x" * 4001),
    ],
)
def test_a_connection_that_cannot_be_is_refused_by_its_field(
    desk: Desk, field: str, value: Any
) -> None:
    with pytest.raises(BadInputError) as refused:
        connect_tool(desk.tool, replace(desk.reach, **{field: value}), actor=HOUSE)
    assert refused.value.place.field == field


def test_a_tool_is_connected_by_whoever_keeps_the_register_and_nobody_else(desk: Desk) -> None:
    for function in ("caregiver", "ward_manager", "care_director", "administrator"):
        actor = desk.house.actor(function, at=desk.house.hospital)
        with pytest.raises(NotAllowedError):
            connect_tool(desk.tool, desk.reach, actor=actor)
    referent = desk.house.actor("ai_referent", at=desk.house.hospital)
    assert disconnect_tool(desk.tool, actor=referent) is True
    assert disconnect_tool(desk.tool, actor=referent) is False
    desk.open()
    with pytest.raises(BadInputError):
        desk.ask()


def test_three_questions_wait_at_most(desk: Desk) -> None:
    desk.open()
    for _number in range(3):
        ask_tool(desk.again, desk.house.unit, TEXT, actor=desk.her, names_nobody=True)
    with pytest.raises(BadInputError):
        ask_tool(desk.again, desk.house.unit, TEXT, actor=desk.her, names_nobody=True)
