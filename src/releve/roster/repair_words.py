"""Repairs after an absence in sentences: what the absence takes away, then each repair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releve.kit.words import translator
from releve.roster.clash_words import reasons_text
from releve.roster.engine.problem import Problem
from releve.roster.engine.repair import ChangedCell, Repair, Repaired
from releve.roster.engine.result import Hole, Reason
from releve.roster.explain_words import hole_text, merged_holes, need_text
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
        "MOVED": _("others change shifts"),
        "CHAIN": _("others move in a chain"),
    }[repair.kind]
    count = len(repair.changes)
    changes = _.plural("{count} changed cell", "{count} changed cells", count).format(count=count)
    opened = len({(hole.day, hole.shift or hole.need) for hole in repair.opened})
    holes = _.plural("{count} new hole", "{count} new holes", opened).format(count=opened)
    return _("{place}. {kind}: {changes}, {holes}, {cost}").format(
        place=place,
        kind=kind,
        changes=changes if count else _("no changed cell"),
        holes=holes if opened else _("no new hole"),
        cost=cost_text(repair.cost_change),
    )


def repair_lines(problem: Problem, repair: Repair) -> Iterator[str]:
    """Yield what one repair changes, leaves open and fills."""
    for change in repair.changes:
        yield change_text(problem, change)
    for why, holes in _left_open(repair).items():
        yield _("Uncovered, {why}:").format(why=why)
        yield from (f"  {hole_text(problem, hole)}" for hole in merged_holes(holes))
    for hole in repair.closed:
        yield _("Filled besides: {hole}").format(hole=hole_text(problem, hole))


def _left_open(repair: Repair) -> dict[str, list[Hole]]:
    """Return the new holes by the reason for which they stay."""
    found: dict[str, list[Hole]] = {}
    for hole, reason in zip(repair.opened, repair.hole_reasons, strict=True):
        found.setdefault(_why_open(reason), []).append(hole)
    return found


def _why_open(reason: Reason) -> str:
    return {
        "NOBODY_CAN": _("since nobody may lawfully be there"),
        "NO_WAY": _("since no lawful roster leaves less open"),
        "NOT_FOUND": _("unless a longer search finds a way"),
        "LEFT": _("though another repair fills it"),
    }[reason.code]


def change_text(problem: Problem, change: ChangedCell) -> str:
    """Return a changed cell and what would be wrong without it."""
    told = _("{person}, {day}: {before} becomes {after}").format(
        person=person_text(problem, change.person),
        day=short_day(change.day),
        before=listed(change.before) or _("day off"),
        after=listed(change.after) or _("day off"),
    )
    reasons = "; ".join(_undone(problem, change.reasons))
    return f"{told} ({reasons})" if reasons else told


def _undone(problem: Problem, reasons: Sequence[Reason]) -> Iterator[str]:
    """Yield what would be wrong without a change, each kind once."""
    titles = {
        "HOLE_IF_UNDONE": _("else uncovered: {what}"),
        "TARGET_IF_UNDONE": _("else below the wished number: {what}"),
        "MAXIMUM_IF_UNDONE": _("else above the maximum: {what}"),
        "LAW_IF_UNDONE": _("else broken: {what}"),
    }
    for code, title in titles.items():
        of_code = [reason for reason in reasons if reason.code == code]
        named = (
            rule_text(problem, reason.rule) if reason.rule else need_text(problem, reason.need)
            for reason in of_code
        )
        if of_code:
            yield title.format(what=_(" and ").join(dict.fromkeys(named)))


def repair_proof_lines(told: Repaired) -> Iterator[str]:
    """Yield what is proven about the first repair, and what is not."""
    if told.holes_proven and told.changes_proven:
        yield _("Proven: no lawful roster leaves less uncovered, and none so covered changes less.")
    elif told.holes_proven:
        yield _("Proven: no lawful roster leaves less uncovered. Not proven: fewer changes may do.")
    else:
        yield _("Not proven: a longer search could still cover more.")
    if told.holes_proven and told.changes_proven and told.cost_proven:
        yield _("With so few changes, none answers wishes and fairness better.")
