"""What an engine's claims are worth: its answers weighed and judged again, its bounds compared.

The scoring and the judge share no code with any engine. A bound is refuted by any lawful roster
that costs less and leaves no more uncovered, whoever found it, and by the best known value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from releve.roster.bench.child import Measured, Timed
from releve.roster.bench.document import Fault, FaultCode, Run, Subject
from releve.roster.engine.audit import audit
from releve.roster.engine.peers import OURS, Claim
from releve.roster.engine.problem import Problem
from releve.roster.engine.result import COST_SCALE, Breach, points
from releve.roster.engine.score import score


@dataclass(frozen=True)
class Weighed:
    """An answer as it was judged and weighed: when it came, what it costs, in scaled points."""

    seconds: float
    hole_cost: int
    cost: int
    breach: Breach | None = None


@dataclass(frozen=True)
class Judged:
    """One engine's run with everything that was weighed again. ``final`` of the claim itself."""

    engine: str
    measured: Measured
    final: Weighed | None
    incumbents: tuple[Weighed, ...]

    @property
    def lawful(self) -> tuple[Weighed, ...]:
        """Every answer without a breach, as they came."""
        last = () if self.final is None else (self.final,)
        return tuple(one for one in (*self.incumbents, *last) if one.breach is None)

    @property
    def answer(self) -> Weighed | None:
        """What counts as its answer: what it claims, or the best that it told before its end."""
        if self.final is not None or not self.incumbents:
            return self.final
        return min(self.incumbents, key=lambda one: (one.hole_cost, one.cost))


def judge(engine: str, problem: Problem, measured: Measured) -> Judged:
    """Weigh and judge every answer of a run again."""
    claim = measured.claim
    final = None
    if claim is not None and claim.cost is not None:
        final = weigh(problem, (measured.seconds, claim.answer))
    incumbents = tuple(weigh(problem, answer) for answer in measured.answers)
    return Judged(engine, measured, final, incumbents)


def weigh(problem: Problem, timed: Timed) -> Weighed:
    """Return what an answer costs and the first hard breach in it."""
    seconds, answer = timed
    weighed = score(problem, answer)
    breach = next((one for one in audit(problem, answer) if one.status != "soft"), None)
    return Weighed(seconds, weighed.hole_cost, weighed.cost, breach)


def faults_of(subject: Subject, judged: Sequence[Judged]) -> tuple[Fault, ...]:
    """Return everything that must not be in the runs of one file."""
    return tuple(
        Fault(code, subject.file, one.engine, claimed, found)
        for one in judged
        for code, claimed, found in (
            *_defects(one),
            *_breaches(one),
            *_wrong_scores(subject, one),
            *_refuted_bounds(subject, one, judged),
        )
    )


Found = tuple[FaultCode, str, str]


def _defects(one: Judged) -> Iterator[Found]:
    """An engine of ours that fails, and any whose own checks contradict it."""
    told = one.measured
    if told.error and told.ended != "not_for_it" and (told.disagrees or one.engine == OURS):
        yield "defect", "", told.error


def _breaches(one: Judged) -> Iterator[Found]:
    answers = (*one.incumbents, *(() if one.final is None else (one.final,)))
    breach = next((answer.breach for answer in reversed(answers) if answer.breach), None)
    if breach is not None:
        yield "breach", "", f"{breach.rule} {breach.person} {breach.from_at}"


def _wrong_scores(subject: Subject, one: Judged) -> Iterator[Found]:
    claim, final = one.measured.claim, one.final
    if claim is None or final is None:
        return
    for claimed, weighed in ((claim.hole_cost, final.hole_cost), (claim.cost, final.cost)):
        wrong = claimed != weighed if claim.is_exact else (claimed or 0) < weighed
        if claimed is not None and wrong:
            yield "wrong_score", _points(claimed), _points(weighed)
    least = subject.lower_bound
    if least is not None and final.breach is None and final.cost < least * COST_SCALE:
        yield "wrong_score", _points(final.cost), f">= {least:g}"


def _refuted_bounds(subject: Subject, one: Judged, judged: Sequence[Judged]) -> Iterator[Found]:
    claim = one.measured.claim
    if claim is None:
        return
    rosters = [answer for other in judged for answer in other.lawful]
    if claim.status == "infeasible":
        if rosters:
            yield "invalid_bound", "infeasible", _points(min(answer.cost for answer in rosters))
        return
    least_holes = min((answer.hole_cost for answer in rosters), default=claim.hole_bound)
    if claim.hole_bound > least_holes:
        yield "invalid_bound", _points(claim.hole_bound), _points(least_holes)
    if claim.bound is None:
        return
    allowed = 0 if claim.hole_cost is None else claim.hole_cost
    costs = [answer.cost for answer in rosters if answer.hole_cost <= allowed]
    if subject.best is not None:
        costs.append(round(subject.best * COST_SCALE))
    if costs and claim.bound > min(costs):
        yield "invalid_bound", _points(claim.bound), _points(min(costs))


def _points(scaled: int) -> str:
    return f"{points(scaled):g}"


def with_reference(subject: Subject, judged: Sequence[Judged]) -> Subject:
    """Return a file with what gaps are measured from, and every run with its figures."""
    weights = [(one.hole_cost, one.cost) for runs in judged for one in runs.lawful]
    holes, least = min(weights) if weights else (0, None)
    reference = subject.best if subject.best is not None else _point(least)
    runs = tuple(_run(one, reference, holes) for one in judged)
    return Subject(
        file=subject.file,
        people=subject.people,
        days=subject.days,
        shifts=subject.shifts,
        best=subject.best,
        lower_bound=subject.lower_bound,
        published=subject.published,
        reference=reference,
        reference_holes=float(points(holes)),
        runs=runs,
    )


def _point(scaled: int | None) -> float | None:
    return None if scaled is None else float(points(scaled))


def share_above(cost: float, reference: float | None) -> float | None:
    """Return how far a cost is above a reference, as a share of it; ``None`` where none fits."""
    if reference is None or (reference == 0 and cost != 0):
        return None
    return (cost - reference) / reference if reference else 0.0


def _run(one: Judged, reference: float | None, holes: int) -> Run:
    told, claim, answer = one.measured, one.measured.claim or Claim("", "unknown"), one.answer
    lawful = sorted(one.lawful, key=lambda each: each.seconds)
    kept = answer if answer is not None and answer.breach is None else None
    cost = None if kept is None else _point(kept.cost)
    is_even = kept is not None and kept.hole_cost == holes
    bound = _point(claim.bound)
    covered = kept is not None and kept.hole_cost <= claim.hole_bound
    return Run(
        engine=one.engine,
        ended=told.ended,
        used=claim.engine,
        status=claim.status if kept is None or claim.status != "unknown" else "feasible",
        cost=cost,
        hole_cost=None if kept is None else _point(kept.hole_cost),
        bound=bound,
        cover_proven=covered,
        gap_to_best=share_above(cost, reference) if cost is not None and is_even else None,
        gap_proven=_gap(cost, bound) if covered else None,
        first_seconds=_rounded(lawful[0].seconds) if lawful else None,
        seconds=_rounded(told.seconds),
        cpu_seconds=_rounded(told.cpu_seconds),
        peak_megabytes=None if told.peak_megabytes is None else round(told.peak_megabytes, 1),
        incumbents=tuple(
            (_rounded(each.seconds), float(points(each.cost)), float(points(each.hole_cost)))
            for each in lawful
        ),
        bounds=tuple((_rounded(at), value) for at, value in told.bounds),
        told=told.error,
    )


def _gap(cost: float | None, bound: float | None) -> float | None:
    if cost is None or bound is None:
        return None
    return max(0.0, cost - bound) / cost if cost else 0.0


def _rounded(seconds: float) -> float:
    return round(seconds, 3)
