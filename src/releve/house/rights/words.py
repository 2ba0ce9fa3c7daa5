"""Words for what the rights show: functions, and how long something is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from releve.house.rights.processing import Activity
from releve.house.rights.retention import TRAIL, Retention
from releve.kit.words import current_language, translator
from releve.trail.retention import retentions as trail_retentions

_ = translator("releve.house")


def function_words(functions: Iterable[str]) -> list[str]:
    """Return functions as people call them."""
    words = {
        "caregiver": _("caregivers of the unit"),
        "ward_manager": _("ward managers"),
        "hr": _("human resources"),
        "care_director": _("directors of care"),
        "occupational_health": _("occupational health"),
        "staff_representative": _("staff representatives"),
        "ai_referent": _("AI referents"),
        "administrator": _("administrators"),
    }
    return [words[name] for name in functions]


def kept_words(activity: Activity, known: Mapping[str, Retention]) -> str:
    """Return how long the data of an activity are kept, and who has to confirm it."""
    if activity.retention == TRAIL:
        months = sorted({one.months for one in trail_retentions().values()})
        said = _("{shortest} to {longest} months, by kind of entry")
        return said.format(shortest=months[0], longest=months[-1])
    one = known[activity.retention]
    count = one.months or one.days
    if one.months:
        return _.plural("{n} month", "{n} months", count).format(n=count)
    return _.plural("{n} day", "{n} days", count).format(n=count)


def purpose_words(activity: Activity) -> str:
    """Return why the data of an activity are held."""
    return activity.purpose[current_language()]
