"""`releve backup` and `releve restore`: the hospital's data into one sealed file, and back.

A backup is made in somebody's name, and noted: it holds what is known of everybody. A restore
asks for nobody: it must work where no account exists yet, and fills an empty database only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.db import transaction

from releve.house.backup.keys import is_private, make_key, read_key
from releve.house.backup.making import Backup, make_backup, verify_backup
from releve.house.backup.manifest import Manifest
from releve.house.backup.record import note_backup, note_failure
from releve.house.backup.restoring import Restored, check_restore, restore_backup
from releve.house.backup.target import check_saved
from releve.house.database import said_plainly, waiting
from releve.kit.actors import Actor, actor_named
from releve.kit.console import as_account_option, console, json_option, progress, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.permissions import ANYONE, Permission, needs
from releve.kit.words import translator
from releve.people.queries import check_everywhere
from releve.trail.actions import LONGEST_NAME, note_change
from releve.trail.sealer import seal_at_the_end

_ = translator("releve.house")

A_PATH = click.Path(path_type=Path)

key_option = click.option(
    "--key-file", metavar="K", type=A_PATH, help="The key file, kept apart from the backups."
)


@click.command()
@click.option("--out", metavar="F", type=A_PATH, help="Save the database into the new file F.")
@click.option(
    "--verify", metavar="F", type=A_PATH, help="Read F whole and say whether it is sound."
)
@click.option("--new-key", metavar="K", type=A_PATH, help="Make a new key file K.")
@key_option
@json_option
@as_account_option
@needs(ANYONE)  # to make a key and to read a file; --out takes house.operate everywhere
def backup(
    *,
    as_account: str,
    out: Path | None,
    verify: Path | None,
    new_key: Path | None,
    key_file: Path | None,
    json_path: str | None,
) -> None:
    """Save the whole database, while it is in use, into one sealed file.

    The file restores into SQLite and PostgreSQL alike. It does not hold the keys of this
    installation (SECRET_KEY, the trail's key and its file of heads): keep those apart, and never
    beside a backup. An existing file is never replaced. --out takes house.operate at every
    hospital.
    """
    if sum(each is not None for each in (out, verify, new_key)) != 1:
        raise BadInputError(_("give one of --out, --verify and --new-key"))
    if new_key is not None:
        name = make_key(new_key)
        console().print(_("Key {name} is in {file}.").format(name=name, file=new_key))
        console().print(_("Keep two copies of it apart from the backups: none opens without it."))
    elif out is not None:
        _save(out, key_file, json_path, as_account=as_account)
    elif verify is not None:
        manifest = verify_backup(verify, _key(key_file))
        _tell(manifest, json_path)
        console().print(_("The backup is whole: every table matches its digest."))


@click.command()
@click.argument("file", metavar="F", type=A_PATH)
@key_option
@click.option("--into", metavar="URL", required=True, help="The address of an empty database.")
@click.option("--dry-run", is_flag=True, help="Prove that it would work, and write nothing.")
@json_option
@needs(ANYONE)
def restore(
    file: Path, *, key_file: Path | None, into: str, dry_run: bool, json_path: str | None
) -> None:
    """Fill an empty database from the backup F, and compare every table with it.

    The whole file is proven before anything is written; the database then gets all of it or
    stays empty. A backup made before an upgrade is brought up to today's tables.
    """
    key = _key(key_file)
    began = time.monotonic()
    if dry_run:
        _tell(check_restore(file, key, into), json_path)
        console().print(_("This backup can be restored there; nothing was written."))
        return
    with _counted(_("Restoring")) as report:
        restored = restore_backup(file, key, into, report=report)
    _tell(restored.manifest, json_path)
    _tell_restored(restored, seconds=time.monotonic() - began)


def _save(out: Path, key_file: Path | None, json_path: str | None, *, as_account: str) -> None:
    began = time.monotonic()
    # What is refused up to here is a slip of whoever asks, no backup that failed.
    key = _key(key_file)
    check_saved()
    with _failure_noted():
        is_of_today = not waiting()
    with said_plainly():
        actor = _whoever_saves(as_account) if is_of_today else None
    with _failure_noted(), _counted(_("Saving")) as report:
        _note_intent(actor, out)
        saved = make_backup(out, key, report=report)
    seconds = round(time.monotonic() - began, 1)
    note_backup(
        out.resolve(),
        file_bytes=saved.file_bytes,
        file_sha256=saved.file_sha256,
        rows=saved.manifest.rows,
        seconds=seconds,
    )
    _note(actor, saved)
    _tell(saved.manifest, json_path, saved)
    message = _("{file}: {size:.1f} MB in {seconds:.1f} s, SHA-256 {digest}")
    size = saved.file_bytes / 1_000_000
    console().print(
        message.format(file=out, size=size, seconds=seconds, digest=saved.file_sha256),
        soft_wrap=True,
    )
    if key_file is not None and not is_private(key_file):
        console().print(_("Others can read {file}: chmod 600").format(file=key_file))


@contextmanager
def _failure_noted() -> Iterator[None]:
    """Write down as a backup that failed what fails inside, a database that is silent too."""
    try:
        with said_plainly():
            yield
    except (BadInputError, KeyboardInterrupt) as fault:
        note_failure(str(fault) or _("interrupted"))
        raise


def _whoever_saves(as_account: str) -> Actor:
    """Return who makes the backup; raises BadInputError and NotAllowedError."""
    actor = actor_named(as_account)
    check_everywhere(actor, Permission.OPERATE)
    return actor


def _note_intent(actor: Actor | None, out: Path) -> None:
    """Note in the trail that everything is about to be copied: no copy is there before.

    Raises TrailClosedError where that cannot be written.
    """
    if actor is None:
        # There the accounts and the trail cannot be asked yet, and an upgrade begins with a backup.
        console().print(_("Not noted in the trail: the tables are of an earlier release."))
        return
    with transaction.atomic():
        note_change(
            actor,
            "house.backup.begin",
            kind="backup",
            key=out.name[:LONGEST_NAME],
            after={"file": str(out.resolve())},
        )
    seal_at_the_end()


def _note(actor: Actor | None, saved: Backup) -> None:
    """Note in the trail which copy was made, by its digest."""
    if actor is None:
        return
    facts = {"bytes": saved.file_bytes, "sha256": saved.file_sha256}
    with transaction.atomic():
        note_change(
            actor, "house.backup.make", kind="backup", key=saved.file_sha256[:16], after=facts
        )
    seal_at_the_end()


def _key(file: Path | None) -> bytes:
    if file is None:
        message = _("a backup is sealed: name its key file, or make one with --new-key")
        raise BadInputError(message, place=Place(field="--key-file"))
    return read_key(file)


def _tell(manifest: Manifest, json_path: str | None, saved: Backup | None = None) -> None:
    tables = _.plural("{count} table", "{count} tables", len(manifest.sums))
    rows = _.plural("{count} row", "{count} rows", manifest.rows)
    message = _("Of {when}, Relève {version}, {database}: {tables}, {rows}.")
    told = message.format(
        when=manifest.origin.made_at,
        version=manifest.origin.releve,
        database=manifest.origin.database,
        tables=tables.format(count=len(manifest.sums)),
        rows=rows.format(count=manifest.rows),
    )
    console().print(told, soft_wrap=True)
    for table, reason in manifest.origin.left_out.items():
        console().print(_why_left_out(reason).format(table=table), soft_wrap=True)
    if json_path:
        facts = {"bytes": saved.file_bytes, "sha256": saved.file_sha256} if saved else {}
        write_json({**manifest.document(), **({"file": facts} if facts else {})}, json_path)


def _why_left_out(reason: str) -> str:
    if reason == "sessions":
        return _("Left out: {table}; after a restore everybody signs in again.")
    return _("Left out: {table}; no room of Relève knows this table, save it by other means.")


def _tell_restored(restored: Restored, *, seconds: float) -> None:
    for each in restored.manifest.sums:
        line = _("  {table}: {rows}, digest {digest} as in the manifest")
        rows = _.plural("{count} row", "{count} rows", each.rows).format(count=each.rows)
        console().print(
            line.format(table=each.table, rows=rows, digest=each.sha256[:16]), soft_wrap=True
        )
    console().print(_("The digest of every table equals the manifest."))
    for step in restored.steps:
        console().print(_("  then brought up to date: {step}").format(step=step))
    message = _(
        "If it takes the place of the database in use, name that in its trail before anything "
        "else is done there: releve trail restored REASON"
    )
    console().print(message, soft_wrap=True)
    console().print(_("Restored in {seconds:.1f} s.").format(seconds=seconds))


@contextmanager
def _counted(description: str) -> Iterator[Callable[[int, int], None]]:
    with progress(description) as steps:

        def report(done: int, total: int) -> None:
            steps.report(done=done, total=total, note=f"{done} / {total}")

        yield report
