"""Attempts, the proof that two of them make, and what comes with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.ledger.models import Entry
from releve.people.models import Account, Person
from releve.people.queries import actor_of
from releve.shifts.tests.builders import Ward, a_ward
from releve.trail.models import Entry as TrailEntry
from releve.training.actions import (
    begin_attempt,
    drop_attempt,
    end_attempt,
    save_answers,
    withdraw_proof,
)
from releve.training.faults import TrainingError
from releve.training.models import Assignment, Attempt, Proof
from releve.training.queries.own import module_standing, own_training
from releve.training.queries.readiness import readiness
from releve.training.tests.builders import passed, require, right_answers

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, 8, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def ward() -> Ward:
    return a_ward()


def hers(ward: Ward) -> tuple[Person, Actor]:
    """Return a person of the ward and the actor behind her account."""
    person = ward.people[0]
    account = Account.objects.create_user("ada", name="Ada", hospital=ward.hospital, person=person)
    return person, actor_of(account)


def proofs(person: Person) -> list[Proof]:
    return list(Proof.objects.for_hospital(person.hospital_id).filter(person=person))


def test_both_parts_passed_make_one_proof_with_its_end_and_its_paid_minutes(ward: Ward) -> None:
    person, actor = hers(ward)
    Assignment.objects.create(hospital=ward.hospital, person=person, module="checking", asked_at=AT)
    assert passed(person, "checking", "quiz", at=AT, actor=actor).proof is None

    proof = passed(person, "checking", "case", at=LATER, actor=actor).proof

    assert proof is not None
    assert proofs(person) == [proof]
    assert (proof.module_version, proof.passed_on, proof.expires_on) == (
        "1.0",
        date(2026, 6, 1),
        date(2028, 6, 1),
    )
    entry = Entry.objects.for_hospital(ward.hospital).get()
    assert (entry.unit, entry.debit, entry.credit, entry.minutes, entry.profession) == (
        ward.unit,
        "training",
        "time",
        40,
        "nurse",
    )
    assert Assignment.objects.for_hospital(ward.hospital).get().done_at is not None


def test_people_are_counted_in_the_ledger_however_many_modules_each_passed(ward: Ward) -> None:
    for person in ward.people[:2]:
        for module in ("limits", "checking", "telling", "measuring"):
            for part in ("quiz", "case"):
                passed(person, module, part, at=AT)
    rows = Entry.objects.for_hospital(ward.hospital)
    assert (rows.count(), rows.filter(is_first=True).count()) == (8, 2)


def test_nothing_in_the_ledger_leads_to_the_person(ward: Ward) -> None:
    person, actor = hers(ward)
    for part in ("quiz", "case"):
        passed(person, "checking", part, at=AT, actor=actor)
    reference = Entry.objects.for_hospital(ward.hospital).get().reference
    (proof,) = proofs(person)
    assert reference.startswith("training.proof:checking@1.0:")
    told = reference.rpartition(":")[2]
    assert told not in {str(person.pk), person.code, str(proof.pk)}
    assert len(told) == 16


def test_the_proof_of_the_tool_s_own_module_is_tied_to_its_major_version(ward: Ward) -> None:
    person, actor = hers(ward)
    require(ward.hospital, "roster-engine", "roster-engine", tool_major="1")
    for part in ("case", "quiz"):
        passed(person, "roster-engine", part, at=AT, actor=actor)
    assert readiness(person, "roster-engine", "1", on=AT.date()).is_ready
    assert not readiness(person, "roster-engine", "2", on=AT.date()).is_ready


def test_a_failed_part_makes_no_proof_and_a_retry_asks_other_questions(ward: Ward) -> None:
    person, actor = hers(ward)
    first = begin_attempt(person, "limits", "quiz", language="fr", actor=actor, at=AT)
    ended = end_attempt(first, {}, actor=actor, at=LATER)
    assert (ended.attempt.score, ended.attempt.is_passed, ended.proof) == (0, False, None)

    again = begin_attempt(person, "limits", "quiz", language="fr", actor=actor, at=LATER)

    assert len(set(again.drawn) - set(first.drawn)) == 5  # eleven in the bank, six at a time


def test_a_critical_error_missed_fails_the_case(ward: Ward) -> None:
    person, actor = hers(ward)
    begun = begin_attempt(person, "limits", "case", language="fr", actor=actor, at=AT)
    found = set(right_answers(begun)["marked"]) - {"p4"}
    ended = end_attempt(begun, {"marked": sorted(found)}, actor=actor, at=LATER)
    assert (ended.attempt.score, ended.attempt.is_passed) == (80, False)


def test_what_was_answered_is_kept_when_the_page_is_closed(ward: Ward) -> None:
    person, actor = hers(ward)
    begun = begin_attempt(person, "limits", "case", language="fr", actor=actor, at=AT)
    save_answers(begun, {"marked": ["p2", "p4"]}, actor=actor)

    again = begin_attempt(person, "limits", "case", language="en", actor=actor, at=LATER)

    assert (again.pk, again.answers) == (begun.pk, {"marked": ["p2", "p4"]})


def test_a_form_sent_twice_counts_once(ward: Ward) -> None:
    person, actor = hers(ward)
    passed(person, "limits", "quiz", at=AT, actor=actor)
    begun = begin_attempt(person, "limits", "case", language="fr", actor=actor, at=LATER)
    first = end_attempt(begun, right_answers(begun), actor=actor, at=LATER)
    second = end_attempt(begun, {}, actor=actor, at=LATER)
    assert first.proof is not None
    assert (second.attempt.is_passed, second.proof) == (True, None)
    assert len(proofs(person)) == 1


def test_a_renewal_takes_both_parts_again(ward: Ward) -> None:
    person, actor = hers(ward)
    for part in ("quiz", "case"):
        passed(person, "limits", part, at=AT, actor=actor)
    assert passed(person, "limits", "quiz", at=LATER, actor=actor).proof is None
    assert passed(person, "limits", "case", at=LATER, actor=actor).proof is not None
    assert len(proofs(person)) == 2


def test_an_attempt_is_hers_alone(ward: Ward) -> None:
    person, actor = hers(ward)
    other = Account.objects.create_user(
        "bo", name="Bo", hospital=ward.hospital, person=ward.people[1]
    )
    begun = begin_attempt(person, "limits", "quiz", language="fr", actor=actor, at=AT)
    stranger = actor_of(other)
    with pytest.raises(NotAllowedError):
        begin_attempt(person, "limits", "quiz", language="fr", actor=stranger, at=AT)
    with pytest.raises(NotAllowedError):
        save_answers(begun, {}, actor=stranger)
    with pytest.raises(NotAllowedError):
        end_attempt(begun, {}, actor=stranger, at=LATER)
    with pytest.raises(NotAllowedError):
        drop_attempt(begun, actor=stranger)


def test_one_that_is_not_finished_can_be_deleted_and_one_that_is_cannot(ward: Ward) -> None:
    person, actor = hers(ward)
    begun = begin_attempt(person, "limits", "quiz", language="fr", actor=actor, at=AT)
    assert drop_attempt(begun, actor=actor)
    ended = passed(person, "limits", "quiz", at=AT, actor=actor).attempt
    assert not drop_attempt(ended, actor=actor)
    assert [one.pk for one in Attempt.objects.for_hospital(ward.hospital)] == [ended.pk]


def test_the_trail_says_nothing_of_an_attempt(ward: Ward) -> None:
    person, actor = hers(ward)
    before = TrailEntry.objects.count()
    begun = begin_attempt(person, "limits", "quiz", language="fr", actor=actor, at=AT)
    end_attempt(begun, {}, actor=actor, at=LATER)
    assert TrailEntry.objects.count() == before


def test_an_attempt_at_an_earlier_version_is_dropped_and_cannot_be_ended(ward: Ward) -> None:
    person, actor = hers(ward)
    begun = begin_attempt(person, "limits", "quiz", language="fr", actor=actor, at=AT)
    Attempt.objects.for_hospital(ward.hospital).update(module_version="0.9")
    with pytest.raises(TrainingError):
        end_attempt(begun, {}, actor=actor, at=LATER)
    again = begin_attempt(person, "limits", "quiz", language="fr", actor=actor, at=LATER)
    assert again.pk != begun.pk
    assert Attempt.objects.for_hospital(ward.hospital).count() == 1


def test_an_unknown_module_is_one_sentence(ward: Ward) -> None:
    person, actor = hers(ward)
    with pytest.raises(TrainingError, match="limitz"):
        begin_attempt(person, "limitz", "quiz", language="fr", actor=actor, at=AT)


def test_a_proof_that_is_withdrawn_opens_nothing_any_more_and_its_time_stays_spent(
    ward: Ward,
) -> None:
    person, actor = hers(ward)
    require(ward.hospital, "tool", "limits")
    for part in ("quiz", "case"):
        passed(person, "limits", part, at=AT, actor=actor)
    (proof,) = proofs(person)
    with pytest.raises(TrainingError):
        withdraw_proof(proof, reason="  ", actor=HOUSE, at=LATER)

    assert withdraw_proof(proof, reason="Mauvaise personne", actor=HOUSE, at=LATER)

    assert not withdraw_proof(proof, reason="Mauvaise personne", actor=HOUSE, at=LATER)
    assert not readiness(person, "tool", "1", on=AT.date()).is_ready
    assert Entry.objects.for_hospital(ward.hospital).count() == 1
    last = TrailEntry.objects.order_by("-noted_us").first()
    assert last is not None
    assert (last.verb, last.reason) == ("training.proof.withdraw", "Mauvaise personne")


def test_my_training_says_what_is_missing_for_which_tool_and_what_is_left(ward: Ward) -> None:
    person, actor = hers(ward)
    require(ward.hospital, "roster-engine", "limits")
    passed(person, "limits", "quiz", at=AT, actor=actor)

    training = own_training(person, (), on=AT.date())

    (missing,) = training.missing
    assert missing.module.key == "limits"
    assert [(tool.key, lack.reason) for tool, lack in missing.needed_for] == [
        ("roster-engine", "never")
    ]
    assert (missing.passed, missing.parts_left) == (frozenset({"quiz"}), ("case",))
    passed(person, "limits", "case", at=AT, actor=actor)
    standing = module_standing(person, missing.module, on=AT.date())
    assert standing.proof is not None
    assert not standing.passed


@pytest.mark.django_db(transaction=True)
def test_two_parts_that_end_at_once_make_one_proof() -> None:
    ward = a_ward()
    person = ward.people[0]
    begun = [
        begin_attempt(person, "limits", part, language="fr", actor=HOUSE, at=AT)
        for part in ("quiz", "case")
    ]
    gate, failed = Barrier(4), list[BaseException]()

    def end(attempt: Attempt) -> None:
        gate.wait()
        try:
            end_attempt(attempt, right_answers(attempt), actor=HOUSE, at=LATER)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells it
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=end, args=(one,)) for one in [*begun, *begun]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(proofs(person)) == 1
    assert Entry.objects.for_hospital(ward.hospital).count() == 1
