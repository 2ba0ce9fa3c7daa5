"""What is known of a quarter of a tool: the engine's problem, gathered from the tables.

Groups are formed once, over everything that goes in: a profession stands alone only where at
least eight of its people worked the quarter and, where it is sampled, at least eight were asked
before and after.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

from django.db.models import Q

from releve.ledger.engine import Cost, Group, Problem, Sample, Week, merged
from releve.ledger.engine.merging import MERGED
from releve.ledger.engine.problem import CostKind, Source
from releve.ledger.facts import Claim
from releve.ledger.models import Entry, MinuteCell
from releve.ledger.quarters import last_day
from releve.ledger.queries.prompts import Asked, answers_of, asked_of, weeks_within
from releve.ledger.queries.work import Days, Work, summed, work_of
from releve.ledger.vocabulary import COSTS, LEAST_PEOPLE
from releve.people.models import Level
from releve.shifts.queries.planned import hospital_of

FRICTION = "digital_friction"
EVERYBODY = "*"
"""The profession of cells of a whole unit, while they are gathered."""


def problem_of(unit: Level, quarter: date, claim: Claim) -> Problem:
    """Return what is asked of the engine when a quarter is settled."""
    after = (max(quarter, claim.since), last_day(quarter))
    work = work_of(unit, after)
    asked = {days: asked_of(unit, days) for days in (claim.before, after)}
    cells = {days: _cells(unit, days) for days in (claim.before, after)}
    groups = _groups(work, list(asked.values()), list(cells.values()))
    made = [
        _group(name, groups, work, _Evidence(unit, claim, after, asked, cells))
        for name in sorted(set(groups.values()))
    ]
    return Problem(
        unit=unit.code,
        quarter=quarter.isoformat(),
        tool=claim.tool,
        weeks=((after[1] - after[0]).days + 1) / 7,
        groups=tuple(made),
        costs=(*_entered(unit, quarter, claim.tool, groups), *_claimed(claim)),
    )


def cost_entries(unit: Level, quarter: date, tool: str) -> list[Entry]:
    """Return the entries of what a tool cost a unit in a quarter, but those that settling wrote."""
    rows = Entry.objects.for_hospital(hospital_of(unit)).filter(unit=unit, quarter_on=quarter)
    rows = rows.filter(Q(debit__in=COSTS) | Q(credit__in=COSTS), tool=tool)
    return list(rows.exclude(reference__startswith="settle:").filter(reverses__isnull=True))


class _Evidence:
    """All that is known of the days before and after, whichever group it is about."""

    def __init__(
        self,
        unit: Level,
        claim: Claim,
        after: Days,
        asked: Mapping[Days, Asked],
        cells: Mapping[Days, Sequence[MinuteCell]],
    ) -> None:
        self.claim, self.after, self.asked, self.cells = claim, after, asked, cells
        self._answers = {
            days: Counter(
                answers_of(unit, days)
                .filter(question="doing")
                .values_list("profession", "activity")
            )
            for days in (claim.before, after)
        }

    def sample(self, days: Days, of: frozenset[str]) -> Sample | None:
        """Return the random moments of some professions on some days."""
        moments = sum(self.asked[days].moments[name] for name in of)
        if not moments:
            return None
        counts = Counter[str]()
        for (profession, activity), count in self._answers[days].items():
            if profession in of:
                counts[activity] += count
        relieved = sum(counts[one] for one in self.claim.activities)
        friction = 0 if FRICTION in self.claim.activities else counts[FRICTION]
        answered = sum(count for activity, count in counts.items() if activity)
        return Sample(max(moments, answered), answered, relieved, friction)

    def weeks(self, days: Days, of: frozenset[str]) -> tuple[Week, ...]:
        """Return the measured weeks of some professions, each week once."""
        by_week: dict[date, list[MinuteCell]] = defaultdict(list)
        for cell in self.cells[days]:
            if (cell.profession or EVERYBODY) in of:
                by_week[cell.week_on].append(cell)
        found = [self._week(cells) for _on, cells in sorted(by_week.items())]
        return tuple(week for week in found if week is not None)

    def _week(self, cells: Sequence[MinuteCell]) -> Week | None:
        relieved = [cell for cell in cells if cell.activity in self.claim.activities]
        if not relieved:
            return None
        people: dict[str, int] = {}
        for cell in relieved:
            people[cell.profession] = max(people.get(cell.profession, 0), cell.people)
        is_counted = FRICTION in self.claim.activities
        friction = [one for one in cells if one.activity == FRICTION and not is_counted]
        return Week(
            sum(cell.minutes for cell in relieved),
            sum(people.values()),
            sum(cell.minutes for cell in friction),
        )


def _groups(
    work: Work, asked: Sequence[Asked], cells: Sequence[Sequence[MinuteCell]]
) -> dict[str, str]:
    """Return the group of each profession; everybody's where cells are of the whole unit."""
    counts = work.counts
    if sum(counts.values()) < LEAST_PEOPLE:
        return {}
    if all(any(not cell.profession for cell in there) for there in cells):
        return dict.fromkeys(counts, MERGED)
    if all(one.total for one in asked):
        counts = {
            name: min(count, *(one.people.get(name, 0) for one in asked))
            for name, count in counts.items()
        }
    found = merged({name: max(1, count) for name, count in counts.items()})
    # Too few were asked to tell any profession alone: the unit is told as a whole.
    return found or dict.fromkeys(counts, MERGED)


def _group(name: str, groups: Mapping[str, str], work: Work, known: _Evidence) -> Group:
    of = frozenset(one for one, group in groups.items() if group == name)
    if len(of) == len(groups):
        of |= {EVERYBODY, MERGED}
    elif name == MERGED:
        of |= {MERGED}
    before, after = known.claim.before, known.after
    return Group(
        profession=name,
        people=len(set[int]().union(*(work.people[one] for one in of if one in work.people))),
        worked=summed(work.worked, groups)[name],
        before=known.sample(before, of),
        after=known.sample(after, of),
        weeks_before=known.weeks(before, of),
        weeks_after=known.weeks(after, of),
        said=known.claim.said,
    )


def _cells(unit: Level, days: Days) -> list[MinuteCell]:
    first, last = weeks_within(days)
    rows = MinuteCell.objects.for_hospital(hospital_of(unit)).filter(unit=unit)
    return list(rows.filter(week_on__gte=first, week_on__lte=last))


def _entered(unit: Level, quarter: date, tool: str, groups: Mapping[str, str]) -> Iterable[Cost]:
    """Return the costs that the ledger holds, summed; what was reversed is gone."""
    sums: Counter[tuple[str, str, str | None]] = Counter()
    for entry in cost_entries(unit, quarter, tool):
        if not hasattr(entry, "reversed_by") and entry.debit in COSTS:
            group = groups.get(entry.profession)
            sums[entry.debit, entry.source, group] += entry.minutes
    return [
        Cost(cast("CostKind", kind), minutes, cast("Source", source), group)
        for (kind, source, group), minutes in sorted(sums.items(), key=repr)
    ]


def _claimed(claim: Claim) -> Iterable[Cost]:
    told: tuple[tuple[CostKind, int], ...] = (
        ("checking", claim.checking),
        ("incident", claim.incidents),
        ("clicks", claim.clicks),
    )
    return [Cost(kind, minutes, "declared") for kind, minutes in told if minutes]
