"""What the judge found and what it could not look at, in sentences.

The judge answers in codes and numbers; here alone they become words. Rules are called by the
title that their pack gives them, then by their id, under which the law can be looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime

from releve.kit.words import Language, current_language, translator, use_language
from releve.roster.engine.result import Breach, NotJudged
from releve.roster.engine.rules import Pack
from releve.roster.explain_words import measure_text
from releve.roster.phrases import listed, short_day, unbroken

_ = translator("releve.roster")

Titles = Mapping[str, Mapping[Language, str]]
"""Titles of rules in both languages, by rule id."""

CUT = ("window_incomplete", "window_incomplete_already_over", "window_crosses_from_over")


def rule_titles(*packs: Pack) -> Titles:
    """Return the titles of every rule of some packs."""
    return {
        rule.id: {"fr": rule.title["fr"], "en": rule.title["en"]}
        for pack in packs
        for rule in pack.rules
    }


def breach_sentence(breach: Breach, titles: Titles, language: Language | None = None) -> str:
    """Return a breach as "2 to 8 March: At most 48 hours … (FPH-48-7D): 60 h, at most 48 h"."""
    with use_language(language) if language else nullcontext():
        told = _("{when}: {rule}: {measure}").format(
            when=when_text(breach.from_at, breach.to_at),
            rule=title_text(breach.rule, titles),
            measure=measure_text(breach),
        )
        if breach.article:
            told = _("{sentence} ({article})").format(sentence=told, article=breach.article)
        if breach.to_confirm:
            return _("{sentence}, to be confirmed by human resources").format(sentence=told)
        return told


def title_text(rule: str, titles: Titles) -> str:
    """Return the title of a rule with its id."""
    title = titles.get(rule)
    return f"{unbroken(title[current_language()])} ({rule})" if title else rule


def when_text(start: date | datetime, end: date | datetime) -> str:
    """Return the days of a window, or the local instants of a shift or a rest."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        if start == end:
            return short_day(start)
        return _("{first} to {last}").format(first=short_day(start), last=short_day(end))
    if start.date() == end.date():
        return _("{day}, {start:%H:%M} to {end:%H:%M}").format(
            day=short_day(start), start=start, end=end
        )
    return _("{first} {start:%H:%M} to {last} {end:%H:%M}").format(
        first=short_day(start), start=start, last=short_day(end), end=end
    )


def reason_sentence(reason: str) -> str:
    """Return why something could not be judged."""
    return {
        "window_incomplete": _("the window leaves the period that is judged"),
        "window_incomplete_already_over": _(
            "the window leaves the period, and the part in sight is already beyond the limit"
        ),
        "window_crosses_from_over": _(
            "the window begins before --from, and what is known of it is already beyond the limit;"
            " move --from back by whole fortnights to judge it"
        ),
        "cycle_unknown": _("the length of the cycle is not known; --cycle-weeks says it"),
        "no_on_call_in_file": _("the file holds no on-call duty"),
        "no_shift_codes_in_file": _("the file holds no shift codes"),
        "needs_year": _("it counts over the civil year of a contract"),
        "needs_publication": _("it asks when the roster was shown and changed"),
        "needs_leave": _("it is about leave, which is not in the file"),
        "no_decree": _("its decree has not been published"),
        "fact_of_contract": _("it is about a contract or an organisation, not about shifts"),
        "counting_rule": _("it says how hours are counted and sets no limit"),
    }[reason]


def not_judged_lines(entries: Sequence[NotJudged]) -> Iterator[str]:
    """Yield what was not judged, one line a reason; who is already beyond a limit by name."""
    for reason in dict.fromkeys(entry.reason for entry in entries):
        details: dict[str, list[str]] = {}
        for entry in entries:
            if entry.reason == reason:
                details.setdefault(entry.rule, []).extend(_detail(entry))
        rules = [
            _("{rule} ({details})").format(rule=rule, details=_("; ").join(told)) if told else rule
            for rule, told in details.items()
        ]
        sentence = reason_sentence(reason)
        yield _("{reason}: {rules}").format(
            reason=sentence[0].upper() + sentence[1:], rules=listed(rules)
        )


def _detail(entry: NotJudged) -> Iterator[str]:
    """Yield the dates of a window that was cut, and whose window it is."""
    if entry.reason in CUT and entry.from_on is not None and entry.to_on is not None:
        when = when_text(entry.from_on, entry.to_on)
        yield f"{entry.person}, {when}" if entry.person else when
