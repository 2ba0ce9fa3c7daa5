"""A number with its doubt, and how doubts add up: Student's t with Welch's degrees of freedom.

Welch (1947) for what is added; Agresti & Caffo (2000) for the difference of two shares, which
holds in small samples and where a share is 0 or 1; variance over weeks for what is measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import fmean, variance

from releve.ledger.engine.problem import Sample

MOMENTS_OF_A_SHIFT = 2
"""Two moments of one shift may answer alike: at worst they count as one (the design effect of
clusters of two), so that shares are judged as if half as many had answered."""

FEWEST_ANSWERS = 10
"""Below that many answers before or after, no interval is told of a share."""

FEWEST_WEEKS = 2
"""A variance over weeks takes two of them."""

T_975 = (
    *(12.707, 4.303, 3.183, 2.777, 2.571, 2.447, 2.365, 2.307, 2.263, 2.229),
    *(2.201, 2.179, 2.161, 2.145, 2.132, 2.120, 2.110, 2.101, 2.094, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.049, 2.046, 2.043),
)
"""Student's quantile at 97.5 % for 1 to 30 degrees of freedom, rounded up."""

T_BEYOND = ((120, 1.980), (60, 2.001), (40, 2.022), (30, 2.043))
T_NORMAL = 1.960


@dataclass(frozen=True)
class Params:
    """How sure one must be.

    ``least_response``: the share of questions that must be answered, and of people who must be
    measured, for a bound to be told.
    """

    least_response: float = 0.5


@dataclass(frozen=True)
class Estimate:
    """A number of minutes, the variance of its error (none: unknown), and degrees of freedom."""

    value: float
    variance: float | None = 0.0
    freedom: float = inf
    shift: float = 0.0
    """By how much the middle of its interval lies off its value."""

    def times(self, factor: float) -> Estimate:
        """Return the estimate of a multiple."""
        spread = None if self.variance is None else self.variance * factor * factor
        return Estimate(self.value * factor, spread, self.freedom, self.shift * factor)

    def bounds(self) -> tuple[float, float] | None:
        """Return the 95 % interval, which holds the value; none where the variance is unknown."""
        if self.variance is None:
            return None
        half = quantile(self.freedom) * sqrt(self.variance)
        middle = self.value + self.shift
        return min(self.value, middle - half), max(self.value, middle + half)


def total(parts: Iterable[Estimate]) -> Estimate:
    """Return the sum of independent estimates; one unknown variance leaves the sum's unknown."""
    known = list(parts)
    value, shift = sum(one.value for one in known), sum(one.shift for one in known)
    variances = [one.variance for one in known]
    if any(one is None for one in variances):
        return Estimate(value, None, shift=shift)
    told = [(one.variance or 0.0, one.freedom) for one in known]
    spread = sum(variance for variance, _freedom in told)
    return Estimate(value, spread, _welch(told), shift)


def linked(parts: Iterable[Estimate]) -> Estimate:
    """Return the sum of estimates whose errors may all go the same way: deviations add up.

    No sum of such estimates varies more, however they are linked.
    """
    known = list(parts)
    value, shift = sum(one.value for one in known), sum(one.shift for one in known)
    freedom = min((one.freedom for one in known), default=inf)
    deviation = 0.0
    for one in known:
        if one.variance is None:
            return Estimate(value, None, shift=shift)
        deviation += sqrt(one.variance)
    return Estimate(value, deviation * deviation, freedom, shift)


def quantile(freedom: float) -> float:
    """Return Student's quantile at 97.5 %, never below the true one."""
    if freedom == inf:
        return T_NORMAL
    whole = max(1, int(freedom))
    if whole <= len(T_975):
        return T_975[whole - 1]
    return next(value for least, value in T_BEYOND if whole >= least)


def share_fallen(before: Sample, after: Sample, *, with_friction: bool) -> Estimate:
    """Return by how much the share of moments in relieved activities fell.

    With friction, moments lost to it count against the relief: one share, so that what moved
    from one to the other is neither gain nor loss.
    """
    x, n = _moments(before, with_friction), before.answered
    y, m = _moments(after, with_friction), after.answered
    value = (x / n if n else 0.0) - (y / m if m else 0.0)
    if min(n, m) < FEWEST_ANSWERS:
        return Estimate(value, None)
    p, q = ((one / MOMENTS_OF_A_SHIFT + 1) / (_shifts(of) + 2) for one, of in ((x, n), (y, m)))
    told = [
        (share * (1 - share) / (_shifts(of) + 2), _shifts(of) - 1) for share, of in ((p, n), (q, m))
    ]
    return Estimate(value, sum(one for one, _df in told), _welch(told), (p - q) - value)


def mean_fallen(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """Return by how much a weekly mean fell, with its variance over the weeks."""
    if not before or not after:
        return Estimate(0.0, None)
    value = fmean(before) - fmean(after)
    if min(len(before), len(after)) < FEWEST_WEEKS:
        return Estimate(value, None)
    told = [(variance(weeks) / len(weeks), len(weeks) - 1) for weeks in (before, after)]
    return Estimate(value, sum(one for one, _df in told), _welch(told))


def _moments(sample: Sample, with_friction: bool) -> int:
    return sample.relieved + (sample.friction if with_friction else 0)


def _shifts(moments: int) -> float:
    """Return of how many shifts so many moments come, at least."""
    return moments / MOMENTS_OF_A_SHIFT


def _welch(told: Sequence[tuple[float, float]]) -> float:
    """Return the degrees of freedom of a sum of variances (Welch and Satterthwaite)."""
    whole = sum(one for one, _df in told)
    parts = sum(one * one / freedom for one, freedom in told if one and freedom != inf)
    return whole * whole / parts if parts else inf
