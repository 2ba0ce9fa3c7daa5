"""``releve roster bench``: our engine and its peers in turn on the same files, none believed."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from releve.kit import console
from releve.kit.documents import read_text
from releve.kit.engines import Params
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import ANYONE, needs
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.roster.bench import (
    Bench,
    Plan,
    Step,
    Subject,
    bench_json,
    read_references,
    run_bench,
)
from releve.roster.bench_words import (
    cells,
    columns,
    engine_text,
    fault_text,
    missing_text,
    subject_text,
    summary_lines,
)
from releve.roster.cli.interrupts import asked_to_stop
from releve.roster.cli.plan_files import check_writable
from releve.roster.cli.problem_files import read_problem
from releve.roster.cli.solve import progress_text
from releve.roster.cli.table import QUIET, STRONG
from releve.roster.engine.benchmark import is_benchmark
from releve.roster.engine.peers import PEERS
from releve.roster.engine.problem import Problem
from releve.roster.figures.bench import write_figures

_ = translator("releve.roster")

LIBRARIES = ("ortools", "highspy", "numba", "cpmpy")
NUMBER = re.compile(r"(\d+)")

Show = Callable[[object], None]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--instances",
    multiple=True,
    metavar="NAMES",
    help="Only these files: names, numbers or patterns, separated by commas.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True, max=86400),
    default=60.0,
    show_default=True,
    help="Let each engine search that long on each file.",
)
@click.option(
    "--peer",
    "peers",
    type=click.Choice(PEERS),
    multiple=True,
    help="Also ask this peer.",
)
@click.option(
    "--best",
    "best",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Best known values, or published results, as CSV.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0, max=2**31 - 1),
    default=0,
    show_default=True,
    help="Start every search elsewhere.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1, max=64),
    default=Params.workers,
    show_default=True,
    help="Search strategies that take turns on the cores, for every engine.",
)
@click.option(
    "--figures",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Draw gap and time there, as SVG in both languages, each with its table.",
)
@console.json_option
@needs(ANYONE)  # on plain files: no hospital's data
def bench(  # noqa: PLR0913 - the options of one verb, each by its name
    *,
    folder: Path,
    instances: tuple[str, ...],
    peers: tuple[str, ...],
    best: tuple[Path, ...],
    figures: Path | None,
    json_path: str | None,
    seconds: float,
    seed: int,
    workers: int,
) -> int:
    """Measure our engine beside its peers on the problems in the folder DIR.

    Every engine gets the same files in one run, each in a process of its own. Every answer is
    weighed and judged again. A wrong cost, a bound that is refuted or a broken rule ends with 1;
    being slow does not. Ctrl-C keeps what is done. DIR holds JSON problems or texts of the public
    benchmark; peers are `cpsat`, `highs` and `cpmpy` (the optional packages `releve[peers]`).
    """
    check_writable(json_path)
    plan = Plan(
        problems=tuple(_problems(folder, instances)),
        peers=peers,
        params=Params(seconds=seconds, seed=seed, workers=workers),
        references=read_references(best),
    )
    screen = console.console()
    for peer, library in plan.missing.items():
        click.echo(missing_text(peer, library), err=True)
    is_quiet = json_path == "-"
    found = _watched(plan, json_path, None if is_quiet else screen.print)
    if json_path is not None:
        console.write_json(bench_json(found), json_path)
    if figures is not None:
        write_figures(found, figures)
    if not is_quiet:
        for line in summary_lines(found):
            screen.print(line)
    for fault in found.faults:
        click.echo(fault_text(fault), err=True)
    if found.faults:
        return console.FINDINGS
    return console.INTERRUPTED if found.interrupted else console.DONE


def _problems(folder: Path, instances: Sequence[str]) -> Iterator[tuple[str, Problem, str]]:
    """Yield the problems of a folder in the order of their numbers; other files are passed by."""
    if not folder.is_dir():
        message = _("this is no folder; give one that holds problems")
        raise BadInputError(message, place=Place(file=str(folder)))
    paths = {path: read_text(path) for path in folder.iterdir() if _may_be(path)}
    texts = {path: text for path, text in paths.items() if _is_problem(path, text)}
    for path in _chosen(folder, sorted(texts, key=_in_order), instances):
        yield path.name, read_problem(path).problem, texts[path]


def _may_be(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in (".json", ".txt")


def _is_problem(path: Path, text: str) -> bool:
    if path.suffix.lower() == ".txt":
        return is_benchmark(text)
    return all(f'"{field}"' in text for field in ("starts_on", "people", "shifts"))


def _in_order(path: Path) -> list[tuple[int, str]]:
    """Return what sorts names by their numbers: 2 before 10."""
    parts = NUMBER.split(path.name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _chosen(folder: Path, paths: Sequence[Path], instances: Sequence[str]) -> Iterator[Path]:
    wanted = [name for given in instances for name in given.split(",") if name.strip()]
    if not paths:
        message = _("no problem is in this folder; it holds JSON problems or benchmark texts")
        raise BadInputError(message, place=Place(file=str(folder)))
    kept = {path for name in wanted for path in _named(folder, paths, name.strip())}
    yield from (path for path in paths if not wanted or path in kept)


def _named(folder: Path, paths: Sequence[Path], name: str) -> list[Path]:
    found = [path for path in paths if fnmatchcase(path.name, name) or path.stem == name]
    if not found and name.isdecimal():
        numbers = {path: NUMBER.findall(path.stem) for path in paths}
        found = [path for path in paths if numbers[path] and int(numbers[path][-1]) == int(name)]
    if not found:
        message = _("no problem in this folder is called {name!r}{hint}")
        hint = closest(name, [path.stem for path in paths])
        raise BadInputError(message.format(name=name, hint=hint), place=Place(file=str(folder)))
    return found


def _watched(plan: Plan, json_path: str | None, show: Show | None) -> Bench:
    """Run the bench behind a progress line; each file's table is shown once it is done."""
    began, where = datetime.now(UTC).isoformat(timespec="minutes"), machine()
    each = (plan.params.seconds or 0.0) * plan.runs

    with (
        console.progress(_("Measuring"), total=each) as steps,
        asked_to_stop() as is_asked,
    ):

        def hear(step: Step) -> None:
            before = step.done - (step.run is not None)
            steps.report(done=before * (plan.params.seconds or 0.0) + step.seconds)
            if step.progress is not None or step.run is not None:
                steps.report(note=_note(step))

        def keep(found: Bench) -> None:
            if json_path not in (None, "-"):
                console.write_json(
                    bench_json(replace(found, measured_at=began, machine=where)), str(json_path)
                )
            subject = found.subjects[-1]
            if show is not None and len(subject.runs) == len(plan.engines):
                steps.aside(lambda: _show(subject, show))

        found = run_bench(plan, on_step=hear, on_file=keep, cancelled=is_asked)
    return replace(found, measured_at=began, machine=where)


def _note(step: Step) -> str:
    where = _("{file}, {engine}").format(file=step.file, engine=engine_text(step.engine))
    if step.progress is None:
        return where
    stage = progress_text(step.progress)
    return _("{where}, {stage}").format(where=where, stage=stage)


def _show(subject: Subject, show: Show) -> None:
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    for place, title in enumerate(columns()):
        is_word = place in (0, len(columns()) - 1)
        # Names stay whole; figures that find no room go on below, since one cut short misleads.
        shown.add_column(title, justify="left" if is_word else "right", no_wrap=not place)
    for run in subject.runs:
        shown.add_row(*cells(run))
    show(Text(subject_text(subject), style=STRONG))
    show(shown)
    show("")


def machine() -> dict[str, str | float | None]:
    """Return what the figures depend on: cores, load, system, versions of the libraries."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
    }


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
