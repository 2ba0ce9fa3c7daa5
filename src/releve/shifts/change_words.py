"""Why a published shift changed, in words."""

from __future__ import annotations

from releve.kit.words import translator

_ = translator("releve.shifts")


def reason_text(code: str) -> str:
    """Return the words of a reason; one that is no code of the list is said as it stands."""
    words = {
        "cover": _("needed for the cover"),
        "agreed": _("agreed between the people"),
        "activity": _("more or less activity"),
        "training": _("training or handover"),
        "correction": _("an error put right"),
        "other": _("another reason of the unit"),
    }
    return words.get(code, code)
