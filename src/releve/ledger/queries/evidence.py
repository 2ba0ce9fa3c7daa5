"""What is known of a quarter of a tool: the engine's problem, gathered from the tables.

Groups are formed once, over everything that goes in: a profession stands alone only where at
least eight of its people worked the quarter and, where it is sampled, where its answers before
and after come from at least eight people, whoever gave them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from django.db.models import Q

from releve.ledger.engine import Cost, Group, Problem, Sample, Week, fewest_people, merged
from releve.ledger.engine.merging import MERGED
from releve.ledger.engine.problem import CostKind, Source
from releve.ledger.facts import Claim
from releve.ledger.models import Entry, MinuteCell
from releve.ledger.quarters import last_day
from releve.ledger.queries.measured import EVERYBODY, FRICTION, comparable_weeks
from releve.ledger.queries.prompts import answers_of, asked_of, weeks_within
from releve.ledger.queries.work import Days, Work, summed, work_of
from releve.ledger.vocabulary import COSTS, LEAST_PEOPLE
from releve.people.models import Level
from releve.shifts.queries.planned import hospital_of


def problem_of(unit: Level, quarter: date, claim: Claim) -> Problem:
    """Return what is asked of the engine when a quarter is settled."""
    after = (max(quarter, claim.since), last_day(quarter))
    work = work_of(unit, after)
    known = _Evidence(unit, claim, after)
    groups = _groups(work, known)
    made = [_group(name, groups, work, known) for name in sorted(set(groups.values()))]
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

    def __init__(self, unit: Level, claim: Claim, after: Days) -> None:
        self.claim, self.days = claim, (claim.before, after)
        self.asked = {days: asked_of(unit, days) for days in self.days}
        self.cells = {days: _cells(unit, days) for days in self.days}
        self._answers = {days: _answers(unit, days) for days in self.days}

    @property
    def is_sampled(self) -> bool:
        """Whether the unit was asked before and after."""
        return all(one.total for one in self.asked.values())

    @property
    def is_of_whole(self) -> bool:
        """Whether cells of the whole unit were measured before and after."""
        return all(any(not cell.profession for cell in cells) for cells in self.cells.values())

    def is_of_enough(self, days: Days, of: frozenset[str]) -> bool:
        """Whether the answers of some professions come from eight people at least, whoever."""
        answered = sum(
            count
            for (profession, activity), count in self._answers[days].items()
            if profession in of and activity
        )
        return fewest_people(self.asked[days].of(of), answered) >= LEAST_PEOPLE

    def sample(self, days: Days, of: frozenset[str]) -> Sample | None:
        """Return the random moments of some professions on some days, of eight people at least."""
        moments = sum(self.asked[days].of(of))
        if not moments or not self.is_of_enough(days, of):
            return None
        counts = Counter[str]()
        for (profession, activity), count in self._answers[days].items():
            if profession in of:
                counts[activity] += count
        relieved = sum(counts[one] for one in self.claim.activities)
        friction = 0 if FRICTION in self.claim.activities else counts[FRICTION]
        answered = sum(count for activity, count in counts.items() if activity)
        return Sample(max(moments, answered), answered, relieved, friction)

    def weeks(self, of: frozenset[str]) -> tuple[tuple[Week, ...], tuple[Week, ...]]:
        """Return the measured weeks of some professions, before and after."""
        before, after = (self.cells[days] for days in self.days)
        return comparable_weeks(before, after, relieved=self.claim.activities, of=of)


def _groups(work: Work, known: _Evidence) -> dict[str, str]:
    """Return the group of each profession; everybody's where they cannot be told apart.

    So it is where cells are of the whole unit, and where the answers of a group could come from
    fewer than eight people.
    """
    counts = work.counts
    if sum(counts.values()) < LEAST_PEOPLE:
        return {}
    everybody = dict.fromkeys(counts, MERGED)
    if known.is_of_whole:
        return everybody
    if not known.is_sampled:
        return merged(counts)
    asked = known.asked.values()
    fewest = {name: min(len(one.of((name,))) for one in asked) for name in counts}
    groups = merged({name: max(1, min(counts[name], few)) for name, few in fewest.items()})
    told = [_members(groups, name) for name in set(groups.values())]
    if not told or not all(known.is_of_enough(days, of) for days in known.days for of in told):
        return everybody
    return groups


def _members(groups: Mapping[str, str], name: str) -> frozenset[str]:
    """Return the professions of a group, and under which names what is merged is kept."""
    of = frozenset(one for one, group in groups.items() if group == name)
    if len(of) == len(groups):
        return of | {EVERYBODY, MERGED}
    return of | {MERGED} if name == MERGED else of


def _group(name: str, groups: Mapping[str, str], work: Work, known: _Evidence) -> Group:
    of = _members(groups, name)
    before, after = known.days
    weeks_before, weeks_after = known.weeks(of)
    return Group(
        profession=name,
        people=len(set[int]().union(*(work.people[one] for one in of if one in work.people))),
        worked=summed(work.worked, groups)[name],
        before=known.sample(before, of),
        after=known.sample(after, of),
        weeks_before=weeks_before,
        weeks_after=weeks_after,
        said=known.claim.said,
    )


def _answers(unit: Level, days: Days) -> Counter[tuple[str, str]]:
    rows = answers_of(unit, days).filter(question="doing")
    return Counter(rows.values_list("profession", "activity"))


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
