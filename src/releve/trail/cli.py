"""`releve trail …`: is the chain whole, seal it, purge it, and read a part of it by two."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, datetime

import click
from rich.table import Table

from releve.kit.actors import Actor
from releve.kit.console import (
    DONE,
    FINDINGS,
    as_option,
    console,
    json_option,
    write_json,
)
from releve.kit.faults import BadInputError
from releve.kit.permissions import ANYONE, Permission, needs
from releve.kit.words import translator
from releve.trail.actions import (
    Part,
    agree,
    ask_to_read,
    purge,
    read_part,
    replace_key,
    say_restored,
    seal_due,
)
from releve.trail.finding_words import finding_sentence, notice_sentence
from releve.trail.heads import heads_file
from releve.trail.keys import KeyRing, PublicKey, read_keys
from releve.trail.models import Entry, ReadingRequest
from releve.trail.queries import Report, is_empty, requests_open_to, verify
from releve.trail.vocabulary import PURPOSES, RETENTION_CLASSES

_ = translator("releve.trail")

DAY = click.DateTime(formats=["%Y-%m-%d"])
PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")

hospital_option = click.option(
    "--hospital",
    type=int,
    metavar="NUMBER",
    help="For an account above hospitals: the number of a hospital; none is the installation.",
)


@click.group()
def trail() -> None:
    """Who did what to which object, so that a change of it shows."""


@trail.command("verify")
@click.option(
    "--public-key",
    "public_keys",
    multiple=True,
    metavar="HEX",
    help="Check with the public half of a key instead, oldest first; may be given several times.",
)
@json_option
@needs(ANYONE)
def verify_trail(*, public_keys: tuple[str, ...], json_path: str | None) -> int:
    """Check the whole trail: exit 0 intact, 1 tampered with, 2 not to be checked.

    Entries that no seal covers yet, those of the last second, cannot be proved complete.
    """
    keys = _keys(public_keys)
    report = verify(keys)
    if report.heads_are_missing and report.intact:
        message = _("the file of heads is not there: {path}; without it a cut-off end stays unseen")
        raise BadInputError(message.format(path=heads_file()))
    if json_path:
        write_json({**asdict(report), "intact": report.intact}, json_path)
    if json_path != "-":
        _tell(report)
    return DONE if report.intact else FINDINGS


@trail.command("seal")
@needs(ANYONE)
def seal_trail() -> None:
    """Seal what is open now; a server or a worker that runs does it each second."""
    count = seal_due()
    console().print(_.plural("{n} entry sealed.", "{n} entries sealed.", count).format(n=count))


@trail.command("restored")
@click.argument("reason")
@as_option
@needs(Permission.OPERATE)
def restored(*, actor: Actor, reason: str) -> None:
    """Say that an older backup was put back on purpose, and REASON; the loss stays named."""
    lost = say_restored(actor, reason)
    seal_due()
    said = _.plural("{n} seal is lost, and named.", "{n} seals are lost, and named.", lost)
    console().print(said.format(n=lost))


@trail.command("new-key")
@as_option
@needs(Permission.OPERATE)
def new_key(*, actor: Actor) -> None:
    """Seal with a new key from now on; copy the key file to its safe place afterwards."""
    public = replace_key(actor)
    message = _("A new key seals from now on; its public half: {public}")
    console().print(message.format(public=public), soft_wrap=True)


@trail.command("purge")
@click.argument("classes", nargs=-1, type=click.Choice(RETENTION_CLASSES))
@as_option
@needs(Permission.PURGE)
def purge_trail(*, actor: Actor, classes: tuple[str, ...]) -> None:
    """Delete the entries whose retention is over: of all classes, or of CLASSES only."""
    for name in classes or RETENTION_CLASSES:
        done = purge(name, actor=actor)
        said = _.plural(
            "{name}: {n} entry from before {day} deleted.",
            "{name}: {n} entries from before {day} deleted.",
            done.count,
        )
        console().print(said.format(name=name, n=done.count, day=done.before.date()))


@trail.command("ask")
@click.option("--purpose", required=True, type=click.Choice(PURPOSES), help="What it is for.")
@click.option("--reason", required=True, help="Why; kept in the trail.")
@click.option("--from", "from_at", required=True, type=DAY, help="The first day.")
@click.option("--to", "to_at", required=True, type=DAY, help="The last day.")
@click.option("--kind", default="", help="The kind of object, such as contract; all without it.")
@click.option("--key", default="", help="The key of that object; all of the kind without it.")
@hospital_option
@as_option
@needs(Permission.READ_TRAIL)
def ask(  # noqa: PLR0913 - one for each option
    *,
    actor: Actor,
    purpose: str,
    reason: str,
    from_at: datetime,
    to_at: datetime,
    kind: str,
    key: str,
    hospital: int | None,
) -> None:
    """Ask to read a part of the trail; another person must agree. Never to appraise somebody."""
    part = Part(from_on=from_at.date(), to_on=to_at.date(), kind=kind, key=key)
    place = _hospital(actor, hospital)
    request = ask_to_read(actor, part, hospital=place, purpose=purpose, reason=reason)
    message = _("Request {number} waits for a second person: releve trail agree {number}")
    console().print(message.format(number=request.pk))


@trail.command("requests")
@hospital_option
@json_option
@as_option
@needs(Permission.READ_TRAIL)
def requests(*, actor: Actor, hospital: int | None, json_path: str | None) -> None:
    """List who asked to read what and why, and who agreed."""
    place = _hospital(actor, hospital)
    found = requests_open_to(actor, place)
    if json_path:
        write_json([_request_facts(request) for request in found], json_path)
    if json_path == "-":
        return
    table = Table(box=None, pad_edge=False)
    for heading in (_("number"), _("asked by"), _("purpose"), _("reason"), _("agreed by")):
        table.add_column(heading)
    for one in found:
        second = one.agreed_by_name or one.agreed_by or "–"
        asked = one.asked_by_name or one.asked_by
        table.add_row(str(one.pk), asked, one.purpose, one.reason, second)
    console().print(table)


@trail.command("agree")
@click.argument("number", type=int)
@as_option
@needs(Permission.READ_TRAIL)
def agree_to(*, actor: Actor, number: int) -> None:
    """Agree that both of you read the part that somebody else asked for."""
    try:
        agree(actor, number)
    except ReadingRequest.DoesNotExist:
        raise _unknown(number) from None
    message = _("Request {number} is open to both for seven days: releve trail read {number}")
    console().print(message.format(number=number))


@trail.command("read")
@click.argument("number", type=int)
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="The page.")
@json_option
@as_option
@needs(Permission.READ_TRAIL)
def read(*, actor: Actor, number: int, page: int, json_path: str | None) -> None:
    """Read what a request opens, newest first; that you read it is noted in the trail."""
    try:
        _request, entries, more = read_part(actor, number, page=page)
    except ReadingRequest.DoesNotExist:
        raise _unknown(number) from None
    if json_path:
        facts = [_entry_facts(entry) for entry in entries]
        write_json({"page": page, "more": more, "entries": facts}, json_path)
    if json_path == "-":
        return
    sentence = (click.get_current_context().obj or {}).get("verb_sentence", str)
    table = Table(box=None, pad_edge=False)
    for heading in (_("when"), _("who"), _("what"), _("object"), _("reason")):
        table.add_column(heading)
    for entry in entries:
        when = entry.noted_at.astimezone().isoformat(" ", "seconds")
        who = entry.actor_name or entry.actor
        table.add_row(when, who, sentence(entry.verb), f"{entry.kind} {entry.key}", entry.reason)
    console().print(table)
    if more:
        console().print(_("More follows: --page {page}").format(page=page + 1))


def _keys(public_keys: tuple[str, ...]) -> KeyRing:
    for public in public_keys:
        if not PUBLIC_KEY.fullmatch(public):
            raise BadInputError(_("--public-key takes 64 hexadecimal digits in small letters"))
    if public_keys:
        return KeyRing(tuple(PublicKey(public) for public in public_keys))
    return KeyRing(()) if is_empty() else read_keys()


def _tell(report: Report) -> None:
    for notice in report.notices:
        console().print(notice_sentence(notice))
    for finding in report.findings:
        console().print(finding_sentence(finding), soft_wrap=True)
    seen = _("{entries} entries under {seals} seals, {open} not sealed yet, {purges} purges.")
    counts = {"entries": report.entries, "seals": report.seals, "open": report.open_entries}
    console().print(seen.format(**counts, purges=report.tombstones))
    console().print(_verdict(report), soft_wrap=True)


def _verdict(report: Report) -> str:
    if report.intact:
        return _("Intact.")
    if report.looks_restored:
        return _(
            "The trail ends before its file of heads does: an older copy of the database stands "
            "here. If a backup was put back on purpose, say so before anything else is done here: "
            "releve trail restored REASON. If not, the trail was tampered with."
        )
    return _("The trail was tampered with.")


def _hospital(actor: Actor, number: int | None) -> int | None:
    if actor.hospital is None:
        return number
    if number not in {None, actor.hospital}:
        raise BadInputError(_("an account of a hospital reads the trail of its own hospital only"))
    return actor.hospital


def _unknown(number: int) -> BadInputError:
    message = _("there is no request {number}; see: releve trail requests")
    return BadInputError(message.format(number=number))


def _request_facts(request: ReadingRequest) -> dict[str, object]:
    return {
        "number": request.pk,
        "hospital": request.hospital,
        "purpose": request.purpose,
        "reason": request.reason,
        "kind": request.kind,
        "key": request.key,
        "from": request.from_on.isoformat(),
        "to": request.to_on.isoformat(),
        "asked_by": request.asked_by,
        "asked_at": request.asked_at.astimezone(UTC).isoformat(),
        "agreed_by": request.agreed_by,
        "agreed_at": request.agreed_at.astimezone(UTC).isoformat() if request.agreed_at else None,
    }


def _entry_facts(entry: Entry) -> dict[str, object]:
    return {
        "sequence": entry.sequence,
        "noted_at": entry.noted_at.isoformat(),
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "on_behalf_of": entry.on_behalf_of,
        "verb": entry.verb,
        "kind": entry.kind,
        "key": entry.key,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
    }
