"""A stream sealed in chunks: what was altered, moved, cut off or added shows.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, "Online authenticated
encryption and its nonce-reuse misuse-resistance", 2015): each chunk of 64 KiB is sealed with
AES-256-GCM under a nonce that holds its number and whether it is the last. The key is derived
for one file from the key file and a random salt, so that numbers may begin at nought.
`docs/reference/backup-format.md` gives every byte.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from releve.house.backup.keys import NAME_BYTES, derived, key_name
from releve.kit.faults import BadInputError
from releve.kit.words import translator

_ = translator("releve.house")

MAGIC: Final = b"RELEVE BACKUP\n"
VERSION: Final = 1
SALT_BYTES: Final = 32
TAG_BYTES: Final = 16
CHUNK_BYTES: Final = 64 * 1024
HEADER_BYTES: Final = len(MAGIC) + 2 + NAME_BYTES + SALT_BYTES


class Sealer:
    """Seals what is written to it into a file; only ``close`` makes the stream whole."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        salt = os.urandom(SALT_BYTES)
        header = MAGIC + VERSION.to_bytes(2, "big") + key_name(key) + salt
        self._file = file
        self._cipher = _cipher(key, header)
        self._number = 0
        self._waiting = bytearray()
        file.write(header)

    def write(self, data: bytes) -> None:
        """Take more of the stream; at least one byte waits until it is known not to be the last."""
        self._waiting += data
        while len(self._waiting) > CHUNK_BYTES:
            self._put(bytes(self._waiting[:CHUNK_BYTES]), is_last=False)
            del self._waiting[:CHUNK_BYTES]

    def close(self) -> None:
        """Seal what waits as the last chunk."""
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, chunk, None))
        self._number += 1


def unsealed(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Yield the stream chunk by chunk, each proven before it is given.

    Raises BadInputError with the reason: no backup, a newer form, another key, altered, cut off.
    The stream is whole only once the iterator ends without one.
    """
    header = file.read(HEADER_BYTES)
    _check_header(header, key)
    cipher = _cipher(key, header)
    sealed = file.read(CHUNK_BYTES + TAG_BYTES)
    number = 0
    while True:
        following = file.read(CHUNK_BYTES + TAG_BYTES)
        yield _opened(cipher, sealed, number, is_last=not following)
        if not following:
            return
        sealed = following
        number += 1


def _check_header(header: bytes, key: bytes) -> None:
    if not header.startswith(MAGIC):
        raise BadInputError(_("this is no backup of Relève, or its first bytes are damaged"))
    if len(header) < HEADER_BYTES:
        raise BadInputError(_("the backup is cut short; take another copy"))
    version = int.from_bytes(header[len(MAGIC) :][:2], "big")
    if version != VERSION:
        message = _(
            "the backup has form {version}, which a newer Relève reads; this one reads {own}"
        )
        raise BadInputError(message.format(version=version, own=VERSION))
    named = header[len(MAGIC) + 2 :][:NAME_BYTES]
    if named != key_name(key):
        message = _("the backup was sealed with key {named}, and this is key {given}")
        raise BadInputError(message.format(named=named.hex(), given=key_name(key).hex()))


def _opened(cipher: AESGCM, sealed: bytes, number: int, *, is_last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, is_last=is_last), sealed, None)
    except InvalidTag as error:
        if is_last and _opens(cipher, sealed, _nonce(number, is_last=False)):
            raise BadInputError(_("the backup is cut short; take another copy")) from error
        message = _("the backup is damaged or cut short in part {number}; take another copy")
        raise BadInputError(message.format(number=number + 1)) from error


def _opens(cipher: AESGCM, sealed: bytes, nonce: bytes) -> bool:
    try:
        cipher.decrypt(nonce, sealed, None)
    except InvalidTag:
        return False
    return True


def _cipher(key: bytes, header: bytes) -> AESGCM:
    # The header goes into the key: whoever alters it alters every chunk.
    return AESGCM(derived(key, b"releve backup stream " + header, salt=header[-SALT_BYTES:]))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
