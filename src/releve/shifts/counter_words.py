"""Counters in words: what each is called, how it is counted, and of what it is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from django.utils import formats, timezone

from releve.kit.words import translator
from releve.shifts.engine.counters import Contribution, Counter
from releve.shifts.worked_words import day_text, hours_text, kind_text, short_day

_ = translator("releve.shifts")


def counter_title(code: str) -> str:
    """Return the name of a counter."""
    titles = {
        "worked_minutes_month": _("Hours worked in the month"),
        "due_minutes_month": _("Hours due in the month"),
        "balance_minutes_month": _("Balance of the month"),
        "worked_minutes_year": _("Hours worked since the beginning of the year"),
        "due_minutes_year": _("Hours due since the beginning of the year"),
        "balance_minutes_year": _("Balance of the year"),
        "annual_duty": _("Hours worked against the duty of the whole year"),
        "overtime_minutes_month": _("Overtime in the month"),
        "overtime_minutes_year": _("Overtime since the beginning of the year"),
        "nights_month": _("Nights in the month"),
        "night_minutes_month": _("Night hours in the month"),
        "nights_year": _("Nights since the beginning of the year"),
        "sundays_month": _("Sundays worked in the month"),
        "sunday_minutes_month": _("Sunday hours in the month"),
        "holidays_month": _("Public holidays worked in the month"),
        "holiday_minutes_month": _("Public holiday hours in the month"),
        "sundays_or_holidays_year": _(
            "Sundays and public holidays since the beginning of the year"
        ),
        "on_calls_month": _("On-call duties in the month"),
        "on_call_minutes_month": _("On-call hours in the month"),
        "call_out_minutes_month": _("Hours of call-outs in the month"),
        "recalls_month": _("Recalls in the month"),
        "rtt_days_year": _("RTT days acquired since the beginning of the year"),
    }
    return titles[code]


def counter_formula(code: str) -> str:
    """Return how a counter is counted, in a sentence or two."""
    return {**_hours(), **_amounts()}[code.removesuffix("_month").removesuffix("_year")]


def _hours() -> Mapping[str, str]:
    return {
        "worked_minutes": _(
            "The sum of the shifts that began in this time and are over: what the plan counts,"
            " more or less by what was really longer or shorter; without a plan, the whole"
            " presence."
        ),
        "due_minutes": _(
            "The week of the regime times the share of full time, a seventh for each day under"
            " contract, less a fifth for each day away and for each public holiday from Monday to"
            " Friday. Nothing is due before the first month that Relève knows."
        ),
        "balance_minutes": _("Hours worked less hours due, once the month is over."),
        "annual_duty": _(
            "Hours worked since the beginning of the year, beside the year's duty: times the share"
            " of full time and the part of the year, contract by contract."
        ),
        "overtime_minutes": _(
            "Minutes beyond the plan of late stays and of shifts from a file, and the whole of"
            " recalls and call-outs. An early release takes nothing from them."
        ),
        "rtt_days": _(
            "Days of the year for the weekly duty, times the share and the part of the year that"
            " is over, contract by contract. The weekly duty is read from what was worked, less"
            " overtime, in the weeks under contract without days away and public holidays."
        ),
    }


def _amounts() -> Mapping[str, str]:
    half = _("A day counts once, where at least half of a shift lies on it.")
    return {
        "nights": _(
            "Nights with a shift that is a night by its plan, or of which half lies between 21:00"
            " and 06:00."
        ),
        "night_minutes": _("Minutes between 21:00 and 06:00, clock changes included."),
        "sundays": half,
        "sunday_minutes": _("Minutes that lie on a Sunday that is no public holiday."),
        "holidays": half,
        "holiday_minutes": _("Minutes that lie on a public holiday."),
        "sundays_or_holidays": _(
            "Sundays and public holidays on which at least half of a shift lies, each once. From"
            " 10 in a year the duty is that of variable rest days, from 20 two more rest days are"
            " due; not for permanent nights."
        ),
        "on_calls": _("On-call duties that were published and held."),
        "on_call_minutes": _("From the beginning to the end of each on-call duty: no work."),
        "call_out_minutes": _("What was worked when called out; it counts as work and overtime."),
        "recalls": _("Shifts for which somebody was called in on a rest day."),
    }


def value_text(counter: Counter) -> str:
    """Return the value of a counter as it is read."""
    return amount_text(counter.value, counter.unit, signed="balance" in counter.code)


def limit_text(counter: Counter) -> str:
    """Return against what a counter stands, or nothing."""
    if counter.limit is None:
        return ""
    told = amount_text(counter.limit, counter.unit)
    if counter.limits_above:
        return _("at most {limit}").format(limit=told)
    if counter.code == "annual_duty":
        return _("of {limit} due in the year").format(limit=told)
    return _("next step at {limit}").format(limit=told)


def amount_text(value: int | Fraction, unit: str, *, signed: bool = False) -> str:
    """Return an amount with its unit: hours and minutes, a count, or days with two decimals."""
    if unit == "minutes":
        return hours_text(round(value), signed=signed)
    if unit == "days":
        return formats.number_format(round(float(value), 2), 2)
    return str(value)


def part_text(part: Contribution, counter: Counter) -> str:
    """Return what one contribution is, without its amount."""
    if isinstance(part.from_at, datetime) and isinstance(part.until_at, datetime):
        start, end = timezone.localtime(part.from_at), timezone.localtime(part.until_at)
        day = day_text(start.date())
        told = f"{day} · {part.code} · {start:%H:%M}–{end:%H:%M}"
        return told if part.detail in {"", "as_planned"} else f"{told} · {kind_text(part.detail)}"
    if isinstance(part.from_at, date) and isinstance(part.until_at, date):
        sentence = _plain(part)
        days = [f"{short_day(one)} {one.year}" for one in (part.from_at, part.until_at)]
        return f"{sentence} · {days[0]} – {days[1]}"
    del counter
    return _plain(part)


def part_amount(part: Contribution, counter: Counter) -> str:
    """Return how much one contribution adds."""
    if counter.code == "rtt_days_year":
        if part.code in {"worked", "weekly"}:
            return hours_text(round(part.amount))
        return formats.number_format(round(float(part.amount), 4), 4 if part.code == "part" else 2)
    return amount_text(part.amount, counter.unit, signed=part.amount < 0)


def _plain(part: Contribution) -> str:
    if part.code == "contract":
        regime, share = part.detail.split()
        percent = formats.number_format(round(100 * float(Fraction(share)), 2))
        message = _("contract: {regime}, {percent} % of full time")
        return message.format(regime=regime_text(regime), percent=percent)
    if part.code == "away":
        return _.plural(
            "{count} day away from Monday to Friday",
            "{count} days away from Monday to Friday",
            int(part.detail),
        ).format(count=part.detail)
    if part.code == "holiday":
        return _.plural(
            "{count} public holiday from Monday to Friday",
            "{count} public holidays from Monday to Friday",
            int(part.detail),
        ).format(count=part.detail)
    return {
        "worked": _("hours worked, overtime left out"),
        "due": _("hours due"),
        "weeks": _("weeks of full time under contract, without days away and public holidays"),
        "weekly": _("weekly duty that this makes"),
        "step": _("RTT days in a year for this duty"),
        "part": _("part of the year that is over, times the share, contract by contract"),
    }[part.code]


def regime_text(regime: str) -> str:
    """Return the name of a regime."""
    names = {
        "day": _("fixed rest days"),
        "variable": _("variable rest days"),
        "night": _("permanent nights"),
    }
    return names.get(regime, regime)


def note_text(counter: Counter) -> str:
    """Return what is to be confirmed of a counter, in a sentence; nothing without a note."""
    notes = {
        "": "",
        "usual_week": _(
            "The weekly hours of the regime are usage, and that a public holiday lowers what is"
            " due is our reading: neither is in the articles that were read."
        ),
        "annual_in_part": _(
            "The text gives the duty of a whole year at full time; a part of it is our reading."
        ),
        "short_cycles": _(
            "20 hours a month are the limit where the cycle is of a month at most; with a longer"
            " one it is a share of the year's 240 hours."
        ),
        "half_of_shift": _(
            "That a shift counts where at least half of it lies is our reading, not the text's."
        ),
        "rtt_reading": _("How the weekly duty is read from what was worked is our reading."),
    }
    return notes[counter.source.note] if counter.source else ""


def source_text(counter: Counter) -> str:
    """Return the article behind a counter, and whether it is to be confirmed."""
    source = counter.source
    if source is None:
        return ""
    told = source.article
    if source.to_confirm:
        told = _("{article} – to be confirmed by the HR department").format(article=told)
    return told
