"""The bench itself: file after file, engine after engine, each answer judged as it comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from releve.kit.engines import Cancelled, Params, Progress
from releve.roster.bench.child import Measured, measured
from releve.roster.bench.document import Bench, Run, Subject
from releve.roster.bench.judging import Judged, faults_of, judge, with_reference
from releve.roster.bench.references import References
from releve.roster.engine.peers import OURS, Task, missing
from releve.roster.engine.problem import Problem

Measure = Callable[..., Measured]


@dataclass(frozen=True)
class Plan:
    """What is measured: problems by the name of their file, with its text, and the peers."""

    problems: Sequence[tuple[str, Problem, str]]
    peers: Sequence[str]
    params: Params
    references: References = field(default_factory=References)

    @property
    def engines(self) -> tuple[str, ...]:
        """Ours, then each peer that can be asked here, in the order given."""
        return (OURS, *(peer for peer in dict.fromkeys(self.peers) if missing(peer) is None))

    @property
    def missing(self) -> dict[str, str]:
        """Each peer that cannot be asked here, with the library that it lacks."""
        return {peer: lacks for peer in self.peers if (lacks := missing(peer)) is not None}

    @property
    def runs(self) -> int:
        """How many searches there are in all."""
        return len(self.problems) * len(self.engines)


@dataclass(frozen=True)
class Step:
    """Where a bench stands: which engine is at which file, since when, what it reports.

    ``run``: the figures of an engine that has just ended, its gap not measured yet.
    """

    file: str
    engine: str
    done: int
    seconds: float = 0.0
    progress: Progress | None = None
    run: Run | None = None


OnStep = Callable[[Step], None]
OnBench = Callable[[Bench], None]


def run_bench(
    plan: Plan,
    *,
    on_step: OnStep | None = None,
    on_file: OnBench | None = None,
    cancelled: Cancelled | None = None,
    measure: Measure = measured,
) -> Bench:
    """Return what every engine did on every file, and what is wrong with what they claim.

    ``on_step`` hears where it stands; ``on_file`` gets the bench so far, after each engine. Once
    ``cancelled`` says yes, the search under way is dropped and what was done is returned.
    """
    bench = Bench(
        seconds_allowed=plan.params.seconds or 0.0,
        seed=plan.params.seed,
        workers=plan.params.workers,
        engines=plan.engines,
        missing=plan.missing,
    )
    done = 0
    for file, problem, text in plan.problems:
        subject, judged = _subject(plan, file, problem), list[Judged]()
        before = bench
        for engine in plan.engines:
            listen = _listen(on_step, file, engine, done)
            told = measure(
                engine, Task(problem, text, plan.params), on_step=listen, cancelled=cancelled
            )
            if told.interrupted:
                return replace(bench, interrupted=True)
            judged.append(judge(engine, problem, told))
            done += 1
            bench = _with(before, subject, judged)
            if on_step is not None:
                ended = bench.subjects[-1].runs[-1]
                on_step(Step(file, engine, done, told.seconds, run=ended))
            if on_file is not None:
                on_file(bench)
    return bench


def _subject(plan: Plan, file: str, problem: Problem) -> Subject:
    known = plan.references.of(file.rpartition(".")[0] or file)
    return Subject(
        file=file,
        people=len(problem.people),
        days=len(problem.days),
        shifts=len(problem.shifts),
        best=known.best,
        lower_bound=known.lower_bound,
        published=known.published,
    )


def _with(before: Bench, subject: Subject, judged: Sequence[Judged]) -> Bench:
    """Return the bench with what is known so far of one file; gaps change as others come."""
    return replace(
        before,
        subjects=(*before.subjects, with_reference(subject, judged)),
        faults=(*before.faults, *faults_of(subject, judged)),
    )


def _listen(
    on_step: OnStep | None, file: str, engine: str, done: int
) -> Callable[[float, Progress | None], None] | None:
    if on_step is None:
        return None

    def hear(seconds: float, progress: Progress | None) -> None:
        on_step(Step(file, engine, done, seconds, progress))

    return hear
