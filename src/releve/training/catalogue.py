"""The modules of this installation: those that ship, and those of a folder of the hospital's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

SHIPPED = Path(__file__).parent / "data" / "modules"


@cache
def module_majors() -> dict[str, str]:
    """Return the newest major version of each module, by its key."""
    found: dict[str, str] = {}
    for file in sorted(SHIPPED.glob("*/module.yaml")):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        found[file.parent.name] = str(told["version"]).split(".", 1)[0]
    return found
