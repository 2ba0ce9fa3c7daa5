"""Repairs after an absence in sentences: what the absence takes away, then each repair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from releve.kit.words import translator
from releve.roster.clash_words import reasons_text
from releve.roster.engine.problem import Problem
from releve.roster.engine.repair import ChangedCell, Repair, Repaired
from releve.roster.engine.result import Hole, Reason
from releve.roster.explain_words import hole_text, need_text
from releve.roster.phrases import day_text, listed, person_text, rule_text, short_day
from releve.roster.result_words import breach_text
from releve.roster.why_words import cost_text

_ = translator("releve.roster")


def torn_lines(problem: Problem, told: Repaired) -> Iterator[str]:
    """Yield what the absence takes away, and from when others may change."""
    absence = told.absence
    yield _("{person} is away from {first} to {last}.").format(
        person=person_text(problem, absence.person),
        first=short_day(absence.from_on),
        last=short_day(absence.to_on),
    )
    if not told.emptied:
        yield _("The plan gives her no shift then.")
        return
    shifts = [
        _("{shift} on {day}").format(shift=cell.shift, day=short_day(cell.day))
        for cell in told.emptied
    ]
    yield _("Shifts taken away by the absence: {shifts}").format(shifts=listed(shifts))
    yield _("Nobody else’s shifts change before {day}.").format(day=day_text(told.changes_from))
    early = [cell for cell in told.emptied if cell.day < told.changes_from]
    if early:
        yield _(
            "What starts before that day can only stay uncovered: "
            "--changes-from {day} lets others take it."
        ).format(day=min(cell.day for cell in early))


def broken_lines(problem: Problem, told: Repaired) -> Iterator[str]:
    """Yield what the published plan breaks already, and what becomes of it."""
    if not told.broken:
        return
    yield _("The plan given breaks the law already; a repair adds nothing to it:")
    yield from (f"  {breach_text(problem, breach)}" for breach in told.broken)
    people = sorted({breach.person for breach in told.broken if breach.person})
    if people:
        names = listed([person_text(problem, person) for person in people])
        yield _("Whoever it concerns keeps all other shifts as they are: {names}").format(
            names=names
        )


def no_repair_lines(problem: Problem, told: Repaired) -> Iterator[str]:
    """Yield why there is no repair."""
    if told.status == "unknown":
        yield _("The time ended without a repair; give more with --seconds.")
        return
    yield _("No lawful repair exists from that day on.")
    if told.reasons:
        yield reasons_text(problem, told.reasons)


def repair_headline(repair: Repair, place: int) -> str:
    """Return one repair in a line: what kind, how many changes, holes, cost."""
    kind = {
        "NOTHING_NEEDED": _("nothing needs to change"),
        "LEFT_OPEN": _("leave it open"),
        "TAKEN_OVER": _("others take over"),
        "CHAIN": _("others move, too"),
    }[repair.kind]
    count = len(repair.changes)
    changes = _.plural("{count} changed cell", "{count} changed cells", count).format(count=count)
    missing = sum(hole.missing for hole in repair.opened)
    holes = _.plural("{count} person missing", "{count} people missing", missing)
    return _("{place}. {kind}: {changes}, {holes}, {cost}").format(
        place=place,
        kind=kind,
        changes=changes,
        holes=holes.format(count=missing) if missing else _("no new hole"),
        cost=cost_text(repair.cost_change),
    )


def repair_lines(problem: Problem, repair: Repair) -> Iterator[str]:
    """Yield what one repair changes, leaves open and fills."""
    for change in repair.changes:
        yield change_text(problem, change)
    for hole, reason in _joined(repair).items():
        yield _("Uncovered: {hole} ({reason})").format(
            hole=hole_text(problem, hole), reason=_why_open(reason)
        )
    for hole in repair.closed:
        yield _("Filled besides: {hole}").format(hole=hole_text(problem, hole))


def _joined(repair: Repair) -> dict[Hole, Reason]:
    return dict(zip(repair.opened, repair.hole_reasons, strict=True))


def _why_open(reason: Reason) -> str:
    return {
        "NOBODY_CAN": _("nobody may lawfully be there"),
        "NO_WAY": _("no lawful roster opens less"),
        "NOT_FOUND": _("a longer search may still fill it"),
        "LEFT": _("another repair fills it"),
    }[reason.code]


def change_text(problem: Problem, change: ChangedCell) -> str:
    """Return a changed cell and what would be wrong without it."""
    told = _("{person}, {day}: {before} becomes {after}").format(
        person=person_text(problem, change.person),
        day=short_day(change.day),
        before=listed(change.before) or _("day off"),
        after=listed(change.after) or _("day off"),
    )
    reasons = Counter(_undone(problem, reason) for reason in change.reasons)
    return f"{told} ({'; '.join(reasons)})" if reasons else told


def _undone(problem: Problem, reason: Reason) -> str:
    if reason.code == "LAW_IF_UNDONE":
        return _("else broken: {rule}").format(rule=rule_text(problem, reason.rule or ""))
    text = {
        "HOLE_IF_UNDONE": _("else uncovered: {need}"),
        "TARGET_IF_UNDONE": _("else below the wished number: {need}"),
        "MAXIMUM_IF_UNDONE": _("else above the maximum: {need}"),
    }[reason.code]
    return text.format(need=need_text(problem, reason.need))


def repair_proof_lines(told: Repaired) -> Iterator[str]:
    """Yield what is proven about the first repair, and what is not."""
    if told.holes_proven and told.changes_proven:
        yield _("Proven: no lawful roster leaves less uncovered, and none so covered changes less.")
    elif told.holes_proven:
        yield _("Proven: no lawful roster leaves less uncovered. Not proven: fewer changes may do.")
    else:
        yield _("Not proven: a longer search may still cover more.")
    if told.holes_proven and told.changes_proven and told.cost_proven:
        yield _("With so few changes, none answers wishes and fairness better.")
