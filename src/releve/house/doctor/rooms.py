"""What the rooms beside the pages lack: a worker, a trail that holds, keys that still open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import DatabaseError
from django.utils.timezone import now

from releve.house.doctor.naming import as_account
from releve.house.doctor.reach import others_can_open
from releve.jobs.queries import is_heard_since, waiting_since
from releve.kit.findings import Finding, fault, fine
from releve.kit.words import translator
from releve.trail.heads import heads_file
from releve.trail.keys import TrailKeyError, key_file, read_keys
from releve.trail.models import Entry
from releve.trail.queries import is_empty, verify_recent

_ = translator("releve.house")

SILENT = timedelta(minutes=2)
"""How long a job that is due may wait while no worker is heard of."""

OPEN_FOR = timedelta(minutes=5)
"""How long an entry may stand in the trail without a seal."""

LAST_SEALS = 50


def worker() -> Iterator[Finding]:
    """Look whether somebody does the work that waits."""
    try:
        since = waiting_since()
        is_left = since is not None and since < now() - SILENT
        is_silent = is_left and not is_heard_since(now() - SILENT)
    except DatabaseError:
        return  # said by the check of the database
    if is_silent:
        yield fault(
            "worker_silent",
            _("background work waits, and no worker is heard of"),
            _("run: releve jobs work, or start the pages without RELEVE_WORKER=external"),
        )
    else:
        yield fine("worker", _("no background work waits for a worker"))


def trail_key() -> Iterator[Finding]:
    """Look whether the trail's key is there: without it nobody signs in and nothing changes."""
    try:
        if is_empty() and not key_file().exists():
            yield fine("trail_key", _("the trail's key is made at its first use"))
            return
        read_keys()
    except DatabaseError:
        return
    except TrailKeyError as error:
        what = _("nobody can sign in or change anything: {reason}").format(reason=error)
        yield fault("trail_key_missing", what, _("put the trail's key back from its safe copy"))
        return
    if others_can_open(key_file()):
        yield fault(
            "trail_key_open",
            _("other accounts of this machine can open {path}").format(path=key_file()),
            _("run: chmod go= {path}").format(path=key_file()),
        )
    else:
        yield fine("trail_key", _("the trail's key is there, for its owner alone"))


def trail_heads() -> Iterator[Finding]:
    """Look whether the file of heads can be written."""
    path = heads_file()
    if os.access(path if path.exists() else _there(path.parent), os.W_OK):
        yield fine("trail_heads", _("the trail's file of heads can be written"))
    else:
        yield fault(
            "trail_heads_closed",
            _("the trail's file of heads cannot be written: {path}").format(path=path),
            _("let Relève write there, or set RELEVE_TRAIL_HEADS_FILE"),
        )


def trail_seals() -> Iterator[Finding]:
    """Look whether the last seals of the trail hold, and whether somebody goes on sealing."""
    try:
        report = verify_recent(read_keys(), seals=LAST_SEALS)
        oldest = Entry.objects.open_ones().first()
    except (DatabaseError, TrailKeyError):
        return  # said by other checks
    if report.looks_restored:
        to_do = _(
            "if an older backup was put back on purpose, say so: releve trail restored REASON"
            "{as_account}; else run: releve trail verify, and keep everything as it is"
        )
        yield fault(
            "trail_broken",
            _("the newest seals of the audit trail are missing, as after a restore"),
            to_do.format(as_account=as_account()),
        )
    elif not report.intact or report.heads_are_missing:
        yield fault(
            "trail_broken",
            _("the last seals of the audit trail do not hold"),
            _("run: releve trail verify, and keep everything as it is until you know why"),
        )
    elif oldest is not None and oldest.noted_at < now() - OPEN_FOR:
        yield fault(
            "trail_unsealed",
            _("the audit trail has not been sealed since {when}").format(
                when=oldest.noted_at.isoformat(timespec="seconds")
            ),
            _("start the pages or a worker, or run: releve trail seal"),
        )
    else:
        yield fine("trail", _("the last seals of the audit trail hold"))


def second_factors() -> Iterator[Finding]:
    """Look whether the key under which second factors are kept is still theirs."""
    try:
        kept = Authenticator.objects.filter(type=Authenticator.Type.TOTP).first()
    except DatabaseError:
        return
    if kept is not None and not get_adapter().decrypt(kept.data.get("secret", "")):
        yield fault(
            "second_factors_lost",
            _("SECRET_KEY is not the one under which second factors are kept: no code opens"),
            _("put the old key back, or name it in SECRET_KEY_FALLBACKS"),
        )
    else:
        yield fine("second_factors", _("second factors can be read"))


def _there(folder: Path) -> Path:
    """Return the nearest folder above that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


ROOMS_CHECKS = (worker, trail_key, trail_heads, trail_seals, second_factors)
