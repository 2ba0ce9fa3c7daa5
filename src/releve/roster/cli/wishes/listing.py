"""``releve roster wishes list``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.cells import cell_text
from releve.kit.console import DONE, console, write_json
from releve.kit.words import translator
from releve.roster.cli.months.places import unit_of
from releve.roster.cli.wishes.steps import period_of
from releve.roster.phrases import period_text
from releve.roster.queries import team_wishes, wish_lines, wish_rows
from releve.roster.wish_words import state_text, wish_sentence
from releve.trail.actions import note_reading

_ = translator("releve.roster")


def show_periods(unit_code: str, json_path: str | None, *, actor: Actor) -> int:
    """Print the periods of a unit, or write them as JSON."""
    lines = wish_lines(unit_of(unit_code, actor=actor), now=timezone.now())
    if json_path:
        write_json(
            [
                {
                    "unit": unit_code,
                    "from": one.period.starts_on.isoformat(),
                    "to": one.period.ends_on.isoformat(),
                    "state": one.state,
                    "closes_at": one.period.ends_at.isoformat(),
                    "points": one.period.budget,
                    "answered": one.answered,
                    "people": one.people,
                }
                for one in lines
            ],
            json_path,
        )
    if json_path == "-":
        return DONE
    if not lines:
        console().print(_("No period of wishes yet. First step: releve roster wishes open"))
        return DONE
    shown = Table(_("Period"), _("State"), _("Answers"), box=None, pad_edge=False)
    for one in lines:
        period = period_text(one.period.starts_on, one.period.ends_on)
        shown.add_row(period, state_text(one.state), f"{one.answered}/{one.people}")
    console().print(shown)
    return DONE


def show_wishes(unit_code: str, starts_on: date, json_path: str | None, *, actor: Actor) -> int:
    """Print the wishes that stand in a period, or write them as JSON."""
    period = period_of(unit_of(unit_code, actor=actor), starts_on)
    note_reading(
        actor,
        "roster.wishes.read",
        kind="wish_period",
        key=f"{unit_code}/{starts_on.isoformat()}",
        hospital=period.hospital_id,
    )
    team = team_wishes(period, now=timezone.now())
    if json_path:
        write_json([{k: _plain(v) for k, v in row.items()} for row in wish_rows(team)], json_path)
    if json_path == "-":
        return DONE
    shown = Table(_("Name"), _("Wish"), _("Strength"), _("Granted"), box=None, pad_edge=False)
    for one in team.people:
        for told in one.wishes:
            days = f"{len(told.outcome.granted)}/{len(told.outcome.asked)}"
            cells = (wish_sentence(told.wish), str(told.wish.strength))
            shown.add_row(one.name, *cells, days if told.is_told else "")
    console().print(shown)
    return DONE


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | None) else cell_text(value)
