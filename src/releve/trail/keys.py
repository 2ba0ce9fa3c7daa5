"""The key of the trail, kept outside the database: whoever has only the tables cannot forge.

The file holds one secret a line; the last one is in use, those before it only check what they
sealed once. From each secret come three keys: one that seals (Ed25519, RFC 8032, so that a third
party can check with the public half and forge nothing), one that marks entries, and one for the
digests of what a change was before and after (HMAC, RFC 2104).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from releve.kit.faults import BadInputError
from releve.kit.words import translator

_ = translator("releve.trail")

SECRET = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")


class TrailClosedError(BadInputError):
    """Nothing can be written to the trail; nothing has been noted, and nothing may be done."""


class TrailKeyError(TrailClosedError):
    """The key of the trail is missing or cannot be read; nothing has been noted."""


@dataclass(frozen=True)
class PublicKey:
    """The half of a key that everybody may know."""

    public: str
    """64 hexadecimal digits."""

    @cached_property
    def name(self) -> str:
        """What names the key in a seal: the beginning of the digest of its public half."""
        return hashlib.sha256(bytes.fromhex(self.public)).hexdigest()[:16]

    def signed(self, text: str, signature: object) -> bool:
        """Whether a signature is this key's for a text; one spelling only is accepted."""
        if not isinstance(signature, str) or not SIGNATURE.fullmatch(signature):
            return False
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public))
        try:
            key.verify(bytes.fromhex(signature), text.encode("ascii"))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Key(PublicKey):
    """A key with its secret."""

    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: bytes) -> Key:
        """Return the key that comes from 32 secret bytes."""
        private = Ed25519PrivateKey.from_private_bytes(_derived(secret, "seals"))
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return cls(public=public.hex(), secret=secret)

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(_derived(self.secret, "seals"))

    @cached_property
    def _marking(self) -> bytes:
        return _derived(self.secret, "marks")

    @cached_property
    def _digesting(self) -> bytes:
        return _derived(self.secret, "facts")

    def sign(self, text: str) -> str:
        """Return the signature of a text, in hexadecimal."""
        return self._private.sign(text.encode("ascii")).hex()

    def mark(self, text: str) -> str:
        """Return what only the holder of the secret can put under an entry."""
        return _hmac(self._marking, text)

    def digest(self, text: str) -> str:
        """Return the keyed digest of facts: it tells nothing, and equals itself only."""
        return _hmac(self._digesting, text)


@dataclass(frozen=True)
class KeyRing:
    """The keys of an installation, oldest first; the last one is in use."""

    keys: tuple[PublicKey, ...]

    @property
    def current(self) -> Key:
        """The key in use; raises TrailKeyError where only its public half is known."""
        last = self.keys[-1]
        if not isinstance(last, Key):
            raise TrailKeyError(_("only the public half of the trail's key is here"))
        return last

    def named(self, name: object) -> PublicKey | None:
        """Return the key that a seal names, if it is one of ours."""
        return next((key for key in self.keys if key.name == name), None)

    def rank(self, key: PublicKey) -> int:
        """Return the place of a key: a later seal never uses an earlier one."""
        return self.keys.index(key)

    @property
    def secret_keys(self) -> Sequence[Key]:
        """The keys whose secret is known."""
        return [key for key in self.keys if isinstance(key, Key)]


def key_file() -> Path:
    """Return where the key is kept: RELEVE_TRAIL_KEY_FILE, else the data folder."""
    return Path(settings.TRAIL_KEY_FILE)


def read_keys() -> KeyRing:
    """Return the keys of the installation; raises TrailKeyError where the file says none."""
    path = key_file()
    try:
        stamp = path.stat()
        return _read(path, stamp.st_mtime_ns, stamp.st_size, stamp.st_ino)
    except FileNotFoundError:
        message = _("the key of the trail is not there: {path}; put it back from its safe copy")
        raise TrailKeyError(message.format(path=path)) from None
    except OSError as error:
        message = _("the key of the trail cannot be read: {path} ({reason})")
        raise TrailKeyError(message.format(path=path, reason=error.strerror)) from error


def make_key() -> None:
    """Make the first key, readable by its owner alone; leave one that is there as it is."""
    path = key_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(draft, [secrets.token_hex(32)])
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def add_key() -> None:
    """Put a new key after those that are there: it seals from now on, they check what they sealed.

    Raises TrailKeyError where no key can be read.
    """
    read_keys()
    path = key_file()
    lines = path.read_text(encoding="ascii").split()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(draft, [*lines, secrets.token_hex(32)])
    draft.replace(path)


@cache
def _read(path: Path, *_stamp: int) -> KeyRing:
    lines = path.read_text(encoding="ascii", errors="replace").split()
    if not lines or not all(SECRET.fullmatch(line) for line in lines):
        message = _("this is no key of the trail: {path}; a key is 64 hexadecimal digits a line")
        raise TrailKeyError(message.format(path=path))
    return KeyRing(tuple(Key.of(bytes.fromhex(line)) for line in lines))


def _write(path: Path, lines: Sequence[str]) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as written:
        written.write("".join(f"{line}\n" for line in lines))
        written.flush()
        os.fsync(written.fileno())


def _derived(secret: bytes, purpose: str) -> bytes:
    return hmac.digest(secret, f"releve trail {purpose}".encode(), "sha256")


def _hmac(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8"), "sha256").hex()
