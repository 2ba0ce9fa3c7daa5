"""The check of the last seals alone: quick enough for an examination of the whole house."""

from __future__ import annotations

from releve.trail.heads import read_heads
from releve.trail.keys import KeyRing
from releve.trail.models import Entry, Seal, Tombstone
from releve.trail.queries.entries import Rows, entries_findings
from releve.trail.queries.findings import Report
from releve.trail.queries.seals import SealCheck, purged_until
from releve.trail.queries.verifying import (
    any_text,
    expected_heads,
    head_findings,
    last_number,
    lost_seals,
)


def verify_recent(keys: KeyRing, *, seals: int) -> Report:
    """Check the last seals, their entries and their heads, and return what was found.

    What lies before them is taken as it stands; ``verify`` checks all of it.
    """
    report, heads = Report(), read_heads()  # heads first: each has its seal in the tables
    with any_text():
        end = last_number(report)
        begin = max(end - seals, 0)
        expected = expected_heads(report, heads, keys)
        report.add(lost_seals([number for number in expected if number > end]))
        checks = SealCheck(keys)
        before = Seal.objects.filter(number=begin).first()
        if before is not None:
            checks.go_on_after(before)
        purged = purged_until(list(Tombstone.objects.order_by("number")), keys)
        last = checks.last_sequence
        rows = Rows(Entry.objects.filter(sequence__gt=last).order_by("sequence").iterator())
        for seal in Seal.objects.filter(number__gt=begin, number__lte=end).order_by("number"):
            report.add(checks.findings(seal))
            report.add(head_findings(seal, expected.get(seal.number)))
            report.add(entries_findings(seal, rows, purged=purged, keys=keys))
            report.seals, report.head = report.seals + 1, str(seal.digest)
    report.entries = rows.read
    report.heads_are_missing = report.seals > 0 and not heads.exists
    return report
