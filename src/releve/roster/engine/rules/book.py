"""Which forms bind whom, and when: packs, local rules, versions and recorded decisions.

Both interpreters, solver and audit, walk the same list of variants and ask each whether it
holds over a stretch of days; what a variant then *means* each works out for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as validated

from releve.roster.engine.rules.forms import STRICT, Form
from releve.roster.engine.rules.pack import Rule, Status, Version


@validated(frozen=True, config=STRICT)
class Decision:
    """A recorded decision that lifts or changes a rule: which, for whom, when, by whom.

    ``unit`` absent means every unit. Both dates are included.
    """

    rule: str
    signer: str
    from_on: Annotated[date, Field(alias="from")]
    to_on: Annotated[date, Field(alias="to")]
    unit: str | None = None

    def covers(self, *, first: date, last: date, unit: str | None) -> bool:
        """Whether the decision stands on every day from first to last in that unit.

        Where the unit of a shift is not known (``unit=None``), any decision counts.
        """
        in_time = self.from_on <= first and last <= self.to_on
        return in_time and (self.unit is None or unit is None or self.unit == unit)


@validated(frozen=True, config=STRICT)
class LocalRule:
    """A rule stated in the problem itself: a contract's limits, a ward's own agreement.

    ``people`` absent means everybody.
    """

    id: str
    form: Form
    status: Literal["hard", "soft"] = "hard"
    weight: int = Field(default=10, ge=0, le=1000)
    people: tuple[str, ...] | None = None
    title: str = ""


@dataclass(frozen=True)
class Variant:
    """One form of one rule for one person, with the dates on which it holds.

    Attributes: ``rule_id``, ``article``, ``status`` (effective), ``weight`` (points per unit of
    excess where soft), ``form``.
    """

    rule_id: str
    article: str
    status: Status
    weight: int
    form: Form
    to_confirm: bool = False
    version: Version | None = None
    rule: Rule | None = None
    under_decision: bool = False
    unit: str | None = None
    decisions: tuple[Decision, ...] = ()

    @property
    def is_hard(self) -> bool:
        """Whether a roster that breaks it is refused."""
        return self.status in ("hard", "hard_unless_decision")

    def holds(self, first: date, last: date) -> bool:
        """Whether this form binds a window from first to last (one shift: its first day)."""
        if self.version is None or self.rule is None:
            return True
        begun = self.version.valid_from is None or self.version.valid_from <= first
        ended = self.version.valid_to is not None and self.version.valid_to < first
        if not begun or ended:
            return False
        if self.rule.only_under and not self._decided(self.rule.only_under, first, last):
            return False
        return self._decided(self.rule.lifted_by, first, last) == self.under_decision

    def _decided(self, rules: tuple[str, ...], first: date, last: date) -> bool:
        return any(
            decision.rule in rules and decision.covers(first=first, last=last, unit=self.unit)
            for decision in self.decisions
        )


def variants(
    rules: Sequence[Rule], *, unit: str | None, decisions: Sequence[Decision]
) -> tuple[Variant, ...]:
    """Return every variant of the rules for people of one unit, counters left out."""
    return tuple(
        Variant(
            rule_id=rule.id,
            article=rule.article,
            status=rule.effective_status,
            weight=rule.weight,
            form=form,
            to_confirm=rule.to_confirm,
            version=version,
            rule=rule,
            under_decision=under_decision,
            unit=unit,
            decisions=tuple(decisions),
        )
        for rule in rules
        if rule.effective_status in ("hard", "hard_unless_decision", "soft")
        for version in rule.versions
        for under_decision, forms in (
            (False, version.forms),
            (True, version.forms_with_decision),
        )
        for form in forms
    )


def local_variants(rules: Sequence[LocalRule], *, person: str) -> tuple[Variant, ...]:
    """Return the variants that the problem's own rules give one person."""
    return tuple(
        Variant(rule_id=rule.id, article="", status=rule.status, weight=rule.weight, form=rule.form)
        for rule in rules
        if rule.people is None or person in rule.people
    )
