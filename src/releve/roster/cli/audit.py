"""``releve roster audit``: planned or worked shifts of any origin before an independent judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from releve.kit import console
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import ANYONE, needs
from releve.kit.tables import closest
from releve.kit.words import translator
from releve.roster.cli.decision_files import read_decisions
from releve.roster.cli.periods import check_order, read_days
from releve.roster.engine.audit import WorkedShift, audit_record, public_holidays
from releve.roster.engine.result import Verdict
from releve.roster.engine.rules import Decision, Pack, load_pack, pack_ids
from releve.roster.phrases import listed, period_text
from releve.roster.sentences import breach_sentence, not_judged_lines, rule_titles, title_text
from releve.roster.shift_rows import read_shifts
from releve.roster.verdict_document import verdict_json

_ = translator("releve.roster")

TIME_ZONE = "Europe/Paris"

MOST_LINES = 200
"""More breaches than that are counted, not listed: --json has them all."""


@click.command()
@click.argument("shifts_file", metavar="SHIFTS.csv", type=click.Path(path_type=Path))
@click.option("--pack", "pack_id", metavar="PACK", required=True, help="Rule pack, such as fph.")
@click.option("--from", "from_text", metavar="DATE", required=True, help="First day, a Monday.")
@click.option("--to", "to_text", metavar="DATE", required=True, help="Last day, included.")
@click.option(
    "--decisions",
    "decisions_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Recorded decisions, CSV or JSON: rule,unit,from,to,signer.",
)
@click.option(
    "--unit",
    metavar="UNIT",
    help="Unit of everybody in the file: decisions for other units do not count.",
)
@click.option(
    "--cycle-weeks",
    type=click.IntRange(1, 12),
    metavar="N",
    help="Weeks of the work cycle; without it rules about cycles are not judged.",
)
@console.json_option
@needs(ANYONE)  # on plain files: no hospital's data
def audit(  # noqa: PLR0913 - one parameter for each option
    shifts_file: Path,
    pack_id: str,
    from_text: str,
    to_text: str,
    *,
    decisions_file: Path | None,
    unit: str | None,
    cycle_weeks: int | None,
    json_path: str | None,
) -> int:
    """Judge the shifts of SHIFTS.csv, minute by minute, by the rules of a pack.

    The file has the columns person, start, end, break_minutes and, if known, overtime_minutes,
    part_of and paid_break_minutes; times are local ones of Europe/Paris. Fortnights and cycles
    count from the Monday given with --from; lines before it are history, lines after --to are
    left out.

    Leaves with code 1 if a binding rule is broken. Breaches of rules that do not bind, or not
    yet, are listed and alone leave code 0. What could not be judged is listed with its reason.
    """
    pack = _pack(pack_id)
    first, last = _period(from_text, to_text)
    decisions = read_decisions(decisions_file) if decisions_file is not None else ()
    with console.progress(_("Judging")):
        shifts = read_shifts(shifts_file, ZoneInfo(TIME_ZONE))
        verdict = audit_record(
            shifts,
            pack=pack,
            from_on=first,
            to_on=last,
            zone=ZoneInfo(TIME_ZONE),
            decisions=decisions,
            cycle_weeks=cycle_weeks,
            holidays=public_holidays(TIME_ZONE, first.year, last.year),
            unit=unit,
        )
    widened = _widened(decisions) if unit is None else []
    if json_path is not None:
        assumed = ["decisions_of_units_applied_to_all"] if widened else []
        console.write_json(verdict_json(verdict, pack, assumptions=assumed), json_path)
    if json_path != "-":
        judged = [shift for shift in shifts if first <= shift.start_at.date() <= last]
        out = console.console()
        _show(out, verdict, pack, (first, last))
        if widened:
            out.print(_widening(widened))
        out.print(_closing(verdict, judged))
    return console.FINDINGS if verdict.hard else console.DONE


def _widened(decisions: Sequence[Decision]) -> list[str]:
    """Return the units whose decisions count for everybody where no unit is known."""
    return sorted({decision.unit for decision in decisions if decision.unit is not None})


def _widening(units: Sequence[str]) -> str:
    message = _(
        "The file does not say who works in which unit: the decisions for {units} were applied to"
        " everybody; --unit narrows them."
    )
    return message.format(units=listed(units))


def _pack(pack_id: str) -> Pack:
    known = pack_ids()
    if pack_id not in known:
        message = _("no rule pack is called {pack!r}{hint}; the packs are: {known}").format(
            pack=pack_id, hint=closest(pack_id, known), known=listed(known)
        )
        raise BadInputError(message, place=Place(field="--pack"))
    return load_pack(pack_id)


def _period(from_text: str, to_text: str) -> tuple[date, date]:
    first, last = read_days(from_text, to_text)
    if first.weekday() != 0:
        message = _("{day} is not a Monday, and fortnights count from one; give a Monday")
        raise BadInputError(message.format(day=first), place=Place(field="--from"))
    check_order(first, last)
    return first, last


def _show(
    out: Console,
    verdict: Verdict,
    pack: Pack,
    period: tuple[date, date],
) -> None:
    """Print the breaches by person, what was not judged and what is to be confirmed."""
    titles = rule_titles(pack)
    if verdict.breaches:
        table = Table(title=period_text(*period), title_justify="left", expand=False)
        table.add_column(_("Person"), no_wrap=True)
        table.add_column(_("What is broken"))
        table.add_column(_("Binding"), no_wrap=True)
        for breach in verdict.breaches[:MOST_LINES]:
            binding = _("no") if breach.status == "soft" else _("yes")
            table.add_row(breach.person, breach_sentence(breach, titles), binding)
        out.print(table)
    more = len(verdict.breaches) - MOST_LINES
    if more > 0:
        out.print(
            _("{count} more breaches are not listed; --json writes them all.").format(count=more)
        )
    if verdict.not_judged:
        out.print(_("Not judged:"))
        for line in not_judged_lines(verdict.not_judged):
            out.print(Padding(line, (0, 0, 0, 2)))
    unsure = [title_text(rule.id, titles) for rule in pack.rules if rule.to_confirm]
    if unsure:
        message = _("To be confirmed by human resources (not binding until then): {rules}")
        out.print(message.format(rules=listed(unsure)))


def _closing(verdict: Verdict, judged: Sequence[WorkedShift]) -> str:
    people = len({shift.person for shift in judged})
    seen = _.plural("{count} line judged", "{count} lines judged", len(judged)).format(
        count=len(judged)
    )
    of = _.plural("of {count} person", "of {count} people", people).format(count=people)
    if not verdict.hard:
        return _("{seen} {of}: no binding rule is broken.").format(seen=seen, of=of)
    found = _.plural(
        "{count} breach of a binding rule", "{count} breaches of binding rules", len(verdict.hard)
    ).format(count=len(verdict.hard))
    return _("{seen} {of}: {found}.").format(seen=seen, of=of, found=found)
