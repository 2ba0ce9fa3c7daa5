"""The ledger in words: codes as people read them, minutes with their doubt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from releve.kit.words import current_language, translator
from releve.ledger.quarters import last_day

_ = translator("releve.ledger")

SPACE = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

AS_HOURS = 600
"""From so many minutes on, a figure is told in whole hours."""


def account_text(code: str) -> str:
    """Return the name of an account."""
    names = {
        "planned": _("Planned"),
        "worked": _("Worked"),
        "activity": _("Activities"),
        "tool_use": _("Using tools"),
        "checking": _("Checking what tools propose"),
        "training": _("Training"),
        "incident": _("Incidents"),
        "clicks": _("Extra clicks"),
        "costs": _("What tools cost"),
        "gain": _("Gain before it can be spent"),
        "available": _("Can still be spent"),
        "spent": _("Chosen by the team"),
        "time": _("Outside the ledger"),
    }
    return names[code]


def activity_text(code: str) -> str:
    """Return the name of an activity."""
    names = {
        "direct_care": _("With patients"),
        "indirect_care": _("Care without the patient"),
        "documentation": _("Writing and reading records"),
        "coordination": _("Talking with colleagues"),
        "searching": _("Searching or waiting"),
        "digital_friction": _("Struggling with a screen"),
        "break": _("Break"),
        "other": _("Something else"),
    }
    return names[code]


def purpose_text(code: str) -> str:
    """Return what minutes are for."""
    names = {
        "patients": _("Time with patients"),
        "leaving_on_time": _("Leaving on time"),
        "breaks": _("Breaks"),
        "peer_teaching": _("Teaching between peers"),
        "team_talk": _("Talk between colleagues"),
        "training": _("Training"),
        "quality": _("Quality of care"),
        "more_activity": _("More activity"),
        "fewer_posts": _("Fewer posts"),
    }
    return names[code]


def group_text(names: Mapping[str, str], profession: str) -> str:
    """Return the name of a profession, or that several are told together."""
    return names.get(profession, profession) or _("Professions told together")


def source_text(code: str) -> str:
    """Return how certain a figure is."""
    names = {
        "measured": _("measured"),
        "sampled": _("sampled by random questions"),
        "declared": _("declared"),
        "estimated": _("estimated"),
        "": _("not measured"),
    }
    return names[code]


def alert_text(code: str) -> str:
    """Return what stands out in a profession's part, nothing where nothing does."""
    names = {
        "pays": _("pays time instead of gaining some"),
        "under_half": _("gains less than half of its share of the work"),
        "not_measured": _("not measured: it could be the one that pays"),
        "": "",
    }
    return names[code]


def reason_sentence(code: str) -> str:
    """Return why a quarter has no answer, or nothing to spend."""
    return _reasons()[code]


def _reasons() -> Mapping[str, str]:
    return {
        "too_few_people": _("fewer than eight people: nothing is told of them"),
        "nothing_known": _(
            "nothing is known of this tool here: no measured minutes, no answers, nothing declared"
        ),
        "not_measured": _("a profession is not measured: it could be the one that pays"),
        "too_few_weeks": _("measured in one week only: at least two are needed on each side"),
        "too_few_measured": _(
            "fewer than half of the people were measured: the others may differ from them"
        ),
        "too_few_answers": _("fewer than ten answers before or after: no interval is told"),
        "too_many_silent": _(
            "fewer than half of the questions were answered: those who did may differ from others"
        ),
        "declared_without_bound": _("declared without an interval: nothing can be spent of it"),
        "declared_by_too_few": _("declared by fewer than eight people: nothing can be spent of it"),
        "estimated_without_bound": _("estimated, not measured here: nothing can be spent of it"),
        "bound_not_above_zero": _(
            "the gain is not certain: the lower bound of its interval is not above zero"
        ),
    }


def quarter_text(quarter: date) -> str:
    """Return a quarter as people say it, as "3rd quarter of 2026" or « 3e trimestre 2026 »."""
    number = (quarter.month - 1) // 3
    names = (
        _("1st quarter of {year}"),
        _("2nd quarter of {year}"),
        _("3rd quarter of {year}"),
        _("4th quarter of {year}"),
    )
    return names[number].format(year=quarter.year)


def quarter_code(quarter: date) -> str:
    """Return a quarter as programs write it: ``2026-Q3``."""
    return f"{quarter.year}-Q{(last_day(quarter).month) // 3}"


def number_text(value: int) -> str:
    """Return a whole number with its thousands apart, and a true minus sign."""
    apart = f"{abs(value):,}".replace(",", THIN if current_language() == "fr" else ",")
    return f"{MINUS}{apart}" if value < 0 else apart


def minutes_text(minutes: int, *, beside: int = 0) -> str:
    """Return minutes with their unit; from ten hours on, it or what stands beside, as hours."""
    if max(abs(minutes), abs(beside)) >= AS_HOURS:
        return f"{number_text(round(minutes / 60))}{SPACE}h"
    return f"{number_text(minutes)}{SPACE}min"


def interval_text(low: int | None, high: int | None) -> str:
    """Return the bounds of a figure in words, or that there are none."""
    if low is None or high is None:
        return _("without an interval")
    told = _("between {low} and {high}")
    return told.format(low=minutes_text(low, beside=high), high=minutes_text(high, beside=low))
