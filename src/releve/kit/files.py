"""A file we write is whole or absent.

A power cut or Ctrl-C in the middle of an export must leave the old file, not half of a new
one: the text goes to a neighbour first, then takes the name in one step.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator

_ = translator("releve.kit")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a path to write to, which becomes ``path`` at the end, or vanishes on an error.

    A device or a pipe (``/dev/null``) is written to directly, since it cannot be replaced.
    Raises BadInputError where the folder is missing or may not be written.
    """
    target = path.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():
        yield target
        return
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield draft
        _to_disk(draft)
        draft.replace(target)
    except OSError as error:
        raise BadInputError(_why_not(path, error), place=Place(file=str(path))) from error
    finally:
        draft.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write the text as UTF-8 with LF line ends; the file is whole or as it was before."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def _to_disk(draft: Path) -> None:
    with draft.open("rb") as written:
        os.fsync(written.fileno())


def _why_not(path: Path, error: OSError) -> str:
    if path.is_dir():
        return _("this is a folder; give the name of a file to write")
    if not path.parent.is_dir():
        return _("its folder does not exist; create it first")
    reason = error.strerror or str(error)
    return _("the file cannot be written ({reason}); choose another place").format(reason=reason)
