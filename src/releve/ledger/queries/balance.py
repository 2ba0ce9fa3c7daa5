"""A unit's ledger as it is told: quarters that are over, sums of at least eight people.

What a single person could be read from is left out with both its sides, so that what is told
still adds up to nothing: what comes from fewer than eight people, and then the gross gain of a
tool too, since the net one and what it cost would give it away.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from releve.ledger.models import Entry, Quarter, QuarterPart, Spending
from releve.ledger.quarters import last_day
from releve.ledger.queries.given import Kept, kept_of
from releve.ledger.queries.pool import spendings_of
from releve.ledger.tools import tools_known
from releve.ledger.vocabulary import ACCOUNTS, COSTS, LEAST_PEOPLE, OF_UNIT
from releve.people.models import Level
from releve.shifts.queries.planned import hospital_of


@dataclass(frozen=True)
class Settled:
    """A quarter of one tool as it is told; ``gross`` and ``costs`` only where they may be.

    ``name``: what the tool is called in the reader's language; its key where no register has it.
    """

    row: Quarter
    parts: tuple[QuarterPart, ...]
    name: str

    @property
    def gross(self) -> int | None:
        """The gain before costs."""
        return self.row.gross if self.row.costs_told else None

    @property
    def costs(self) -> int | None:
        """All that the tool took."""
        return self.row.gross - self.row.net if self.row.costs_told else None

    @property
    def weekly(self) -> tuple[int, int | None, int | None]:
        """The net gain and its bounds, in minutes per person and week of use."""
        since = date.fromisoformat(self.row.baseline.rpartition(" ")[2])
        days = (last_day(self.row.quarter_on) - max(self.row.quarter_on, since)).days + 1
        per = 7 / (days * self.row.people)
        low, high = self.row.net_low, self.row.net_high
        return (
            round(self.row.net * per),
            None if low is None else floor(low * per),
            None if high is None else ceil(high * per),
        )

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of why nothing may be spent."""
        return tuple(self.row.reasons.split("+")) if self.row.reasons else ()


@dataclass(frozen=True)
class QuarterLines:
    """One quarter of a unit: its accounts, which add up to nothing, and what may be spent."""

    quarter_on: date
    accounts: dict[str, int]
    settled: tuple[Settled, ...]
    spendable: int
    spent: int

    @property
    def left(self) -> int:
        """What may still be spent."""
        return max(0, self.spendable - self.spent)

    @property
    def total(self) -> int:
        """The sum of the accounts: nothing, always."""
        return sum(self.accounts.values())


@dataclass(frozen=True)
class Balance:
    """A unit's ledger: its quarters, the latest first, its choices, promised against given."""

    unit: Level
    quarters: tuple[QuarterLines, ...]
    spendings: tuple[Spending, ...]
    kept: Kept

    @property
    def left(self) -> int:
        """What may still be spent, of all quarters."""
        return sum(one.left for one in self.quarters)


def balance_of(unit: Level, *, today: date) -> Balance:
    """Return a unit's ledger as it is told on a day."""
    hospital = hospital_of(unit)
    rows = Quarter.objects.for_hospital(hospital).filter(unit=unit).prefetch_related("parts")
    names = tools_known(hospital)
    settled: dict[date, list[Settled]] = defaultdict(list)
    for row in rows.order_by("tool"):
        parts = sorted(row.parts.all(), key=lambda part: (part.profession == "", part.profession))
        settled[row.quarter_on].append(Settled(row, tuple(parts), names.get(row.tool, row.tool)))
    entries: dict[date, list[Entry]] = defaultdict(list)
    known = Entry.objects.for_hospital(hospital).filter(unit=unit)
    for entry in known.select_related("reverses").order_by("pk"):
        if last_day(entry.quarter_on) < today:
            entries[entry.quarter_on].append(entry)
    spendings = list(spendings_of(unit).select_related("unit"))
    quarters = [
        _lines(quarter, entries[quarter], settled[quarter], spendings)
        for quarter in sorted({*entries, *settled}, reverse=True)
    ]
    # A quarter of which nothing may be told is not there: it would only say that there is some.
    told = tuple(one for one in quarters if one.accounts or one.settled)
    return Balance(unit, told, tuple(spendings), kept_of(spendings))


def accounts_of(entries: Iterable[Entry]) -> dict[str, int]:
    """Return what lies in each account: what came in, less what went out."""
    sums: Counter[str] = Counter()
    for entry in entries:
        sums[entry.debit] += entry.minutes
        sums[entry.credit] -= entry.minutes
    return {account: sums[account] for account in ACCOUNTS if account in sums}


def told_entries(entries: Sequence[Entry], settled: Sequence[Settled]) -> list[Entry]:
    """Return the entries of a quarter that may be told.

    Tool by tool: what all tools cost, less what one of them did, is what another one did. What a
    tool was estimated to give, use by use, is left out once its quarter is settled: it would
    stand there twice.
    """
    known = {one.row.tool: one.row.costs_told for one in settled}
    people: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        if _is_of_people(one) and _origin(one).is_first:
            people[one.tool].add(_origin(one).reference)
    enough = {tool for tool, references in people.items() if len(references) >= LEAST_PEOPLE}
    return [
        one
        for one in entries
        if (
            one.tool in enough and not (one.tool in known and "gain" in {one.debit, one.credit})
            if _is_of_people(one)
            else not _is_gross(one) or known.get(one.tool, True)
        )
    ]


def _lines(
    quarter: date,
    entries: Sequence[Entry],
    settled: Sequence[Settled],
    spendings: Sequence[Spending],
) -> QuarterLines:
    chosen = [one for one in spendings if one.quarter_on == quarter and one.withdrawn_on is None]
    given = sum(one.row.spendable + min(0, one.row.net) for one in settled)
    return QuarterLines(
        quarter_on=quarter,
        accounts=_lumped(accounts_of(told_entries(entries, settled))),
        settled=tuple(settled),
        spendable=max(0, given),
        spent=sum(one.minutes for one in chosen),
    )


def _lumped(accounts: dict[str, int]) -> dict[str, int]:
    """Return accounts with all that tools cost as one: each alone could be of few people."""
    costs = [accounts[name] for name in COSTS if name in accounts]
    told = {name: value for name, value in accounts.items() if name not in COSTS}
    return {**told, "costs": sum(costs)} if costs else told


def _origin(entry: Entry) -> Entry:
    """Return the entry itself, or the one that it takes back."""
    return entry.reverses or entry


def _is_of_people(entry: Entry) -> bool:
    """Whether an entry may come from one person: whatever is not of a whole unit."""
    return not _origin(entry).reference.startswith(OF_UNIT)


def _is_gross(entry: Entry) -> bool:
    """Whether an entry is of what a settlement found gross, or was told of costs."""
    is_of = _origin(entry).reference.startswith("settle:")
    return is_of and {entry.debit, entry.credit} != {"available", "gain"}
