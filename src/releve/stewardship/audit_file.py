"""The audit file of a tool: one ZIP with all that the register holds of it, and how to check it.

The same state gives the same bytes: files stand in order, without a clock, and ``CONTENTS.json``
says the SHA-256 of each.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from releve.stewardship.audit_words import READ_ME
from releve.stewardship.models import Tool
from releve.stewardship.queries.papers import evidence_of, papers_of

CONTENTS = "CONTENTS.json"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first instant that a ZIP can write."""


def audit_file(tool: Tool, *, on: date) -> bytes:
    """Return the audit file of a tool as it stands on a day."""
    files = _files(tool, on=on)
    listed = [{"file": name, "sha256": _digest(files[name])} for name in sorted(files)]
    about = {
        "hospital": tool.hospital.code,
        "tool": tool.key,
        "version": tool.version,
        "on": on.isoformat(),
    }
    files[CONTENTS] = _json({**about, "files": listed})
    return _zipped(files)


def audit_name(tool: Tool) -> str:
    """Return what an audit file is called."""
    return f"audit-{tool.key}.zip"


def checked_contents(content: bytes) -> list[str]:
    """Return what of an audit file is not as its list of contents says: nothing, if it is whole."""
    with ZipFile(io.BytesIO(content)) as archive:
        there = {name: archive.read(name) for name in archive.namelist()}
    listed = {one["file"]: one["sha256"] for one in json.loads(there.pop(CONTENTS))["files"]}
    differing = {name for name in listed if name in there and _digest(there[name]) != listed[name]}
    return sorted(differing | (set(listed) ^ set(there)))


def _files(tool: Tool, *, on: date) -> dict[str, bytes]:
    files = {f"{name}.json": _json(part) for name, part in papers_of(tool, on=on).items()}
    for language, text in READ_ME.items():
        name = "LISEZ-MOI.txt" if language == "fr" else "README.txt"
        files[name] = text.encode()
    for row in evidence_of(tool):
        if row.content is not None:
            files[f"evidence/{row.pk}-{row.file_name}"] = bytes(row.content)
    return files


def _zipped(files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            place = ZipInfo(name, LONG_AGO)
            place.compress_type = ZIP_DEFLATED
            place.external_attr = 0o644 << 16
            archive.writestr(place, files[name])
    return held.getvalue()


def _json(told: Any) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
