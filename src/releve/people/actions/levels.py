"""The tree of levels, imported from a table: nation, region, GHT, hospital, site, pole, unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from releve.kit.faults import BadInputError
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions.lines import Draft, Faults, Line, refuse_repeats
from releve.people.actions.saving import ImportReport
from releve.people.models import Level
from releve.people.queries import rank
from releve.people.vocabulary import LEVEL_KINDS, SCHOOL_ZONES, WITHIN_HOSPITAL

_ = translator("releve.people")


@dataclass(frozen=True)
class LevelFacts:
    """A level as one line says; ``parent`` is a code, empty at the top."""

    code: str
    kind: str
    name: str
    parent: str


def import_levels(rows: Sequence[Row]) -> ImportReport:
    """Add levels, or update the name and parent of those known; the order of lines is free.

    A level's kind and hospital never change: people stand there. Raises BadInputError with
    every fault; then nothing has changed.
    """
    with transaction.atomic():
        faults = Faults()
        drafts = [draft for row in rows if (draft := _level(Line(row, faults))) is not None]
        refuse_repeats(rows, same=lambda row: (row.get("code"),), column="code", faults=faults)
        faults.stop()
        stored = {level.code: level for level in Level.objects.select_for_update()}
        codes = {level.pk: code for code, level in stored.items()}
        tree = {code: _facts(level, codes) for code, level in stored.items()}
        tree.update({draft.row.code: draft.row for draft in drafts})
        for draft in drafts:
            _check(draft, tree=tree, stored=stored, faults=faults)
        faults.stop()
        return _save([draft.row for draft in drafts], tree=tree, stored=stored)


def set_school_zone(level: Level, zone: str) -> None:
    """Say by which zone's school holidays a level and all below it live; empty for none.

    Raises BadInputError where there is no such zone.
    """
    if zone and zone not in SCHOOL_ZONES:
        message = _("{said!r} is no zone of school holidays; one of: {known}")
        raise BadInputError(message.format(said=zone, known=", ".join(SCHOOL_ZONES)))
    level.school_zone = zone
    level.save(update_fields=["school_zone"])


def _level(line: Line) -> Draft[LevelFacts] | None:
    code = line.text("code", most=40)
    kind = line.known("kind", LEVEL_KINDS)
    name = line.text("name", most=150)
    parent = line.text("parent", most=40, may_be_empty=True)
    if not line.sound:
        return None
    return Draft(
        line=line.number,
        key=code,
        row=LevelFacts(code=code, kind=kind, name=name, parent=parent),
    )


def _facts(level: Level, codes: Mapping[int, str]) -> LevelFacts:
    parent = codes[level.parent_id] if level.parent_id else ""
    return LevelFacts(code=level.code, kind=level.kind, name=level.name, parent=parent)


def _check(
    draft: Draft[LevelFacts],
    *,
    tree: Mapping[str, LevelFacts],
    stored: Mapping[str, Level],
    faults: Faults,
) -> None:
    if what := _misplaced(draft.row, tree=tree, faults=faults) or _moved(
        draft.row, tree=tree, stored=stored
    ):
        faults.note(what, line=draft.line, column="parent")
    elif what := _other_kind(draft.row, stored=stored):
        faults.note(what, line=draft.line, column="kind")


def _misplaced(level: LevelFacts, *, tree: Mapping[str, LevelFacts], faults: Faults) -> str:
    parent = tree.get(level.parent)
    if level.parent and parent is None:
        hint = faults.hint(level.parent, tree)
        return _("{said!r} is not known{hint}").format(said=level.parent, hint=hint)
    if parent and rank(parent.kind) >= rank(level.kind):
        message = _("a {kind} cannot stand below a {parent}")
        return message.format(kind=level.kind, parent=parent.kind)
    if level.kind in WITHIN_HOSPITAL and _hospital_code(level, tree) is None:
        return _("a {kind} stands in a hospital, and none is above it").format(kind=level.kind)
    return ""


def _other_kind(level: LevelFacts, *, stored: Mapping[str, Level]) -> str:
    before = stored.get(level.code)
    if before is None or before.kind == level.kind:
        return ""
    message = _("it is stored as a {kind}; give the {new} another code")
    return message.format(kind=before.kind, new=level.kind)


def _moved(
    level: LevelFacts, *, tree: Mapping[str, LevelFacts], stored: Mapping[str, Level]
) -> str:
    before = stored.get(level.code)
    if before is None or before.hospital_id is None or before.kind != level.kind:
        return ""
    hospital = stored.get(_hospital_code(level, tree) or "")
    if hospital is not None and hospital.pk == before.hospital_id:
        return ""
    return _("it is stored in another hospital and cannot move")


def _hospital_code(level: LevelFacts, tree: Mapping[str, LevelFacts]) -> str | None:
    above = tree.get(level.parent)
    while above is not None and above.kind != "hospital":
        # A parent of the same or a lower kind is a fault of its own line: never walk in circles.
        higher = tree.get(above.parent)
        above = higher if higher and rank(higher.kind) < rank(above.kind) else None
    return above.code if above else None


def _save(
    levels: Sequence[LevelFacts],
    *,
    tree: Mapping[str, LevelFacts],
    stored: Mapping[str, Level],
) -> ImportReport:
    saved = dict(stored)
    added = changed = 0
    for level in sorted(levels, key=lambda one: rank(one.kind)):
        hospital = _hospital_code(level, tree)
        row = Level(
            pk=saved[level.code].pk if level.code in saved else None,
            code=level.code,
            kind=level.kind,
            name=level.name,
            parent=saved.get(level.parent),
            hospital=saved[hospital] if hospital and level.kind in WITHIN_HOSPITAL else None,
        )
        before = stored.get(level.code)
        if before is None:
            added += 1
        elif (before.name, before.parent_id) != (row.name, row.parent_id):
            changed += 1
        else:
            continue
        # A table tells name and parent; whatever else a known level holds stays.
        row.save(update_fields=None if before is None else ["name", "parent"])
        saved[level.code] = row
    return ImportReport(added=added, changed=changed, unchanged=len(levels) - added - changed)
