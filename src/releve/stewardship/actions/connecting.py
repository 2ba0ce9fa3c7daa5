"""A tool of a third party connected: where it is reached and with what instructions, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.ledger.vocabulary import ACTIVITIES
from releve.people.models import Level
from releve.people.queries import check_at
from releve.stewardship.actions.proposal_notes import note_connection
from releve.stewardship.actions.register import register_tool
from releve.stewardship.actions.suppliers import add_supplier
from releve.stewardship.endpoint import KEY_VARIABLE, host_of, is_allowed
from releve.stewardship.entries import ToolEntry
from releve.stewardship.models import Connection, Supplier, Tool
from releve.stewardship.queries.register import tool_at
from releve.stewardship.vocabulary import CONNECTION_KINDS

_ = translator("releve.stewardship")

MOST_TOKENS = 8000
MOST_MINUTES = 240
LONGEST_INSTRUCTIONS = 4000
LONGEST_ADDRESS = 200


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How a tool is reached; see ``models.Connection``."""

    address: str
    model: str
    activity: str
    kind: str = CONNECTION_KINDS[0]
    key_variable: str = ""
    instructions: str = ""
    most_tokens: int = 800
    minutes_saved: int = 0
    minutes_checking: int = 0
    takes_identities: bool = False


@needs(Permission.MANAGE_TOOLS)
def connect_tool(tool: Tool, reach: Reach, *, actor: Actor) -> Connection:
    """Say how a tool is reached; the same once more changes nothing.

    What was asked in another way is stale from then on. Raises BadInputError, with the field:
    for an address at a host that the operator of the installation has not allowed, among others;
    and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    check_reach(tool, reach)
    facts = vars(reach)
    with transaction.atomic():
        Tool.objects.for_hospital(tool.hospital_id).select_for_update(no_key=True).get(pk=tool.pk)
        rows = Connection.objects.for_hospital(tool.hospital_id)
        before = rows.filter(tool=tool).first()
        if before is not None and all(getattr(before, name) == facts[name] for name in facts):
            return before
        connection, _is_new = rows.update_or_create(
            tool=tool, defaults={**facts, "hospital_id": tool.hospital_id}
        )
        note_connection(actor, "stewardship.connection.set", connection)
    return connection


@needs(Permission.MANAGE_TOOLS)
def disconnect_tool(tool: Tool, *, actor: Actor) -> bool:
    """Take a tool's connection away: it can be asked no more. Return whether it had one."""
    check_at(actor, Permission.MANAGE_TOOLS, tool.hospital)
    with transaction.atomic():
        rows = Connection.objects.for_hospital(tool.hospital_id).filter(tool=tool)
        connection = rows.select_related("tool").first()
        if connection is None:
            return False
        note_connection(actor, "stewardship.connection.end", connection)
        connection.delete()
    return True


def check_reach(tool: Tool, reach: Reach) -> None:
    """Raise BadInputError for what cannot be, with its field."""
    if tool.origin != "third_party":
        raise _fault("tool", _("a tool of our own is not reached by a connection"))
    if reach.kind not in CONNECTION_KINDS:
        raise _fault("kind", _("one of these: {known}").format(known=", ".join(CONNECTION_KINDS)))
    if len(reach.address) > LONGEST_ADDRESS:
        message = _("{most} characters at most").format(most=LONGEST_ADDRESS)
        raise _fault("address", message)
    if not host_of(reach.address):
        message = _(
            "an address begins with https:// (http:// on this machine alone), is written without "
            "blanks or accents, and holds neither a name, a password, a question nor a fragment"
        )
        raise _fault("address", message)
    if not is_allowed(reach.address, tuple(settings.TOOL_HOSTS)):
        message = _(
            "the host {host} is not allowed; whoever operates the installation adds it to "
            "RELEVE_TOOL_HOSTS"
        )
        raise _fault("address", message.format(host=host_of(reach.address)))
    _check_words(reach)
    _check_numbers(reach)


def _check_words(reach: Reach) -> None:
    if not reach.model.strip() or len(reach.model) > 100:
        raise _fault("model", _("name the model as its supplier does"))
    if reach.key_variable and KEY_VARIABLE.fullmatch(reach.key_variable) is None:
        message = _(
            "a key stands in a variable of the environment whose name begins with TOOL_KEY_"
        )
        raise _fault("key_variable", message)
    if reach.activity not in ACTIVITIES:
        raise _fault("activity", _("one of these: {known}").format(known=", ".join(ACTIVITIES)))
    if len(reach.instructions) > LONGEST_INSTRUCTIONS:
        message = _("instructions have at most {most} characters")
        raise _fault("instructions", message.format(most=LONGEST_INSTRUCTIONS))


def _check_numbers(reach: Reach) -> None:
    bounds = {
        "most_tokens": (1, MOST_TOKENS),
        "minutes_saved": (0, MOST_MINUTES),
        "minutes_checking": (0, MOST_MINUTES),
    }
    for name, (least, most) in bounds.items():
        if not least <= getattr(reach, name) <= most:
            message = _("a whole number from {least} to {most}").format(least=least, most=most)
            raise _fault(name, message)


def _fault(field: str, what: str) -> BadInputError:
    return BadInputError(what, place=Place(field=field))


@needs(Permission.MANAGE_TOOLS)
def connect_described(
    hospital: Level, entry: ToolEntry, reach: Reach, *, supplier: str = "", actor: Actor
) -> Connection:
    """Enter a tool of a third party in the register where it is not, and connect it, or neither.

    An entry that is there already stays as it is: it is changed where the register is kept.
    Raises BadInputError and NotAllowedError.
    """
    check_at(actor, Permission.MANAGE_TOOLS, hospital)
    with transaction.atomic():
        tool = tool_at(hospital, entry.key)
        if tool is None:
            held = _supplier(hospital, supplier, actor=actor) if supplier.strip() else None
            tool = register_tool(hospital, replace(entry, supplier=held), actor=actor)
        return connect_tool(tool, reach, actor=actor)


def _supplier(hospital: Level, name: str, *, actor: Actor) -> Supplier:
    known = Supplier.objects.for_hospital(hospital).filter(name=name.strip()).first()
    return known or add_supplier(hospital, name=name, actor=actor)
