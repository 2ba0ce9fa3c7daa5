"""The lines inside a sealed backup: written in one pass, read in one pass, each table summed.

First the origin, then per table its name and columns, one line a row, and its sum; at the end
the sums again. A line is JSON; the lines are compressed together before they are sealed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from releve.house.backup.manifest import Manifest, Origin, Sum
from releve.house.backup.sealing import Sealer, unsealed
from releve.house.backup.tables import Digest
from releve.house.backup.values import line
from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator

_ = translator("releve.house")

PIECE_BYTES = 1 << 20
COMPRESSION = 6


class Writer:
    """Writes the lines of a backup, sealed, into a file."""

    def __init__(self, file: BinaryIO, key: bytes, origin: Origin) -> None:
        self._sealer = Sealer(file, key)
        self._packer = zlib.compressobj(COMPRESSION)
        self._origin = origin
        self._sums: list[Sum] = []
        self._line(origin.document())

    def table(self, name: str, columns: Sequence[str], rows: Iterator[list[Any]]) -> Iterator[int]:
        """Write one table, yielding how many rows are written so far."""
        digest = Digest(columns)
        self._line({"table": name, "columns": list(columns)})
        for row in rows:
            line_of_row = line(row)
            digest.add(row, line_of_row)
            self._put(line_of_row)
            yield digest.rows
        self._sums.append(Sum(table=name, rows=digest.rows, sha256=digest.hexdigest()))
        self._line({"end": asdict(self._sums[-1])})

    def close(self) -> Manifest:
        """Write the sums, seal the end and return the manifest."""
        self._line({"sums": [asdict(each) for each in self._sums]})
        self._sealer.write(self._packer.flush())
        self._sealer.close()
        return Manifest(origin=self._origin, sums=tuple(self._sums))

    def _line(self, document: dict[str, Any]) -> None:
        self._put(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())

    def _put(self, text: bytes) -> None:
        self._sealer.write(self._packer.compress(text + b"\n"))


@dataclass(frozen=True)
class Part:
    """One table on its way out of a backup: read its rows to the end before the next part."""

    name: str
    columns: list[str]
    rows: Iterator[list[Any]]


class Reader:
    """Reads a backup from end to end; ``manifest`` is there once all parts have been read."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._lines = self._read(key)
        self._sums: list[Sum] = []
        self._manifest: Manifest | None = None
        with self._faults_named():
            self.origin = Origin.read(json.loads(next(self._lines)))

    @property
    def manifest(self) -> Manifest:
        """What was read and proven, with the sums of all tables."""
        if self._manifest is None:
            raise RuntimeError("the backup has not been read to its end")
        return self._manifest

    def parts(self) -> Iterator[Part]:
        """Yield each table; raises BadInputError where the file or a sum is not as it was made."""
        with self._faults_named():
            for text in self._lines:
                document = json.loads(text)
                if "sums" in document:
                    self._finish(document["sums"])
                    return
                rows = self._rows(document["columns"])
                yield Part(document["table"], document["columns"], rows)
                for _unread in rows:  # a reader that wants no rows still proves them
                    pass

    def close(self) -> None:
        """Let go of the file."""
        self._lines.close()

    def _rows(self, columns: Sequence[str]) -> Iterator[list[Any]]:
        digest = Digest(columns)
        for text in self._lines:
            row = json.loads(text)
            if isinstance(row, dict):
                self._sums.append(_checked(Sum(**row["end"]), digest))
                return
            digest.add(row, text)
            yield row

    def _finish(self, sums: list[dict[str, Any]]) -> None:
        # The stream's own end must still come: a seal that lacks its last chunk is found there.
        if any(True for _more in self._lines) or [Sum(**each) for each in sums] != self._sums:
            raise BadInputError(_("the backup's tables and its list of them differ"))
        self._manifest = Manifest(origin=self.origin, sums=tuple(self._sums))

    def _read(self, key: bytes) -> Any:
        with self._path.open("rb") as file:
            yield from _lines(unsealed(file, key))

    def _faults_named(self) -> _Named:
        return _Named(self._path)


class _Named:
    """Adds the file's name to every fault met inside, and says why a file cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Name the file."""
        if isinstance(error, BadInputError) and error.place == Place():
            raise error.in_file(self._path) from error
        if isinstance(error, OSError) and error.filename == str(self._path):
            reason = error.strerror or str(error)
            message = _("the backup cannot be read ({reason})").format(reason=reason)
            raise BadInputError(message, place=Place(file=str(self._path))) from error


def _checked(said: Sum, digest: Digest) -> Sum:
    if (said.rows, said.sha256) != (digest.rows, digest.hexdigest()):
        message = _("the rows of {table} do not match their digest; take another copy")
        raise BadInputError(message.format(table=said.table))
    return said


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = bytearray()
    for piece in _unpacked(chunks):
        rest += piece
        *whole, last = rest.split(b"\n")
        yield from map(bytes, whole)
        rest = bytearray(last)
    if rest:
        raise BadInputError(_("the backup is cut short; take another copy"))


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    # In pieces: a chunk of blanks must not become a gigabyte of memory.
    unpacker = zlib.decompressobj()
    for chunk in chunks:
        piece = unpacker.decompress(chunk, PIECE_BYTES)
        while piece:
            yield piece
            piece = unpacker.decompress(unpacker.unconsumed_tail, PIECE_BYTES)
