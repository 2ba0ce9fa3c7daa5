"""The modules of this installation: those that ship, and those of a folder of the hospital's.

A module with a fault is offered to nobody; what is wrong is said by ``releve training modules``
and on the page of what tools ask for. The files are read once in a process.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.training.engine.module import Module
from releve.training.engine.reading import Shelf, read_shelf

_ = translator("releve.training")

DATA = Path(__file__).resolve().parent / "data"
SHIPPED = DATA / "modules"


def shelf() -> Shelf:
    """Return every module of the installation, and what is wrong with the others."""
    return _read(settings.MODULES_FOLDER)


def module_of(key: str) -> Module | None:
    """Return the module of that key, none where there is none without a fault."""
    return shelf().modules.get(key)


def module_majors() -> dict[str, str]:
    """Return the newest major version of each module, by its key."""
    return {key: module.major for key, module in shelf().modules.items()}


def modules_for(tool: str) -> tuple[Module, ...]:
    """Return the modules that teach one tool, by key."""
    return tuple(one for one in shelf().modules.values() if one.head.tool == tool)


def curriculum(audience: str, tool: str = "") -> tuple[str, ...]:
    """Return the keys of the modules of an audience in order, with those of a tool."""
    own = modules_for(tool) if tool else ()
    return (
        *_curricula()[audience],
        *(one.key for one in own if audience in one.head.audiences),
    )


@cache
def _curricula() -> dict[str, tuple[str, ...]]:
    told = yaml.safe_load((DATA / "curricula.yaml").read_text(encoding="utf-8"))
    return {audience: tuple(one["modules"]) for audience, one in told.items()}


@cache
def _read(own: Path | None) -> Shelf:
    shipped = read_shelf(SHIPPED)
    if own is None:
        return shipped
    added = read_shelf(own)
    taken = [
        BadInputError(
            _("a module of this name ships with Relève; give the folder another name"),
            place=Place(file=str(own / key)),
        )
        for key in added.modules
        if key in shipped.modules
    ]
    modules = {**added.modules, **shipped.modules}
    return Shelf(modules, (*shipped.faults, *added.faults, *taken))
