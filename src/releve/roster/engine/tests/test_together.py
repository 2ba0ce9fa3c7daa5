"""Shifts that change hands: judged together as a whole audit would, and found lawful for both."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from releve.roster.engine.audit import audit
from releve.roster.engine.live import LiveJudge, Move, edits_for
from releve.roster.engine.problem import Assignment, Need
from releve.roster.engine.score import score
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem


def a_judge(seed: int) -> LiveJudge:
    """Return the judge of a week of six people, drawn without a thought for the law."""
    people = tuple(a_person(f"p{place}") for place in range(6))
    problem = a_problem(
        people=people,
        ends_on=MONDAY + timedelta(days=6),
        needs=(Need(id="jour", shift="J", role="ide", minimum=1),),
    )
    draw = Random(seed)  # noqa: S311 - a case that can be made again, no secret
    answer = [
        Assignment(person.id, day, draw.choice("JN"))
        for person in people
        for day in problem.days
        if draw.random() < 0.35
    ]
    return LiveJudge.of(problem, answer)


@pytest.mark.parametrize("seed", range(4))
def test_an_exchange_is_judged_as_a_whole_audit_of_the_roster_after_it(seed: int) -> None:
    judge = a_judge(seed)
    draw = Random(seed)  # noqa: S311 - a case that can be made again, no secret
    tried = 0
    for _try in range(20):
        one, other = draw.sample(judge.answer, 2)
        moves = (
            Move(one.day, one.shift, taker=other.person, giver=one.person),
            Move(other.day, other.shift, taker=one.person, giver=other.person),
        )
        try:
            edits = edits_for(moves, judge)
        except ValueError:
            continue
        tried += 1
        told = judge.judge_together(edits)
        cells = {(edit.person, edit.day) for edit in edits}
        after = [cell for cell in judge.answer if (cell.person, cell.day) not in cells]
        after += [Assignment(edit.person, edit.day, code) for edit in edits for code in edit.shifts]
        answer = tuple(sorted(after))
        was, now = (
            Counter(audit(judge.problem, judge.answer)),
            Counter(audit(judge.problem, answer)),
        )
        assert Counter(told.appears) == now - was
        assert Counter(told.disappears) == was - now
        assert told.score == score(judge.problem, answer)
        assert judge.allows(edits) == told.is_allowed
    assert tried > 5


@pytest.mark.parametrize("seed", range(3))
def test_the_ways_of_a_shift_are_those_that_the_judge_allows_and_that_cover_as_much(
    seed: int,
) -> None:
    judge = a_judge(seed)
    one = judge.answer[0]
    days = set(judge.problem.days)
    found = set(judge.exchanges(one.person, one.day, one.shift, days=days))
    wanted = set()
    for person in judge.problem.people:
        there = Move(one.day, one.shift, taker=person.id, giver=one.person)
        theirs = [cell for cell in judge.answer if cell.person == person.id]
        backs = [Move(cell.day, cell.shift, taker=one.person, giver=person.id) for cell in theirs]
        for moves in [(there,), *((there, back) for back in backs)]:
            if person.id == one.person or len({(move.day, move.shift) for move in moves}) < len(
                moves
            ):
                continue
            try:
                told = judge.judge_together(edits_for(moves, judge))
            except ValueError:
                continue
            if told.is_allowed and told.hole_cost_change <= 0:
                wanted.add(moves)
    assert found == wanted


def test_nobody_gives_what_she_does_not_have_nor_takes_what_she_has() -> None:
    judge = a_judge(1)
    one = judge.answer[0]
    with pytest.raises(ValueError, match="already"):
        edits_for([Move(one.day, one.shift, taker=one.person)], judge)
    other = "N" if one.shift == "J" else "J"
    with pytest.raises(ValueError, match="has no"):
        edits_for([Move(one.day, other, taker="p5", giver=one.person)], judge)
