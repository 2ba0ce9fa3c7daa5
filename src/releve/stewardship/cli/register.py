"""The verbs of the register: our own tools brought in, controls checked, files written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from rich.table import Table

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.console import DONE, FINDINGS, as_option, console, json_option, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.files import whole_file, write_text
from releve.kit.permissions import Permission, needs
from releve.kit.tables import closest, write_csv
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import hospital_of, hospital_open_to, levels_known_to
from releve.stewardship.actions.register import register_own as bring_in
from releve.stewardship.audit_file import audit_file as made_audit_file
from releve.stewardship.audit_file import audit_name
from releve.stewardship.control_words import lack_text, standing_text, step_text
from releve.stewardship.engine.controls import ControlStanding
from releve.stewardship.models import Tool
from releve.stewardship.nl_register import ATTRIBUTES, nl_records
from releve.stewardship.public_register import register_document, table_columns, table_rows
from releve.stewardship.queries.controls import controls_of
from releve.stewardship.queries.public import public_tools, public_units
from releve.stewardship.queries.register import sees_register, tool_named, tools_in, tools_of
from releve.stewardship.register_words import class_text, language, state_text, tool_name
from releve.trail.actions import note_reading

_ = translator("releve.stewardship")

hospital_option = click.option(
    "--hospital", "hospital_code", metavar="CODE", help="Where there are several."
)


@click.command("register-own")
@hospital_option
@as_option
@needs(Permission.MANAGE_TOOLS)
def register_own(*, actor: Actor, hospital_code: str | None) -> int:
    """Bring the tools that ship with Relève into a hospital's register, as often as one likes.

    Their cards are followed as this release tells them; what the hospital added stays.
    """
    hospital = hospital_open_to(actor, Permission.MANAGE_TOOLS, hospital_code)
    cards = (click.get_current_context().obj or {})["cards"]()
    for tool in bring_in(hospital, cards, actor=actor):
        sentence = _("{key} {version}: {state}.")
        state = state_text(tool.state, tool.step)
        console().print(sentence.format(key=tool.key, version=tool.version, state=state))
    return DONE


@click.command("check")
@click.option("--tool", "tool_key", metavar="KEY", help="This tool alone.")
@hospital_option
@json_option
@as_option
@needs(Permission.SEE_REGISTER)
def check(
    *, actor: Actor, tool_key: str | None, hospital_code: str | None, json_path: str | None
) -> int:
    """Say which controls of the tools of a hospital still have something to do.

    What is due on a later date of the law is told and is no finding. Leaves with 1 where a
    control is due now, or before the next step of its tool.
    """
    hospital = _register(actor, hospital_code)
    today = timezone.localdate()
    tools = [tool_named(hospital, tool_key)] if tool_key else _in_use(hospital)
    told = [(tool, _open(tool, on=today)) for tool in tools]
    if json_path:
        write_json([_checked(tool, found, on=today) for tool, found in told], json_path)
    if json_path != "-":
        for tool, found in told:
            _show(tool, found, on=today)
    return FINDINGS if any(_is_due(one, today) for _tool, found in told for one in found) else DONE


@click.command("export")
@click.option(
    "--schema",
    required=True,
    type=click.Choice(("nl", "public")),
    help="The Dutch standard v0.3.1, or the public subset.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A .csv or .json file.",
)
@click.option("--unit", "unit_code", metavar="CODE", help="The tools of this unit alone.")
@hospital_option
@as_option
@needs(Permission.SEE_REGISTER)
def export(
    *, actor: Actor, schema: str, out: Path, unit_code: str | None, hospital_code: str | None
) -> int:
    """Write the register of a hospital to a file, in one of two schemas."""
    hospital = _register(actor, hospital_code)
    unit = _unit_of(hospital, unit_code) if unit_code is not None else None
    ending = out.suffix.lower()
    if ending not in (".csv", ".json"):
        message = _("only .csv and .json files are written; end the name with one of them")
        raise BadInputError(message, place=Place(file=str(out)))
    if schema == "nl":
        records = [record for tool in tools_in(hospital, unit) for record in nl_records(tool)]
        told: list[list[Any]] = [[record[name] for name in ATTRIBUTES] for record in records]
        _write(out, columns=ATTRIBUTES, rows=told, document=records)
    else:
        tools = public_tools(hospital, on=timezone.localdate(), unit=unit)
        rows: list[list[Any]] = [list(row) for row in table_rows(hospital, tools)]
        document = register_document(hospital, tools, unit=unit)
        _write(out, columns=table_columns(), rows=rows, document=document)
    count = tools_in(hospital, unit).count()
    message = _.plural("{file}: 1 tool.", "{file}: {count} tools.", count)
    console().print(message.format(file=out, count=count), soft_wrap=True)
    return DONE


@click.command("audit-file")
@click.option("--tool", "tool_key", metavar="KEY", help="The tool; the only one if left out.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The .zip file to write.",
)
@hospital_option
@as_option
@needs(Permission.SEE_REGISTER)
def audit_file(*, actor: Actor, tool_key: str | None, out: Path, hospital_code: str | None) -> int:
    """Write the audit file of a tool: all that the register holds of it, with its proofs."""
    hospital = _register(actor, hospital_code)
    tool = tool_named(hospital, tool_key) if tool_key else _only_tool(hospital)
    if out.suffix.lower() != ".zip":
        message = _("an audit file is a .zip, such as {name}")
        raise BadInputError(message.format(name=audit_name(tool)), place=Place(file=str(out)))
    content = made_audit_file(tool, on=timezone.localdate())
    verb = "stewardship.audit_file.take"
    with whole_file(out, is_private=True) as draft:
        # What could be written nowhere was not read: its place is looked at first.
        note_reading(actor, verb, kind="audit_file", key=tool.key, hospital=hospital.pk)
        draft.write_bytes(content)
    message = _("{file}: the audit file of {tool}, {kilobytes} kB.")
    told = {"file": out, "tool": tool_name(tool), "kilobytes": max(1, len(content) // 1024)}
    console().print(message.format(**told), soft_wrap=True)
    return DONE


def _register(actor: Actor, code: str | None) -> Level:
    """Return the hospital of that code whose register is open to an actor; as its pages do."""
    hospital = hospital_of(code, among=levels_known_to(actor))
    if not sees_register(actor, hospital, Permission.SEE_REGISTER):
        permission = Permission.SEE_REGISTER
        raise NotAllowedError(permission, actor=actor, level=hospital.pk, where=hospital.code)
    return hospital


def _unit_of(hospital: Level, code: str) -> Level:
    found = {one.code: one for one in public_units(hospital)}
    if code not in found:
        message = _("there is no unit {code!r} in this hospital{hint}")
        sentence = message.format(code=code, hint=closest(code, found))
        raise BadInputError(sentence, place=Place(field="--unit"))
    return found[code]


def _in_use(hospital: Level) -> list[Tool]:
    return [one for one in tools_of(hospital) if one.state != "retired"]


def _only_tool(hospital: Level) -> Tool:
    found = list(tools_of(hospital)[:2])
    if len(found) != 1:
        message = _("name the tool with --tool KEY")
        raise BadInputError(message, place=Place(field="--tool"))
    return found[0]


def _open(tool: Tool, *, on: date) -> list[ControlStanding]:
    return [one for one in controls_of(tool, on=on) if not one.is_done]


def _is_due(one: ControlStanding, on: date) -> bool:
    return one.control.blocks_at != "retire" and (one.due_on is None or one.due_on <= on)


def _checked(tool: Tool, found: Sequence[ControlStanding], *, on: date) -> dict[str, Any]:
    return {
        "tool": tool.key,
        "version": tool.version,
        "state": tool.state,
        "risk_class": tool.risk_class,
        "open": [
            {
                "control": one.control.id,
                "state": one.state,
                "blocks_at": one.control.blocks_at,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "is_due": _is_due(one, on),
                "missing": [lack_text(lack) for lack in one.lacks],
            }
            for one in found
        ],
    }


def _show(tool: Tool, found: Sequence[ControlStanding], *, on: date) -> None:
    title = _("{name} {version}: {state}, {risk}")
    console().print(
        title.format(
            name=tool_name(tool),
            version=tool.version,
            state=state_text(tool.state, tool.step),
            risk=class_text(tool.risk_class),
        )
    )
    if not found:
        console().print(_("Every control that binds it is done."))
        return
    table = Table(box=None, pad_edge=False)
    for heading in (_("Control"), _("Stands"), _("Due"), _("Missing")):
        table.add_column(heading)
    for one in found:
        due = (
            one.due_on.isoformat()
            if one.due_on
            else _("before {step}").format(step=step_text(one.control.blocks_at))
        )
        missing = " ".join(lack_text(lack) for lack in one.lacks)
        wanted = missing or one.control.evidence.told(language())
        table.add_row(one.control.id, standing_text(one.state), due, wanted)
    console().print(table)
    later = sum(not _is_due(one, on) for one in found)
    if later:
        message = _.plural("{count} of them is due later.", "{count} of them are due later.", later)
        console().print(message.format(count=later))


def _write(
    out: Path, *, columns: Sequence[str], rows: Sequence[Sequence[Any]], document: Any
) -> None:
    if out.suffix.lower() == ".json":
        write_text(out, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        write_csv(out, columns=columns, rows=rows)
