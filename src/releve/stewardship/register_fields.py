"""The fields of the register as data: what each is called, who sees it, where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from releve.stewardship.catalogue import DATA
from releve.stewardship.engine.controls import Words


@dataclass(frozen=True)
class Field:
    """One field of an entry beside its columns.

    ``kind``: ``text`` (in both languages), ``line`` (one plain line), ``address``, ``email``,
    ``date``, ``number`` or ``choice``, with its ``choices`` by code. ``limit``: characters of a
    text. ``nl``: the field of the Dutch standard v0.3.1 that it fills, empty for none.
    """

    code: str
    group: str
    kind: str
    label: Words
    help: Words
    is_public: bool
    is_mandatory: bool
    limit: int
    choices: Mapping[str, Words]
    nl: str


@cache
def fields() -> Mapping[str, Field]:
    """Return the fields by code, in the order in which a form shows them."""
    found = [_field(one, group["code"]) for group in _data()["groups"] for one in group["fields"]]
    return MappingProxyType({one.code: one for one in found})


@cache
def groups() -> Mapping[str, Words]:
    """Return what each group of fields is called, in order."""
    return MappingProxyType({one["code"]: Words(**one["name"]) for one in _data()["groups"]})


def public_fields() -> tuple[Field, ...]:
    """Return the fields that anybody may read."""
    return tuple(one for one in fields().values() if one.is_public)


@cache
def _data() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(
        (DATA / "register" / "fields.yaml").read_text(encoding="utf-8")
    )
    return read


def _field(said: Mapping[str, Any], group: str) -> Field:
    none = {"fr": "", "en": ""}
    choices = {str(code): Words(**words) for code, words in said.get("choices", {}).items()}
    return Field(
        code=said["code"],
        group=group,
        kind=said.get("kind", "text"),
        label=Words(**said["label"]),
        help=Words(**said.get("help", none)),
        is_public=said.get("public", False),
        is_mandatory=said.get("mandatory", False),
        limit=said.get("limit", 4000),
        choices=MappingProxyType(choices),
        nl=said.get("nl", ""),
    )
