"""``releve roster exchanges list``, ``openings`` and ``expire``."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.cells import cell_text
from releve.kit.console import DONE, console, write_json
from releve.kit.words import translator
from releve.roster.actions import end_windows
from releve.roster.cli.months.places import unit_of
from releve.roster.exchange_words import (
    opening_state_text,
    shift_of_day,
    swap_state_text,
)
from releve.roster.queries import opening_rows, swap_rows
from releve.trail.actions import note_reading

_ = translator("releve.roster")


def show_exchanges(unit_code: str, json_path: str | None, *, actor: Actor) -> int:
    """Print the exchanges of a unit, or write them as JSON."""
    unit = unit_of(unit_code, actor=actor)
    note_reading(
        actor,
        "roster.exchanges.read",
        kind="unit",
        key=unit.code,
        hospital=unit.hospital_id,
    )
    rows = list(swap_rows(unit))
    if json_path:
        write_json([_plain(row) for row in rows], json_path)
    if json_path == "-":
        return DONE
    if not rows:
        console().print(_("Nobody has agreed on an exchange yet."))
        return DONE
    shown = Table(_("Gives"), _("Takes"), _("State"), box=None, pad_edge=False)
    for row in rows:
        gives = f"{row['asker']}: {shift_of_day(row['gives_day'], row['gives_shift'])}"
        takes = row["colleague"]
        if row["takes_day"] is not None:
            takes += f": {shift_of_day(row['takes_day'], row['takes_shift'])}"
        shown.add_row(gives, takes, swap_state_text(row["state"]))
    console().print(shown)
    return DONE


def show_openings(unit_code: str, json_path: str | None, *, actor: Actor) -> int:
    """Print the open shifts of a unit, or write them as JSON."""
    rows = list(opening_rows(unit_of(unit_code, actor=actor), now=timezone.now()))
    if json_path:
        write_json([_plain(row) for row in rows], json_path)
    if json_path == "-":
        return DONE
    if not rows:
        console().print(_("No shift has been offered yet."))
        return DONE
    shown = Table(_("Shift"), _("State"), _("Volunteers"), box=None, pad_edge=False)
    for row in rows:
        told = shift_of_day(row["day"], row["shift"])
        shown.add_row(told, opening_state_text(row["state"]), str(row["volunteers"]))
    console().print(shown)
    return DONE


def expire_here(unit_code: str, *, actor: Actor) -> int:
    """End what time has overtaken, and say how many."""
    ended = end_windows(unit_of(unit_code, actor=actor), actor=actor, at=timezone.now())
    over = _.plural("{count} exchange is over.", "{count} exchanges are over.", ended.exchanges)
    filled = _.plural(
        "{count} open shift is allotted.", "{count} open shifts are allotted.", ended.filled
    )
    unfilled = _.plural(
        "{count} open shift found nobody.", "{count} open shifts found nobody.", ended.unfilled
    )
    gone = _.plural(
        "{count} open shift can be allotted no more.",
        "{count} open shifts can be allotted no more.",
        ended.ended,
    )
    console().print(over.format(count=ended.exchanges))
    console().print(filled.format(count=ended.filled))
    console().print(unfilled.format(count=ended.unfilled))
    console().print(gone.format(count=ended.ended))
    return DONE


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: one if isinstance(one, str | int | None) else cell_text(one)
        for name, one in row.items()
    }
