"""Questions to the room, read only: is the chain whole, and what stands in a part of it."""

from releve.trail.queries.findings import Finding, Notice, Report
from releve.trail.queries.holdings import HOLDINGS
from releve.trail.queries.reading import (
    entries_asked_for,
    request_open_to,
    requests_open_to,
    requests_waiting_for,
)
from releve.trail.queries.recent import verify_recent
from releve.trail.queries.verifying import is_empty, verify

__all__ = [
    "HOLDINGS",
    "Finding",
    "Notice",
    "Report",
    "entries_asked_for",
    "is_empty",
    "request_open_to",
    "requests_open_to",
    "requests_waiting_for",
    "verify",
    "verify_recent",
]
