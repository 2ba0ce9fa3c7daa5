"""``releve stewardship connect``: a tool of a third party, by one file."""

from __future__ import annotations

from pathlib import Path

import click

from releve.kit.actors import Actor
from releve.kit.console import DONE, as_option, console, json_option, write_json
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.queries import hospital_open_to
from releve.stewardship.actions.connecting import connect_described
from releve.stewardship.connection_file import in_document, read_described

_ = translator("releve.stewardship")


@click.command("connect")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--hospital", "hospital_code", metavar="CODE", help="Where there are several.")
@json_option
@as_option
@needs(Permission.MANAGE_TOOLS)
def connect(*, actor: Actor, file: Path, hospital_code: str | None, json_path: str | None) -> int:
    """Connect a tool of a third party as a YAML file describes it; nothing is half done.

    It is entered in the register where it is not there yet, and opens to nobody before its gate
    does. Its host must be among RELEVE_TOOL_HOSTS; its key stands in a variable TOOL_KEY_….
    The same file again changes nothing.
    """
    hospital = hospital_open_to(actor, Permission.MANAGE_TOOLS, hospital_code)
    told = read_described(file)
    try:
        made = connect_described(
            hospital, told.entry, told.reach, supplier=told.supplier, actor=actor
        )
    except BadInputError as fault:
        raise in_document(fault, file) from None
    if json_path:
        facts = {"tool": made.tool.key, "address": made.address, "model": made.model}
        write_json(facts, json_path)
    if json_path != "-":
        sentence = _("{tool} is reached at {address} with the model {model}.")
        console().print(sentence.format(tool=made.tool.key, address=made.address, model=made.model))
    return DONE
