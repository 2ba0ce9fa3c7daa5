"""Column generation as an engine: the same hooks and the same result as every other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from releve.kit.engines import Cancelled, OnProgress, Params, Progress
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import COST_SCALE, Result, points
from releve.roster.engine.solve.columns import (
    ColumnSearch,
    Meter,
    NotForColumnsError,
    TooManyStatesError,
)
from releve.roster.engine.solve.stages import OnIncumbent, verified
from releve.roster.engine.solve.start import Start, start_from

ENGINE = "columns"


def solve_by_columns(
    problem: Problem,
    params: Params,
    *,
    progress: OnProgress | None = None,
    cancelled: Cancelled | None = None,
    incumbent: OnIncumbent | None = None,
    hint: Iterable[Assignment] | None = None,
) -> Result | None:
    """Return the best roster that column generation finds, judged and weighed.

    ``None`` where it has nothing to say: a rule it does not speak, too many states, somebody
    without any lawful line, or no roster found in time.
    """
    meter = Meter(params.seconds, params.work, cancelled)
    told = _Told(meter, progress, incumbent)
    start = start_from(problem, hint)
    try:
        search = ColumnSearch(problem, meter, params.seed, params.workers, told.hear, params.gap)
    except (NotForColumnsError, TooManyStatesError):
        return None
    if not search.is_possible:
        return None
    found = search.run(start.answer if start is not None and start.score is not None else ())
    if not found.answer and not _is_lawful(start):
        return None
    result = Result("unknown")
    if found.answer:
        result = verified(problem, found.answer, hole_bound=found.hole_bound, bound=found.bound)
    if start is not None and start.beats(result.score):
        result = verified(problem, start.answer, hole_bound=found.hole_bound, bound=found.bound)
    return replace(
        result,
        seconds=meter.elapsed,
        work=meter.done,
        seed=params.seed,
        engine=ENGINE,
        interrupted=cancelled is not None and cancelled(),
    )


def _is_lawful(start: Start | None) -> bool:
    return start is not None and start.score is not None


@dataclass
class _Told:
    """Passes on what the search finds."""

    meter: Meter
    progress: OnProgress | None
    incumbent: OnIncumbent | None

    def hear(
        self, answer: tuple[Assignment, ...], hole: float, soft: float, bound: float | None
    ) -> None:
        """Take a better roster, its holes and its soft cost in points."""
        if answer and self.incumbent is not None:
            self.incumbent(answer)
        if self.progress is not None:
            stage, cost = ("cover", hole) if hole > 0 else ("goals", soft)
            rounded = points(round(cost * COST_SCALE))
            told = 0 if hole > 0 else bound
            self.progress(Progress(stage, rounded, told, self.meter.elapsed))
