"""What this machine lacks: room on its disk, a disk of its own, time zones, typefaces."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection

from releve.kit.figures import font_folder
from releve.kit.findings import Finding, fault, fine
from releve.kit.words import translator

_ = translator("releve.house")

LEAST_FREE_BYTES = 2_000_000_000
MOUNTS = Path("/proc/mounts")
NETWORK_DISKS = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "fuse.sshfs", "lustre")


def disk_space() -> Iterator[Finding]:
    """Look whether the disk of the data has room."""
    free = shutil.disk_usage(_there(settings.DATA_FOLDER)).free
    what = _("{gigabytes} GB are free where the data lie").format(gigabytes=f"{free / 1e9:.1f}")
    if free < LEAST_FREE_BYTES:
        yield fault("disk_full", what, _("make room, or move RELEVE_HOME to a larger disk"))
    else:
        yield fine("disk", what)


def network_disk() -> Iterator[Finding]:
    """Look whether an SQLite file lies where its locks cannot be trusted."""
    if connection.vendor != "sqlite" or not MOUNTS.exists():
        return
    name = str(connection.settings_dict["NAME"])
    place = _there(Path(name).parent if "/" in name else settings.DATA_FOLDER)
    kind = file_system_of(place, MOUNTS.read_text(encoding="utf-8", errors="replace"))
    if kind.startswith(NETWORK_DISKS):
        yield fault(
            "network_disk",
            _("the SQLite file lies on a network disk ({kind}), which can lose it").format(
                kind=kind
            ),
            _("move RELEVE_HOME to a disk of this machine, or use PostgreSQL"),
        )
    else:
        yield fine("own_disk", _("the SQLite file lies on a disk of this machine"))


def time_zones() -> Iterator[Finding]:
    """Look whether summer time is known: hours of night shifts hang on it."""
    try:
        zone = ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        offset = None
    else:
        offset = datetime(2026, 7, 1, tzinfo=UTC).astimezone(zone).utcoffset()
    if offset == timedelta(hours=2):
        yield fine("time_zones", _("time zones are known"))
    else:
        yield fault(
            "time_zones_missing",
            _("the time zone {zone} is not known").format(zone=settings.TIME_ZONE),
            _("install the package tzdata"),
        )


def typeface() -> Iterator[Finding]:
    """Look whether rosters can be printed."""
    try:
        font_folder()
    except FileNotFoundError:
        yield fault(
            "typeface_missing",
            _("the typeface of printed rosters is not there"),
            _("install Relève again from its lock"),
        )
    else:
        yield fine("typeface", _("the typeface of printed rosters is there"))


def file_system_of(place: Path, mounts: str) -> str:
    """Return the kind of file system that a path lies on, by the longest mount above it."""
    rows = [line.split() for line in mounts.splitlines()]
    found = [
        (len(row[1]), row[2])
        for row in rows
        if len(row) > 2 and place.is_relative_to(row[1].replace("\\040", " "))
    ]
    # Of two mounts at one place the later one is seen.
    return max(reversed(found), key=lambda one: one[0])[1] if found else ""


def _there(folder: Path) -> Path:
    """Return the nearest folder above that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


MACHINE_CHECKS = (disk_space, network_disk, time_zones, typeface)
