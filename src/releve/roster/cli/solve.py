"""``releve roster solve``: find a roster, show it, and say what is proven about it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from releve.kit import console
from releve.kit.engines import Params, Progress
from releve.kit.permissions import ANYONE, needs
from releve.kit.words import translator
from releve.roster.cli.interrupts import asked_to_stop
from releve.roster.cli.plan_files import check_writable, write_plan
from releve.roster.cli.problem_files import Given, read_problem
from releve.roster.cli.report import result_json
from releve.roster.cli.screen import show_result
from releve.roster.engine.audit import audit
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import Result
from releve.roster.engine.solve import ChildLostError, solve_in_child
from releve.roster.phrases import number_text, percent_text
from releve.roster.result_words import headline

_ = translator("releve.roster")


def finite(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    """Refuse what is no number of seconds, work or percent, such as ``nan``."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(_("write a number"))
    return value


@click.command()
@click.argument("problem_file", metavar="PROBLEM", type=click.Path(path_type=Path))
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    callback=finite,
    help="Search that long at most.",
)
@click.option(
    "--work",
    type=click.FloatRange(min=0, min_open=True),
    callback=finite,
    help="Search that much at most, in the solver's own units: same work, same roster.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0, max=2**31 - 1),
    default=0,
    show_default=True,
    help="Start the search elsewhere; the same seed and work give the same roster.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1, max=64),
    default=Params.workers,
    show_default=True,
    help="Search strategies that take turns on the cores; more than cores finds better bounds.",
)
@click.option(
    "--gap",
    type=click.FloatRange(min=0, max=100),
    default=0.0,
    show_default=True,
    callback=finite,
    help="Stop once the roster is proven that close to the best, in percent.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="PLAN.csv", help="Write the plan there."
)
@console.json_option
@click.option("--quiet", is_flag=True, help="Print no roster, only write what is asked for.")
@needs(ANYONE)  # on plain files: no hospital's data
def solve(
    problem_file: Path,
    out: Path | None,
    json_path: str | None,
    *,
    quiet: bool,
    **options: float | None,
) -> int:
    """Find a lawful and fair roster for a PROBLEM.

    PROBLEM is a JSON file (see `releve roster schema`) or the text of a public benchmark
    instance. What cannot be covered lawfully is named; the law is never traded for cover.
    """
    check_writable(out)
    check_writable(json_path)
    given = read_problem(problem_file)
    result = search(given.problem, params_of(options))
    if out is not None and result.score is not None:
        write_plan(out, given, result.answer)
    if json_path is not None:
        console.write_json(result_json(given, result), json_path)
    if not quiet and json_path != "-":
        _show(given, result, out)
    return exit_code(result)


def params_of(options: dict[str, float | None]) -> Params:
    """Return the engine's parameters from the options of the command line."""
    return Params(
        seconds=options["seconds"],
        work=options.get("work"),
        seed=int(options.get("seed") or 0),
        workers=int(options.get("workers") or Params.workers),
        gap=(options.get("gap") or 0.0) / 100,
    )


def search(problem: Problem, params: Params) -> Result:
    """Solve in a child process behind a progress line; Ctrl-C asks for the best so far."""
    with searching(params) as (hear, cancelled):
        try:
            result = solve_in_child(problem, params, progress=hear, cancelled=cancelled)
        except (ChildLostError, ConnectionError):
            # Ctrl-C reaches the child too, which may be too young to leave it to its parent.
            result = Result("unknown", interrupted=cancelled(), seed=params.seed)
            if not result.interrupted:
                lost = _("The search was ended from outside, or memory ran out.")
                click.echo(lost, err=True)
    if result.score is None and result.interrupted:
        click.echo(headline(problem, result), err=True)
    return result


@contextmanager
def searching(params: Params) -> Iterator[tuple[Callable[[Progress], None], Callable[[], bool]]]:
    """Show a progress line during a search; yield what hears of it and what asks it to stop."""
    started = time.monotonic()
    with (
        console.progress(_("Searching"), total=params.seconds) as steps,
        asked_to_stop() as is_asked,
    ):

        def cancelled() -> bool:  # asked twenty times a second, so the bar moves with it
            steps.report(done=time.monotonic() - started)
            return is_asked()

        def hear(progress: Progress) -> None:
            steps.report(note=progress_text(progress))

        yield hear, cancelled


def progress_text(progress: Progress) -> str:
    """Return where a search stands, in a few words."""
    stage = _("cover") if progress.stage == "cover" else _("wishes and fairness")
    if progress.incumbent is None:
        return _("{stage}: no roster yet").format(stage=stage)
    best = number_text(progress.incumbent, digits=0)
    if progress.bound is None:
        return _("{stage}: {best} points").format(stage=stage, best=best)
    least = number_text(progress.bound, digits=0)
    gap = max(0.0, progress.incumbent - progress.bound) / (progress.incumbent or 1)
    return _("{stage}: {best} points, at least {least}, gap {gap}").format(
        stage=stage, best=best, least=least, gap=percent_text(gap)
    )


def exit_code(result: Result) -> int:
    """Return the exit code of an answer."""
    if result.status == "infeasible":
        return console.INFEASIBLE
    if result.interrupted:
        return console.INTERRUPTED
    return console.NO_ANSWER if result.score is None else console.DONE


def _show(given: Given, result: Result, out: Path | None) -> None:
    breaches = audit(given.problem, result.answer) if result.score is not None else []
    screen = console.console()
    show_result(screen, given.problem, result, breaches)
    if out is not None and result.score is not None:
        screen.print(_("Plan written to {file}.").format(file=out))
