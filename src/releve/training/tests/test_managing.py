"""What tools ask for, people asked, proofs brought in, and people warned before an end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from pytest_django import Settings

from releve.kit.actors import HOUSE, NotAllowedError
from releve.kit.words import use_language
from releve.ledger.models import Entry
from releve.people.actions import BadTableError, give_function
from releve.people.models import Account, Notice, Person
from releve.people.queries import actor_of
from releve.people.tests.builders import rows
from releve.shifts.tests.builders import Ward, a_ward
from releve.training.actions import (
    Asked,
    ask_training,
    delete_attempts,
    delete_proofs,
    drop_requirement,
    import_proofs,
    record_statements,
    require_module,
    require_modules,
    warn_of_ends,
    withdraw_asking,
)
from releve.training.catalogue import SHIPPED, curriculum, shelf
from releve.training.engine.statement import Statement
from releve.training.faults import KnownStatementError, StatementError, TrainingError
from releve.training.models import Assignment, Attempt, Proof, Requirement
from releve.training.queries.readiness import readiness
from releve.training.queries.team import team_of
from releve.training.tests.builders import passed, prove, ready_for, require
from releve.training.vocabulary import PROOF_COLUMNS

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 8, tzinfo=UTC)
TODAY = AT.date()
ALL = (*PROOF_COLUMNS, "reference")


@pytest.fixture
def ward() -> Ward:
    return a_ward()


def notices(person: Person) -> list[tuple[str, dict[str, object]]]:
    found = Notice.objects.for_hospital(person.hospital_id).filter(person=person)
    return [(one.code, one.facts) for one in found.order_by("pk")]


def brought(*lines: list[str], columns: tuple[str, ...] = ALL) -> tuple[int, int]:
    report = import_proofs(rows(columns, lines), actor=HOUSE, at=AT)
    return report.added, report.unchanged


# --- What tools ask for -------------------------------------------------------------------------


def test_a_curriculum_is_asked_for_at_once_with_the_tool_s_own_module(ward: Ward) -> None:
    require_modules(ward.hospital, "roster-engine", actor=HOUSE)
    found = Requirement.objects.for_hospital(ward.hospital).order_by("module")
    assert [(one.module, one.tool_major) for one in found] == [
        ("checking", ""),
        ("limits", ""),
        ("roster-engine", "1"),
        ("telling", ""),
    ]


def test_deciders_are_asked_for_no_module_of_a_tool() -> None:
    assert curriculum("decider", "roster-engine") == ("limits", "measuring")


def test_the_same_asked_again_changes_how_long_it_holds_and_nothing_else(ward: Ward) -> None:
    asked = Asked(tool="scribe", module="limits", valid_months=12)
    one = require_module(ward.hospital, asked, actor=HOUSE)
    again = require_module(
        ward.hospital, Asked(tool="scribe", module="limits", valid_months=6), actor=HOUSE
    )
    assert (again.pk, again.valid_months) == (one.pk, 6)
    assert drop_requirement(one, actor=HOUSE)
    assert not drop_requirement(one, actor=HOUSE)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(tool="x", module="limit"), "did you mean 'limits'?"),
        (Asked(tool="x", module="limits", audience="boss"), "'boss' is not known"),
        (Asked(tool="x", module="limits", profession="king"), "'king' is not known"),
        (Asked(tool=" ", module="limits"), "name the tool by its key"),
        (Asked(tool="x", module="limits", valid_months=400), "from 1 to 120 months"),
    ],
)
def test_what_cannot_be_asked_for_is_one_sentence(ward: Ward, asked: Asked, said: str) -> None:
    with use_language("en"), pytest.raises(TrainingError) as caught:
        require_module(ward.hospital, asked, actor=HOUSE)
    assert said in str(caught.value)
    assert not Requirement.objects.for_hospital(ward.hospital).exists()


# --- People asked -------------------------------------------------------------------------------


def test_whoever_lacks_something_is_asked_and_told_once_in_the_same_moment(ward: Ward) -> None:
    require(ward.hospital, "scribe", "limits")
    require(ward.hospital, "scribe", "checking")
    prove(ward.people[0], "limits")
    ready_for(ward.people[1], "scribe")
    team = team_of(ward.unit, "scribe", on=TODAY)
    wanted = [(line.person, line.to_ask) for line in team.to_ask]

    new = ask_training(ward.unit, wanted, actor=HOUSE, at=AT)

    assert len(new) == 1 + 2 * 8
    assert notices(ward.people[0]) == [("training.asked", {"unit": "Urgences", "count": 1})]
    assert notices(ward.people[1]) == []
    assert notices(ward.people[2]) == [("training.asked", {"unit": "Urgences", "count": 2})]
    assert team_of(ward.unit, "scribe", on=TODAY).to_ask == ()


def test_what_was_asked_already_is_not_asked_again_and_can_be_taken_back(ward: Ward) -> None:
    wanted = [(ward.people[0], ("limits", "checking"))]
    asked = ask_training(ward.unit, wanted, actor=HOUSE, at=AT)
    assert ask_training(ward.unit, wanted, actor=HOUSE, at=AT) == []
    assert len(notices(ward.people[0])) == 1

    assert withdraw_asking(ward.unit, [one.pk for one in asked], actor=HOUSE) == 2
    assert withdraw_asking(ward.unit, [one.pk for one in asked], actor=HOUSE) == 0
    assert not Assignment.objects.for_hospital(ward.hospital).exists()


def test_people_of_another_unit_cannot_be_asked_from_here(ward: Ward) -> None:
    with pytest.raises(TrainingError):
        ask_training(ward.other, [(ward.people[0], ("limits",))], actor=HOUSE, at=AT)
    with pytest.raises(TrainingError):
        ask_training(
            ward.unit,
            [(ward.people[0], ("limits",))],
            actor=HOUSE,
            at=AT,
            due_on=TODAY - timedelta(days=1),
        )
    assert notices(ward.people[0]) == []


def test_nobody_asks_who_may_only_see(ward: Ward) -> None:
    account = Account.objects.create_user("ref", name="Référente", hospital=ward.hospital)
    give_function(
        account, actor=HOUSE, function="ai_referent", level=ward.hospital, from_on=date(2020, 1, 1)
    )
    with pytest.raises(NotAllowedError):
        ask_training(ward.unit, [(ward.people[0], ("limits",))], actor=actor_of(account), at=AT)


# --- Proofs brought in --------------------------------------------------------------------------


def test_a_file_of_proofs_is_brought_in_once_with_its_paid_minutes(ward: Ward) -> None:
    line = ["P0", "checking", "2026-05-04", "LMS-1"]
    assert brought(line) == (1, 0)
    assert brought(line) == (0, 1)
    proof = Proof.objects.for_hospital(ward.hospital).get()
    assert (proof.source, proof.expires_on, proof.module_version) == (
        "csv",
        date(2028, 5, 4),
        "1.0",
    )
    assert Entry.objects.for_hospital(ward.hospital).get().minutes == 40


def test_a_file_with_a_fault_brings_nothing_in_and_names_every_fault(ward: Ward) -> None:
    lines = [
        ["P0", "checking", "2026-05-04", ""],
        ["P9x", "checking", "2026-05-04", ""],
        ["P1", "cheking", "2026-05-04", ""],
        ["P2", "checking", "2026-06-02", ""],
        ["P3", "checking", "04/05/2026", ""],
    ]
    with use_language("en"), pytest.raises(BadTableError) as caught:
        brought(*lines)
    told = [(one.place.line, one.place.field) for one in caught.value.faults]
    assert told == [(3, "person"), (4, "module"), (5, "passed_on"), (6, "passed_on")]
    assert not Proof.objects.for_hospital(ward.hospital).exists()


def test_the_day_is_that_of_the_hospital_also_after_midnight(ward: Ward) -> None:
    after_midnight = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # 2 June in Paris
    line = ["P0", "checking", "2026-06-02"]
    report = import_proofs(rows(PROOF_COLUMNS, [line]), actor=HOUSE, at=after_midnight)
    assert report.added == 1
    wanted = [(ward.people[1], ("limits",))]
    with pytest.raises(TrainingError):
        ask_training(ward.unit, wanted, actor=HOUSE, at=after_midnight, due_on=TODAY)


@pytest.mark.usefixtures("ward")
def test_a_reference_that_says_something_else_is_a_fault() -> None:
    brought(["P0", "checking", "2026-05-04", "LMS-1"])
    with pytest.raises(BadTableError):
        brought(["P1", "checking", "2026-05-04", "LMS-1"])


def test_two_lines_that_say_the_same_proof_are_a_fault_however_they_name_it(ward: Ward) -> None:
    with pytest.raises(BadTableError):
        brought(
            ["P0", "checking", "2026-05-04", ""],
            ["P0", "checking", "2026-05-04", "P0:checking:2026-05-04"],
        )
    assert not Proof.objects.for_hospital(ward.hospital).exists()


def test_a_module_of_another_program_is_taken_where_a_tool_asks_for_it(ward: Ward) -> None:
    with pytest.raises(BadTableError):
        brought(["P0", "scribe-basics", "2026-05-04", ""])
    require(ward.hospital, "scribe", "scribe-basics")
    assert brought(["P0", "scribe-basics", "2026-05-04", ""]) == (1, 0)
    assert readiness(ward.people[0], "scribe", "1", on=TODAY).is_ready
    assert not Entry.objects.for_hospital(ward.hospital).exists()


def said(number: int, **changes: object) -> Statement:
    facts: dict[str, object] = {
        "id": f"6f0f0c1e-5f0b-4d1c-9f43-0d8d7f7f2a{number:02}",
        "person": "P0",
        "verb": "http://adlnet.gov/expapi/verbs/passed",
        "activity": "https://lms.example/modules/checking",
        "at": datetime(2026, 5, 4, 10, tzinfo=UTC),
        **changes,
    }
    return Statement(**facts)  # type: ignore[arg-type] # facts are of its fields


def test_a_statement_counts_once_by_its_id(ward: Ward) -> None:
    assert len(record_statements(ward.hospital, [said(1), said(2)], actor=HOUSE, at=AT)) == 2
    assert record_statements(ward.hospital, [said(1)], actor=HOUSE, at=AT) == []
    with pytest.raises(KnownStatementError):
        record_statements(ward.hospital, [said(1, person="P1")], actor=HOUSE, at=AT)


def test_one_training_of_which_several_programs_tell_is_paid_once(ward: Ward) -> None:
    for part in ("quiz", "case"):
        passed(ward.people[0], "checking", part, at=datetime(2026, 5, 4, 9, tzinfo=UTC))
    completed = said(2, verb="http://adlnet.gov/expapi/verbs/completed", success=True)
    record_statements(ward.hospital, [said(1), completed], actor=HOUSE, at=AT)
    brought(["P0", "checking", "2026-05-04", "HR-1"])
    assert Proof.objects.for_hospital(ward.hospital).count() == 4
    assert [one.minutes for one in Entry.objects.for_hospital(ward.hospital)] == [40]
    brought(["P0", "checking", "2026-05-05", "HR-2"], ["P1", "checking", "2026-05-04", "HR-3"])
    assert Entry.objects.for_hospital(ward.hospital).count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"person": "nobody"}, "actor.account.name"),
        ({"verb": "http://adlnet.gov/expapi/verbs/failed"}, "verb.id"),
        ({"activity": "https://lms.example/modules/unknown"}, "object.id"),
        ({"scaled": 0.5}, "result.score.scaled"),
        ({"success": False}, "result"),
        ({"revision": "x"}, "context.revision"),
        ({"at": AT + timedelta(days=1)}, "timestamp"),
    ],
)
def test_a_faulty_statement_keeps_the_others_out_and_is_told_with_its_place(
    ward: Ward, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(StatementError) as caught:
        record_statements(ward.hospital, [said(1), said(2, **changes)], actor=HOUSE, at=AT)
    assert caught.value.place.field == f"statements[1].{field}"
    assert not Proof.objects.for_hospital(ward.hospital).exists()


# --- Before an end ------------------------------------------------------------------------------


def test_people_are_told_once_two_weeks_before_their_proofs_end(ward: Ward) -> None:
    for module, days in (("limits", 14), ("checking", 10), ("telling", 15)):
        prove(ward.people[0], module, expires_on=TODAY + timedelta(days=days))
    prove(ward.people[1], "limits", expires_on=TODAY)  # over already

    assert warn_of_ends(ward.hospital, actor=HOUSE, at=AT) == 1
    assert warn_of_ends(ward.hospital, actor=HOUSE, at=AT) == 0

    assert notices(ward.people[0]) == [("training.ending", {"count": 2, "day": "2026-06-11"})]
    assert notices(ward.people[1]) == []


def test_who_has_renewed_already_is_not_told(ward: Ward) -> None:
    prove(ward.people[0], "limits", expires_on=TODAY + timedelta(days=5))
    prove(ward.people[0], "limits", passed_on=TODAY, expires_on=TODAY + timedelta(days=700))
    assert warn_of_ends(ward.hospital, actor=HOUSE, at=AT) == 0


def test_the_earlier_end_that_a_tool_asks_for_is_the_one_that_is_told(ward: Ward) -> None:
    require(ward.hospital, "scribe", "limits", valid_months=1)
    prove(ward.people[0], "limits", passed_on=date(2026, 5, 8), expires_on=date(2030, 1, 1))
    assert warn_of_ends(ward.hospital, actor=HOUSE, at=AT) == 1
    assert notices(ward.people[0]) == [("training.ending", {"count": 1, "day": "2026-06-08"})]


# --- What is over, and what is known -------------------------------------------------------------


def test_the_purge_takes_attempts_and_proofs_that_are_over_and_leaves_the_others(
    ward: Ward,
) -> None:
    person = ward.people[0]
    passed(person, "limits", "quiz", at=AT)
    prove(person, "checking", expires_on=TODAY)
    kept = prove(person, "telling")
    before = TODAY + timedelta(days=1)
    assert delete_attempts(ward.hospital, before=before, actor=HOUSE) == 1
    assert delete_proofs(ward.hospital, before=before, actor=HOUSE) == 1
    assert not Attempt.objects.for_hospital(ward.hospital).exists()
    assert [one.pk for one in Proof.objects.for_hospital(ward.hospital)] == [kept.pk]


def test_a_module_of_the_hospital_is_offered_and_one_that_ships_is_not_replaced(
    tmp_path: Path, settings: Settings
) -> None:
    copytree(SHIPPED / "limits", tmp_path / "blood-gas")
    copytree(SHIPPED / "limits", tmp_path / "limits")
    settings.MODULES_FOLDER = tmp_path
    found = shelf()
    assert {"blood-gas", "limits"} <= set(found.modules)
    assert [fault.place.file for fault in found.faults] == [str(tmp_path / "limits")]
