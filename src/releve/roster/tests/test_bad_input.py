"""Bad input: exit 2, one sentence with file, line and field, nothing written."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.kit.verbs import run_verb
from releve.roster.cli import roster
from releve.roster.cli import solve as verb
from releve.roster.engine.result import Result
from releve.roster.tests.builders import BENCHMARK, ward, written
from releve.roster.tests.conftest import Releve


@pytest.fixture(autouse=True)
def _no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer at once where the input is good after all."""
    monkeypatch.setattr(verb, "solve_in_child", lambda *_, **__: Result("unknown"))


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """Return the small ward with one value replaced."""
    document = ward()
    below: Any = document
    for step in path[:-1]:
        below = below[step]
    below[path[-1]] = to
    return document


CASES: list[tuple[dict[str, Any], str, str]] = [
    (changed("people", 1, "id", to="ana"), "people[1].id", "'ana' is there twice"),
    (changed("people", 0, "skills", to=["triaje"]), "", ""),
    (
        changed("needs", 0, "skill", to="dialysis"),
        "needs[0].skill",
        "nobody has the skill 'dialysis'",
    ),
    (
        changed("ends_on", to="2026-03-08"),
        "ends_on",
        "the period ends on 2026-03-08, before it starts",
    ),
    (
        changed("wishes", 0, "day", to="2026-02-30"),
        "wishes[0].day",
        "'2026-02-30' is no day of the calendar; write a date as 2026-03-09",
    ),
    (changed("needs", 0, "shift", to="X"), "needs[0].shift", "no shift has the code 'X'"),
    (
        changed("people", 0, "contract", "pack", to="fpt"),
        "people[0].contract.pack",
        "no pack of binding rules is called 'fpt'; known packs: eu, fph",
    ),
    (
        changed("decisions", 0, "to", to="2025-01-01"),
        "decisions[0].to",
        "the decision ends before it starts",
    ),
    (
        changed("shifts", 0, "starts_at", to="24:30"),
        "shifts[0].starts_at",
        "'24:30' is no time of day; write it as 07:00",
    ),
    (
        changed("time_zone", to="Europe/Lutèce"),
        "time_zone",
        "no time zone is called 'Europe/Lutèce'",
    ),
    (
        changed("people", 0, "history", 0, "day", to="2026-03-09"),
        "people[0].history[0].day",
        "2026-03-09 is not before the period",
    ),
]


@pytest.mark.parametrize(("document", "field", "what"), CASES)
def test_a_wrong_field_is_named_with_its_line(
    tmp_path: Path, releve: Releve, document: dict[str, Any], field: str, what: str
) -> None:
    problem, plan = written(tmp_path / "ward.json", document), tmp_path / "plan.csv"
    ended = releve("solve", problem, "--out", plan, "--json", tmp_path / "report.json")
    if not field:  # a skill that nobody needs is no fault
        assert ended.code == 4
        return
    place, _, said = ended.err.partition(f", field {field!r}: ")
    line = int(place.removeprefix(f"{problem}, line "))
    key = field.rsplit(".", 1)[-1]
    assert f'"{key}"' in problem.read_text(encoding="utf-8").splitlines()[line - 1]
    assert (ended.code, said, ended.out) == (2, f"{what}\n", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ward.json"]


@pytest.mark.parametrize("unit", ["[{", "é", "SECTION_HORIZON\n", "# comment\n", '{"people": '])
def test_thirty_megabytes_of_garbage_end_at_once(tmp_path: Path, releve: Releve, unit: str) -> None:
    garbage = written(tmp_path / "garbage", unit * (30_000_000 // len(unit.encode())))
    started = time.monotonic()
    ended = releve("solve", garbage, "--out", tmp_path / "plan.csv")
    assert time.monotonic() - started < 5
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["garbage"]


def paths(document: Any, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value of a document."""
    if here:
        yield here
    if isinstance(document, dict):
        for key, below in document.items():
            yield from paths(below, (*here, key))
    elif isinstance(document, list):
        for at, below in enumerate(document):
            yield from paths(below, (*here, at))


JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        3,
        10**18,
        0.5,
        "",
        "x",
        "é\u0000\ud800",
        "2026-03-10",
        "0001-01-01",
        "9999-12-31",
        "07:00",
        "19:00+02:00",
        "19:00:30",
        "00:00",
        "J",
        "ana",
        [],
        {},
        ["2026-03-10"],
        [[]],
        {"id": "ana"},
    ]
)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """Draw the text of the small ward with a value replaced, dropped, doubled, or a byte lost."""
    document = ward(
        unavailable=[{"person": "bea", "from": "2026-03-11", "to": "2026-03-12"}],
        fixed=[{"person": "cle", "day": "2026-03-12", "shift": None}],
        rules=[{"id": "few", "form": {"form": "run", "of": {"kind": "duty"}, "maximum": 3}}],
        goals={"nights": 3},
        anchor_on="2026-03-09",
        cycle_weeks=2,
    )
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(paths(document))))
        below: Any = document
        for step in path[:-1]:
            below = below[step]
        how = draw(st.sampled_from(["replace", "drop", "stray"]))
        if how == "replace":
            below[path[-1]] = copy.deepcopy(draw(JUNK))
        elif how == "drop":
            del below[path[-1]]
        elif isinstance(below, dict):
            below["stray"] = copy.deepcopy(draw(JUNK))
    text = json.dumps(document, indent=1)
    if draw(st.integers(0, 4)) == 0:
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + draw(st.sampled_from(["", '"', "}", ",", "\\", "\x07"])) + text[at + 1 :]
    return text


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(spoilt())
def test_a_spoilt_problem_is_refused_in_one_line_or_is_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    problem, plan = written(tmp_path / "ward.json", text), tmp_path / "plan.csv"
    code = run_verb(roster, ["solve", str(problem), "--out", str(plan), "--quiet"], name="roster")
    said = capsys.readouterr()
    assert code in (2, 4)
    if code == 2:
        assert said.err.startswith(str(problem))
        assert said.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["ward.json"]


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(0, BENCHMARK.count("\n") - 1),
    st.sampled_from(
        ["", "x", "SECTION_X", "A,,", "0,D,-1,1,1", "9" * 30, "A,D=7,1,1,1,1,1,1", ","]
    ),
)
def test_a_spoilt_benchmark_is_refused_in_one_line_or_is_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], at: int, line: str
) -> None:
    lines = BENCHMARK.splitlines()
    lines[at] = line
    problem = written(tmp_path / "tiny.txt", "\n".join(lines))
    code = run_verb(roster, ["solve", str(problem), "--quiet"], name="roster")
    said = capsys.readouterr()
    assert code in (2, 4)
    assert said.err.count("\n") == (1 if code == 2 else 0)
