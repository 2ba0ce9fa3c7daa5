"""What the pages of the register read from an address: a hospital, a tool, who asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from releve.kit.actors import Actor, NotAllowedError
from releve.kit.permissions import Permission
from releve.people.models import Account, Level
from releve.people.queries import actor_of, check_at
from releve.stewardship.models import Tool
from releve.stewardship.queries.register import register_open_to, tool_at


@dataclass(frozen=True)
class Asked:
    """Who asks, and of which register."""

    account: Account
    actor: Actor
    hospital: Level

    @property
    def tail(self) -> str:
        """What an address needs so that it shows the same register to whoever has several."""
        return "" if self.account.hospital_id else f"?hospital={self.hospital.code}"


def account_of(request: HttpRequest) -> Account:
    """Return who is signed in; the pages of the room are closed to anybody else."""
    account = request.user
    if not isinstance(account, Account):
        raise Http404
    return account


def register_asked(request: HttpRequest, permission: Permission) -> Asked:
    """Return the register that an address names, open to the reader; else there is none.

    Without a name, that of her hospital; for somebody above hospitals, the first one of hers.
    """
    account = account_of(request)
    actor = actor_of(account)
    code = request.GET.get("hospital", "")
    hospital = register_open_to(actor, permission, code)
    return Asked(account, actor, hospital)


def managed(
    request: HttpRequest,
    permission: Permission = Permission.MANAGE_TOOLS,
    *,
    is_named: bool = False,
) -> Asked:
    """Return the register in which the reader may do something at the hospital itself.

    Whoever does not see the register finds nothing. Nor does whoever sees it and no more where
    something of it ``is_named``: a refusal would tell her whether there is such a thing.
    """
    try:
        asked = register_asked(request, permission)
    except NotAllowedError:
        asked = register_asked(request, Permission.SEE_REGISTER)
    if is_named and not may(asked, permission):
        raise Http404
    check_at(asked.actor, permission, asked.hospital)
    return asked


def tool_asked(asked: Asked, key: str) -> Tool:
    """Return a tool of the register by its key; else there is none."""
    found = tool_at(asked.hospital, key)
    if found is None:
        raise Http404
    return found


def may(asked: Asked, permission: Permission) -> bool:
    """Whether the reader may do something at the hospital of the register."""
    try:
        check_at(asked.actor, permission, asked.hospital)
    except NotAllowedError:
        return False
    return True
