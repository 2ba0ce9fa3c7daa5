"""A solve under an aim: searched with other weights, weighed as the problem was stated."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from releve.kit.engines import Cancelled, OnProgress, Params, Progress
from releve.roster.engine.aims import Aim, aimed
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Result, points
from releve.roster.engine.score import score
from releve.roster.engine.solve.pick import solve
from releve.roster.engine.solve.stages import OnIncumbent, verified

RETELL_SECONDS = 1.0
"""How often at most an incumbent is weighed again for the one who watches."""


def solve_aimed(  # noqa: PLR0913  # hooks and plans, each given by its name
    problem: Problem,
    params: Params,
    aim: Aim,
    reference: Iterable[Assignment] | None = None,
    *,
    progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    incumbent: OnIncumbent | None = None,
    hint: Iterable[Assignment] | None = None,
) -> Result:
    """Return the best roster found under an aim, judged and weighed on the original problem.

    ``hole_bound`` stays proven: an aim changes soft weights only, so the lawful rosters and what
    their holes cost are the same. The soft ``bound`` is ``None`` under every aim but "balanced":
    the search proves something about other weights. ``hint`` is a plan to start from, which the
    answer never falls behind as the aim weighs; "stable" starts from ``reference`` without one.
    ``progress`` tells the soft cost of incumbents by the original weights, without a bound.
    """
    if aim == "balanced":
        return solve(
            problem,
            params,
            progress=progress,
            cancelled=cancelled,
            incumbent=incumbent,
            hint=hint,
        )
    known = None if reference is None else tuple(reference)
    begin = known if hint is None and aim == "stable" else hint
    retold = _Retold(problem, progress, incumbent)
    found = solve(
        aimed(problem, aim, known),
        params,
        progress=None if progress is None else retold.hear,
        cancelled=cancelled,
        incumbent=retold.keep,
        hint=begin,
    )
    if found.score is None:
        return found
    own = verified(problem, found.answer, hole_bound=found.hole_bound, bound=None)
    return replace(found, status=own.status, score=own.score, bound=None)


@dataclass
class _Retold:
    """Tells progress by the original weights, not by those of the aim."""

    problem: Problem
    progress: OnProgress | None
    incumbent: OnIncumbent | None
    latest: tuple[Assignment, ...] | None = None
    cost: float | None = None
    told: float = 0.0

    def keep(self, answer: tuple[Assignment, ...]) -> None:
        """Take a better answer."""
        self.latest = answer
        if self.incumbent is not None:
            self.incumbent(answer)

    def hear(self, report: Progress) -> None:
        """Pass a report on; the cover is counted in the same way under every aim."""
        if self.progress is None:
            return
        if report.stage == "goals":
            report = replace(report, incumbent=self._own_cost(), bound=None)
        self.progress(report)

    def _own_cost(self) -> float | None:
        now = time.monotonic()
        if self.latest is not None and (self.cost is None or now - self.told > RETELL_SECONDS):
            self.cost, self.told = points(score(self.problem, self.latest).cost), now
            self.latest = None
        return self.cost
