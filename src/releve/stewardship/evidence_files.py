"""Files that may show something: few kinds, known by their first bytes, of a bounded size."""

from __future__ import annotations

from releve.kit.words import translator
from releve.stewardship.faults import StewardshipError

_ = translator("releve.stewardship")

GREATEST_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 150

_ZIP = b"PK\x03\x04"
KINDS: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "docx": (_ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (_ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "odt": (_ZIP, "application/vnd.oasis.opendocument.text"),
    "ods": (_ZIP, "application/vnd.oasis.opendocument.spreadsheet"),
    "csv": (b"", "text/csv"),
    "txt": (b"", "text/plain"),
}
"""The endings that are kept, with how such a file begins and its type; no bytes: a text."""

ACCEPT = ",".join(f".{ending}" for ending in KINDS)


def ending_of(name: str) -> str:
    """Return what a file's name ends with, in small letters and without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def type_of(name: str) -> str:
    """Return the type under which a kept file is handed out."""
    return KINDS[ending_of(name)][1]


def check_file(name: str, content: bytes) -> None:
    """Raise StewardshipError where a file is too large, empty, or not what its name says."""
    if not name or len(name) > LONGEST_NAME or any(one in name for one in '/\\\0"\r\n'):
        raise StewardshipError(_("this name of a file is empty, too long or no plain name"))
    if not content:
        raise StewardshipError(_("this file is empty"))
    if len(content) > GREATEST_BYTES:
        message = _("this file is too large: {most} MB at most")
        raise StewardshipError(message.format(most=GREATEST_BYTES // 1024 // 1024))
    ending = ending_of(name)
    if ending not in KINDS:
        message = _("files of this kind are not kept; these are: {endings}")
        raise StewardshipError(message.format(endings=", ".join(KINDS)))
    begins = KINDS[ending][0]
    if not (content.startswith(begins) if begins else _is_text(content)):
        message = _("this file is not what its name says: {name}")
        raise StewardshipError(message.format(name=name))


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
