"""How a verb ends: one sentence, one exit code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import click
import pytest

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.console import BAD_INPUT, DEFECT, DONE, INFEASIBLE, INTERRUPTED
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission
from releve.kit.verbs import run_verb


def ended(act: Callable[[], object]) -> int:
    """Run a command that does ``act`` and return its exit code."""

    @click.command()
    def verb() -> object:
        return act()

    return run_verb(verb, [], name="verb")


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: None, DONE),
        (lambda: INFEASIBLE, INFEASIBLE),
        (lambda: click.get_current_context().exit(4), 4),
        (lambda: _raise(BadInputError("wrong")), BAD_INPUT),
        (lambda: _raise(click.FileError("plan.csv")), BAD_INPUT),
        (lambda: _raise(KeyboardInterrupt()), INTERRUPTED),
        (lambda: _raise(click.Abort()), INTERRUPTED),
    ],
)
def test_each_end_has_its_code(act: Callable[[], object], code: int) -> None:
    assert ended(act) == code


def test_bad_input_is_one_sentence_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    place = Place(file="shifts.csv", line=7, field="end")
    ended(lambda: _raise(BadInputError("the end is before the start", place=place)))
    assert capsys.readouterr() == (
        "",
        "shifts.csv, line 7, field 'end': the end is before the start\n",
    )


def test_an_unknown_option_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    @click.command()
    def verb() -> None:
        """Do nothing."""

    assert run_verb(verb, ["--sceonds", "3"], name="verb") == BAD_INPUT
    assert "--sceonds" in capsys.readouterr().err


def test_a_fault_of_ours_keeps_its_traceback_and_is_no_finding(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended(lambda: _raise(ZeroDivisionError())) == DEFECT
    assert "Traceback" in capsys.readouterr().err


def test_a_reader_who_closes_the_pipe_ends_a_verb_quietly() -> None:
    program = (
        "import sys, click\n"
        "from releve.kit.verbs import run_verb\n"
        "verb = click.command()(lambda: [click.echo('x' * 80) for _ in range(100_000)] and None)\n"
        "sys.exit(run_verb(verb, [], name='verb'))\n"
    )
    with subprocess.Popen(  # noqa: S603 - the same Python, our own words
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (DONE, b"")


def test_a_refusal_says_who_which_permission_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    ada = Actor("account:1", "Ada Feuillage")
    refusal = NotAllowedError(Permission.MANAGE_ROSTER, actor=ada, level=7, where="URG")
    assert ended(lambda: _raise(refusal)) == BAD_INPUT
    assert ended(lambda: _raise(NotAllowedError(Permission.OPERATE))) == BAD_INPUT
    end = "which an administrator gives"
    assert capsys.readouterr().err.splitlines() == [
        f"Ada Feuillage may not do this: it needs roster.manage at URG, {end}",
        f"Whoever asks may not do this: it needs house.operate, {end}",
    ]
