"""An entry of the register as somebody gives it, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from releve.stewardship.models import Supplier


@dataclass(frozen=True, kw_only=True)
class ToolEntry:
    """What an entry of the register says; codes as in ``vocabulary``.

    ``fields`` by code, as ``Tool.fields`` holds them.
    """

    key: str
    name_fr: str
    kind: str
    version: str
    name_en: str = ""
    origin: str = "third_party"
    role: str = "deployer"
    supplier: Supplier | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    review_on: date | None = None
