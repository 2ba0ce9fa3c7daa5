"""Findings in words: what is wrong, and with which entry or seal."""

from __future__ import annotations

from releve.kit.words import translator
from releve.trail.queries import Finding, Notice

_ = translator("releve.trail")


def finding_sentence(finding: Finding) -> str:
    """Return one finding as a sentence that names its sequence or its seal."""
    told = _sentences().get((finding.subject, finding.code), _("{subject} {first}: {code}"))
    if finding.last is not None and finding.last != finding.first:
        told = _ranges().get((finding.subject, finding.code), told)
    return told.format(
        subject=finding.subject,
        code=finding.code,
        first=finding.detail if finding.first is None else finding.first,
        last=finding.last,
    )


def notice_sentence(notice: Notice) -> str:
    """Return a notice as a sentence."""
    told = _("After seal {number} the database was put back on purpose: {reason}")
    return told.format(number=notice.number, reason=notice.detail)


def _sentences() -> dict[tuple[str, str], str]:
    return {
        ("entry", "altered"): _("entry {first} was altered, or written without the key"),
        ("entry", "missing"): _("entry {first} is missing"),
        ("entry", "unsealed"): _("entry {first} has a place in the order and no seal"),
        ("entry", "back_after_purge"): _("entry {first} is there although it was purged"),
        ("entries", "missing"): _("entry {first} is missing and was not purged"),
        ("open_entry", "altered"): _("open entry {first} was altered, or written without the key"),
        ("seal", "missing"): _("seal {first} is missing"),
        ("seal", "lost"): _("seal {first} is missing: the file of heads knows it"),
        ("seal", "altered"): _("seal {first} was altered"),
        ("seal", "broken_link"): _("seal {first} does not continue the one before it"),
        ("seal", "misplaced"): _("seal {first} does not begin where the one before it ends"),
        ("seal", "unknown_key"): _("seal {first} names a key that is not ours"),
        ("seal", "older_key"): _("seal {first} uses a key that was replaced before it"),
        ("seal", "bad_signature"): _("seal {first} was not signed with its key"),
        ("tombstone", "missing"): _("tombstone {first} is missing"),
        ("tombstone", "altered"): _("tombstone {first} was altered, or not signed with its key"),
        ("tombstone", "misplaced"): _("tombstone {first} does not cover what was purged"),
        ("heads", "differs"): _("seal {first} is another one than the file of heads knows"),
        ("heads", "unreadable"): _("line {first} of the file of heads is no head"),
        ("heads", "bad_restart"): _("the restore named at seal {first} was not signed by us"),
    }


def _ranges() -> dict[tuple[str, str], str]:
    return {
        ("entries", "missing"): _(
            "between the entries {first} and {last} some are missing that were not purged"
        ),
        ("entries", "reordered"): _("the entries {first} to {last} stand in another order"),
        ("seal", "missing"): _("the seals {first} to {last} are missing"),
        ("seal", "lost"): _(
            "the seals {first} to {last} are missing: the file of heads knows them"
        ),
    }
