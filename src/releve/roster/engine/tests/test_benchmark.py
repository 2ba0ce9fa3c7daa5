"""The public benchmark: reading it, and its score evaluated a second time from the raw text."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from releve.kit.engines import Params
from releve.kit.faults import BadInputError
from releve.roster.engine.benchmark import day_index, is_benchmark, read_benchmark
from releve.roster.engine.result import points
from releve.roster.engine.solve import solve

TINY = """# Two nurses, one week
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,480,E
SECTION_STAFF
A,E=5|L=5,2400,960,4,2,2,1
B,E=5|L=0,2400,960,4,2,1,0
SECTION_DAYS_OFF
A,0,1
SECTION_SHIFT_ON_REQUESTS
A,2,L,3
B,3,E,2
SECTION_SHIFT_OFF_REQUESTS
B,0,E,4
SECTION_COVER
0,E,1,100,1
2,L,1,100,1
2,E,1,100,1
3,E,1,100,1
4,E,2,100,1
5,E,1,100,1
"""

Plan = dict[tuple[str, int], str]


def sections(text: str) -> dict[str, list[list[str]]]:
    """Return the lines of each section, split at commas; nothing of the reader under test."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    title = ""
    for line in text.splitlines():
        if line.startswith("SECTION_"):
            title = line.strip()
        elif line.strip() and not line.startswith("#"):
            found[title].append([cell.strip() for cell in line.split(",")])
    return found


def raw_cost(text: str, plan: Plan) -> int:
    """Evaluate a plan as the benchmark's page says, from the raw text."""
    parts = sections(text)
    cost = 0
    for person, day, shift, weight in parts["SECTION_SHIFT_ON_REQUESTS"]:
        cost += int(weight) * (plan.get((person, int(day))) != shift)
    for person, day, shift, weight in parts["SECTION_SHIFT_OFF_REQUESTS"]:
        cost += int(weight) * (plan.get((person, int(day))) == shift)
    for day, shift, wanted, under, over in parts["SECTION_COVER"]:
        there = sum(1 for (_, on), code in plan.items() if on == int(day) and code == shift)
        cost += max(0, int(wanted) - there) * int(under) + max(0, there - int(wanted)) * int(over)
    return cost


def raw_violations(text: str, plan: Plan) -> list[str]:
    """Return every hard rule of the benchmark that a plan breaks, from the raw text."""
    parts = sections(text)
    horizon = int(parts["SECTION_HORIZON"][0][0])
    length = {code: int(minutes) for code, minutes, _ in parts["SECTION_SHIFTS"]}
    barred = {code: after.split("|") for code, _, after in parts["SECTION_SHIFTS"] if after}
    off = {(row[0], int(day)) for row in parts["SECTION_DAYS_OFF"] for day in row[1:]}
    broken = [f"{person} works on day off {day}" for person, day in off if (person, day) in plan]
    for person, caps, most, least, *runs in parts["SECTION_STAFF"]:
        line = [plan.get((person, day)) for day in range(horizon)]
        worked = [code for code in line if code]
        cap = {part.split("=")[0]: int(part.split("=")[1]) for part in caps.split("|") if part}
        broken += [f"{person} {c}" for c in length if worked.count(c) > cap.get(c, 0)]
        minutes = sum(length[code] for code in worked)
        if not int(least) <= minutes <= int(most):
            broken.append(f"{person} {minutes} minutes")
        for today, tomorrow in pairwise(line):
            if today and tomorrow in barred.get(today, []):
                broken.append(f"{person} {today} then {tomorrow}")
        broken += [f"{person} {fault}" for fault in raw_runs(line, [int(run) for run in runs])]
    return broken


def raw_runs(line: list[str | None], limits: list[int]) -> list[str]:
    """Return the faults of one line's runs and weekends."""
    most, least, least_off, weekends = limits
    marks = "".join("w" if code else "-" for code in line)
    faults = ["too many in a row"] if "w" * (most + 1) in marks else []
    inner = marks.strip("w")
    if any(0 < len(run) < least for run in inner.strip("-").split("-")) and "w" in inner:
        faults.append("too few in a row")
    if any(0 < len(run) < least_off for run in marks.strip("-").split("w")):
        faults.append("too few days off")
    worked = sum("w" in marks[day : day + 2] for day in range(5, len(marks), 7))
    return [*faults, "too many weekends"] if worked > weekends else faults


def solved_plan(text: str, seconds: float) -> tuple[int | float, Plan, bool]:
    """Return the printed cost, the plan by day index, and whether it is proven."""
    problem = read_benchmark(text)
    result = solve(problem, Params(seconds=seconds))
    assert result.cost is not None
    plan = {(a.person, day_index(problem, a)): a.shift for a in result.answer}
    return points(result.cost), plan, result.is_proven


def test_a_tiny_instance_is_solved_to_the_score_of_its_raw_text() -> None:
    cost, plan, proven = solved_plan(TINY, 10)
    assert raw_violations(TINY, plan) == []
    assert cost == raw_cost(TINY, plan)
    assert proven


def test_the_raw_evaluation_finds_each_kind_of_violation() -> None:
    plan = {("A", 0): "E", ("B", 2): "L", ("B", 3): "E", ("B", 5): "E"}
    found = " ".join(raw_violations(TINY, plan))
    for piece in ("day off 0", "B L", "L then E", "too many weekends", "too few in a row"):
        assert piece in found, piece


SAMPLES = [(1, 607, 0.0), (2, 828, 0.01), (3, 1001, 0.01), (4, 1716, 0.01)]


@pytest.mark.parametrize(("number", "best", "slack"), SAMPLES)
@pytest.mark.campaign
def test_samples_come_within_one_per_cent_of_the_best_known(
    number: int, best: int, slack: float, shared_data: Path
) -> None:
    text = (shared_data / "rosters" / "nrp" / f"Instance{number}.txt").read_text()
    cost, plan, _ = solved_plan(text, 60)
    assert raw_violations(text, plan) == []
    assert cost == raw_cost(text, plan)
    assert best <= cost <= best * (1 + slack)


def test_the_first_sample_is_solved_and_proven(shared_data: Path) -> None:
    text = (shared_data / "rosters" / "nrp" / "Instance1.txt").read_text()
    cost, plan, proven = solved_plan(text, 30)
    assert (cost, proven) == (607, True)
    assert raw_violations(text, plan) == []
    assert raw_cost(text, plan) == 607


@pytest.mark.parametrize("number", [2, 4])
def test_short_searches_are_scored_exactly_and_come_near_the_best_known(
    number: int, shared_data: Path
) -> None:
    text = (shared_data / "rosters" / "nrp" / f"Instance{number}.txt").read_text()
    cost, plan, _ = solved_plan(text, 8)
    assert raw_violations(text, plan) == []
    assert cost == raw_cost(text, plan)
    best = {2: 828, 4: 1716}[number]
    assert best <= cost <= 1.5 * best


def test_the_format_is_recognised_by_its_content() -> None:
    assert is_benchmark(TINY)
    assert not is_benchmark('{"starts_on": "2026-03-02"}')
    assert not is_benchmark("")


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("7\nSECTION_SHIFTS", "seven\nSECTION_SHIFTS", 3, "SECTION_HORIZON"),
        ("L,480,E", "L,480,X", 6, "cannot follow"),
        ("A,E=5|L=5", "A,E=5|Q=5", 8, "MaxShifts"),
        ("B,E=5|L=0", "A,E=5|L=0", 9, "ID"),
        ("A,2,L,3", "A,9,L,3", 13, "Day"),
        ("A,2,L,3", "Z,2,L,3", 13, "EmployeeID"),
        ("0,E,1,100,1", "0,E,1,100", 18, "SECTION_COVER"),
        ("SECTION_COVER", "SECTION_COVERS", 17, None),
    ],
)
def test_a_fault_names_its_line_and_field(old: str, new: str, line: int, field: str | None) -> None:
    with pytest.raises(BadInputError) as caught:
        read_benchmark(TINY.replace(old, new, 1))
    assert (caught.value.place.line, caught.value.place.field) == (line, field)
