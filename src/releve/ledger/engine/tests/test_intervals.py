"""Intervals hold what they promise: the quantiles are Student's, the truth lies within 95 times."""

from __future__ import annotations

from math import gamma, inf, pi, sqrt
from random import Random

import pytest

from releve.ledger.engine.estimates import (
    T_975,
    T_BEYOND,
    Estimate,
    linked,
    mean_fallen,
    quantile,
    share_fallen,
    total,
)
from releve.ledger.engine.problem import Sample

RUNS = 3000


def below(t: float, freedom: int) -> float:
    """Return how much of Student's distribution lies below t, by Simpson's rule."""
    factor = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))
    steps = 2000
    at = [t * step / steps for step in range(steps + 1)]
    high = [factor * (1 + x * x / freedom) ** (-(freedom + 1) / 2) for x in at]
    inner = 4 * sum(high[1:-1:2]) + 2 * sum(high[2:-1:2])
    found: float = 0.5 + (high[0] + inner + high[-1]) * t / steps / 3
    return found


@pytest.mark.parametrize("freedom", [*range(1, 31), 40, 60, 120])
def test_a_quantile_is_student_s_and_never_below_it(freedom: int) -> None:
    found = below(quantile(freedom), freedom)
    assert 0.975 - 1e-6 <= found < 0.9752


def test_between_two_lines_of_the_table_the_wider_one_holds() -> None:
    assert quantile(39.9) == quantile(30)
    assert quantile(2.9) == T_975[1]
    assert quantile(10_000) == T_BEYOND[0][1]
    assert quantile(inf) == 1.960
    assert quantile(0.4) == T_975[0]


def test_an_unknown_doubt_stays_unknown_in_a_sum() -> None:
    assert total([Estimate(1.0, 2.0), Estimate(3.0, None)]).bounds() is None


def test_a_sum_is_as_uncertain_as_its_parts_together() -> None:
    whole = total([Estimate(10, 9, 4), Estimate(5, 16, 4)])
    assert (whole.value, whole.variance) == (15, 25)
    assert whole.freedom == pytest.approx(25**2 / (81 / 4 + 256 / 4))


def test_linked_estimates_add_their_deviations_and_keep_the_fewest_freedoms() -> None:
    whole = linked([Estimate(10, 9, 4, 1), Estimate(5, 16, 7, -3)])
    assert whole == Estimate(15, 49, 4, -2)
    assert linked([Estimate(10, 9), Estimate(5, None)]).bounds() is None


@pytest.mark.parametrize(("before", "after"), [(0.30, 0.20), (0.05, 0.0), (0.5, 0.5)])
@pytest.mark.parametrize("shifts", [10, 40, 200])
def test_the_fall_of_a_share_lies_in_its_interval(before: float, after: float, shifts: int) -> None:
    dice = Random(f"{before} {after} {shifts}")  # noqa: S311 - a simulation
    held = 0
    for _run in range(RUNS):
        # The worst case: both moments of a shift always answer alike.
        x = 2 * sum(dice.random() < before for _shift in range(shifts))
        y = 2 * sum(dice.random() < after for _shift in range(shifts))
        n = 2 * shifts
        bounds = share_fallen(Sample(n, n, x), Sample(n, n, y), with_friction=False).bounds()
        assert bounds is not None
        held += bounds[0] <= before - after <= bounds[1]
    assert held / RUNS >= 0.94


@pytest.mark.parametrize("weeks", [2, 3, 6, 13])
def test_the_fall_of_a_weekly_mean_lies_in_its_interval(weeks: int) -> None:
    dice = Random(weeks)  # noqa: S311 - a simulation
    held = 0
    for _run in range(RUNS):
        before = [dice.gauss(600, 60) for _week in range(weeks)]
        after = [dice.gauss(500, 30) for _week in range(weeks)]
        bounds = mean_fallen(before, after).bounds()
        assert bounds is not None
        held += bounds[0] <= 100 <= bounds[1]
    assert held / RUNS >= 0.94


def test_one_week_and_nine_answers_have_no_interval() -> None:
    assert mean_fallen([600], [500, 510]).bounds() is None
    few = Sample(9, 9, 3)
    assert share_fallen(few, Sample(50, 50, 9), with_friction=False).bounds() is None


def test_shares_of_none_and_all_still_have_a_doubt() -> None:
    bounds = share_fallen(Sample(40, 40, 0), Sample(40, 40, 0), with_friction=False).bounds()
    assert bounds is not None
    assert bounds[0] < 0 < bounds[1]
