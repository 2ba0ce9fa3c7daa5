"""The bench's figures and its part of a page: their findings are those of its runs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from releve.kit.figures import svg
from releve.kit.words import Language, use_language
from releve.roster.bench import Bench, Run, Subject, bench_json
from releve.roster.bench_page import bench_text, measured_text, wards_text
from releve.roster.figures.bench import gap_figure, size_figure

OURS = Run(
    engine="ours",
    ended="done",
    used="columns",
    status="optimal",
    cost=100.0,
    hole_cost=0.0,
    bound=100.0,
    cover_proven=True,
    gap_to_best=0.0,
    gap_proven=0.0,
    first_seconds=0.5,
    seconds=3.0,
    cpu_seconds=4.0,
    peak_megabytes=250.0,
    incumbents=((0.5, 150.0, 0.0), (2.0, 100.0, 0.0)),
)
PEER = replace(
    OURS,
    engine="cpsat",
    used="cp-sat",
    status="feasible",
    cost=120.0,
    bound=10.0,
    gap_to_best=0.2,
    gap_proven=110 / 120,
    first_seconds=1.0,
    seconds=60.0,
    incumbents=((1.0, 400.0, 2.0), (5.0, 120.0, 0.0)),
)
SUBJECT = Subject(
    file="Tiny1.txt",
    people=8,
    days=14,
    shifts=2,
    best=100.0,
    lower_bound=100.0,
    published={"ec10": 130, "ipvns10": 101, "turhan60": 100, "turhan10": 101},
    reference=100.0,
    runs=(OURS, PEER),
)
BENCH = Bench(
    seconds_allowed=60.0,
    seed=0,
    workers=8,
    engines=("ours", "cpsat"),
    measured_at="2026-11-26T13:00+00:00",
    machine={"cores": 2, "load": 0.5, "system": "Linux", "python": "3.11.7"},
    subjects=(SUBJECT,),
)
LANGUAGES: tuple[Language, ...] = ("en", "fr")


def test_the_gap_falls_as_rosters_get_better_and_holes_are_no_bargain() -> None:
    with use_language("en"):
        figure = gap_figure(BENCH)
    assert figure.title == "Relève is within 1% of the best on 1 of 1 file after 60 s"
    assert [row[1:] for row in figure.rows] == [
        ("Relève", "0.5", "50"),
        ("Relève", "2", "0"),
        ("Relève", "3", "0"),
        ("CP-SAT, compact model", "5", "20"),
        ("CP-SAT, compact model", "60", "20"),
    ]


def test_time_against_size_says_when_a_roster_came_near_the_best() -> None:
    with use_language("en"):
        figure = size_figure(BENCH)
    assert figure.title == "Where Relève comes within 1% of the best, it takes 2 s at the median"
    assert figure.rows == (
        ("Tiny1.txt", "224", "Relève", "0.5", "2", "4"),
        ("Tiny1.txt", "224", "CP-SAT, compact model", "1", "", "4"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_figures_are_drawn_in_both_languages_and_even_of_nothing(language: Language) -> None:
    with use_language(language):
        for bench in (BENCH, replace(BENCH, subjects=())):
            for figure in (gap_figure(bench), size_figure(bench)):
                drawn = svg(figure.spec, language=language)
                assert drawn.startswith("<svg")
                assert "NaN" not in drawn
                assert f"<desc>{figure.sentence}" in drawn


def test_the_page_puts_our_figures_beside_published_ones() -> None:
    with use_language("en"):
        page = bench_text(BENCH)
    row = "| Tiny1.txt | 8 × 14 × 2 | 100 | 101 (IP+VNS, T&B) | 100 (0%) | 120 (20%) | proven |"
    assert row in page
    assert "Measured on 26 November 2026, 2 cores, load 0.5 before it began" in page
    assert "No cost was wrong" in page
    assert page.count("<svg") == 4  # two figures, in the light and in the dark


def test_of_reports_with_the_same_time_the_latest_is_shown(tmp_path: Path) -> None:
    with use_language("en"):
        assert measured_text(tmp_path) == "Nothing has been measured yet.\n"
        for day, cost in (("2026-11-25", 987654.0), ("2026-11-26", 100.0)):
            run = replace(OURS, cost=cost)
            found = replace(BENCH, subjects=(replace(SUBJECT, runs=(run, PEER)),))
            report = tmp_path / f"{day}-bench.json"
            report.write_text(json.dumps({"bench": bench_json(found)}), "utf-8")
        long = replace(BENCH, seconds_allowed=600.0)
        report = tmp_path / "2026-11-25-bench-600s.json"
        report.write_text(json.dumps({"bench": bench_json(long)}), "utf-8")
        told = measured_text(tmp_path)
    assert "987,654" not in told
    assert told.index("### 60 s for each file") < told.index("### 600 s for each file")


def test_generated_wards_are_told_by_size_as_they_lie(tmp_path: Path) -> None:
    def run(gap: float | None, first: float | None, holes: float) -> dict[str, float | None]:
        facts = {"gap_proven": gap, "first_seconds": first, "hole_cost": holes}
        return {**facts, "peak_megabytes": 512.0}

    runs = [run(0.004, 1.0, 0.0), run(0.2, 3.0, 0.0), run(None, 2.0, 4.0)]
    size = {"people": 30, "seconds_allowed": 30.0, "runs": runs}
    report = {"measured_at": "2026-11-27T10:00+00:00", "machine": {"cores": 2, "load": 0.5}}
    with use_language("en"):
        assert wards_text(tmp_path) == "Nothing has been measured yet.\n"
        path = tmp_path / "2026-11-27-wards.json"
        path.write_text(json.dumps({**report, "wards": [size]}), "utf-8")
        told = wards_text(tmp_path)
    line = "| 30 | 30 s | 3 | 1 | 0.4% · 10.2% · 20% | 1 | 2 s · 3 s | 512 MB |"
    assert told.splitlines()[-1] == line
