"""Roles and skills: what ships with Relève, and the skills a hospital adds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.permissions import Permission, needs
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions.lines import Draft, Faults, Line, refuse_repeats
from releve.people.actions.saving import ImportReport, Noting, save
from releve.people.models import Role, Skill
from releve.people.queries import check_everywhere

_ = translator("releve.people")

DATA = Path(__file__).resolve().parents[1] / "data"
KEY = re.compile(r"[a-z][a-z0-9_]*")
ROLE_FACTS = ("name_fr", "name_en", "rome_code", "isco08")
SKILL_FACTS = ("name_fr", "name_en")


@needs(Permission.MANAGE_LEVELS)
def load_reference(*, actor: Actor) -> dict[str, ImportReport]:
    """Bring the roles and skills that ship with Relève into the tables, as often as one likes.

    They are common to all hospitals: raises NotAllowedError where the actor may not change that.
    """
    check_everywhere(actor, Permission.MANAGE_LEVELS)
    with transaction.atomic():
        return {"roles": _load_roles(actor), "skills": _load_skills(actor)}


@needs(Permission.MANAGE_LEVELS)
def import_skills(rows: Sequence[Row], *, actor: Actor) -> ImportReport:
    """Add a hospital's own skills, or rename them; every hospital of the installation has them.

    Raises BadInputError with every fault, and NotAllowedError; then nothing has changed.
    """
    check_everywhere(actor, Permission.MANAGE_LEVELS)
    with transaction.atomic():
        faults = Faults()
        drafts = [draft for row in rows if (draft := _skill(Line(row, faults))) is not None]
        refuse_repeats(rows, same=lambda row: (row.get("key"),), column="key", faults=faults)
        faults.stop()
        return _save_skills([draft.row for draft in drafts], actor)


def _skill(line: Line) -> Draft[Skill] | None:
    key = line.text("key", most=40)
    name_fr = line.text("name_fr", most=150)
    name_en = line.text("name_en", most=150, may_be_empty=True)
    if key and not KEY.fullmatch(key):
        message = _("{said!r} is not a key: small letters, figures and _, a letter first")
        line.fault("key", message.format(said=key))
    if not line.sound:
        return None
    return Draft(line=line.number, key=key, row=Skill(key=key, name_fr=name_fr, name_en=name_en))


def _load_roles(actor: Actor) -> ImportReport:
    roles = [
        Role(
            key=role["key"],
            name_fr=role["fr"],
            name_en=role["en"],
            rome_code=role["rome"],
            isco08=role["isco08"],
        )
        for role in _read("roles")
    ]
    return save(
        {role.key: role for role in roles},
        stored={role.key: role for role in Role.objects.all()},
        identity=("key",),
        facts=ROLE_FACTS,
        noting=Noting(actor, "people.role.load", kind="role", key=lambda role: role.key),
    )


def _load_skills(actor: Actor) -> ImportReport:
    return _save_skills(
        [Skill(key=one["key"], name_fr=one["fr"], name_en=one["en"]) for one in _read("skills")],
        actor,
    )


def _save_skills(skills: Sequence[Skill], actor: Actor) -> ImportReport:
    return save(
        {skill.key: skill for skill in skills},
        stored={skill.key: skill for skill in Skill.objects.all()},
        identity=("key",),
        facts=SKILL_FACTS,
        noting=Noting(actor, "people.skill.import", kind="skill", key=lambda skill: skill.key),
    )


def _read(name: str) -> Sequence[Mapping[str, Any]]:
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    entries: Sequence[Mapping[str, Any]] = yaml.safe_load(text)[name]
    return entries
