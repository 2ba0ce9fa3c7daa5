"""What was measured, as a part of a documentation page: tables and figures, none of it typed.

The documentation is built from the reports under ``docs/measurements``; of several with the same
time allowed, the latest is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from statistics import median
from typing import Any, Final

from releve.kit.figures import Theme, svg
from releve.kit.words import current_language, translator
from releve.roster.bench import Bench, Run, Subject, read_bench
from releve.roster.bench_words import (
    NOTHING,
    cells,
    columns,
    engine_text,
    seconds_text,
    share_text,
)
from releve.roster.engine.peers import OURS
from releve.roster.figures.bench import BenchFigure, gap_figure, size_figure
from releve.roster.phrases import dated, number_text

_ = translator("releve.roster")

METHODS: Final = {
    "ec": "EC",
    "gurobi": "Gurobi",
    "bp": "B&P",
    "ipvns": "IP+VNS",
    "turhan": "T&B",
}
"""Published methods by the head of their column, which ends in minutes."""

NEAR: Final = 0.01
"""The proven gap within which a roster of a ward is called near the best."""

THEMES: Final[tuple[Theme, ...]] = ("light", "dark")


def measured_text(folder: Path) -> str:
    """Return every kind of bench under a folder as Markdown, the shortest first."""
    latest: dict[float, Bench] = {}
    for path in sorted(folder.glob("*-bench*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        bench = read_bench(document["bench"])
        latest[bench.seconds_allowed] = bench
    if not latest:
        return _("Nothing has been measured yet.") + "\n"
    return "\n".join(bench_text(latest[seconds]) for seconds in sorted(latest))


def wards_text(folder: Path) -> str:
    """Return the latest report on generated wards under a folder as Markdown."""
    reports = sorted(folder.glob("*-wards.json"))
    if not reports:
        return _("Nothing has been measured yet.") + "\n"
    document = json.loads(reports[-1].read_text(encoding="utf-8"))
    day = dated(datetime.fromisoformat(document["measured_at"]).date())
    told = _("Measured on {day}, {cores} cores, load {load} before it was written.").format(
        day=day, cores=document["machine"]["cores"], load=number_text(document["machine"]["load"])
    )
    heads = (
        _("People"),
        _("Time"),
        _("Wards"),
        _("Gap of 1 % or less"),
        _("Proven gap: least, median, most"),
        _("Wards with posts left open"),
        _("First roster: median, most"),
        _("Most memory"),
    )
    return f"{told}\n\n{_table(heads, [_ward_line(size) for size in document['wards']])}\n"


def _ward_line(size: dict[str, Any]) -> tuple[str, ...]:
    runs = size["runs"]
    gaps = [run["gap_proven"] for run in runs if run["gap_proven"] is not None]
    firsts = [run["first_seconds"] for run in runs if run["first_seconds"] is not None]
    return (
        str(size["people"]),
        seconds_text(size["seconds_allowed"]),
        str(len(runs)),
        str(sum(gap <= NEAR for gap in gaps)),
        " · ".join(map(share_text, (min(gaps), median(gaps), max(gaps)))) if gaps else NOTHING,
        str(sum(bool(run["hole_cost"]) for run in runs)),
        " · ".join(map(seconds_text, (median(firsts), max(firsts)))) if firsts else NOTHING,
        _("{megabytes} MB").format(
            megabytes=number_text(max(run["peak_megabytes"] for run in runs), digits=0)
        ),
    )


def bench_text(bench: Bench) -> str:
    """Return one bench as Markdown: where and when, against others, in detail, drawn."""
    parts = [
        _("### {seconds} for each file").format(seconds=seconds_text(bench.seconds_allowed)),
        _where(bench),
        _table(_heads(bench), [_compared(bench, subject) for subject in bench.subjects]),
        _("Everything that was measured, engine by engine:"),
        _table((_("File"), *columns()), list(_details(bench))),
        *(_drawn(figure) for figure in (gap_figure(bench), size_figure(bench))),
    ]
    return "\n\n".join(parts) + "\n"


def _where(bench: Bench) -> str:
    machine = bench.machine
    day = dated(datetime.fromisoformat(bench.measured_at).date()) if bench.measured_at else NOTHING
    told = _(
        "Measured on {day}, {cores} cores, load {load} before it began, {system}"
        " {processor}, Python {python}, OR-Tools {ortools}, HiGHS {highspy};"
        " {workers} workers, seed {seed}; one run each."
    ).format(
        day=day,
        workers=bench.workers,
        seed=bench.seed,
        **{
            key: machine.get(key) or NOTHING
            for key in ("cores", "load", "system", "processor", "python", "ortools", "highspy")
        },
    )
    faults = len(bench.faults)
    if not faults:
        judged = _("No cost was wrong, no bound was refuted, and no roster broke a rule.")
        return f"{told} {judged}"
    wrong = _.plural("{count} claim was found wrong.", "{count} claims were found wrong.", faults)
    return f"{told} {wrong.format(count=faults)}"


def _heads(bench: Bench) -> tuple[str, ...]:
    return (
        _("File"),
        _("People × days × shifts"),
        _("Best known"),
        _("Best published in 10 min"),
        *(engine_text(engine) for engine in bench.engines),
        _("Proven gap"),
    )


def _compared(bench: Bench, subject: Subject) -> tuple[str, ...]:
    runs = {run.engine: run for run in subject.runs}
    ours = runs.get(OURS)
    return (
        subject.file,
        f"{subject.people} × {subject.days} × {subject.shifts}",
        NOTHING if subject.best is None else number_text(subject.best),
        _published(subject, minutes=10),
        *(_found(runs.get(engine)) for engine in bench.engines),
        NOTHING if ours is None else _proven(ours),
    )


def _found(run: Run | None) -> str:
    if run is None or run.cost is None:
        return NOTHING
    return f"{number_text(run.cost)} ({share_text(run.gap_to_best)})"


def _proven(run: Run) -> str:
    return _("proven") if run.is_proven else share_text(run.gap_proven)


def _published(subject: Subject, *, minutes: int) -> str:
    """Return the least published cost after so many minutes, with who published it."""
    found = {
        name: value
        for column, value in subject.published.items()
        for head, name in METHODS.items()
        if column == f"{head}{minutes}"
    }
    if not found:
        return NOTHING
    least = min(found.values())
    names = [name for name, value in found.items() if value == least]
    return f"{number_text(least)} ({', '.join(names)})"


def _details(bench: Bench) -> Iterator[tuple[str, ...]]:
    for subject in bench.subjects:
        for place, run in enumerate(subject.runs):
            yield (subject.file if place == 0 else "", *cells(run))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _drawn(figure: BenchFigure) -> str:
    """Return a figure in the colours of either theme of the page, then its table, folded."""
    language = current_language()
    pictures = [
        f'<div class="only-{theme}" style="overflow-x: auto">{drawn}</div>'
        for theme in THEMES
        if (drawn := svg(figure.spec, theme=theme, language=language))
    ]
    table = _folded(_("The table of this figure"), figure)
    return "\n".join(["```{raw} html", *pictures, table, "```"])


def _folded(title: str, figure: BenchFigure) -> str:
    heads = "".join(f"<th>{escape(head)}</th>" for head in figure.columns)
    lines = [
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in figure.rows
    ]
    body = f"<table><tr>{heads}</tr>{''.join(lines)}</table>"
    return f"<details><summary>{escape(title)}</summary>{body}</details>"
