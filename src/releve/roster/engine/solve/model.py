"""A small linear model that any solver can read: variables, rows, costs.

Rules are compiled to this first and only then handed to a solver, so that the compact models
of different solvers are one and the same, and so that every row carries the fact it came from:
a clash is a set of such facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from releve.roster.engine.result import Reason

Terms = dict[int, int]


@dataclass(frozen=True)
class Affine:
    """A constant plus whole multiples of variables."""

    constant: int = 0
    terms: tuple[tuple[int, int], ...] = ()

    def __neg__(self) -> Affine:
        return self.times(-1)

    def times(self, factor: int) -> Affine:
        """Return this multiplied by a whole number."""
        return Affine(
            self.constant * factor, tuple((var, coef * factor) for var, coef in self.terms)
        )

    def complement(self) -> Affine:
        """Return one less this: "not" for what is 0 or 1."""
        return Affine(1 - self.constant, tuple((var, -coef) for var, coef in self.terms))


def total(parts: Iterable[Affine]) -> Affine:
    """Return the sum of affine parts, each variable once."""
    constant = 0
    terms: Terms = {}
    for part in parts:
        constant += part.constant
        for var, coef in part.terms:
            terms[var] = terms.get(var, 0) + coef
    return Affine(constant, tuple((var, coef) for var, coef in terms.items() if coef))


@dataclass(frozen=True)
class Row:
    """``lower <= sum of terms <= upper``; either side may be open. ``reason``: where from."""

    terms: tuple[tuple[int, int], ...]
    lower: int | None
    upper: int | None
    reason: Reason


@dataclass
class Model:
    """Variables as (lowest, highest) whole numbers, rows, and costs per variable."""

    domains: list[tuple[int, int]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    hole_costs: Terms = field(default_factory=dict)
    soft_costs: Terms = field(default_factory=dict)
    soft_constant: int = 0

    def variable(self, lowest: int = 0, highest: int = 1) -> int:
        """Add a whole variable and return its index."""
        self.domains.append((lowest, highest))
        return len(self.domains) - 1

    def at_most(self, expression: Affine, limit: int, reason: Reason) -> None:
        """Demand ``expression <= limit``, unless it cannot be otherwise."""
        highest = self._extreme(expression, highest=True)
        if highest > limit:
            self.rows.append(Row(expression.terms, None, limit - expression.constant, reason))

    def equal(self, expression: Affine, value: int, reason: Reason) -> None:
        """Demand ``expression == value``."""
        rest = value - expression.constant
        self.rows.append(Row(expression.terms, rest, rest, reason))

    def excess(
        self, expression: Affine, limit: int, reason: Reason, *, unit: int = 1
    ) -> int | None:
        """Return a variable of at least the units, begun ones whole, by which it is over.

        ``None`` where the expression can never be over the limit.
        """
        most = self._extreme(expression, highest=True) - limit
        if most <= 0:
            return None
        over = self.variable(0, -(-most // unit))
        self.at_most(total([expression, Affine(0, ((over, -unit),))]), limit, reason)
        return over

    def pay(self, variable: int, cost: int) -> None:
        """Add a soft cost for each unit of a variable."""
        self.soft_costs[variable] = self.soft_costs.get(variable, 0) + cost

    def pay_expression(self, expression: Affine, cost: int) -> None:
        """Add a soft cost for each unit of an expression."""
        self.soft_constant += expression.constant * cost
        for var, coef in expression.terms:
            self.pay(var, coef * cost)

    def highest(self, expression: Affine) -> int:
        """Return the greatest value the domains allow."""
        return self._extreme(expression, highest=True)

    def is_settled(self, expression: Affine) -> bool:
        """Whether the domains leave it one value."""
        return self._extreme(expression, highest=True) == self._extreme(expression, highest=False)

    def _extreme(self, expression: Affine, *, highest: bool) -> int:
        value = expression.constant
        for var, coef in expression.terms:
            low, high = self.domains[var]
            value += coef * (high if (coef > 0) == highest else low)
        return value
