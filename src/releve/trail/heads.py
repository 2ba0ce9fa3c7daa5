"""The heads of the chain, in a file outside the database.

After each seal one line is added and brought to the disk: the seal's number, how many entries
were sealed by then, and its digest. Who shortens the database, or puts an old copy in its place,
cannot take these lines back. A crash before the line is written is mended by the next seal, and
several machines may each keep a file of their own.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from releve.kit.files import whole_file
from releve.trail.canonical import row_text

LARGE_BYTES = 4_000_000
KEPT_WHOLE = 10_000
"""The newest lines, which stay all."""
KEPT_EACH = 1_000
"""Of older lines, those of every thousandth seal stay."""


@dataclass(frozen=True)
class Head:
    """One line: what the database held after a seal.

    ``signature`` and ``reason`` stand on the line that says that the database was put back to
    an earlier state on purpose, after a loss; it then speaks of the last seal that is left, and
    ``at`` says when (microseconds since 1970).
    """

    seal: int
    entries: int
    head: str
    at: int | None = None
    reason: str = ""
    signature: str = ""

    @property
    def is_restart(self) -> bool:
        """Whether the line speaks of a restore."""
        return bool(self.signature)


@dataclass(frozen=True)
class Heads:
    """The file as it stands. ``unread`` are the numbers of lines that are no heads."""

    lines: tuple[Head, ...] = ()
    unread: tuple[int, ...] = ()
    exists: bool = True


def heads_file() -> Path:
    """Return where the heads are kept: RELEVE_TRAIL_HEADS_FILE, else the data folder."""
    return Path(settings.TRAIL_HEADS_FILE)


def read_heads() -> Heads:
    """Return the lines of the file; a last one without its end was never confirmed."""
    try:
        raw = heads_file().read_bytes()
    except FileNotFoundError:
        return Heads(exists=False)
    *lines, tail = raw.split(b"\n")
    heads = [_head(line) for line in lines]
    # A crash leaves the beginning of a line; what follows a whole one was put there.
    heads += [None] if b"}" in tail[:-1] else []
    return Heads(
        lines=tuple(head for head in heads if head is not None),
        unread=tuple(number for number, head in enumerate(heads, start=1) if head is None),
    )


def add_heads(after: Callable[[Head | None], Iterable[Head]]) -> None:
    """Add the heads that come after the last line, and bring them to the disk.

    ``after`` is asked under the file's lock, so that two processes never write the same head.
    """
    if next(iter(after(_last())), None) is None:
        return
    with _locked():
        _append(after(_last()))


def thin(known: Callable[[Sequence[int]], Mapping[int, Head]]) -> None:
    """Drop most old lines of a large file; none unless the database agrees with all of those.

    ``known`` returns the heads of those seals as the database has them.
    """
    path = heads_file()
    if not path.exists() or path.stat().st_size < LARGE_BYTES:
        return
    with _locked():
        heads = read_heads()
        old = [head for head in heads.lines[:-KEPT_WHOLE] if _goes(head)]
        in_tables = known([head.seal for head in old])
        if heads.unread or any(in_tables.get(head.seal) != head for head in old):
            return
        gone = set(old)
        with whole_file(path) as draft:
            draft.write_text("".join(_line(head) for head in heads.lines if head not in gone))
            draft.chmod(0o600)


def restart_text(head: Head) -> str:
    """Return what the signature of a restart is over."""
    return row_text({"what": "restart", **_facts(replace(head, signature=""))})


def _goes(head: Head) -> bool:
    return not head.is_restart and head.seal % KEPT_EACH != 0


def _append(heads: Iterable[Head]) -> None:
    path = heads_file()
    is_new = not path.exists()
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        start = max(0, size - 4096)
        file.seek(start)
        # A line that a crash cut off goes: its seal is asked for again.
        file.truncate(start + file.read().rfind(b"\n") + 1 if size else 0)
        file.seek(0, os.SEEK_END)
        file.write("".join(map(_line, heads)).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _to_disk(path.parent)


def _last() -> Head | None:
    path = heads_file()
    if not path.exists():
        return None
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 4096))
        lines = file.read().split(b"\n")[:-1]
    found = (_head(line) for line in reversed(lines))
    return next((head for head in found if head is not None), None)


def _line(head: Head) -> str:
    return f"{row_text(_facts(head))}\n"


def _facts(head: Head) -> dict[str, object]:
    facts: dict[str, object] = {"seal": head.seal, "entries": head.entries, "head": head.head}
    if head.at is not None:
        facts |= {"at": head.at, "reason": head.reason, "signature": head.signature}
    return facts


def _head(line: bytes) -> Head | None:
    try:
        head = Head(**json.loads(line))
    except (ValueError, TypeError):
        return None
    # One spelling only: a bit that changes the text and not its meaning is a change as well.
    return head if _line(head) == f"{line.decode('ascii', 'replace')}\n" else None


@contextmanager
def _locked() -> Iterator[None]:
    path = heads_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
