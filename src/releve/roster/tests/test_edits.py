"""A draft changed by hand: judged, kept with its reason, taken back, never overwritten silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from releve.kit.actors import HOUSE, NotAllowedError
from releve.people.queries import actor_of
from releve.roster.actions import (
    BarredError,
    NotDraftError,
    ReasonNeededError,
    StaleEditError,
    StaleRosterError,
    edit_cell,
    forget_person,
    publish_version,
    redo_edit,
    undo_edit,
)
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.live import Edit
from releve.roster.engine.problem import Assignment
from releve.roster.engine.score import score
from releve.roster.models import CellEdit, Version
from releve.roster.queries.edits import journal, rebuilt
from releve.roster.tests.builders import problem_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.test_searches import together
from releve.roster.tests.wards import Ward, a_ward, an_account
from releve.trail.models import Entry

MONDAY = date(2026, 3, 9)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)

ROUNDS = 6


def again(version: Version) -> Version:
    """Return a version as it stands in the database."""
    return Version.objects.get(pk=version.pk)


def given(version: Version) -> set[tuple[str, date, str]]:
    """Return what a version gives, as it stands in the database."""
    return {(one.person, one.day, one.shift) for one in again(version).result.answer}


def edited(ward: Ward, edit: Edit, *, reason: str = "cover", actor: Any = HOUSE) -> CellEdit:
    """Change a cell of the draft as it stands."""
    draft = again(ward.draft)
    return edit_cell(draft, edit, actor=actor, seen=journal(draft).last, reason=reason)


@pytest.mark.django_db
def test_an_edit_changes_one_cell_and_the_version_says_what_whole_audits_say() -> None:
    ward = a_ward()
    row = edited(ward, Edit("bea", FRIDAY, ("J",)))
    draft = again(ward.draft)
    problem, answer = draft.demand.problem, draft.result.answer
    assert given(draft) == {("cle", TUESDAY, "J"), ("bea", FRIDAY, "J")}
    assert (row.number, row.before, row.after, row.kind) == (1, [], ["J"], "edit")
    assert draft.verdict == plan_verdict(problem, answer)
    assert draft.result.score == score(problem, answer)
    assert draft.cost == score(problem, answer).cost
    assert (draft.holes, draft.breaches) == (0, 0)


@pytest.mark.django_db
def test_every_edit_grows_the_revision_so_that_nobody_publishes_what_she_has_not_seen() -> None:
    ward = a_ward()
    seen = ward.revision()
    edited(ward, Edit("bea", FRIDAY, ("J",)))
    with pytest.raises(StaleRosterError):
        publish_version(again(ward.draft), actor=HOUSE, seen=seen)


@pytest.mark.django_db
def test_a_hard_breach_is_refused_and_nothing_changes() -> None:
    ward = a_ward()
    before = given(ward.draft)
    with pytest.raises(BarredError) as refused:
        edited(ward, Edit("ana", MONDAY, ("J",)))
    assert "décret 2002-9, art. 6" in {one.article for one in refused.value.judgement.barring}
    assert (given(ward.draft), CellEdit.objects.count()) == (before, 0)


@pytest.mark.django_db
def test_what_a_recorded_decision_lifts_is_possible_with_it_and_only_with_it() -> None:
    edit = Edit("bea", FRIDAY, ("J",))
    without = a_ward(problem_of(document(decisions=[])))
    with pytest.raises(BarredError):
        edited(without, edit)
    assert given(without.draft) == {("cle", TUESDAY, "J")}


@pytest.mark.django_db
def test_a_wish_set_aside_takes_a_reason_which_is_kept() -> None:
    ward = a_ward()
    edit = Edit("bea", TUESDAY, ("J",))
    with pytest.raises(ReasonNeededError):
        edited(ward, edit, reason="")
    row = edited(ward, edit, reason="agreed")
    assert row.reason == "agreed"
    assert "wishes" in row.overrides


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Edit("nobody", MONDAY, ("J",)), "cover"),
        (Edit("cle", TUESDAY, ("J",)), "cover"),
        (Edit("bea", FRIDAY, ("J",)), "malade"),
    ],
)
def test_what_changes_nothing_or_gives_no_known_reason_is_refused(edit: Edit, reason: str) -> None:
    ward = a_ward()
    with pytest.raises(ValueError, match=r"nothing|names a person|no reason is known"):
        edited(ward, edit, reason=reason)


@pytest.mark.django_db
def test_a_published_version_is_not_edited() -> None:
    ward = a_ward()
    published = again(ward.published)
    changes: tuple[Callable[[], object], ...] = (
        lambda: edit_cell(published, Edit("bea", FRIDAY, ("J",)), actor=HOUSE, seen=0),
        lambda: undo_edit(published, actor=HOUSE, seen=0),
    )
    for change in changes:
        with pytest.raises(NotDraftError):
            change()


@pytest.mark.django_db
def test_who_does_not_manage_the_roster_edits_nothing() -> None:
    ward = a_ward()
    carer = actor_of(an_account(ward, "caregiver", person="bea"))
    changes: tuple[Callable[[], object], ...] = (
        lambda: edited(ward, Edit("bea", FRIDAY, ("J",)), actor=carer),
        lambda: undo_edit(ward.draft, actor=carer, seen=0),
        lambda: redo_edit(ward.draft, actor=carer, seen=0),
    )
    for change in changes:
        with pytest.raises(NotAllowedError):
            change()


@pytest.mark.django_db
def test_edits_are_taken_back_and_made_again_in_turn() -> None:
    ward = a_ward()
    start = given(ward.draft)
    edited(ward, Edit("bea", FRIDAY, ("J",)))
    after = given(ward.draft)
    assert undo_edit(again(ward.draft), actor=HOUSE, seen=1) is not None
    assert given(ward.draft) == start
    assert undo_edit(again(ward.draft), actor=HOUSE, seen=2) is None
    assert redo_edit(again(ward.draft), actor=HOUSE, seen=2) is not None
    assert given(ward.draft) == after
    assert redo_edit(again(ward.draft), actor=HOUSE, seen=3) is None
    assert [(one.kind, one.of) for one in journal(ward.draft).edits] == [
        ("edit", None),
        ("undo", 1),
        ("redo", 1),
    ]


@pytest.mark.django_db
def test_something_else_changed_leaves_nothing_to_make_again() -> None:
    ward = a_ward()
    edited(ward, Edit("bea", FRIDAY, ("J",)))
    undo_edit(again(ward.draft), actor=HOUSE, seen=1)
    edited(ward, Edit("bea", FRIDAY, ("N",)))
    assert journal(ward.draft).to_redo is None
    assert redo_edit(again(ward.draft), actor=HOUSE, seen=3) is None


def stepped(ward: Ward, draw: Random) -> None:
    """Edit, take back or make again, as chance has it; what is refused changes nothing."""
    draft = again(ward.draft)
    seen, kind = journal(draft).last, draw.random()
    if kind < 0.25:
        undo_edit(draft, actor=HOUSE, seen=seen)
    elif kind < 0.4:
        redo_edit(draft, actor=HOUSE, seen=seen)
    else:
        person = draw.choice(["ana", "bea", "cle"])
        shifts = draw.choice([(), ("J",), ("N",)])
        edit = Edit(person, MONDAY + timedelta(days=draw.randrange(7)), shifts)
        try:
            edit_cell(draft, edit, actor=HOUSE, seen=seen, reason="cover")
        except (BarredError, ValueError):
            assert given(draft) == {(a.person, a.day, a.shift) for a in draft.result.answer}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_every_state_a_version_went_through_can_be_built_again_and_none_breaks_the_law(
    seed: int,
) -> None:
    ward, draw = a_ward(), Random(seed)  # noqa: S311  # which cell to change, nothing secret
    states: dict[int, tuple[Assignment, ...]] = {}
    for _step in range(25):
        draft = again(ward.draft)
        states[journal(draft).last] = tuple(sorted(draft.result.answer))
        stepped(ward, draw)
    draft = again(ward.draft)
    assert len(states) > 5
    assert {number: rebuilt(draft, number) for number in states} == states
    assert not draft.verdict.hard
    assert draft.verdict == plan_verdict(draft.demand.problem, draft.result.answer)


@pytest.mark.django_db
def test_an_edit_of_a_state_that_is_gone_tells_what_the_other_did_and_changes_nothing() -> None:
    ward = a_ward()
    stale = again(ward.draft)
    edited(ward, Edit("bea", FRIDAY, ("J",)))
    after = given(ward.draft)
    changes: tuple[Callable[[], object], ...] = (
        lambda: edit_cell(stale, Edit("cle", FRIDAY, ("N",)), actor=HOUSE, seen=0, reason="cover"),
        lambda: undo_edit(stale, actor=HOUSE, seen=0),
        lambda: redo_edit(stale, actor=HOUSE, seen=0),
    )
    for change in changes:
        with pytest.raises(StaleEditError) as refused:
            change()
        assert [(one.person, one.after) for one in refused.value.others] == [("bea", ["J"])]
    assert given(ward.draft) == after


@pytest.mark.django_db
def test_whoever_says_that_she_has_seen_edits_to_come_has_not_seen_the_last() -> None:
    ward = a_ward()
    edited(ward, Edit("bea", FRIDAY, ("J",)))
    draft = again(ward.draft)
    with pytest.raises(StaleEditError):
        edit_cell(draft, Edit("cle", FRIDAY, ("N",)), actor=HOUSE, seen=7, reason="cover")
    with pytest.raises(StaleEditError):
        undo_edit(draft, actor=HOUSE, seen=2)
    assert [one.number for one in CellEdit.objects.all()] == [1]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_edit_the_same_state_at_once_exactly_one_succeeds() -> None:
    ward = a_ward()

    def editing(person: str, shift: str, seen: int) -> Callable[[], bool]:
        draft = again(ward.draft)
        had = any(one.person == person and one.day == FRIDAY for one in draft.result.answer)
        edit = Edit(person, FRIDAY, () if had else (shift,))

        def done() -> bool:
            try:
                edit_cell(draft, edit, actor=HOUSE, seen=seen, reason="cover")
            except StaleEditError:
                return False
            return True

        return done

    for round_ in range(ROUNDS):
        answers = together(editing("bea", "J", round_), editing("cle", "N", round_))
        assert sorted(answers) == [False, True]
    assert [one.number for one in journal(ward.draft).edits] == [*range(1, ROUNDS + 1)]
    assert len(rebuilt(again(ward.draft), 0)) == 1


@pytest.mark.django_db
def test_each_edit_stands_in_the_trail_with_who_made_it_and_names_nobody() -> None:
    ward = a_ward()
    manager = actor_of(an_account(ward, "ward_manager"))
    edited(ward, Edit("bea", FRIDAY, ("J",)), actor=manager)
    undo_edit(again(ward.draft), actor=manager, seen=1)
    noted = Entry.objects.filter(verb__startswith="roster.cell.").order_by("pk")
    assert [(one.verb, one.actor) for one in noted] == [
        ("roster.cell.edit", manager.key),
        ("roster.cell.undo", manager.key),
    ]
    assert all(one.key.endswith(f"/{ward.draft.number}") for one in noted)


@pytest.mark.django_db
def test_who_is_forgotten_is_forgotten_in_edits_too_and_states_are_still_built() -> None:
    ward = a_ward()
    edited(ward, Edit("bea", FRIDAY, ("J",)))
    hospital = ward.unit.hospital
    assert hospital is not None
    forget_person(hospital, code="bea", names=(), actor=HOUSE)
    assert not CellEdit.objects.filter(person="bea").exists()
    assert rebuilt(again(ward.draft), 0) == (Assignment("cle", TUESDAY, "J"),)
