"""``releve roster months publish``, ``propose``, ``revise`` and ``diff``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from releve.kit.actors import Actor
from releve.kit.cells import Cell
from releve.kit.console import DONE, FINDINGS, console, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.roster.actions import (
    NotDraftError,
    NotProposedError,
    StaleRosterError,
    propose_version,
    publish_version,
    revise_version,
    take_back_version,
)
from releve.roster.cli.months.places import month_of, unit_of
from releve.roster.compare_words import ARROW
from releve.roster.models import Version
from releve.roster.phrases import period_text
from releve.roster.plan_table import table_csv
from releve.roster.queries import CHANGE_FIELDS, change_rows, roster_key
from releve.trail.actions import note_reading

_ = translator("releve.roster")

Asked = tuple[str, date, int]
"""The unit's code, the first day of its month, and the number of a version."""


def publish_here(asked: Asked, reason: str, *, actor: Actor) -> int:
    """Put a version in force and say what that changed."""
    version = _version(asked, actor=actor)
    try:
        done = publish_version(version, actor=actor, seen=version.roster.revision, reason=reason)
    except StaleRosterError:
        raise _changed() from None
    _say(_("{unit}, {period}: version {number} is in force."), version)
    counted = _("Shifts added: {added}. Withdrawn: {withdrawn}. Changes to acknowledge: {changes}.")
    told = {"added": done.added, "withdrawn": done.withdrawn, "changes": done.changes}
    console().print(counted.format(**told))
    return DONE


def propose_here(asked: Asked, *, actor: Actor, take_back: bool) -> int:
    """Propose a version to the team, or take it back."""
    version = _version(asked, actor=actor)
    move = take_back_version if take_back else propose_version
    try:
        move(version, actor=actor, seen=version.roster.revision)
    except StaleRosterError:
        raise _changed() from None
    except NotDraftError:
        message = _("only a draft is proposed to the team")
        raise BadInputError(message, place=Place(field="--version")) from None
    except NotProposedError:
        message = _("this version is not proposed")
        raise BadInputError(message, place=Place(field="--version")) from None
    if take_back:
        _say(_("{unit}, {period}: version {number} is a draft again."), version)
    else:
        _say(_("{unit}, {period}: version {number} is proposed to the team."), version)
    return DONE


def revise_here(asked: Asked, *, actor: Actor) -> int:
    """Begin a draft from a version."""
    draft = revise_version(_version(asked, actor=actor), actor=actor)
    _say(_("{unit}, {period}: version {number} is a draft to be changed."), draft)
    return DONE


def diff_here(
    asked: Asked, other: int, *, actor: Actor, csv_path: str | None, json_path: str | None
) -> int:
    """Print what changes between two versions, or write it; exit code 1 where something does."""
    before = _version(asked, actor=actor)
    after = _version((asked[0], asked[1], other), actor=actor, field="--to")
    _note_read(before, actor)
    rows = change_rows(before, after)
    if json_path:
        changes = [{name: _plain(cell) for name, cell in row.items()} for row in rows]
        write_json({"before": asked[2], "after": other, "changes": changes}, json_path)
    if csv_path == "-":
        click.echo(table_csv(CHANGE_FIELDS, rows), nl=False)
    elif csv_path:
        Path(csv_path).write_text(table_csv(CHANGE_FIELDS, rows), encoding="utf-8")
    if "-" not in (json_path, csv_path):
        _show(rows)
    return FINDINGS if rows else DONE


def _show(rows: Sequence[Mapping[str, Cell]]) -> None:
    screen = console()
    if not rows:
        screen.print(_("No cell changes."))
    for row in rows:
        before, after = (row[side] or _("day off") for side in ("before", "after"))
        screen.print(
            f"{row['name']}, {row['day']}: {before} {ARROW} {after}", markup=False, highlight=False
        )


def _plain(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else cell


def _version(asked: Asked, *, actor: Actor, field: str = "--version") -> Version:
    """Return a version of a unit's month. Raises BadInputError and NotAllowedError."""
    unit_code, starts_on, number = asked
    month = month_of(unit_of(unit_code, actor=actor), starts_on)
    found = Version.objects.for_hospital(month.hospital_id).filter(roster=month, number=number)
    version = found.select_related("demand", "roster__unit", "roster__hospital").first()
    if version is None:
        message = _("the period has no version {number}").format(number=number)
        raise BadInputError(message, place=Place(field=field))
    return version


def _changed() -> BadInputError:
    return BadInputError(_("somebody has changed this month meanwhile; look at it again"))


def _say(sentence: str, version: Version) -> None:
    month = version.roster
    period = period_text(month.starts_on, month.ends_on)
    told = sentence.format(unit=month.unit.code, period=period, number=version.number)
    console().print(told, markup=False, highlight=False)


def _note_read(version: Version, actor: Actor) -> None:
    note_reading(
        actor,
        "roster.comparison.read",
        kind="roster",
        key=roster_key(version.roster),
        hospital=version.hospital_id,
    )
