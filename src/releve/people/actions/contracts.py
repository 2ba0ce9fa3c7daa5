"""Contracts, imported from a table: share of full time, rule pack, regime, dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions.lines import Draft, Faults, Line
from releve.people.actions.saving import ImportReport
from releve.people.actions.spans import Shape, import_spans, person_and_start
from releve.people.models import Contract, Level, Person
from releve.people.vocabulary import REGIMES

_ = translator("releve.people")

FACTS = ("share", "pack", "regime", "to_on", "overtime_agreement")

# French spreadsheets write 0,8; nothing else can be meant by it.
SHARE = re.compile(r"[01](?:[.,]\d{1,4})?")
PACK = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Stretch:
    """One contract's dates, with its line if the table at hand names it."""

    person_id: int
    from_on: date
    to_on: date | None
    line: int | None

    @property
    def last(self) -> date:
        """The last day, the end of time where there is none."""
        return self.to_on or date.max


@needs(Permission.MANAGE_PEOPLE)
def import_contracts(
    rows: Sequence[Row],
    *,
    actor: Actor,
    hospital_code: str | None = None,
    packs: Collection[str] | None = None,
) -> ImportReport:
    """Add contracts, or update the one of the same person and first day.

    ``packs``: the rule packs that exist; where unknown, any code is taken. Raises BadInputError
    with every fault, and NotAllowedError; then nothing has changed.
    """
    shape = Shape(
        model=Contract,
        kind="contract",
        verb="people.contract.import",
        same=person_and_start,
        identity=("person_id", "from_on"),
        facts=FACTS,
        read=partial(_contract, packs=packs),
        check=_refuse_overlaps,
    )
    return import_spans(rows, shape=shape, actor=actor, hospital_code=hospital_code)


def _contract(
    line: Line, hospital: Level, person: Person | None, *, packs: Collection[str] | None
) -> Contract | None:
    share = _share(line)
    pack = _pack(line, packs=packs)
    regime = line.known("regime", REGIMES)
    from_on = line.day("from")
    to_on = line.last_day("to", first=from_on)
    overtime = line.yes("overtime_agreement")
    if person is None or not line.sound:
        return None
    return Contract(
        hospital=hospital,
        person=person,
        share=share,
        pack=pack,
        regime=regime,
        from_on=from_on,
        to_on=to_on,
        overtime_agreement=overtime,
    )


def _share(line: Line) -> Decimal:
    said = line.row.get("share")
    share = Decimal(said.replace(",", ".")) if SHARE.fullmatch(said) else Decimal(0)
    if not 0 < share <= 1:
        message = _("{said!r} is not a share of full time above 0 and up to 1, like 0.8")
        line.fault("share", message.format(said=said[:60]))
    return share


def _pack(line: Line, *, packs: Collection[str] | None) -> str:
    if packs is not None:
        return line.known("pack", packs)
    said = line.row.get("pack")
    if not PACK.fullmatch(said):
        line.fault("pack", _("{said!r} is not the code of a rule pack").format(said=said[:60]))
    return said


def _refuse_overlaps(
    drafts: Sequence[Draft[Contract]], stored: Collection[Contract], faults: Faults
) -> None:
    named = {draft.key for draft in drafts}
    kept = (row for row in stored if (row.person_id, row.from_on) not in named)
    stretches = sorted(
        [
            *(_stretch(draft.row, draft.line) for draft in drafts),
            *(_stretch(row, None) for row in kept),
        ],
        key=lambda one: (one.person_id, one.from_on),
    )
    longest: Stretch | None = None
    for stretch in stretches:
        if longest is None or longest.person_id != stretch.person_id:
            longest = stretch
            continue
        if stretch.from_on <= longest.last and stretch.from_on != longest.from_on:
            _note_overlap(longest, stretch, faults=faults)
        longest = max(longest, stretch, key=lambda one: one.last)


def _stretch(row: Contract, line: int | None) -> Stretch:
    return Stretch(person_id=row.person_id, from_on=row.from_on, to_on=row.to_on, line=line)


def _note_overlap(first: Stretch, second: Stretch, *, faults: Faults) -> None:
    here, there = _by_line(first, second)
    if here.line is None:
        return
    if there.line is not None:
        message = _("the contract overlaps the one on line {line}; end one before the other")
        faults.note(message.format(line=there.line), line=here.line, column="from")
        return
    end = there.to_on or _("no end")
    message = _("the contract overlaps the one stored from {first} to {last}")
    faults.note(message.format(first=there.from_on, last=end), line=here.line, column="from")


def _by_line(*pair: Stretch) -> Iterable[Stretch]:
    return sorted(pair, key=lambda one: one.line or 0, reverse=True)
