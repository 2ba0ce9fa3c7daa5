"""What the tests of the verbs share: the command line, run in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from releve.kit.verbs import run_verb
from releve.roster.cli import roster


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Releve = Callable[..., Ended]


@pytest.fixture
def releve(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Releve:
    """Run ``releve roster …`` at a terminal of 100 columns."""
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: object) -> Ended:
        code = run_verb(roster, [*map(str, arguments)], name="releve roster")
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return command
