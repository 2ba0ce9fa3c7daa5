"""The tools of a hospital as this room knows them: a key, a name and a major version.

The register of tools stands above this room. The house puts the question here when it wakes, as
it puts the access into ``kit.actors``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from releve.kit.words import current_language
from releve.training.catalogue import modules_for


@dataclass(frozen=True)
class KnownTool:
    """A tool under its key: its name in both languages, and the first number of its version."""

    key: str
    major: str
    name_fr: str
    name_en: str = ""

    @property
    def name(self) -> str:
        """Its name in the language that is spoken now."""
        return self.name_fr if current_language() == "fr" else self.name_en or self.name_fr


Lister = Callable[[int], tuple[KnownTool, ...]]


def _none(_hospital: int) -> tuple[KnownTool, ...]:
    return ()


_lister: Lister = _none


def use_tools(lister: Lister) -> None:
    """Let this say from now on which tools a hospital has; the house calls it once."""
    global _lister  # noqa: PLW0603 - the one point of injection, written at start-up only
    _lister = lister


def tools_of(hospital: int) -> dict[str, KnownTool]:
    """Return the tools of a hospital that are not retired, by key."""
    return {one.key: one for one in _lister(hospital)}


def tool_named(hospital: int, key: str) -> KnownTool:
    """Return a tool, also one that no register knows, as a module or a requirement names it."""
    known = tools_of(hospital).get(key)
    if known is not None:
        return known
    taught = [one for one in modules_for(key) if one.head.tool_major]
    return KnownTool(key, taught[0].head.tool_major if taught else "1", key)
