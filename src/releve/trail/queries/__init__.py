"""Questions to the room, read only: is the chain whole, and what stands in a part of it."""

from releve.trail.queries.findings import Finding, Notice, Report
from releve.trail.queries.reading import entries_asked_for, request_open_to, requests_open_to
from releve.trail.queries.verifying import is_empty, verify

__all__ = [
    "Finding",
    "Notice",
    "Report",
    "entries_asked_for",
    "is_empty",
    "request_open_to",
    "requests_open_to",
    "verify",
]
