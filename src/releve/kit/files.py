"""A file we write is whole or absent.

A power cut or Ctrl-C in the middle of an export must leave the old file, not half of a new
one: the text goes to a neighbour first, then takes the name in one step.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator

_ = translator("releve.kit")


def check_place(path: Path) -> None:
    """Raise BadInputError where no file could be written at a path.

    Asked before a verb changes anything, so that a report which cannot be written is no surprise
    once everything is done.
    """
    try:
        folder = path.resolve().parent
        if path.exists() and not path.is_dir() and not path.is_file():
            return  # a device or a pipe
        if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise BadInputError(_why_not(path, error), place=Place(file=str(path))) from error


@contextmanager
def whole_file(path: Path, *, is_private: bool = False) -> Iterator[Path]:
    """Yield a path to write to, which becomes ``path`` at the end, or vanishes on an error.

    A private one is readable by its owner alone from its first byte, whatever was there before.
    A device or a pipe (``/dev/null``) is written to directly, since it cannot be replaced.
    Raises BadInputError where the folder is missing or may not be written.
    """
    check_place(path)
    target = path.resolve()
    if target.exists() and not target.is_file():
        yield target
        return
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        if is_private:
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
        _to_disk(draft)
        draft.replace(target)
    except OSError as error:
        raise BadInputError(_why_not(path, error), place=Place(file=str(path))) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write bytes to, which takes the name ``path`` at the end, or vanishes.

    It is readable by its owner alone, and never replaces anything. Its draft, seen if the power
    goes, is hidden and ends in ``.tmp``. Raises BadInputError where the name is taken, the folder
    is missing or may not be written, or the disk is full.
    """
    place = Place(file=str(path))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    if path.exists() or path.is_symlink():
        raise BadInputError(_("the file exists already; give the name of a new one"), place=place)
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _take_name(draft, path)
    except OSError as error:
        raise BadInputError(_why_not(path, error), place=place) from error
    finally:
        draft.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, is_private: bool = False) -> None:
    """Write the text as UTF-8 with LF line ends; the file is whole or as it was before.

    A private one is readable by its owner alone.
    """
    with whole_file(path, is_private=is_private) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def _to_disk(draft: Path) -> None:
    with draft.open("rb") as written:
        os.fsync(written.fileno())


def _take_name(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)  # unlike a renaming, it fails where the name was taken meanwhile
    except FileExistsError:
        raise
    except OSError:
        draft.replace(path)  # a share that knows no links
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name is on the disk too
    finally:
        os.close(folder)


def _why_not(path: Path, error: OSError) -> str:
    if error.errno != errno.ENAMETOOLONG and path.is_dir():
        return _("this is a folder; give the name of a file to write")
    if error.errno != errno.ENAMETOOLONG and not path.parent.is_dir():
        return _("its folder does not exist; create it first")
    reason = error.strerror or str(error)
    return _("the file cannot be written ({reason}); choose another place").format(reason=reason)
