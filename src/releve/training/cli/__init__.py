"""``releve training``: coverage of units, modules of the installation, proofs from files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from django.utils import timezone
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.console import BAD_INPUT, DONE, as_option, console, json_option, write_json
from releve.kit.faults import BadInputError
from releve.kit.permissions import ANYONE, Permission, needs
from releve.kit.tables import read_table
from releve.kit.words import translator
from releve.people.queries import check_anywhere, roles
from releve.training.actions import import_proofs
from releve.training.catalogue import shelf
from releve.training.coverage_file import coverage_json
from releve.training.engine.reading import Shelf, read_shelf
from releve.training.queries.coverage import UnitCoverage
from releve.training.queries.places import check_tool, coverage_seen, unit_of_code
from releve.training.training_words import period_name, spoken
from releve.training.vocabulary import LEAST_PEOPLE, PROOF_COLUMNS, PROOF_OPTIONAL

_ = translator("releve.training")


@click.group()
def training() -> None:
    """Who is trained for which tool, and the modules of this installation."""


@training.command("coverage")
@click.option("--unit", "unit_code", metavar="CODE", help="This unit alone.")
@click.option("--tool", default="", metavar="KEY", help="This tool alone.")
@json_option
@as_option
@needs(Permission.SEE_REGISTER)
def coverage(*, actor: Actor, unit_code: str | None, tool: str, json_path: str | None) -> int:
    """Print how many of those on the shifts of the next two weeks are ready for a tool.

    By profession, at night and by day. Unless the account may see readiness by name, groups of
    fewer than eight people are put together, and nothing is told of a unit with fewer. Without
    --unit, all the units that are open to the account; without --tool, every tool that asks for
    training.
    """
    check_anywhere(actor, Permission.SEE_REGISTER)
    unit = unit_of_code(unit_code, actor=actor) if unit_code else None
    if tool:
        check_tool(actor, tool, unit)
    found = coverage_seen(actor, on=timezone.localdate(), unit=unit, tool=tool)
    if json_path:
        write_json([coverage_json(one) for one in found], json_path)
    if json_path != "-":
        names = {role.key: getattr(role, f"name_{spoken()}") for role in roles()}
        for one in found:
            _show(one, names)
        if not found:
            console().print(_("No tool asks for training here yet."))
    return DONE


def _show(one: UnitCoverage, names: Mapping[str, str]) -> None:
    title = _("{unit}, {tool} (version {major}):")
    console().print(title.format(unit=one.unit.name, tool=one.tool.name, major=one.tool.major))
    whole = one.whole
    if whole is not None and whole.people:
        message = _("{ready} of {people} are ready, {percent} %; at night {night} %.")
        told = message.format(
            ready=whole.ready,
            people=whole.people,
            percent=whole.percent,
            night=whole.night_percent if whole.night_people else "–",
        )
        console().print(told)
    if not one.cells:
        few = _("Fewer than {least} people are on the shifts shown, so nothing is told of them.")
        none = _("No shift of the next two weeks is published.")
        console().print(few.format(least=LEAST_PEOPLE) if one.is_merged else none)
        return
    table = Table(box=None, pad_edge=False)
    for heading in (_("Profession"), _("Period")):
        table.add_column(heading)
    for heading in (_("People"), _("Ready"), "%"):
        table.add_column(heading, justify="right")
    for cell in one.cells:
        profession = names.get(cell.profession, cell.profession) or _("several professions")
        numbers = (str(cell.people), str(cell.ready), str(cell.percent))
        table.add_row(profession, period_name(cell.period), *numbers)
    console().print(table)


@training.command("modules")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Look at this folder instead of those of the installation.",
)
@json_option
@needs(ANYONE)  # on plain files: no hospital's data
def modules(*, folder: Path | None, json_path: str | None) -> int:
    """List the training modules, and say what is wrong in each that cannot be used.

    Exit code 2 where there is a fault: each is one sentence with its file and its field.
    """
    found: Shelf = shelf() if folder is None else read_shelf(folder)
    faults = [str(fault) for fault in found.faults]
    if json_path:
        told = [
            {
                "module": key,
                "version": one.head.version,
                "minutes": one.head.minutes,
                "tool": one.head.tool,
                "audiences": list(one.head.audiences),
                "questions": len(one.quizzes["fr"].questions),
                "planted": len(one.cases["fr"].planted),
            }
            for key, one in sorted(found.modules.items())
        ]
        write_json({"modules": told, "faults": faults}, json_path)
    if json_path != "-":
        for key, one in sorted(found.modules.items()):
            message = _("{module} {version}: {title}, {minutes} min")
            title = one.head.title[spoken()]
            told_one = message.format(
                module=key, version=one.head.version, title=title, minutes=one.head.minutes
            )
            console().print(told_one, soft_wrap=True)
        for fault in faults:
            console().print(fault, soft_wrap=True, markup=False)
    return BAD_INPUT if faults else DONE


@training.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--hospital", "hospital_code", metavar="CODE", help="Where there are several.")
@json_option
@as_option
@needs(Permission.MANAGE_TRAINING)
def import_file(
    *, actor: Actor, file: Path, hospital_code: str | None, json_path: str | None
) -> int:
    """Import certificates from a CSV or XLSX file; nothing is half imported.

    \b
    Columns: person,module,passed_on and, if you have them, version,tool_major,expires_on,reference

    Dates are written 2026-01-31. No mark is read or kept. A line is known by its reference, or by
    person, module and day; importing the same file again changes nothing.
    """  # noqa: D301 - click reads the backspace as: keep this line
    rows = read_table(file, required=PROOF_COLUMNS, optional=PROOF_OPTIONAL)
    try:
        report = import_proofs(rows, actor=actor, at=timezone.now(), hospital_code=hospital_code)
    except BadInputError as fault:
        raise fault.in_file(file) from None
    if json_path:
        write_json({"file": str(file), **report.to_json()}, json_path)
    if json_path != "-":
        sentence = _("{file}: {added} added, {unchanged} known already.")
        told = sentence.format(file=file, added=report.added, unchanged=report.unchanged)
        console().print(told, soft_wrap=True)
    return DONE
