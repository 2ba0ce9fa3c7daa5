"""The tree of levels, imported from a table: nation, region, GHT, hospital, site, pole, unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions.lines import Draft, Faults, Line, refuse_repeats
from releve.people.actions.saving import ImportReport
from releve.people.models import Level
from releve.people.queries import check_anywhere, check_at, levels_for, may_everywhere, rank
from releve.people.vocabulary import LEVEL_KINDS, SCHOOL_ZONES, WITHIN_HOSPITAL
from releve.trail.actions import Change, note_change, note_changes

_ = translator("releve.people")


@dataclass(frozen=True)
class LevelFacts:
    """A level as one line says; ``parent`` is a code, empty at the top."""

    code: str
    kind: str
    name: str
    parent: str


@needs(Permission.MANAGE_LEVELS)
def import_levels(rows: Sequence[Row], *, actor: Actor) -> ImportReport:
    """Add levels, or update the name and parent of those known; the order of lines is free.

    A level's kind and hospital never change: people stand there. Raises BadInputError with
    every fault, and NotAllowedError where the actor may not change a level or what it lies in;
    then nothing has changed.
    """
    check_anywhere(actor, Permission.MANAGE_LEVELS)
    with transaction.atomic():
        faults = Faults()
        drafts = [draft for row in rows if (draft := _level(Line(row, faults))) is not None]
        refuse_repeats(rows, same=lambda row: (row.get("code"),), column="code", faults=faults)
        faults.stop()
        stored = {level.code: level for level in Level.objects.select_for_update(no_key=True)}
        codes = {level.pk: code for code, level in stored.items()}
        tree = {code: _facts(level, codes) for code, level in stored.items()}
        tree.update({draft.row.code: draft.row for draft in drafts})
        for draft in drafts:
            _check(draft, tree=tree, stored=stored, faults=faults)
        faults.stop()
        _refuse_strange([draft.row for draft in drafts], tree=tree, stored=stored, actor=actor)
        return _save([draft.row for draft in drafts], tree=tree, stored=stored, actor=actor)


@needs(Permission.MANAGE_LEVELS)
def set_school_zone(level: Level, zone: str, *, actor: Actor) -> None:
    """Say by which zone's school holidays a level and all below it live; empty for none.

    Raises BadInputError where there is no such zone, and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_LEVELS, level)
    if zone and zone not in SCHOOL_ZONES:
        message = _("{said!r} is no zone of school holidays; one of: {known}")
        raise BadInputError(message.format(said=zone, known=", ".join(SCHOOL_ZONES)))
    before, level.school_zone = level.school_zone, zone
    with transaction.atomic():
        level.save(update_fields=["school_zone"])
        note_change(
            actor,
            "people.level.set_school_zone",
            kind="level",
            key=level.code,
            hospital=hospital_key(level),
            before={"school_zone": before},
            after={"school_zone": zone},
        )


def note_levels(actor: Actor, levels: Sequence[tuple[Level | None, Level]]) -> None:
    """Note in the trail that levels were brought in: each as it was, if it was, and as it is."""
    note_changes(
        actor,
        [
            Change(
                verb="people.level.import",
                kind="level",
                key=level.code,
                hospital=hospital_key(level),
                before=before and _told(before),
                after=_told(level),
            )
            for before, level in levels
        ],
    )


def hospital_key(level: Level) -> int | None:
    """Return the key of the hospital in whose trail a level stands, none above hospitals."""
    return level.pk if level.kind == "hospital" else level.hospital_id


def _told(level: Level) -> dict[str, Any]:
    return {"kind": level.kind, "name": level.name, "parent": level.parent_id}


def _refuse_strange(
    levels: Sequence[LevelFacts],
    *,
    tree: Mapping[str, LevelFacts],
    stored: Mapping[str, Level],
    actor: Actor,
) -> None:
    """Refuse a change of a level, or below a level, that the actor may not change."""
    if may_everywhere(actor, Permission.MANAGE_LEVELS):
        return
    codes = {level.pk: code for code, level in stored.items()}
    open_to_her = set(levels_for(actor, Permission.MANAGE_LEVELS).values_list("code", flat=True))
    for level in levels:
        before = stored.get(level.code)
        if before is not None and _facts(before, codes) == level:
            continue
        parent = tree.get(level.parent)
        while parent is not None and parent.code not in stored:
            parent = tree.get(parent.parent)
        touched = {parent.code if parent else "", *([level.code] if before else [])}
        if not touched <= open_to_her:
            raise NotAllowedError(Permission.MANAGE_LEVELS, actor=actor, where=level.code)


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
    actor: Actor,
) -> ImportReport:
    saved = dict(stored)
    added = changed = 0
    noted: list[tuple[Level | None, Level]] = []
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
        noted.append((before, row))
    note_levels(actor, noted)
    return ImportReport(added=added, changed=changed, unchanged=len(levels) - added - changed)
