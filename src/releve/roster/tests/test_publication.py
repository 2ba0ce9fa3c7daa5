"""A version shown to the team: what it writes, what forbids it, what is told to whom, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError

from releve import __version__
from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.people.models import Account
from releve.roster.actions import (
    BarredError,
    NotDraftError,
    NotProposedError,
    ReasonNeededError,
    StaleRosterError,
    UnlawfulError,
    edit_cell,
    open_roster,
    propose_version,
    publish_version,
    redo_edit,
    revise_version,
    take_back_version,
    undo_edit,
)
from releve.roster.actions.publishing import put_in_force
from releve.roster.engine.audit import plan_verdict
from releve.roster.engine.live import Edit
from releve.roster.engine.rules import load_pack
from releve.roster.models import Version
from releve.roster.queries import making, making_json, publication_preview, punctuality
from releve.roster.queries.edits import journal, rebuilt
from releve.roster.tests.builders import problem_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.published import (
    CODES,
    EARLY,
    FIRST,
    Shown,
    a_shown_ward,
    again,
    facts_of,
)
from releve.shifts.faults import ReasonMissingError
from releve.shifts.models import RequiredCover, ShiftChange
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

LATE = EARLY + timedelta(days=37)
"""Monday the 10th of March, 08:00 UTC: Tuesday's day has begun, Wednesday's is near."""


def states(ward: Shown) -> dict[int, str]:
    """Return the state of each version of a month by its number."""
    return dict(ward.versions.values_list("number", "state"))


def test_publishing_writes_the_shifts_and_the_cover_of_the_month_as_facts() -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"), ("bea", 3, "N"))
    done = ward.publish(version)
    assert (done.added, done.withdrawn, done.changes) == (2, 0, 0)
    assert ward.facts == facts_of(again(version))
    assert {(one.code, one.minutes, one.is_night) for one in ward.facts} == {
        ("J", 720, False),
        ("N", 720, True),
    }
    cover = RequiredCover.objects.for_hospital(ward.roster.hospital_id).get()
    assert (cover.least, cover.skill, (cover.ends_at - cover.starts_at).seconds) == (
        1,
        "nurse",
        12 * 3600,
    )


def test_a_breach_that_no_decision_lifts_is_refused_with_its_rule_person_and_day() -> None:
    ward = a_shown_ward()
    version = ward.version(("ana", 0, "J"))  # she comes out of a night
    with pytest.raises(UnlawfulError) as refused:
        ward.publish(version)
    said = str(refused.value)
    assert all(word in said for word in ("Ana Fougère", "9 March", "FPH-REST-D", "art. 6"))
    assert (states(ward), ward.facts) == ({1: "draft"}, set())
    with pytest.raises(UnlawfulError):
        propose_version(version, actor=HOUSE)


def test_a_recorded_decision_lifts_the_rule_and_is_kept_with_the_version() -> None:
    without = a_shown_ward(problem_of(document(wishes=[], decisions=[])))
    with pytest.raises(UnlawfulError):
        without.publish(without.version(("cle", 1, "J")))
    open_roster(without.unit, problem_of(document(wishes=[])), actor=HOUSE)
    version = without.version(("cle", 1, "J"))
    without.publish(version)
    kept = making_json(again(version))["decisions"]
    assert [(one["rule"], one["signer"]) for one in kept] == [("FPH-12H", "Direction (exemple)")]


def test_the_version_before_is_withdrawn_and_what_differs_is_told_to_whom_it_concerns() -> None:
    ward = a_shown_ward()
    first = ward.version(("cle", 1, "J"), ("bea", 3, "N"))
    ward.publish(first)
    second = ward.version(("cle", 2, "J"), ("bea", 3, "N"))
    done = ward.publish(second, at=EARLY + timedelta(days=1))
    assert (done.added, done.withdrawn, done.changes) == (1, 1, 2)
    assert states(ward) == {1: "withdrawn", 2: "published"}
    assert ward.facts == facts_of(again(second))
    told = ShiftChange.objects.for_hospital(ward.roster.hospital_id).values_list("person__code")
    assert {code for (code,) in told} == {"cle"}


def test_a_change_under_forty_eight_hours_takes_a_reason_of_the_list() -> None:
    ward = a_shown_ward()
    ward.publish(ward.version(("cle", 2, "J")))
    second = ward.version(("bea", 2, "J"))
    with pytest.raises(ReasonMissingError):
        ward.publish(second, at=LATE)
    with pytest.raises(BadInputError, match="one of these reasons: cover"):
        ward.publish(second, at=LATE, reason="elle est malade")
    assert states(ward) == {1: "published", 2: "draft"}
    ward.publish(second, at=LATE, reason="cover")
    changes = ShiftChange.objects.for_hospital(ward.roster.hospital_id)
    assert {one.reason for one in changes} == {"cover"}
    assert all(one.acknowledged_at is None for one in changes)


def test_publishing_the_same_version_again_changes_nothing_but_the_facts_it_lacks() -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"))
    ward.versions.filter(pk=version.pk).update(state="published")  # as versions before these facts
    assert ward.facts == set()
    ward.publish(version)
    facts = ward.facts
    assert len(facts) == 1
    done = ward.publish(version, at=EARLY + timedelta(hours=1))
    assert (done.added, done.withdrawn, done.changes, ward.facts) == (0, 0, 0, facts)


def test_lines_of_nobody_on_the_staff_are_no_facts_and_are_named_before() -> None:
    ward = a_shown_ward(staff=["bea"])
    version = ward.version(("cle", 1, "J"), ("bea", 3, "N"))
    preview = publication_preview(version, at=EARLY)
    assert preview.unknown == ("Clé Ormeau",)
    ward.publish(version)
    assert {one.person for one in ward.facts} == {ward.people["bea"].pk}


def test_the_preview_tells_who_changes_which_of_it_is_late_and_who_has_no_account() -> None:
    ward = a_shown_ward()
    ward.publish(ward.version(("cle", 2, "J"), ("bea", 5, "N")))
    told_by, home = ward.people["cle"], ward.unit.hospital
    Account.objects.create_user("cle", name="Clé", password=None, hospital=home, person=told_by)
    second = ward.version(("bea", 2, "J"))
    preview = publication_preview(again(second), at=LATE)
    told = {
        one.name: [(line.day.day, line.before, line.after, line.is_late) for line in one.lines]
        for one in preview.people
    }
    assert told == {
        "Béa Tilleul": [(11, "day off", "J", True), (14, "N", "day off", False)],
        "Clé Ormeau": [(11, "J", "day off", True)],
    }
    assert (preview.unreached, preview.late_changes, preview.changes) == (("Béa Tilleul",), 2, 3)
    assert not preview.is_first
    before = ShiftChange.objects.count()
    assert before == 0  # looking at it changes nothing


@pytest.mark.parametrize(("days", "is_late"), [(15, False), (14, True)])
def test_a_month_shown_later_than_fifteen_days_ahead_says_so_and_is_counted(
    days: int, *, is_late: bool
) -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"))
    at = EARLY + timedelta(days=36 - days)
    preview = publication_preview(version, at=at)
    assert (preview.lead_days, preview.is_late, preview.is_first) == (days, is_late, True)
    ward.publish(version, at=at)
    told = punctuality(ward.unit)
    assert (told.in_time, told.known, told.unknown) == (int(not is_late), 1, 0)
    ward.publish(ward.version(("cle", 1, "J")), at=LATE, reason="cover")
    assert punctuality(ward.unit) == told  # the first time counts, whatever changed since


def test_a_month_whose_day_was_not_kept_counts_as_unknown() -> None:
    ward = a_shown_ward()
    ward.versions.filter(pk=ward.version().pk).update(state="published")
    told = punctuality(ward.unit)
    assert (told.in_time, told.known, told.unknown) == (0, 0, 1)


def test_one_draft_is_proposed_at_a_time_is_not_edited_and_can_be_taken_back() -> None:
    ward = a_shown_ward()
    first, second = ward.version(("cle", 1, "J")), ward.version(("bea", 1, "J"))
    propose_version(first, actor=HOUSE)
    propose_version(second, actor=HOUSE)
    assert states(ward) == {1: "draft", 2: "proposed"}
    with pytest.raises(NotDraftError):
        edit_cell(again(second), Edit("ana", FIRST, ("N",)), actor=HOUSE, seen=0, reason="cover")
    with pytest.raises(NotDraftError):
        propose_version(second, actor=HOUSE)
    take_back_version(second, actor=HOUSE)
    with pytest.raises(NotProposedError):
        take_back_version(second, actor=HOUSE)
    assert states(ward) == {1: "draft", 2: "draft"}
    assert ward.facts == set()
    with pytest.raises(IntegrityError):
        ward.versions.update(state="proposed")


def test_a_draft_begun_from_what_is_in_force_answers_what_is_asked_now() -> None:
    ward = a_shown_ward()
    version = ward.version(("cle", 1, "J"), ("bea", 3, "N"))
    ward.publish(version)
    fewer = document(wishes=[])
    fewer["people"] = [one for one in fewer["people"] if one["id"] != "bea"]
    open_roster(ward.unit, problem_of(fewer), actor=HOUSE)
    draft = revise_version(again(version), actor=HOUSE)
    assert (draft.state, draft.number, draft.begun_from) == ("draft", 2, version)
    assert [one.person for one in draft.result.answer] == ["cle"]
    assert draft.demand.number == 2
    assert draft.verdict == plan_verdict(draft.demand.problem, draft.result.answer)
    assert ward.facts == facts_of(again(version))
    assert making(draft).begun_from == 1


def test_a_version_keeps_the_rules_and_the_program_that_judged_it() -> None:
    ward = a_shown_ward()
    version = again(ward.version(("cle", 1, "J")))
    told = making_json(version)
    assert told["packs"] == {one: load_pack(one).version for one in ("ergonomics", "fph")}
    assert (told["releve"], told["method"], told["seed"]) == (__version__, "by hand", 0)
    assert (told["cost"], told["bound"], told["gap"]) == (making(version).cost, None, None)


def test_what_was_edited_since_it_was_looked_at_is_not_published() -> None:
    ward = a_shown_ward()
    stale = again(ward.version(("cle", 1, "J")))
    edit = Edit("bea", FIRST + timedelta(days=3), ("J",))
    edit_cell(again(stale), edit, actor=HOUSE, seen=0, reason="cover")
    with pytest.raises(StaleRosterError):
        publish_version(stale, actor=HOUSE)
    assert ward.facts == set()


def test_publication_stands_in_the_trail_with_its_reason() -> None:
    ward = a_shown_ward()
    ward.publish(ward.version(("cle", 2, "J")))
    ward.publish(ward.version(("bea", 2, "J")), at=LATE, reason="agreed")
    noted = Entry.objects.filter(verb="roster.version.publish").order_by("pk")
    assert [one.reason for one in noted] == ["", "agreed"]


def test_a_clash_in_another_unit_leaves_everything_as_it_was() -> None:
    ward = a_shown_ward()
    other = a_shown_ward_in("CARDIO", ward)
    other.publish(other.version(("cle", 1, "J")))
    with pytest.raises(BadInputError, match="already has a shift at that time"):
        ward.publish(ward.version(("cle", 1, "J")))
    assert (states(ward), ward.facts) == ({1: "draft"}, set())


def a_shown_ward_in(code: str, ward: Shown) -> Shown:
    """Open the same month in another unit, with the same people."""
    unit = type(ward.unit).objects.get(code=code)
    roster = open_roster(unit, problem_of(document(wishes=[])), actor=HOUSE)
    return Shown(unit, roster, ward.people)


@pytest.mark.parametrize("seed", range(3))
def test_no_sequence_of_edits_and_publications_leaves_the_law_or_the_facts_behind(
    seed: int,
) -> None:
    ward, draw = a_shown_ward(), Random(seed)  # noqa: S311  # which step to take, nothing secret
    ward.version()
    built: dict[tuple[int, int], object] = {}
    for _step in range(25):
        one_step(ward, draw)
        in_force = ward.published
        if in_force is not None:
            assert not plan_verdict(in_force.demand.problem, in_force.result.answer).hard
            assert ward.facts == facts_of(in_force)
        else:
            assert ward.facts == set()
        for version in ward.versions.select_related("demand"):
            key = (version.number, journal(version).last)
            built.setdefault(key, tuple(sorted(version.result.answer)))
    assert len(built) > 3
    versions = {version.number: version for version in ward.versions}
    assert {key: rebuilt(versions[key[0]], key[1]) for key in built} == built


def one_step(ward: Shown, draw: Random) -> None:
    """Do something to some version of a month; what is refused changes nothing."""
    version: Version = draw.choice(list(ward.versions.select_related("demand", "roster__unit")))
    seen = journal(version).last
    day = FIRST + timedelta(days=draw.randrange(7))
    edit = Edit(draw.choice(CODES), day, draw.choice([("J",), ("N",), ()]))
    reason = draw.choice(["", "cover"])
    at = draw.choice([EARLY, LATE])
    steps: dict[str, Callable[[], object]] = {
        "edit": lambda: edit_cell(version, edit, actor=HOUSE, seen=seen, reason=reason),
        "undo": lambda: undo_edit(version, actor=HOUSE, seen=seen),
        "redo": lambda: redo_edit(version, actor=HOUSE, seen=seen),
        "propose": lambda: propose_version(version, actor=HOUSE),
        "take back": lambda: take_back_version(version, actor=HOUSE),
        "revise": lambda: revise_version(version, actor=HOUSE),
        "publish": lambda: publish_version(version, actor=HOUSE, reason=reason, at=at),
        "wild": lambda: ward.version((edit.person, draw.randrange(7), "J"), ("ana", 0, "J")),
    }
    weights = [8, 2, 1, 1, 1, 2, 4, 1]
    (name,) = draw.choices(list(steps), weights)
    before = (states(ward), ward.facts)
    try:
        steps[name]()
    except (
        BadInputError,
        BarredError,
        NotDraftError,
        NotProposedError,
        ReasonNeededError,
        ValueError,  # an edit that changes nothing, a clock that goes backwards
    ):
        assert (states(ward), ward.facts) == before


def test_what_was_lawful_once_is_judged_again_before_it_is_published() -> None:
    ward = a_shown_ward()
    version = ward.version(("ana", 0, "J"))
    clean = ward.version(("cle", 1, "J"))
    ward.versions.filter(pk=version.pk).update(judged=clean.judged, breaches=0)
    with pytest.raises(UnlawfulError):
        ward.publish(version)
    put_in_force(clean, actor=HOUSE, at=EARLY)
    assert states(ward) == {1: "draft", 2: "published"}
