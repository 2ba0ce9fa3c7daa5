"""What every room's verbs share at the terminal: exit codes, JSON, tables, progress.

One habit for all: results go to standard output, progress to standard error, so that a pipe
carries results only.
"""

from __future__ import annotations

import json
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from releve.kit.actors import actor_named
from releve.kit.files import check_place, new_file, write_text
from releve.kit.words import translator

_ = translator("releve.kit")

DONE: Final = 0  # also with named holes
FINDINGS: Final = 1
BAD_INPUT: Final = 2
INFEASIBLE: Final = 3  # with reasons
NO_ANSWER: Final = 4  # the time ended without an answer
INTERRUPTED: Final = 130  # the best answer so far is written
DEFECT: Final = 70  # ours, not the reader's: EX_SOFTWARE of sysexits.h

PATIENCE_SECONDS = 1.0


def _writable(_context: click.Context, _option: click.Parameter, path: str | None) -> str | None:
    """Return where a report is to go; raises BadInputError before anything is done for it."""
    if path and path != "-":
        check_place(Path(path))
    return path


json_option = click.option(
    "--json",
    "json_path",
    metavar="PATH",
    callback=_writable,
    help="Also write the report as JSON to PATH; '-' is standard output.",
)


as_account_option = click.option(
    "--as",
    "as_account",
    metavar="ACCOUNT",
    envvar="RELEVE_AS",
    default="",
    help="The account in whose name this is done; else the one that RELEVE_AS names.",
)
"""For a verb that looks for itself who acts, where ``as_option`` would ask too early."""


def as_option(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb on the database the option ``--as ACCOUNT``, and pass on ``actor``.

    The database is woken first, as whoever stands above has said in ``context.obj["tables"]``.
    The option names who acts and proves nothing: who has the shell has the database.
    """

    @as_account_option
    @wraps(verb)
    def acting(*arguments: Any, as_account: str, **options: Any) -> Any:
        wake = (click.get_current_context().obj or {}).get("tables")
        if wake is not None:
            wake()
        return verb(*arguments, actor=actor_named(as_account), **options)

    return acting


def write_json(data: Any, path: str | Path, *, is_private: bool = False) -> None:
    """Write JSON-ready data to a file, whole or not at all, or to standard output for ``-``.

    A private file, of what is held on a person, is its owner's alone to read.
    """
    text = _json_text(data)
    if str(path) == "-":
        sys.stdout.write(text)
    else:
        write_text(Path(path), text, is_private=is_private)


def write_new_json(data: Any, path: str | Path) -> None:
    """Write JSON-ready data that is shown once to a new file, its owner's alone, or to ``-``.

    When this returns, it has left this process. Raises BadInputError where the file exists or
    cannot be written, and BrokenPipeError where nobody reads standard output any more.
    """
    target = Path(path)
    if str(path) == "-" or target.is_fifo() or target.is_char_device():
        write_json(data, path)
        sys.stdout.flush()
        return
    with new_file(target) as file:
        file.write(_json_text(data).encode())


def _json_text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def console() -> Console:
    """Return a console on standard output, as wide as the terminal or 100 columns."""
    width = shutil.get_terminal_size((100, 24)).columns
    return Console(width=width, highlight=False, emoji=False, markup=False)


@dataclass
class Steps:
    """Handle on a progress line; ``report`` may be called as often as one likes."""

    bar: Progress
    task: Any
    lock: threading.Lock = field(default_factory=threading.Lock)
    finished: bool = False

    def report(
        self, *, done: float | None = None, total: float | None = None, note: str | None = None
    ) -> None:
        """Say how much is done, out of how much, with a few words beside."""
        changes: dict[str, Any] = {}
        if note is not None:
            changes["note"] = note
        self.bar.update(self.task, completed=done, total=total, **changes)

    def show(self) -> None:
        """Draw the line, unless the work ended first."""
        with self.lock:
            if not self.finished:
                self.bar.start()

    def aside(self, tell: Callable[[], None]) -> None:
        """Tell something while the line is out of the way."""
        with self.lock:
            is_shown = self.bar.live.is_started
            if is_shown:
                self.bar.stop()
            tell()
            if is_shown and not self.finished:
                self.bar.start()

    def close(self) -> None:
        """Erase the line."""
        with self.lock:
            self.finished = True
            self.bar.stop()


@contextmanager
def progress(description: str, *, total: float | None = None) -> Iterator[Steps]:
    """Show a progress line on standard error if the work outlasts one second at a terminal."""
    screen = Console(stderr=True, highlight=False, emoji=False)
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[note]}", markup=False),
        TimeElapsedColumn(),
        console=screen,
        transient=True,
        disable=not screen.is_terminal,
    )
    steps = Steps(bar=bar, task=bar.add_task(description, total=total, note=""))
    timer = threading.Timer(PATIENCE_SECONDS, steps.show)
    timer.daemon = True
    timer.start()
    try:
        yield steps
    finally:
        timer.cancel()
        steps.close()
