"""The room's tests know no accounts: everything is open, unless a test says otherwise."""

from __future__ import annotations

import pytest

from releve.kit import actors
from releve.kit.actors import HOUSE, Actor
from releve.kit.permissions import Permission


class AllOpen:
    """An access that refuses nothing."""

    def named(self, username: str) -> Actor:
        """Return the house itself, whoever is named."""
        assert username == ""
        return HOUSE

    def may(self, actor: Actor, permission: Permission, *, level: int | None) -> bool:
        """Say yes."""
        return bool(actor.key and permission) or level is None

    def may_everywhere(self, actor: Actor, permission: Permission) -> bool:
        """Say yes."""
        return bool(actor.key and permission)


@pytest.fixture(autouse=True)
def all_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be open."""
    monkeypatch.setattr(actors, "_access", AllOpen())
