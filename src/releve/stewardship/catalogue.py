"""The data of the room read once: the legal calendar and the catalogue of controls."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from releve.stewardship.engine.controls import Control, Milestone, Words

DATA = Path(__file__).resolve().parent / "data"

CLASSES_OF = {
    "all": (),
    "ai": ("minimal", "transparency", "high", "high_product"),
    "high": ("high", "high_product"),
    "annex_iii": ("high",),
}
"""How a control names the classes of risk that it binds; none are all."""


@cache
def milestones() -> Mapping[str, Milestone]:
    """Return the legal calendar, by id."""
    entries = _read(DATA / "milestones.yaml")["milestones"]
    found = [
        Milestone(
            id=one["id"],
            what=_words(one["what"]),
            on=one["date"],
            status=one["status"],
            source=one["source"],
        )
        for one in entries
    ]
    return MappingProxyType({one.id: one for one in found})


@cache
def controls() -> Mapping[str, Control]:
    """Return the whole catalogue of controls, by id, in the order of its files."""
    files = sorted((DATA / "controls").glob("*.yaml"))
    found = [_control(one) for file in files for one in _read(file)["controls"]]
    return MappingProxyType({one.id: one for one in found})


@cache
def family_names() -> Mapping[str, Words]:
    """Return what each family of controls is called, by the letters of its ids."""
    files = sorted((DATA / "controls").glob("*.yaml"))
    return MappingProxyType({(one := _read(file))["family"]: _words(one["name"]) for file in files})


def _control(said: Mapping[str, Any]) -> Control:
    cited = said.get("milestones", {})
    return Control(
        id=said["id"],
        what=_words(said["what"]),
        evidence=_words(said["evidence"]),
        source=said["source"],
        blocks_at=said["blocks_at"],
        classes=CLASSES_OF[said.get("classes", "all")],
        roles=tuple(said.get("roles", ())),
        origins=tuple(said.get("origins", ())),
        sectors=tuple(said.get("sectors", ())),
        duties=tuple(said.get("duties", ())),
        milestones=MappingProxyType({"any": cited} if isinstance(cited, str) else dict(cited)),
        check=said.get("check", ""),
        months=said.get("months", 0),
        is_waivable=said.get("waivable", True),
    )


def _words(said: Mapping[str, str]) -> Words:
    return Words(fr=said["fr"].strip(), en=said["en"].strip())


def _read(file: Path) -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return read
