"""`releve stewardship examine`, `open`, `stop`, `resume` and `retire`: a tool moved by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE, FINDINGS
from releve.kit.verbs import run_verb
from releve.stewardship.actions import raise_alarm
from releve.stewardship.actions.stopping import CLOSING
from releve.stewardship.cli import stewardship
from releve.stewardship.cli.moving import CLOSING_HELP
from releve.stewardship.models import Consultation, StepDecision, Tool, ToolPlace
from releve.stewardship.tests.opened import ROSTER_ENGINE
from releve.stewardship.tests.planned import a_declared_tool, a_planned_tool, units
from releve.stewardship.tests.test_gate import an_account

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]
TOOL = ("--tool", ROSTER_ENGINE)
SIGNED = ("--sign-over", "nobody_operates", "--reason", "Essai")
LIST = [word for item in CLOSING for word in (f"--{item.replace('_', '-')}", "Fait")]


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences are English."""
    monkeypatch.setenv("RELEVE_LANG", "en")


def run(verb: str, *arguments: str) -> int:
    """Run a verb of the room on the tool and return its exit code."""
    return run_verb(stewardship, [verb, *TOOL, *arguments], name="releve stewardship")


def state(tool: Tool) -> tuple[str, int]:
    tool.refresh_from_db()
    return tool.state, tool.step


def opened_in(tool: Tool) -> set[str]:
    rows = ToolPlace.objects.for_hospital(tool.hospital_id).filter(opened_at__isnull=False)
    return set(rows.values_list("unit__code", flat=True))


def told(capsys: Capture) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_tool_is_examined_from_the_command_line(capsys: Capture) -> None:
    tool = a_declared_tool()
    assert run("examine") == DONE
    assert state(tool) == ("examined", 0)
    assert capsys.readouterr().out == "Roster engine: examined.\n"


def test_what_the_examination_misses_is_said_and_the_tool_stays(capsys: Capture) -> None:
    tool = a_declared_tool()
    Tool.objects.for_hospital(tool.hospital_id).update(risk_class="")
    assert run("examine") == FINDINGS
    said = capsys.readouterr()
    assert "The intake of this version is not signed yet. The AI referent can give it." in said.out
    assert (said.err, state(tool)) == ("", ("declared", 0))


def test_a_step_that_is_held_says_why_and_by_which_mark_it_may_be_signed_over(
    capsys: Capture,
) -> None:
    tool = a_planned_tool()
    assert run("open", "--step", "pilot", "--unit", "URG") == FINDINGS
    said = capsys.readouterr().out
    assert "Nobody here holds the function that operates this tool." in said
    assert "The AI referent can give it. [nobody_operates]" in said
    assert (state(tool), opened_in(tool)) == (("examined", 0), set())


def test_what_no_signature_lifts_has_no_mark(capsys: Capture) -> None:
    tool = a_planned_tool()
    raise_alarm(tool, "Lune", unit=units("URG")[0], actor=HOUSE)
    assert run("open", "--step", "pilot", "--unit", "URG", *SIGNED) == FINDINGS
    assert "[alarm_open" not in capsys.readouterr().out
    assert run("open", "--step", "pilot", "--unit", "URG", "--json", "-") == FINDINGS
    found = told(capsys)
    assert (found["is_held"], found["state"]) == (True, "examined")
    assert [one.partition(":")[0] for one in found["fixed"]] == ["alarm_open"]
    assert {one["code"] for one in found["lacks"]["URG"]} == {"nobody_operates", "alarm_open"}


def test_a_tool_goes_from_its_pilot_to_general_use_and_to_its_end(capsys: Capture) -> None:
    tool = a_planned_tool()
    for step, unit, stands in (
        ("pilot", "URG", ("pilot", 0)),
        ("1", "URG", ("step", 1)),
        ("1", "CARDIO", ("step", 1)),
        ("general", "URG", ("general", 0)),
    ):
        assert run("open", "--step", step, "--unit", unit, *SIGNED) == DONE
        assert state(tool) == stands
    assert opened_in(tool) == {"URG", "CARDIO"}
    assert run("retire", *LIST, "--reason", "Remplacé", "--json", "-") == DONE
    assert state(tool) == ("retired", 0)
    assert capsys.readouterr().out.count('"state": "retired"') == 1
    rows = StepDecision.objects.for_hospital(tool.hospital_id).order_by("pk")
    assert [row.move for row in rows] == [
        *("examine", "pilot", "step", "step", "generalise"),
        "retire",
    ]


def test_a_signature_is_made_in_the_name_of_the_account(capsys: Capture) -> None:
    tool = a_planned_tool()
    an_account(tool.hospital, "soins", "care_director", tool.hospital)
    assert run("open", "--step", "pilot", "--unit", "URG", *SIGNED, "--as", "soins") == DONE
    row = StepDecision.objects.for_hospital(tool.hospital_id).get(move="pilot")
    assert (row.signer, row.is_override, row.reason) == ("Soins", True, "Essai")
    an_account(tool.hospital, "cadre", "ward_manager", tool.hospital)
    assert run("open", "--step", "1", "--unit", "URG", *SIGNED, "--as", "cadre") == BAD_INPUT
    assert "no unit 'URG' is open to you" in capsys.readouterr().err
    assert state(tool) == ("pilot", 0)


def test_the_same_step_once_more_decides_nothing(capsys: Capture) -> None:
    tool = a_planned_tool()
    pilot = ("open", "--step", "pilot", "--unit", "URG")
    assert run(*pilot, *SIGNED) == DONE
    assert run(*pilot) == DONE
    assert "URG: this step is open there already." in capsys.readouterr().out
    decisions = StepDecision.objects.for_hospital(tool.hospital_id).filter(move="pilot")
    assert decisions.count() == 1
    assert run("stop", "--unit", "URG") == DONE
    assert run(*pilot, *SIGNED) == BAD_INPUT
    assert "it was opened in URG and is stopped there; resume it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--step", "first", "--unit", "URG"), "there is no step 'first'; write pilot, a number"),
        (("--step", "0", "--unit", "URG"), "there is no step '0'"),
        (("--step", "²", "--unit", "URG"), "there is no step '²'"),
        (("--step", "pilot", "--unit", "REA"), "no unit 'REA' is open to you"),
        (("--step", "pilot", "--unit", "CARDIO"), "CARDIO is not in step 0 of the plan"),
        (("--step", "1", "--unit", "URG"), "'examined' is not open to the move 'step'"),
        (("--step", "pilot", "--unit", "URG", "--reason", "Oui"), "add --sign-over MARK"),
        (("--step", "pilot", "--unit", "URG", "--sign-over", "x"), "an override says why"),
        (
            ("--step", "pilot", "--unit", "URG", "--sign-over", "x", "--reason", "x" * 1001),
            "the reason is too long",
        ),
    ],
)
def test_a_step_that_cannot_be_is_refused_in_one_sentence(
    words: tuple[str, ...], said: str, capsys: Capture
) -> None:
    tool = a_planned_tool()
    assert run("open", *words) == BAD_INPUT
    complaint = capsys.readouterr().err
    assert said in complaint
    assert complaint.count("\n") == 1
    assert (state(tool), opened_in(tool)) == (("examined", 0), set())


def test_a_tool_is_stopped_and_goes_on_in_a_unit_or_everywhere(capsys: Capture) -> None:
    tool = a_planned_tool()
    assert run("open", "--step", "pilot", "--unit", "URG", *SIGNED) == DONE
    for where in (("--unit", "URG"), ("--everywhere",)):
        assert run("stop", *where) == DONE
        assert run("resume", *where, "--reason", "Vu") == DONE
        assert run("resume", *where, "--reason", "Vu") == DONE
        assert "It was not stopped there." in capsys.readouterr().out
    assert state(tool) == ("pilot", 0)
    assert run("stop", "--everywhere") == DONE
    assert state(tool) == ("suspended", 0)


def test_a_tool_does_not_go_on_while_an_alarm_waits(capsys: Capture) -> None:
    tool = a_planned_tool()
    raise_alarm(tool, "Lune", actor=HOUSE)
    assert run("stop", "--everywhere") == DONE
    assert run("resume", "--everywhere", "--reason", "Vu") == FINDINGS
    said = capsys.readouterr().out
    assert "A serious event was reported on" in said
    assert "The director of care can give it." in said
    assert state(tool) == ("suspended", 0)


@pytest.mark.parametrize("verb", [("stop",), ("resume", "--reason", "Vu")])
@pytest.mark.parametrize("where", [(), ("--unit", "URG", "--everywhere")])
def test_a_stop_says_where(verb: tuple[str, ...], where: tuple[str, ...], capsys: Capture) -> None:
    a_planned_tool()
    assert run(*verb, *where) == BAD_INPUT
    assert "say where: --unit CODE or --everywhere, one of the two" in capsys.readouterr().err


def test_a_reason_or_a_closing_list_that_says_nothing_or_too_much_is_refused(
    capsys: Capture,
) -> None:
    tool = a_planned_tool()
    assert run("stop", "--everywhere") == DONE
    too_long = "x" * 1001
    empty = [" " if word == "Fait" else word for word in LIST]
    endless = [too_long if word == "Fait" else word for word in LIST]
    for words, said in (
        (("resume", "--everywhere", "--reason", " "), "say why the tool may go on"),
        (("resume", "--everywhere", "--reason", too_long), "the reason is too long"),
        (("retire", *LIST, "--reason", " "), "say why the tool is retired"),
        (("retire", *LIST, "--reason", too_long), "the reason is too long"),
        (("retire", *empty, "--reason", "Fin"), "the closing list says nothing of access_closed"),
        (("retire", *endless, "--reason", "Fin"), "too long"),
    ):
        assert run(*words) == BAD_INPUT
        assert said in capsys.readouterr().err
    assert state(tool) == ("suspended", 0)


def test_every_item_of_the_closing_list_is_an_option_with_its_help() -> None:
    assert tuple(CLOSING_HELP) == CLOSING


def test_a_refusal_names_several_units(capsys: Capture) -> None:
    tool = a_planned_tool()
    assert run("open", "--step", "pilot", "--unit", "URG", *SIGNED) == DONE
    assert run("open", "--step", "1", "--unit", "URG", *SIGNED) == DONE
    Consultation.objects.for_hospital(tool.hospital_id).delete()
    both = ("--step", "general", "--unit", "URG", "--unit", "CARDIO", "--json", "-")
    capsys.readouterr()
    assert run("open", *both) == FINDINGS
    found = told(capsys)["lacks"]
    assert {code: len(lacks) for code, lacks in found.items()} == {"URG": 2, "CARDIO": 2}
