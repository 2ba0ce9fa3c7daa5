"""Breaches and unjudged windows in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest

from releve.kit.words import use_language
from releve.roster.engine.result import Breach, Hole, NotJudged
from releve.roster.engine.rules import Rule, load_pack
from releve.roster.explain_words import lacking_text
from releve.roster.phrases import unbroken
from releve.roster.sentences import (
    breach_sentence,
    not_judged_lines,
    reason_sentence,
    rule_titles,
)

TITLES = rule_titles(load_pack("fph"), load_pack("eu"))

WEEK = Breach(
    rule="FPH-48-7D",
    person="ana",
    from_at=date(2026, 3, 30),
    to_at=date(2026, 4, 5),
    value=Fraction(121, 2),
    limit=Fraction(48),
    unit="h",
    article="décret 2002-9, art. 6",
    status="hard",
)


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


def test_a_window_is_said_with_its_days_and_hours() -> None:
    assert plain(breach_sentence(WEEK, TITLES, "en")) == (
        "30 March to 5 April: At most 48 hours in any seven consecutive days (FPH-48-7D): "
        "60 h 30, at most 48 h (décret 2002-9, art. 6)"
    )


@pytest.mark.parametrize(
    ("hours", "said"),
    [(8, "30 March, 07:00 to 15:00: "), (32, "30 March 07:00 to 31 March 15:00: ")],
)
def test_a_shift_is_said_with_its_instants(hours: int, said: str) -> None:
    start = datetime(2026, 3, 30, 7, tzinfo=ZoneInfo("Europe/Paris"))
    breach = replace(WEEK, from_at=start, to_at=start + timedelta(hours=hours))
    assert breach_sentence(breach, TITLES, "en").startswith(said)


def test_one_day_is_said_once() -> None:
    breach = replace(WEEK, to_at=WEEK.from_at)
    assert breach_sentence(breach, TITLES, "en").startswith("30 March: ")


def test_a_lower_bound_is_said_as_one() -> None:
    breach = replace(WEEK, rule="FPH-REST-W", value=Fraction(35), limit=Fraction(36))
    assert "35 h, at least 36 h" in plain(breach_sentence(breach, TITLES, "en"))


def test_a_rule_still_to_be_confirmed_says_so() -> None:
    breach = replace(WEEK, to_confirm=True)
    assert breach_sentence(breach, TITLES, "en").endswith("to be confirmed by human resources")


def test_a_rule_without_a_title_is_called_by_its_id() -> None:
    assert "LOCAL: 60" in plain(breach_sentence(replace(WEEK, rule="LOCAL"), TITLES, "en"))


def test_french_readers_get_the_french_title() -> None:
    assert "48 heures au plus sur sept jours consécutifs" in breach_sentence(WEEK, TITLES, "fr")


def test_every_reason_a_rule_file_can_give_has_a_sentence() -> None:
    codes = get_args(get_args(get_type_hints(Rule)["not_judged"])[0])
    assert [bool(reason_sentence(code)) for code in codes] == [True] * len(codes)


def test_what_was_not_judged_is_gathered_by_reason() -> None:
    entries = [
        NotJudged("A", "no_decree"),
        NotJudged("B", "window_incomplete", None, date(2026, 3, 2), date(2026, 3, 15)),
        NotJudged("C", "no_decree"),
        NotJudged("B", "window_incomplete", None, date(2026, 3, 16), date(2026, 3, 29)),
    ]
    when = "2 March to 15 March; 16 March to 29 March"
    with use_language("en"):
        assert list(not_judged_lines(entries)) == [
            "Its decree has not been published: A, C",
            f"The window leaves the period that is judged: B ({when})",
        ]


def test_a_person_already_beyond_a_limit_is_named() -> None:
    over = NotJudged(
        "B", "window_incomplete_already_over", "ana", date(2026, 3, 2), date(2026, 3, 8),
        value=Fraction(50), limit=Fraction(44),
    )  # fmt: skip
    with use_language("en"):
        assert [line.split(": ")[1] for line in not_judged_lines([over])] == [
            "B (ana, 2 March to 8 March)"
        ]


def test_french_keeps_signs_and_units_on_the_line_of_their_word() -> None:
    cut = [
        NotJudged(
            rule="FPH-48-7D",
            reason="window_incomplete",
            from_on=date(2026, 3, day),
            to_on=date(2026, 3, day + 6),
        )
        for day in (2, 9)
    ]
    with use_language("fr"):
        (line,) = not_judged_lines(cut)
    assert "8 mars\u202f; du 9 mars" in line
    assert unbroken("de 21 h à 6 h, 10 h 30 : 12 heures") == (
        "de 21\u00a0h à 6\u00a0h, 10\u00a0h\u00a030\u00a0: 12 heures"
    )


@pytest.mark.parametrize(
    ("posts", "told"),
    [
        ([(0, "nurse", None, 1)], "1 shift lacks 1 person in all:"),
        (
            [(0, "nurse", None, 1), (0, "aide", None, 2), (1, "nurse", None, 1)],
            "2 shifts lack 4 people in all:",
        ),
        (
            [(0, "nurse", None, 2), (0, None, "triage", 1)],
            "1 shift lacks at least 2 people in all:",
        ),
    ],
)
def test_holes_are_counted_as_shifts_and_people(
    posts: list[tuple[int, str | None, str | None, int]], told: str
) -> None:
    start = datetime(2026, 3, 9, 7, tzinfo=ZoneInfo("Europe/Paris"))
    holes = [
        Hole(
            need=f"{number}",
            day=start.date() + timedelta(days=after),
            starts_at=start + timedelta(days=after),
            ends_at=start + timedelta(days=after, hours=12),
            missing=missing,
            shift="J",
            role=role,
            skill=skill,
        )
        for number, (after, role, skill, missing) in enumerate(posts)
    ]
    assert lacking_text(holes) == told
    with use_language("fr"):
        assert lacking_text(holes[:1]).startswith("Il manque ")
