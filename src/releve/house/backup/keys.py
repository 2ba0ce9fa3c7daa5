"""The key file of backups: 32 random bytes, kept apart from what it seals.

Whoever holds a backup and its key holds the hospital's data; whoever holds only one of the two
holds nothing. A lost key makes every backup sealed with it worthless, and nothing can help.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from releve.kit.faults import BadInputError, Place
from releve.kit.files import new_file
from releve.kit.words import translator

_ = translator("releve.house")

KEY_BYTES = 32
NAME_BYTES = 8


def make_key(path: Path) -> str:
    """Write a new key file, readable by its owner alone, and return the key's name.

    Raises BadInputError where the file exists or cannot be written.
    """
    key = secrets.token_bytes(KEY_BYTES)
    with new_file(path) as draft:
        draft.write(key)
    return key_name(key).hex()


def read_key(path: Path) -> bytes:
    """Return the key of a key file; raises BadInputError where it holds none."""
    try:
        with path.open("rb") as file:
            key = file.read(KEY_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        message = _("the key file cannot be read ({reason})").format(reason=reason)
        raise BadInputError(message, place=Place(file=str(path))) from error
    if len(key) != KEY_BYTES:
        raise BadInputError(
            _("this is no key: a key file holds 32 bytes; make one with: releve backup --new-key"),
            place=Place(file=str(path)),
        )
    return key


def key_name(key: bytes) -> bytes:
    """Return the name of a key, which tells keys apart and gives nothing of them away."""
    return derived(key, b"releve backup key name", size=NAME_BYTES)


def derived(key: bytes, purpose: bytes, *, salt: bytes | None = None, size: int = 32) -> bytes:
    """Return a key for one purpose (HKDF with SHA-256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=size, salt=salt, info=purpose).derive(key)


def is_private(path: Path) -> bool:
    """Whether nobody but its owner (and root) may read or change a file."""
    return not path.stat().st_mode & 0o077
