"""``releve shifts counters`` and ``pay``: what worked time adds up to."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.console import DONE, as_option, console, json_option, write_json
from releve.kit.permissions import Permission, needs
from releve.kit.tables import write_csv
from releve.kit.words import translator
from releve.shifts.cli.worked import month_option, unit_option
from releve.shifts.counter_table import UNIT_CODES, counters_json, unit_rows
from releve.shifts.counter_words import counter_title
from releve.shifts.queries.counting import counters_of, people_counted, running_counters
from releve.shifts.queries.days import month_of
from releve.shifts.queries.pay import PAY_COLUMNS, pay_lines
from releve.shifts.queries.places import managed_unit, unit_of_code, units_with_counters

_ = translator("releve.shifts")


@click.command("counters")
@unit_option
@month_option
@click.option("--explain", is_flag=True, help="In the JSON, of which shifts each is made.")
@json_option
@as_option
@needs(Permission.SEE_COUNTERS)
def counters(
    *, actor: Actor, unit_code: str, month: datetime, explain: bool, json_path: str | None
) -> int:
    """Print the counters of everybody who worked in a unit in a month.

    Hours against due, overtime against its caps, nights, Sundays, public holidays, on-call
    duties and RTT; of closed months as they are kept, of open ones as far as they go.
    """
    unit = unit_of_code(unit_code, actor=actor, permission=Permission.SEE_COUNTERS)
    first = month_of(month.date())
    people = people_counted(unit, first)
    units = units_with_counters(actor)
    told = (
        [counters_of(one, first, units=units) for one in people]
        if explain
        else running_counters(people, first, units=units)
    )
    if json_path:
        write_json([counters_json(one) for one in told], json_path)
    if json_path != "-":
        table = Table(box=None, pad_edge=False)
        table.add_column(_("Person"))
        for code in UNIT_CODES:
            table.add_column(counter_title(code), justify="right")
        for one, cells in unit_rows(told):
            table.add_row(one.person.code, *(cell.value if cell else "–" for cell in cells))
        console().print(table)
    return DONE


@click.command("pay")
@unit_option
@month_option
@click.option(
    "--out", "out", type=click.Path(path_type=Path), metavar="FILE.csv", help="Write this file."
)
@json_option
@as_option
@needs(Permission.MANAGE_WORKED)
def pay(
    *, actor: Actor, unit_code: str, month: datetime, out: Path | None, json_path: str | None
) -> int:
    """Write the variable elements of pay of a unit's closed month.

    \b
    Columns: person,element,quantity,unit,ward,month,also_in

    Elements: overtime, night_hours, sunday_hours, holiday_hours, on_call and call_outs in
    minutes (min); nights and recalls as a count. The column also_in names the elements in which the
    same minutes may stand too. An open month is refused.
    """  # noqa: D301 - click reads the backspace as: keep this line
    unit, first = managed_unit(unit_code, actor=actor), month_of(month.date())
    lines = pay_lines(unit, first)
    if out is not None:
        write_csv(out, columns=PAY_COLUMNS, rows=[one.cells() for one in lines])
    if json_path:
        write_json([one.to_json() for one in lines], json_path)
    if json_path != "-":
        message = _.plural("One element of pay.", "{count} elements of pay.", len(lines))
        console().print(message.format(count=len(lines)))
    return DONE
