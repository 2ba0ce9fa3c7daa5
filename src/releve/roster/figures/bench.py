"""The figures of a bench: gap against time for each file, and what time costs against size.

Each has its finding as title, a sentence for those who listen to it, and a table of what is
drawn. Costs were weighed again; what an engine only claims is in neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from releve.kit.figures import svg
from releve.kit.files import write_text
from releve.kit.tables import write_csv
from releve.kit.words import Language, translator, use_language
from releve.roster.bench import Bench, Run, Subject
from releve.roster.bench_words import engine_text, seconds_text
from releve.roster.engine.peers import OURS
from releve.roster.figures.bench_drawing import GapPoint, SizePoint, gap_drawing, size_drawing

_ = translator("releve.roster")

NEAR: Final = 0.01
"""A roster that costs one per cent above the best is near it."""

LANGUAGES: Final[tuple[Language, ...]] = ("en", "fr")


@dataclass(frozen=True)
class BenchFigure:
    """One figure: its finding, its Vega-Lite document, and its table."""

    title: str
    sentence: str
    spec: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_figures(bench: Bench, folder: Path) -> None:
    """Write both figures as SVG in both languages, each with its table as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        with use_language(language):
            figures = {"gap": gap_figure(bench), "size": size_figure(bench)}
            for name, figure in figures.items():
                picture = svg(figure.spec, theme="print", language=language)
                write_text(folder / f"{name}-{language}.svg", picture)
                write_csv(
                    folder / f"{name}-{language}.csv", columns=figure.columns, rows=figure.rows
                )


def gap_figure(bench: Bench) -> BenchFigure:
    """Return how far each engine is above the best as time goes on, file by file."""
    points = tuple(point for subject in bench.subjects for point in _gap_points(subject))
    ours = [run for subject in bench.subjects for run in subject.runs if run.engine == OURS]
    near = sum(run.gap_to_best is not None and run.gap_to_best <= NEAR for run in ours)
    title = _.plural(
        "Relève is within 1% of the best on {near} of {count} file after {seconds}",
        "Relève is within 1% of the best on {near} of {count} files after {seconds}",
        len(ours),
    ).format(near=near, count=len(ours), seconds=seconds_text(bench.seconds_allowed))
    sentence = _("For each file, how far the best roster of each engine is above the best known.")
    return BenchFigure(
        title=title,
        sentence=sentence,
        spec=gap_drawing(bench, points, title=title, description=sentence),
        columns=(_("file"), _("engine"), _("seconds"), _("above best, %")),
        rows=tuple(
            (point.file, engine_text(point.engine), f"{point.seconds:g}", f"{point.percent:.4g}")
            for point in points
        ),
    )


def _gap_points(subject: Subject) -> Iterator[GapPoint]:
    """Yield where each engine's gap falls, and where it stands at its end."""
    for run in subject.runs:
        least = None
        for seconds, cost, holes in run.incumbents:
            gap = _gap(subject, cost, holes)
            if gap is not None and (least is None or gap < least):
                least = gap
                yield GapPoint(subject.file, run.engine, seconds, 100 * gap)
        if least is not None:
            yield GapPoint(subject.file, run.engine, run.seconds, 100 * least)


def _gap(subject: Subject, cost: float, holes: float) -> float | None:
    reference = subject.reference
    if reference is None or holes > subject.reference_holes or (reference == 0 and cost > 0):
        return None
    return (cost - reference) / reference if reference else 0.0


def size_figure(bench: Bench) -> BenchFigure:
    """Return how long each engine takes to come near the best, against the size of the file."""
    points = tuple(_size_points(bench))
    title = _near_title([point.near for point in points if point.engine == OURS])
    sentence = _(
        "For each file, by its size, the seconds until each engine has a roster within 1% of the"
        " best known."
    )
    return BenchFigure(
        title=title,
        sentence=sentence,
        spec=size_drawing(bench, points, title=title, description=sentence),
        columns=(
            _("file"),
            _("cells"),
            _("engine"),
            _("first roster, seconds"),
            _("within 1%, seconds"),
            _("CPU seconds"),
        ),
        rows=tuple(_size_row(point) for point in points),
    )


def _near_title(nears: Sequence[float | None]) -> str:
    times = [near for near in nears if near is not None]
    if not times:
        return _("Relève comes within 1% of the best on no file")
    told = _("Where Relève comes within 1% of the best, it takes {median} at the median")
    return told.format(median=seconds_text(median(times)))


def _size_points(bench: Bench) -> Iterator[SizePoint]:
    for subject in bench.subjects:
        for run in subject.runs:
            yield SizePoint(
                file=subject.file,
                size=subject.size,
                engine=run.engine,
                first=run.first_seconds,
                near=_near_seconds(subject, run),
                cpu=run.cpu_seconds,
            )


def _near_seconds(subject: Subject, run: Run) -> float | None:
    """Return when a run's roster was first within one per cent of the best."""
    for seconds, cost, holes in run.incumbents:
        gap = _gap(subject, cost, holes)
        if gap is not None and gap <= NEAR:
            return seconds
    return None


def _size_row(point: SizePoint) -> tuple[str, ...]:
    first, near = ("" if at is None else f"{at:g}" for at in (point.first, point.near))
    engine = engine_text(point.engine)
    return (point.file, str(point.size), engine, first, near, f"{point.cpu:g}")
