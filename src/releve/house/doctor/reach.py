"""Which files other accounts of this machine can open: their own rights and their folders'.

A file that everybody may read stays closed in a folder that lets nobody through.
"""

from __future__ import annotations

import stat
from pathlib import Path

GROUP_IN = stat.S_IXGRP | stat.S_IXOTH


def others_can_open(path: Path) -> bool:
    """Whether another account can read, change or enter a file or folder; no where none is there.

    Lists of access beyond the usual rights (ACL) are not looked at.
    """
    try:
        modes = [place.stat().st_mode for place in (path, *folders_above(path))]
    except OSError:
        return False
    own, *above = modes
    for_all = own & stat.S_IRWXO and all(mode & stat.S_IXOTH for mode in above)
    for_group = own & stat.S_IRWXG and all(mode & GROUP_IN for mode in above)
    return bool(for_all or for_group)


def folders_above(path: Path) -> tuple[Path, ...]:
    """Return every folder that one goes through to a path, links followed."""
    return tuple(path.resolve().parents)
