"""Counters as rows of a page, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from releve.kit.cells import Cell
from releve.shifts import counter_words as words
from releve.shifts.engine.counters import Contribution, Counter
from releve.shifts.queries.counting import PersonCounters

COUNTER_COLUMNS = ("person", "month", "counter", "value", "unit", "limit", "article", "to_confirm")

UNIT_CODES = (
    "worked_minutes_month",
    "due_minutes_month",
    "balance_minutes_month",
    "overtime_minutes_month",
    "overtime_minutes_year",
    "nights_month",
    "sundays_month",
    "holidays_month",
    "on_call_minutes_month",
    "rtt_days_year",
)
"""The counters that stand side by side on the page of a unit."""


@dataclass(frozen=True)
class CounterRow:
    """A counter in words, with what it is made of."""

    counter: Counter

    @property
    def title(self) -> str:
        """Its name."""
        return words.counter_title(self.counter.code)

    @property
    def value(self) -> str:
        """Its value."""
        return words.value_text(self.counter)

    @property
    def limit(self) -> str:
        """Against what it stands."""
        return words.limit_text(self.counter)

    @property
    def is_over(self) -> bool:
        """Whether it is beyond what the law allows; recorded, never refused."""
        one = self.counter
        return one.limits_above and one.limit is not None and one.value > one.limit

    @property
    def formula(self) -> str:
        """How it is counted."""
        return words.counter_formula(self.counter.code)

    @property
    def source(self) -> str:
        """The article behind it."""
        return words.source_text(self.counter)

    @property
    def note(self) -> str:
        """What is to be confirmed of it."""
        return words.note_text(self.counter)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Of what it is made, and how much each adds."""
        return [
            (words.part_text(one, self.counter), words.part_amount(one, self.counter))
            for one in self.counter.parts
        ]


def counter_rows(told: PersonCounters) -> tuple[list[CounterRow], list[CounterRow]]:
    """Return the counters of the month, and those of the year."""
    rows = [CounterRow(one) for one in told.counters]
    return (
        [one for one in rows if one.counter.span == "month"],
        [one for one in rows if one.counter.span == "year"],
    )


def unit_rows(told: list[PersonCounters]) -> list[tuple[PersonCounters, list[CounterRow | None]]]:
    """Return people with the counters of a unit's page, none where one does not apply."""
    return [
        (one, [CounterRow(found) if (found := one.get(code)) else None for code in UNIT_CODES])
        for one in told
    ]


def counter_cells(told: list[PersonCounters]) -> list[list[Cell]]:
    """Return counters as lines of a table, under ``COUNTER_COLUMNS``."""
    return [
        [
            one.person.code,
            f"{one.month:%Y-%m}",
            counter.code,
            _number(counter.value),
            counter.unit,
            "" if counter.limit is None else _number(counter.limit),
            counter.source.article if counter.source else "",
            int(counter.source.to_confirm) if counter.source else 0,
        ]
        for one in told
        for counter in one.counters
    ]


def counters_json(told: PersonCounters) -> dict[str, Any]:
    """Return a person's counters as JSON, with what each is made of where that was asked."""
    return {
        "person": told.person.code,
        "month": f"{told.month:%Y-%m}",
        "counters": [_counter(one) for one in told.counters],
    }


def _counter(one: Counter) -> dict[str, Any]:
    source: Mapping[str, Any] | None = None
    if one.source is not None:
        source = {
            "article": one.source.article,
            "rule": one.source.rule,
            "to_confirm": one.source.to_confirm,
        }
    return {
        "counter": one.code,
        "value": _number(one.value),
        "unit": one.unit,
        "limit": None if one.limit is None else _number(one.limit),
        "source": source,
        "parts": [_part(part) for part in one.parts],
    }


def _part(part: Contribution) -> dict[str, Any]:
    return {
        "code": part.code,
        "detail": part.detail,
        "from": _instant(part.from_at),
        "until": _instant(part.until_at),
        "amount": _number(part.amount),
    }


def _number(value: int | Fraction) -> int | float:
    return int(value) if Fraction(value).denominator == 1 else round(float(value), 4)


def _instant(at: datetime | date | None) -> str | None:
    return None if at is None else at.isoformat()
