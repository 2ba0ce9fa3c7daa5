"""Lines of one person, judged and weighed once each: what a search asks again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property

from releve.roster.engine.audit.facts import fact_breaches
from releve.roster.engine.audit.timeline import FREE
from releve.roster.engine.audit.verdicts import judge
from releve.roster.engine.goals import unneeded_price
from releve.roster.engine.problem import ShiftKind
from releve.roster.engine.repair.meter import Meter
from releve.roster.engine.repair.story import Cell
from releve.roster.engine.repair.torn import Starts, Torn, assignments
from releve.roster.engine.result import Breach
from releve.roster.engine.rules import Variant, forms
from releve.roster.engine.solve.around import Start
from releve.roster.engine.why.present import Present, fresh
from releve.roster.engine.why.story import Proven
from releve.roster.engine.why.ways import Weigher

ONE_DAY = timedelta(days=1)

BY_PRESENCE = frozenset(
    (
        "UNAVAILABLE",
        "REGIME",
        "ONE-A-DAY",
        "OVERLAP",
        "R-NO-NIGHTS",
        "R-NO-12H",
        "R-NO-WEEKENDS",
        "R-NO-ON-CALL",
        "R-MAX-MINUTES",
        "R-DAYS-OFF",
    )
)
"""Facts that a shift breaks by being there, whatever else is."""


class Lines:
    """The lines of a torn plan's people, as a search changes them."""

    def __init__(self, torn: Torn, meter: Meter) -> None:
        self.torn = torn
        self.meter = meter
        self._breaches: dict[tuple[str, Starts], tuple[Breach, ...]] = {}
        self._costs: dict[tuple[str, Starts], int] = {}
        self._possible: dict[tuple[str, Start], bool] = {}
        self._fills: dict[int, tuple[tuple[Cell, str], ...]] = {}
        self._hard: dict[str, tuple[Variant, ...]] = {}
        self._people = torn.problem.person_by_id

    # -- law ----------------------------------------------------------------------------------

    def breaches(self, person: str, starts: Starts) -> tuple[Breach, ...]:
        """Return the hard breaches of a line that the published plan did not have."""
        key = (person, starts)
        if key not in self._breaches:
            self._breaches[key] = self._judged(person, starts)
        return self._breaches[key]

    def _judged(self, person: str, starts: Starts) -> tuple[Breach, ...]:
        self.meter.count()
        torn, who = self.torn, self._people[person]
        case = torn.judge.case(who, assignments(person, starts))
        found = [*fact_breaches(torn.problem, who, case), *judge(case, self.hard(person))]
        return fresh(torn.tolerated.get(person, Counter()), found)

    def hard(self, person: str) -> tuple[Variant, ...]:
        """Return the binding rules of a person."""
        if person not in self._hard:
            bound = self.torn.judge.variants_of(self._people[person])
            self._hard[person] = tuple(variant for variant in bound if variant.is_hard)
        return self._hard[person]

    def possible(self, person: str, start: Start) -> bool:
        """Whether some lawful line may have that shift: false only where that is proven.

        She is judged with the shift and what no repair takes from her, and nothing else. What
        is broken so and only grows with more shifts is broken in every line that has it.
        """
        key = (person, start)
        if key not in self._possible:
            bare = self.torn.frozen(person) | {start}
            found = self.breaches(person, bare)
            self._possible[key] = not any(self.grows(breach) for breach in found)
        return self._possible[key]

    def could_fill(self, at: int) -> tuple[tuple[Cell, str], ...]:
        """Return the cells that may move and could cover a cover cell, each with a shift."""
        if at not in self._fills:
            wanted = self.torn.cells[at]
            self._fills[at] = tuple(
                ((person.id, day), code)
                for person in self.torn.problem.people
                if wanted.suits(person)
                for day, code in sorted(wanted.covered_by)
                if self.torn.may_move(person.id, day) and self.possible(person.id, (day, code))
            )
        return self._fills[at]

    def grows(self, breach: Breach) -> bool:
        """Whether more shifts never mend that breach: then one that is there must go."""
        if breach.rule in BY_PRESENCE:
            return True
        rules = [v for v in self.hard(breach.person) if v.rule_id == breach.rule]
        return bool(rules) and all(_grows(variant.form, breach) for variant in rules)

    def mending(self, breach: Breach, starts: Starts) -> frozenset[Cell]:
        """Return the cells of her line of which at least one must change for a breach to end."""
        first, last = _day(breach.from_at), _day(breach.to_at)
        torn, person = self.torn, breach.person
        if self.grows(breach):
            days = {
                day
                for day, code in starts
                if first - ONE_DAY <= day <= last and self._reaches(day, code, first)
            }
        else:
            days = set(_days(first - 2 * ONE_DAY, last + 2 * ONE_DAY))
        return frozenset((person, day) for day in days if torn.may_move(person, day))

    def _reaches(self, day: date, code: str, first: date) -> bool:
        return self.torn.problem.shift_by_code[code].local_bounds(day)[1].date() >= first

    # -- cost ---------------------------------------------------------------------------------

    @cached_property
    def _weigher(self) -> Weigher:
        return Weigher(Present(self.torn.problem, self.torn.answer({})), Proven())

    def cost(self, person: str, starts: Starts) -> int:
        """Return what a line costs by her own goals, in scaled points, as the scoring counts."""
        key = (person, starts)
        if key not in self._costs:
            self.meter.count()
            own = self._weigher.own_costs(person, assignments(person, starts))
            self._costs[key] = sum(own.values()) + self._unneeded(person, starts)
        return self._costs[key]

    def _unneeded(self, person: str, starts: Starts) -> int:
        price = unneeded_price(self.torn.problem)
        if not price:
            return 0
        serves = self.torn.serves(self._people[person])
        shifts = self.torn.problem.shift_by_code
        worked = [s for s in starts if shifts[s[1]].kind is ShiftKind.WORKED]
        return price * sum(start not in serves for start in worked)


def _grows(form: forms.Form, breach: Breach) -> bool:
    """Whether a breach of that form can only get worse with more shifts."""
    over = breach.value > breach.limit
    if isinstance(form, forms.Sequence):
        return all(step.kind not in FREE for step in form.steps)
    if isinstance(form, forms.WindowSum):
        return over
    if isinstance(form, forms.Run):
        return over and form.of.kind not in FREE
    if isinstance(form, forms.Count):
        return over != (form.of.kind in FREE)
    return True  # a shift too long, a rest too short


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _days(first: date, last: date) -> Iterable[date]:
    return (first + at * ONE_DAY for at in range((last - first).days + 1))
