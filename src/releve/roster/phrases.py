"""Small phrases that the table, the spreadsheet and the explanations share.

Dates, durations and posts are said here once, so that a roster reads the same wherever it is
shown. Whole sentences about rules stand in ``sentences``, those about people and holes in
``explain_words``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from importlib.resources import files

import yaml

from releve.kit.days import day_number
from releve.kit.words import current_language, translator
from releve.roster.engine.problem import Problem, ShiftType
from releve.roster.engine.rules import load_pack

_ = translator("releve.roster")

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
ONE_DAY = timedelta(days=1)
BREAKABLE = re.compile(r"(?<=\d) (?=(?:h|min|%)(?!\w))|(?<=\d h) (?=\d)| (?=[:;?!»])")


def weekday_letter(day: date) -> str:
    """Return the initial of a weekday, as calendars head their columns."""
    # Translators: the initials of the seven weekdays, Monday first, without spaces.
    return _("MTWTFSS")[day.weekday()]


def weekday_name(day: date) -> str:
    """Return a day's name, "Saturday"."""
    return _weekday(day)


def weekday_short(day: date) -> str:
    """Return the three letters that begin a day's name, "Sat"."""
    return _weekday(day)[:3].capitalize()


def day_text(day: date) -> str:
    """Return a day as "Saturday 14 March"."""
    return _("{weekday} {day} {month}").format(
        weekday=_weekday(day), day=day_number(day), month=month_text(day)
    )


def short_day(day: date) -> str:
    """Return a day as "14 March"."""
    return _("{day} {month}").format(day=day_number(day), month=month_text(day))


def dated(day: date) -> str:
    """Return a day as "14 March 2026"."""
    return _("{day} {year}").format(day=short_day(day), year=day.year)


def period_text(first: date, last: date) -> str:
    """Return a period as "9 March to 5 April 2026"."""
    return _("{first} to {last} {year}").format(
        first=short_day(first), last=short_day(last), year=last.year
    )


def period_name(first: date, last: date) -> str:
    """Return a calendar month as "March 2026", another period by its first and last days."""
    is_month = first.day == 1 and first.month == last.month and (last + ONE_DAY).day == 1
    if not is_month or first.year != last.year:
        return period_text(first, last)
    return _("{month} {year}").format(month=month_text(first), year=first.year)


def of_period(first: date, last: date) -> str:
    """Return a period after a noun, as "of March 2026"; French elides before a vowel."""
    name = period_name(first, last)
    if current_language() != "fr":
        return f"of {name}"
    if name[0].isdigit() or name.startswith("du "):
        return name
    return f"d’{name}" if name[0] in "aoe" else f"de {name}"


def span_text(start: datetime, end: datetime) -> str:
    """Return two local instants as "19:00–07:00"."""
    return f"{start:%H:%M}–{end:%H:%M}"


def shift_times(shift: ShiftType) -> str:
    """Return a shift's local start and end as "19:00–07:00"."""
    return f"{shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}"


def hours_text(minutes: float | Fraction) -> str:
    """Return minutes as "12 h" or "7 h 30"; a minus sign where they are fewer than none."""
    whole = round(minutes)
    hours, rest = divmod(abs(whole), 60)
    sign = MINUS if whole < 0 else ""
    text = f"{sign}{hours}{NARROW_SPACE}h"
    return f"{text}{NARROW_SPACE}{rest:02d}" if rest else text


def signed_hours(minutes: int) -> str:
    """Return a difference in minutes as "+7 h 30", "−12 h" or "0 h"."""
    return f"+{hours_text(minutes)}" if minutes > 0 else hours_text(minutes)


def tight_hours(minutes: int, *, signed: bool = True) -> str:
    """Return minutes as "+7:30" for a narrow column."""
    hours, rest = divmod(abs(minutes), 60)
    sign = MINUS if minutes < 0 else "+" if minutes > 0 and signed else ""
    return f"{sign}{hours}:{rest:02d}"


def number_text(value: float | Fraction, *, digits: int = 2) -> str:
    """Return a number with at most that many decimals, in the language's own writing."""
    french = current_language() == "fr"
    text = f"{float(value):,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    thousands, point = (NARROW_SPACE, ",") if french else (",", ".")
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def percent_text(share: float) -> str:
    """Return a share as "0.4 %", never nought for what is not."""
    percent = 100 * share
    digits = 1 if percent >= 0.1 or percent == 0 else 3
    space = NARROW_SPACE if current_language() == "fr" else ""
    return f"{number_text(percent, digits=digits)}{space}%"


def person_text(problem: Problem, person: str) -> str:
    """Return a person's name, or her id where the problem has no name."""
    known = problem.person_by_id.get(person)
    return (known.name if known else "") or person


def role_text(role: str) -> str:
    """Return what people call a role: its name in the reference list, else its key in words."""
    return _reference("roles").get((role, current_language())) or role.replace("_", " ")


def skill_text(skill: str) -> str:
    """Return what people call a skill, as ``role_text`` does for roles."""
    return _reference("skills").get((skill, current_language())) or skill.replace("_", " ")


def post_text(
    problem: Problem, *, shift: str | None, role: str | None, skill: str | None, times: str = ""
) -> str:
    """Return a post as "N 19:00–07:00, ide, triage"."""
    parts = [times]
    if shift is not None:
        kind = problem.shift_by_code[shift]
        parts = [times or f"{kind.code} {kind.starts_at:%H:%M}–{kind.ends_at:%H:%M}"]
    parts += [role_text(role)] if role else []
    parts += [skill_text(skill)] if skill else []
    return ", ".join(part for part in parts if part)


def listed(parts: Sequence[str]) -> str:
    """Return names in one line, separated by commas."""
    return ", ".join(parts)


def rule_text(problem: Problem, rule_id: str) -> str:
    """Return a rule by its title and id, a fact about a person by what it is."""
    facts = {
        "UNAVAILABLE": _("unavailable that day"),
        "R-NO-NIGHTS": _("works no nights"),
        "R-NO-12H": _("works no 12-hour shifts"),
        "R-NO-WEEKENDS": _("works no weekends"),
        "R-NO-ON-CALL": _("does no on-call duty"),
        "R-MAX-MINUTES": _("shorter shifts only"),
        "R-DAYS-OFF": _("fixed weekly day off"),
        "REGIME": _("day or night regime"),
        "FIXED": _("cell already fixed"),
        "ONE-A-DAY": _("one shift a day"),
        "OVERLAP": _("two shifts at the same time"),
        "MAXIMUM": _("more people than the maximum"),
    }
    if rule_id in facts:
        return facts[rule_id]
    title = next((rule.title for rule in problem.rules if rule.id == rule_id), "")
    packs = {person.contract.pack for person in problem.people} | set(problem.packs)
    for pack in sorted(pack for pack in packs if pack):
        for rule in load_pack(pack).rules:
            if rule.id == rule_id:
                title = unbroken(rule.title[current_language()])
    return f"{title} ({rule_id})" if title else rule_id


def unbroken(text: str) -> str:
    """Return a title whose numbers keep their units, and French signs their word, on one line."""
    return BREAKABLE.sub(NO_BREAK_SPACE, text)


@cache
def _reference(group: str) -> dict[tuple[str, str], str]:
    """Return the names of roles or skills by key and language, from the people's room."""
    text = files("releve.people").joinpath("data", f"{group}.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)[group]
    return {(one["key"], language): one[language] for one in entries for language in ("fr", "en")}


def _weekday(day: date) -> str:
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return names[day.weekday()]


def month_text(day: date) -> str:
    """Return the name of a day's month."""
    names = (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )
    return names[day.month - 1]
