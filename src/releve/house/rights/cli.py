"""`releve privacy …`: hand a person what is held on her, purge what is over, write the register."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils.timezone import now
from rich.table import Table

from releve.house.rights.export import export_document, export_zip, held_on
from releve.house.rights.purging import PURGED, Purged, purge
from releve.house.rights.writing import Paper, paper_facts, paper_text
from releve.kit.actors import Actor
from releve.kit.console import as_option, console, json_option, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.files import new_file, write_text
from releve.kit.permissions import ANYONE, Permission, needs
from releve.kit.words import translator
from releve.people.queries import hospital_open_to, person_named, subject_of
from releve.trail.actions import note_reading

_ = translator("releve.house")

hospital_option = click.option(
    "--hospital",
    "hospital_code",
    metavar="CODE",
    help="The hospital; needed only where there are several.",
)


@click.group()
def privacy() -> None:
    """The rights of the people in Relève: export, purge, register of processing."""


@privacy.command()
@click.option("--person", "code", required=True, metavar="CODE", help="The hospital's own code.")
@hospital_option
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A new .zip file, readable by its owner alone.",
)
@json_option
@as_option
@needs(Permission.EXPORT_PERSON)
def export(
    *, actor: Actor, code: str, hospital_code: str | None, out: Path, json_path: str | None
) -> None:
    """Write all that is held on a person to one file, to hand to her alone.

    That it was read is noted in the audit trail before the file is there.
    """
    hospital = hospital_open_to(actor, Permission.EXPORT_PERSON, hospital_code)
    person = person_named(code, hospital)
    subject, at = subject_of(person), now()
    parts = held_on(subject)
    note_reading(actor, "people.person.export", kind="person", key=person.pk, hospital=hospital.pk)
    with new_file(out) as file:
        file.write(export_zip(subject, parts, at=at))
    if json_path:
        write_json(export_document(subject, parts, at=at), json_path, is_private=True)
    if json_path != "-":
        count = sum(len(part.rows) for part in parts)
        said = _.plural("{file}: {n} line.", "{file}: {n} lines.", count)
        console().print(said.format(file=out, n=count), soft_wrap=True)


@privacy.command("purge")
@click.option(
    "--class",
    "classes",
    multiple=True,
    type=click.Choice(PURGED),
    help="Only this class of data; may be given several times.",
)
@click.option("--hospital", "hospital_code", metavar="CODE", help="Only this hospital.")
@click.option("--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
@json_option
@as_option
@needs(Permission.PURGE)
def purge_over(
    *,
    actor: Actor,
    classes: tuple[str, ...],
    hospital_code: str | None,
    dry_run: bool,
    json_path: str | None,
) -> None:
    """Delete what its retention no longer covers, by hospital and class.

    How long each class is kept stands in a dated file; RELEVE_RETENTION_FILE names the
    hospital's own.
    """
    hospital = hospital_open_to(actor, Permission.PURGE, hospital_code) if hospital_code else None
    done = purge(actor=actor, classes=classes or PURGED, hospital=hospital, dry_run=dry_run)
    if json_path:
        lines = [_facts(one) for one in done]
        write_json({"dry_run": dry_run, "classes": lines}, json_path)
    if json_path != "-":
        _tell(done, dry_run=dry_run)


@privacy.command("register")
@click.option("--dpia", is_flag=True, help="The frame of an impact assessment instead.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A .md or .json file; without it, Markdown goes to standard output.",
)
@needs(ANYONE)  # it says what the code does, and nothing of anybody
def write_register(*, dpia: bool, out: Path | None) -> None:
    """Write the register of processing, in French, filled with what the code does.

    What the hospital decides stays open: « à compléter », « à confirmer ».
    """
    paper: Paper = "dpia" if dpia else "register"
    if out is None:
        click.echo(paper_text(paper), nl=False)
    elif out.suffix.lower() == ".json":
        write_json(paper_facts(), out)
    elif out.suffix.lower() == ".md":
        write_text(out, paper_text(paper))
    else:
        message = _("only .md and .json files are written; end the name with one of them")
        raise BadInputError(message, place=Place(file=str(out)))


def _facts(one: Purged) -> dict[str, object]:
    return {
        "class": one.retention,
        "hospital": one.hospital or None,
        "count": one.count,
        "before": one.before.isoformat(),
        "kept": one.kept,
    }


def _tell(done: list[Purged], *, dry_run: bool) -> None:
    table = Table(box=None, pad_edge=False)
    count = _("would be deleted") if dry_run else _("deleted")
    for heading in (_("class"), _("hospital"), count, _("before"), _("kept for now")):
        table.add_column(heading)
    for one in done:
        kept = str(one.kept or "")
        where = one.hospital or "–"
        table.add_row(one.retention, where, str(one.count), one.before.isoformat(), kept)
    console().print(table)
