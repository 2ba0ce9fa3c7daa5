"""The register kept: entries made, changed and placed; our own tools brought in by their cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from releve.kit.actors import Actor
from releve.kit.days import check_meant
from releve.kit.faults import Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Level
from releve.people.queries import check_at
from releve.stewardship.actions.noting import TOOL_FACTS, facts_of, note_tool
from releve.stewardship.cards import Card
from releve.stewardship.entries import ToolEntry
from releve.stewardship.faults import StaleToolError, StewardshipError
from releve.stewardship.keys import check_key
from releve.stewardship.models import Tool, ToolPlace
from releve.stewardship.vocabulary import DEPLOYER_ROLES, ORIGINS, TOOL_KINDS

_ = translator("releve.stewardship")

LONGEST = {"name_fr": 150, "name_en": 150, "version": 40}
"""Characters of the columns of an entry."""

FROM_CARD = "from_card"
"""The field in which an entry of ours keeps which of its fields its card fills."""

CHANGED = "changed_on"
"""The field in which an entry keeps the day of its last change."""

MODULES, OPERATORS, ANSWERS = "modules", "operators", "answers"
"""The fields in which it keeps the training that it asks for, who operates it, and what its card
answers to the intake, for a person to check."""


@needs(Permission.MANAGE_TOOLS)
def register_tool(hospital: Level, entry: ToolEntry, *, actor: Actor) -> Tool:
    """Add a tool to the register of a hospital; it begins as declared.

    Raises StewardshipError, also where its key is taken, and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, hospital)
    check_entry(hospital, entry)
    with transaction.atomic():
        today = timezone.localdate()
        tool = Tool(hospital=hospital, declared_on=today, **_columns(entry))
        tool.fields = {**tool.fields, CHANGED: today.isoformat()}
        try:
            with transaction.atomic():
                tool.save(force_insert=True)
        except IntegrityError as taken:
            message = _("the key {key!r} is taken in this register")
            raise StewardshipError(message.format(key=entry.key)) from taken
        note_tool(actor, "stewardship.tool.register", tool, after=facts_of(tool))
    return tool


@needs(Permission.MANAGE_TOOLS)
def change_tool(tool: Tool, entry: ToolEntry, *, row_version: int, actor: Actor) -> Tool:
    """Change what an entry says; its key and origin stay.

    ``row_version`` is the one that was read. Fields that a card fills keep what the card says. A
    new major version takes the class of risk away until the intake is done again. Raises
    StaleToolError, StewardshipError and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    check_entry(tool.hospital, entry)
    with transaction.atomic():
        held = held_tool(tool)
        if held.row_version != row_version:
            raise StaleToolError
        fields = {**entry.fields, **_of_card(held.fields), CHANGED: held.fields.get(CHANGED)}
        columns = {**_columns(entry), "key": held.key, "origin": held.origin, "fields": fields}
        if held.origin == "own":
            # What ships with a release is told by its card alone.
            columns |= {name: getattr(held, name) for name in ("version", "kind", "name_fr")}
            columns["name_en"] = held.name_en
        _save(held, columns, verb="stewardship.tool.change", actor=actor)
    return held


@needs(Permission.MANAGE_TOOLS)
def register_own(hospital: Level, cards: Iterable[Card], *, actor: Actor) -> tuple[Tool, ...]:
    """Bring our own tools into the register of a hospital, as often as one likes.

    What a card says is kept as it says it now; what the hospital added stays, and so does how
    far the tool is rolled out. A new major version takes the class of risk away until the intake
    is done again. Raises NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, hospital)
    with transaction.atomic():
        return tuple(_register_card(hospital, card, actor) for card in cards)


@needs(Permission.MANAGE_TOOLS)
def place_tool(tool: Tool, unit: Level, *, step: int, actor: Actor) -> ToolPlace:
    """Say that a tool is used or planned in a unit, from which step on (0: the pilot).

    A unit in which it is open already keeps its step. Raises StewardshipError, NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    if unit.hospital_id != tool.hospital_id or unit.kind != "unit":
        raise StewardshipError(_("this is no unit of the hospital of the tool"))
    with transaction.atomic():
        held = held_tool(tool)
        places = ToolPlace.objects.for_hospital(held.hospital_id)
        before = places.filter(tool=held, unit=unit).first()
        if before is not None and before.step == step:
            return before
        if before is not None and before.opened_at is not None:
            raise StewardshipError(_("it is open there already, so its step stays"))
        place = before or ToolPlace(hospital_id=held.hospital_id, tool=held, unit=unit)
        was, place.step = (None if before is None else {"step": before.step}), step
        place.save()
        note_tool(
            actor,
            "stewardship.place.set",
            held,
            before=was,
            after={"unit": unit.code, "step": step},
        )
    return place


@needs(Permission.MANAGE_TOOLS)
def withdraw_place(tool: Tool, unit: Level, *, actor: Actor) -> bool:
    """Say that a tool is no longer planned in a unit; return whether it was.

    Where it was opened, the place stays as a fact. Raises StewardshipError and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    with transaction.atomic():
        held = held_tool(tool)
        places = ToolPlace.objects.for_hospital(held.hospital_id)
        place = places.filter(tool=held, unit=unit).first()
        if place is None:
            return False
        if place.opened_at is not None:
            raise StewardshipError(_("it was opened there: stop or retire it instead"))
        before = {"unit": unit.code, "step": place.step}
        place.delete()
        note_tool(actor, "stewardship.place.withdraw", held, before=before)
    return True


def check_entry(hospital: Level, entry: ToolEntry) -> None:
    """Raise StewardshipError where an entry holds a code that is none, or a stranger's supplier."""
    known = (("kind", TOOL_KINDS), ("origin", ORIGINS), ("role", DEPLOYER_ROLES))
    for name, codes in known:
        said = getattr(entry, name)
        if said not in codes:
            message = _("{said!r} is not known for {name}; one of: {codes}")
            raise StewardshipError(message.format(said=said, name=name, codes=", ".join(codes)))
    if not (entry.key and entry.name_fr.strip() and entry.version.strip()):
        raise StewardshipError(_("a tool has a key, a name in French and a version"))
    check_key(entry.key)
    for name, most in LONGEST.items():
        if len(getattr(entry, name)) > most:
            message = _("{most} characters at most").format(most=most)
            raise StewardshipError(message, place=Place(field=name))
    check_meant(entry.review_on, field="review_on")
    if entry.supplier is not None and entry.supplier.hospital_id != hospital.pk:
        raise StewardshipError(_("this supplier is not of the register of this hospital"))


def held_tool(tool: Tool) -> Tool:
    """Return a tool as it stands now, held until the transaction ends."""
    rows = Tool.objects.for_hospital(tool.hospital_id).select_for_update(no_key=True)
    return rows.get(pk=tool.pk)


def _register_card(hospital: Level, card: Card, actor: Actor) -> Tool:
    rows = Tool.objects.for_hospital(hospital).select_for_update(no_key=True)
    held = rows.filter(key=card.key).first()
    if held is None:
        fields = {FROM_CARD: list(card.codes), **_ways(card), **card.fields()}
        return register_tool(hospital, entry_of(card, fields), actor=actor)
    if held.origin != "own":
        message = _("the key {key!r} is taken in this register")
        raise StewardshipError(message.format(key=card.key))
    added = {
        code: value for code, value in held.fields.items() if code not in _of_card(held.fields)
    }
    fields = {**added, FROM_CARD: list(card.codes), **_ways(card), **card.fields()}
    columns = {
        "version": card.version,
        "kind": card.kind,
        "name_fr": card.name.fr,
        "name_en": card.name.en,
        "fields": fields,
    }
    _save(held, columns, verb="stewardship.tool.register", actor=actor)
    return held


def entry_of(card: Card, fields: Mapping[str, Any]) -> ToolEntry:
    """Return the entry of one of our own tools."""
    return ToolEntry(
        key=card.key,
        name_fr=card.name.fr,
        name_en=card.name.en,
        kind=card.kind,
        version=card.version,
        origin="own",
        role="both",
        fields=fields,
    )


def _ways(card: Card) -> dict[str, Any]:
    answers = {
        question: {"answer": one.answer, "reason": one.reason.to_json()}
        for question, one in card.answers.items()
    }
    return {MODULES: list(card.modules), OPERATORS: list(card.operators), ANSWERS: answers}


def _of_card(fields: Mapping[str, Any]) -> dict[str, Any]:
    codes = {FROM_CARD, MODULES, OPERATORS, ANSWERS, *fields.get(FROM_CARD, ())}
    if FROM_CARD not in fields:
        return {}
    return {code: fields[code] for code in codes if code in fields}


def _columns(entry: ToolEntry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "name_fr": entry.name_fr,
        "name_en": entry.name_en,
        "kind": entry.kind,
        "origin": entry.origin,
        "role": entry.role,
        "version": entry.version,
        "supplier": entry.supplier,
        "fields": dict(entry.fields),
        "review_on": entry.review_on,
    }


def _save(tool: Tool, columns: Mapping[str, Any], *, verb: str, actor: Actor) -> None:
    """Save what differs and note it; a new major version takes the class of risk away."""
    before, major = facts_of(tool), tool.major
    if all(getattr(tool, name) == value for name, value in columns.items()):
        return
    for name, value in columns.items():
        setattr(tool, name, value)
    if tool.major != major:
        tool.risk_class = ""
    tool.fields = {**tool.fields, CHANGED: timezone.localdate().isoformat()}
    tool.row_version += 1
    tool.save(update_fields=[*{*columns, "fields", "risk_class", "row_version"}])
    after = facts_of(tool)
    changed = {name: after[name] for name in TOOL_FACTS if after[name] != before[name]}
    note_tool(actor, verb, tool, before={name: before[name] for name in changed}, after=changed)
