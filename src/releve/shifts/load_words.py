"""The signals in words: what each counts, in which unit, and what was published about it.

Sentences only, under the codes of ``engine.evidence``. What is said of a publication is what was
read in it; it is about groups of people, and says nothing of any one of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from releve.kit.words import current_language, translator

_ = translator("releve.shifts")


def signal_titles() -> Mapping[str, str]:
    """Return the name of each signal by its code."""
    return {
        "quick_returns": _("Quick returns"),
        "long_shifts": _("Shifts of 12 hours or more"),
        "long_shift_weeks": _("Weeks made mostly of long shifts"),
        "night_runs": _("More than three nights in a row"),
        "night_weeks": _("Weeks made mostly of nights"),
        "over_48_hours": _("More than 48 hours in seven days"),
        "short_daily_rests": _("Daily rest under 12 hours"),
        "short_weekly_rests": _("Weekly rest under 36 hours"),
        "weekends_worked": _("Weekends worked"),
        "recalls": _("Recalls on rest days"),
        "changes_48_hours": _("Changes under 48 hours"),
        "changes_15_days": _("Changes under 15 days"),
        "understaffed_hours": _("Hours short of people"),
        "short_breaks": _("Short or missed breaks"),
        "late_stays": _("Late stays"),
    }


def formulas() -> Mapping[str, str]:
    """Return how each signal is counted, in a sentence."""
    return {
        "quick_returns": _("Shifts that begin less than 11 hours after the end of the one before."),
        "long_shifts": _("Shifts of at least 12 hours from start to end, breaks included."),
        "long_shift_weeks": _(
            "Shifts for which more than 75% of those begun in the last seven days last 12 hours or"
            " more."
        ),
        "night_runs": _(
            "Runs of nights that go beyond three, each counted once. Two nights follow one another"
            " when less than 36 hours lie between their starts."
        ),
        "night_weeks": _(
            "Shifts for which more than 75% of those begun in the last seven days are nights."
        ),
        "over_48_hours": _(
            "Shifts at whose end more than 48 hours were worked in the 168 hours before."
        ),
        "short_daily_rests": _("Shifts that begin less than 12 hours after the one before."),
        "short_weekly_rests": _(
            "Weeks with work, Monday to Sunday, without 36 hours of rest in a row inside them."
        ),
        "weekends_worked": _(
            "Weekends of which at least a minute was worked, between Saturday 00:00 and Sunday"
            " 24:00."
        ),
        "recalls": _("Days without a planned minute on which somebody was called in."),
        "changes_48_hours": _("Changes told less than 48 hours before the shift."),
        "changes_15_days": _("Changes told less than 15 days before the shift."),
        "understaffed_hours": _(
            "Hours missing between the people required at least and those present, minute by"
            " minute."
        ),
        "short_breaks": _(
            "Shifts over 6 hours whose break was measured and lasted less than 20 minutes."
        ),
        "late_stays": _("Shifts that ended later than planned."),
    }


def units_of_figure() -> Mapping[str, str]:
    """Return what the figure of a signal is told per hundred of, by the signal's ``per``."""
    return {
        "shifts": _("per 100 shifts"),
        "nights": _("per 100 nights"),
        "rest_days": _("per 100 rest days"),
        "weeks": _("per 100 weeks worked"),
        "weekends": _("per 100 weekends"),
        "planned_shifts": _("per 100 planned shifts"),
        "hours": _("per 100 hours required"),
        "measured": _("per 100 breaks measured"),
    }


def findings() -> Mapping[str, str]:
    """Return what was published, by the code of the finding."""
    return {
        "quick": _(
            "Among 1,538 people studied, more quick returns went with more days of sick leave in"
            " the next month (ratio 1.066, between 1.022 and 1.108)."
        ),
        "long": _(
            "Among 31,627 nurses, shifts of 12 hours or more went with more exhaustion (odds ratio"
            " 1.26) and more intention to leave (1.29)."
        ),
        "long_weeks": _(
            "Over 601,282 shifts, weeks made mostly of long shifts went with more sick leave (odds"
            " ratios 1.28 for short spells, 1.22 for long ones)."
        ),
        "three_nights": _("Nordic guidance: three nights in a row at most."),
        "night_weeks": _(
            "Over the same 601,282 shifts, weeks made mostly of nights went with more sick leave."
        ),
        "law_48": _("The law: 48 hours at most in any seven days."),
        "law_rest": _("The law: 12 hours of daily rest, 11 by local agreement only."),
        "law_week": _("The law: 36 hours of weekly rest in a row."),
        "overtime": _(
            "Overtime went with care left undone (ratio 1.29) and poor safety (odds ratio 1.67)."
        ),
    }


def no_evidence() -> str:
    """Return what is said of a signal without a publication that was read at its source."""
    return _("No published evidence was checked for this signal: it stands as a plain count.")


def decimal_text(value: float) -> str:
    """Return a figure with one decimal as the reader writes it."""
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if current_language() == "fr" else text
