"""What a check of the trail finds: codes and numbers, never sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Subject = Literal["entry", "entries", "open_entry", "seal", "tombstone", "heads"]

MOST = 200
"""Findings that are kept; one forged seal can be followed by very many."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: with what, from which number to which, and how."""

    subject: Subject
    code: str
    first: int | None = None
    last: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class Notice:
    """Something that is named and no tampering: a loss that was owned up to."""

    code: str
    number: int
    detail: str = ""


@dataclass
class Report:
    """What the check saw. ``open_entries`` is the last second, which no seal covers yet."""

    entries: int = 0
    seals: int = 0
    tombstones: int = 0
    open_entries: int = 0
    head: str = ""
    findings: list[Finding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    heads_are_missing: bool = False
    public_keys: tuple[str, ...] = ()
    marks_checked: bool = True

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def looks_restored(self) -> bool:
        """Whether nothing is wrong but that the newest seals are missing, as in an older copy.

        A seal missing before others is a finding of its own.
        """
        return [(one.subject, one.code) for one in self.findings] == [("seal", "lost")]

    def add(self, found: Iterator[Finding]) -> None:
        """Keep what was found, up to a number that can be read."""
        for finding in found:
            if len(self.findings) < MOST:
                self.findings.append(finding)
