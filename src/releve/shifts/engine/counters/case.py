"""What the counters of a person and a month are counted from, and what a counter says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Literal

from releve.shifts.engine.counters.law import Law, Source, law_of
from releve.shifts.engine.counters.measures import Measures, Stint

SATURDAY = 5

Span = Literal["month", "year"]
Unit = Literal["minutes", "count", "days"]


@dataclass(frozen=True)
class Terms:
    """A contract: its days, both included, its share of full time, its regime and its rules."""

    from_on: date
    to_on: date
    share: Fraction
    regime: str
    pack: str

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.from_on <= day <= self.to_on


@dataclass(frozen=True)
class Contribution:
    """One thing that a counter is made of: a shift, or days of a contract, or days away.

    ``code``: of the shift, or *contract*, *away*, *step*. ``detail``: what else to say of it.
    """

    code: str
    amount: int | Fraction
    from_at: datetime | date | None = None
    until_at: datetime | date | None = None
    detail: str = ""
    key: str = ""


@dataclass(frozen=True)
class Counter:
    """One counter: its value, its limit if it has one, its source, and what it is made of.

    ``limit`` is what the law or the contract says; ``limits_above``: more is a breach, else it
    is what is due or the step from which something changes.
    """

    code: str
    span: Span
    unit: Unit
    value: int | Fraction
    limit: int | Fraction | None = None
    source: Source | None = None
    limits_above: bool = False
    parts: tuple[Contribution, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Case:
    """A person's month and the civil year up to its end.

    ``month`` and ``year``: the sums. ``stints``: the shifts behind them with what each adds, in
    the order of their starts; empty where only the figures are asked for. ``away``: days of the
    year on which she could not be given work. ``known_from``: the first day of the first month of
    the year of which anything is known; nothing is due before. ``is_over``: the month is.
    ``holidays``: the public ones around the year.
    """

    first: date
    month: Measures
    year: Measures
    known_from: date
    is_over: bool = True
    terms: Sequence[Terms] = ()
    away: frozenset[date] = frozenset()
    holidays: frozenset[date] = frozenset()
    stints: Sequence[tuple[Stint, Measures]] = ()
    month_stints: Sequence[tuple[Stint, Measures]] = ()

    @property
    def last(self) -> date:
        """The last day of the month."""
        return (self.first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

    @property
    def begun_on(self) -> date:
        """The first day of the civil year of which anything is known."""
        return max(self.first.replace(month=1, day=1), self.known_from)

    @property
    def year_end(self) -> date:
        """The last day of the civil year."""
        return self.first.replace(month=12, day=31)

    @property
    def year_days(self) -> int:
        """How many days the civil year has."""
        return self.year_end.timetuple().tm_yday

    def held(self, first: date, last: date) -> Iterator[tuple[Terms, Law, date, date]]:
        """Yield the contracts with values of their pack that hold between two days, by start.

        Each with its values, and its first and last day there.
        """
        for terms in sorted(self.terms, key=lambda one: one.from_on):
            law = law_of(terms.pack)
            begins, ends = max(first, terms.from_on), min(last, terms.to_on)
            if law is not None and begins <= ends:
                yield terms, law, begins, ends

    def free_days(self, first: date, last: date) -> tuple[int, int]:
        """Return how many days from Monday to Friday are days away, and other public holidays."""
        days = [day for day in days_between(first, last) if day.weekday() < SATURDAY]
        away = sum(day in self.away for day in days)
        return away, sum(day in self.holidays and day not in self.away for day in days)

    @property
    def latest(self) -> Terms | None:
        """The contract that holds last in the month."""
        held = [one for one in self.terms if one.from_on <= self.last and one.to_on >= self.first]
        return max(held, key=lambda one: one.from_on, default=None)

    @property
    def law(self) -> Law | None:
        """The values of the pack by which she works; none where there are none."""
        return None if self.latest is None else law_of(self.latest.pack)

    def sums(self, span: Span) -> Measures:
        """Return the sums of the month, or of the year so far."""
        return self.month if span == "month" else self.year

    def parts(self, name: str, span: Span) -> tuple[Contribution, ...]:
        """Return the shifts that add to one measure, and how much each."""
        stints = self.month_stints if span == "month" else self.stints
        return tuple(
            Contribution(
                one.code,
                getattr(added, name),
                one.starts_at,
                one.ends_at,
                detail=one.kind,
                key=one.key,
            )
            for one, added in stints
            if getattr(added, name)
        )

    def counter(self, name: str, span: Span, unit: Unit, **facts: Any) -> Counter:
        """Return the counter of one measure; ``facts``: further fields of it."""
        told = {"code": f"{name}_{span}", "parts": self.parts(name, span), **facts}
        return Counter(span=span, unit=unit, value=getattr(self.sums(span), name), **told)


def days_between(first: date, last: date) -> list[date]:
    """Return the days from one to another, both included."""
    return [first + timedelta(days=place) for place in range((last - first).days + 1)]
