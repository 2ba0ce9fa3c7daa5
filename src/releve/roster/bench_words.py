"""A bench in words: what engines are called, what is wrong with a claim, cells of its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from releve.kit.words import translator
from releve.roster.bench import Bench, Fault, Run, Subject
from releve.roster.engine.peers import OURS
from releve.roster.phrases import MINUS, number_text, percent_text

_ = translator("releve.roster")

NOTHING = "–"


def engine_text(engine: str) -> str:
    """Return what people call an engine."""
    names = {
        OURS: "Relève",
        "cpsat": _("CP-SAT, compact model"),
        "highs": _("HiGHS, compact model"),
        "cpmpy": _("CPMpy's own model"),
    }
    return names.get(engine, engine)


def fault_text(fault: Fault) -> str:
    """Return in one sentence what is wrong with a claim."""
    told = {
        "wrong_score": _("{file}, {engine}: a cost of {claimed} is claimed, {found} is right."),
        "invalid_bound": _("{file}, {engine}: a bound of {claimed} is claimed, {found} is known."),
        "breach": _("{file}, {engine}: a roster breaks a rule: {found}."),
        "defect": _("{file}, {engine}: the engine failed: {found}"),
    }[fault.code]
    return told.format(
        file=fault.file,
        engine=engine_text(fault.engine),
        claimed=fault.claimed,
        found=fault.found,
    )


def missing_text(peer: str, library: str) -> str:
    """Return which peer is left out, and what it lacks."""
    told = _("{peer} is left out: the Python package {library} is not installed.")
    return told.format(peer=engine_text(peer), library=library)


def columns() -> tuple[str, ...]:
    """Return the titles of the table, the engine's first."""
    return (
        _("Engine"),
        _("Cost"),
        _("Above best"),
        _("Proven gap"),
        _("First roster"),
        _("Time"),
        _("CPU"),
        _("Memory"),
        _("Method"),
    )


def cells(run: Run) -> tuple[str, ...]:
    """Return one run as the cells under ``columns``."""
    return (
        engine_text(run.engine),
        _cost(run),
        share_text(run.gap_to_best),
        _("proven") if run.is_proven else share_text(run.gap_proven),
        seconds_text(run.first_seconds),
        seconds_text(run.seconds),
        seconds_text(run.cpu_seconds),
        _memory(run),
        run.used or _ending(run),
    )


def _cost(run: Run) -> str:
    if run.cost is None:
        return _("impossible") if run.status == "infeasible" else NOTHING
    cost = number_text(run.cost)
    if not run.hole_cost:
        return cost
    return _("{cost}, holes {holes}").format(cost=cost, holes=number_text(run.hole_cost))


def share_text(share: float | None) -> str:
    """Return a gap as "0.4%", a dash where there is none."""
    if share is None:
        return NOTHING
    return f"{MINUS}{percent_text(-share)}" if share < 0 else percent_text(share)


def seconds_text(seconds: float | None) -> str:
    """Return seconds as "1.4 s", a dash where there are none."""
    if seconds is None:
        return NOTHING
    digits = 2 if seconds < 1 else 1 if seconds < 100 else 0
    return _("{seconds} s").format(seconds=number_text(seconds, digits=digits))


def _memory(run: Run) -> str:
    if run.peak_megabytes is None:
        return NOTHING
    return _("{megabytes} MB").format(megabytes=number_text(run.peak_megabytes, digits=0))


def _ending(run: Run) -> str:
    return {
        "done": _("no answer"),
        "late": _("ended past its time"),
        "lost": _("ended without an answer"),
        "not_for_it": _("cannot read this file"),
    }[run.ended]


def subject_text(subject: Subject) -> str:
    """Return a file with its size and what is known of it."""
    told = _("{file}: {people} people, {days} days, {shifts} shifts").format(
        file=subject.file, people=subject.people, days=subject.days, shifts=subject.shifts
    )
    if subject.best is None:
        return told
    return _("{subject}; best known {best}").format(subject=told, best=number_text(subject.best))


def summary_lines(bench: Bench) -> Iterator[str]:
    """Yield, for each engine, on how many files it was best and proven, and its median gap."""
    done = [subject for subject in bench.subjects if subject.runs]
    for engine in bench.engines:
        runs = [run for subject in done for run in subject.runs if run.engine == engine]
        gaps = [run.gap_to_best for run in runs if run.gap_to_best is not None]
        best = sum(
            _is_best(run, subject.runs)
            for subject in done
            for run in subject.runs
            if run.engine == engine
        )
        told = _.plural(
            "{engine}: best on {best} of {count} file, proven on {proven}, median gap {gap}",
            "{engine}: best on {best} of {count} files, proven on {proven}, median gap {gap}",
            len(runs),
        )
        yield told.format(
            engine=engine_text(engine),
            best=best,
            count=len(runs),
            proven=sum(run.is_proven for run in runs),
            gap=share_text(median(gaps) if gaps else None),
        )


def _is_best(run: Run, runs: Sequence[Run]) -> bool:
    weights = [one.weight for one in runs if one.weight is not None]
    return run.weight is not None and run.weight == min(weights)
