"""``releve roster cycle solve``: find a cycle that covers what is asked, lawful for ever."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding

from releve.kit import console
from releve.kit.documents import read_json_as
from releve.kit.engines import Params
from releve.kit.files import write_text
from releve.kit.permissions import ANYONE, needs
from releve.kit.words import translator
from releve.roster.cli.cycle.screen import show_cycle
from releve.roster.cli.plan_files import check_writable
from releve.roster.cli.solve import finite, params_of, searching
from releve.roster.cycle_document import cycle_result_json
from releve.roster.cycle_words import amounts_text, clash_lines, cycle_headline, hole_lines
from releve.roster.engine.cycle import CycleNeeds, solve_cycle
from releve.roster.engine.cycle.solve import CycleResult

_ = translator("releve.roster")


@click.command("solve")
@click.argument("needs_file", metavar="NEEDS.json", type=click.Path(path_type=Path))
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
    help="Search that much at most, in the solver's own units: same work, same cycle.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0, max=2**31 - 1),
    default=0,
    show_default=True,
    help="Start the search elsewhere; the same seed and work give the same cycle.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1, max=64),
    default=Params.workers,
    show_default=True,
    help="Search strategies that take turns on the cores.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="CYCLE.json", help="Write the cycle there."
)
@console.json_option
@needs(ANYONE)  # on plain files: no hospital's data
def solve_file(
    needs_file: Path, out: Path | None, json_path: str | None, **options: float | None
) -> int:
    """Find the cycle that covers NEEDS.json best, lawful for ever and shared by construction.

    With as many people as weeks everybody walks the same line, each from another week. What
    cannot be covered lawfully is named; neither the law nor the mean week is traded for cover.
    """
    check_writable(out)
    check_writable(json_path)
    asked = read_json_as(CycleNeeds, needs_file)
    result = _search(asked, params_of(options))
    if out is not None and result.cycle is not None:
        write_text(out, result.cycle.to_json() + "\n")
    if json_path is not None:
        console.write_json(cycle_result_json(result), json_path)
    if json_path != "-":
        _show(console.console(), asked, result)
        if out is not None and result.cycle is not None:
            console.console().print(_("Cycle written to {file}.").format(file=out))
    return _exit_code(result)


def _search(asked: CycleNeeds, params: Params) -> CycleResult:
    with searching(params) as (hear, cancelled):
        return solve_cycle(asked, params, progress=hear, cancelled=cancelled)


def _show(out: Console, asked: CycleNeeds, result: CycleResult) -> None:
    if result.cycle is None or result.verdict is None or result.score is None:
        out.print(cycle_headline(result))
        for line in clash_lines(asked, result.reasons):
            out.print(Padding(line, (0, 0, 0, 2)))
        return
    show_cycle(out, result.cycle, result.verdict)
    if result.score.holes:
        out.print(_("Not covered:"))
    else:
        out.print(_("Everything asked for is covered."))
    for line in hole_lines(asked, result.score.holes):
        out.print(Padding(line, (0, 0, 0, 2)))
    out.print(cycle_headline(result))
    amounts = amounts_text(result)
    if amounts:
        out.print(_("What costs points: {amounts}").format(amounts=amounts))


def _exit_code(result: CycleResult) -> int:
    if result.status == "infeasible":
        return console.INFEASIBLE
    if result.interrupted:
        return console.INTERRUPTED
    return console.NO_ANSWER if result.cycle is None else console.DONE
