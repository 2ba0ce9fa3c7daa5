"""Who acts, as rooms that stand below the accounts know her, and whether she may.

The trail and the jobs write down who asked for something, and they lie below the room of people
where accounts are. So they know an actor by a key, and ask the access that the house has put
here when it woke.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from releve.kit.permissions import Permission


@dataclass(frozen=True)
class Actor:
    """Somebody, or a part of the house, that does something.

    ``key``: ``account:12``, or the name of a part of the house, such as ``worker``. ``hospital``:
    the key of her hospital's level, none above hospitals. ``on_behalf_of``: the key of the actor
    who asked for it first, where another one carries it out.
    """

    key: str
    name: str = ""
    hospital: int | None = None
    on_behalf_of: str = ""


class Access(Protocol):
    """What the house injects: the room of people decides."""

    def named(self, username: str) -> Actor:
        """Return the active account of that name; raises BadInputError.

        An empty name is the house itself, as long as nobody administers it yet.
        """

    def may(self, actor: Actor, permission: Permission, *, level: int | None) -> bool:
        """Whether an actor has a permission today at a level, or anywhere where none is named."""

    def may_everywhere(self, actor: Actor, permission: Permission) -> bool:
        """Whether an actor has a permission today at every hospital of the installation."""


HOUSE: Final = Actor("house", "Relève")
"""The installation itself: it makes its tables, the demo, and what comes before any account."""


class NotAllowedError(PermissionError):
    """Somebody asked for what she may not do; nothing has changed.

    ``level``: the key of the level where she asked, ``where`` its code, as people read it.
    """

    def __init__(
        self,
        permission: Permission,
        *,
        actor: Actor | None = None,
        level: int | None = None,
        where: str = "",
    ) -> None:
        super().__init__(f"this needs the permission {permission}")
        self.permission = permission
        self.actor = actor
        self.level = level
        self.where = where


class _Nobody:
    """The access before the house is awake: closed."""

    def named(self, username: str) -> Actor:
        raise LookupError(f"no accounts are known yet, {username!r} neither")

    def may(self, actor: Actor, permission: Permission, *, level: int | None) -> bool:  # noqa: ARG002 - the protocol's signature
        return False

    def may_everywhere(self, actor: Actor, permission: Permission) -> bool:  # noqa: ARG002 - same
        return False


_access: Access = _Nobody()


def use_access(access: Access) -> None:
    """Let this access decide from now on; the house calls it once, when it wakes."""
    global _access  # noqa: PLW0603 - the one point of injection, written at start-up only
    _access = access


SamePerson = Callable[[Actor, str], bool]
"""What the house injects: whether an actor and the one behind another key are one human being."""


def _known_by_key(actor: Actor, key: str) -> bool:
    return actor.key == key


_is_same_person: SamePerson = _known_by_key


def use_persons(same: SamePerson) -> None:
    """Let this decide from now on who is one person; the house calls it once, when it wakes."""
    global _is_same_person  # noqa: PLW0603 - the one point of injection, written at start-up only
    _is_same_person = same


def is_same_person(actor: Actor, key: str) -> bool:
    """Whether an actor and the one behind another key are one human being.

    Two accounts are told apart by the person whose line they have: for rules that take two people.
    """
    return actor.key == key or _is_same_person(actor, key)


def actor_named(username: str) -> Actor:
    """Return the actor behind a user name; raises BadInputError where there is none.

    An empty name is the house itself, as long as nobody administers it yet.
    """
    return _access.named(username)


def may(actor: Actor, permission: Permission, *, level: int | None = None) -> bool:
    """Whether an actor has a permission today at a level, or anywhere where none is named."""
    return _access.may(actor, permission, level=level)


def check(actor: Actor, permission: Permission, *, level: int | None = None) -> None:
    """Raise NotAllowedError where an actor lacks a permission."""
    if not may(actor, permission, level=level):
        raise NotAllowedError(permission, actor=actor, level=level)


def may_everywhere(actor: Actor, permission: Permission) -> bool:
    """Whether an actor has a permission today at every hospital of the installation."""
    return _access.may_everywhere(actor, permission)


def check_everywhere(actor: Actor, permission: Permission) -> None:
    """Raise NotAllowedError where an actor lacks a permission at one hospital or more.

    For what belongs to the installation as a whole, such as the audit trail of all hospitals.
    """
    if not may_everywhere(actor, permission):
        raise NotAllowedError(permission, actor=actor)
