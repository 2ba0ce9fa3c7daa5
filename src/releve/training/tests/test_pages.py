"""The pages of the room: a person trains, a manager asks, others see groups."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.people.actions import give_function
from releve.people.models import Account, Level, Person
from releve.shifts.actions import publish_shifts
from releve.shifts.facts import Planned
from releve.shifts.tests.builders import Ward, a_ward, edition
from releve.training.lessons import lesson_html
from releve.training.models import Assignment, Attempt, Proof, Requirement
from releve.training.tests.builders import prove, ready_for, require, right_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> Ward:
    return a_ward()


def browser(
    ward: Ward,
    function: str = "",
    *,
    level: Level | None = None,
    person: Person | None = None,
    language: str = "en",
) -> Client:
    """Return a browser in which somebody with a function is signed in."""
    number = Account.objects.for_hospital(ward.hospital).count()
    account = Account.objects.create_user(
        f"who-{number}", name="Nouée", hospital=ward.hospital, person=person
    )
    if function:
        give_function(
            account,
            actor=HOUSE,
            function=function,
            level=level or ward.unit,
            from_on=date(2020, 1, 1),
        )
    client = Client(headers={"accept-language": language})
    client.force_login(account)
    return client


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def soon(ward: Ward, people: tuple[Person, ...], nights: int = 0) -> None:
    """Publish a shift of tomorrow for each of some people, the first ones at night."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    start = timezone.now() + timedelta(days=1)
    shifts = [
        Planned(
            person=one.pk,
            day=tomorrow,
            code="M",
            starts_at=start,
            ends_at=start + timedelta(hours=8),
            minutes=480,
            is_night=place < nights,
        )
        for place, one in enumerate(people)
    ]
    shown = edition(*shifts, from_on=tomorrow, to_on=tomorrow)
    publish_shifts(ward.unit, shown, actor=HOUSE)


# --- One's own training ---------------------------------------------------------------------------


def test_a_person_fails_the_case_reads_why_tries_again_and_gets_her_attestation(
    ward: Ward,
) -> None:
    require(ward.hospital, "roster-engine", "limits")
    client = browser(ward, "caregiver", person=ward.people[0])
    assert "not followed yet" in read(client, "/training/")
    assert "Seven ways of being wrong" in read(client, "/training/modules/limits/")

    attempt = begun(client, "case")
    told = handed_in(client, attempt, {"marked": ["p1"]})
    assert "not passed yet" in told
    assert "A figure that is close and wrong slips by easily" in told
    again = begun(client, "case")
    assert again.pk != attempt.pk
    assert ": passed" in handed_in(client, again, right_answers(again))
    quiz = begun(client, "quiz")
    assert "your certificate is written" in handed_in(client, quiz, right_answers(quiz))

    assert "you are ready" in read(client, "/training/")
    proof = Proof.objects.for_hospital(ward.hospital).get()
    paper = client.get(f"/training/proofs/{proof.pk}/attestation.pdf")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")


def begun(client: Client, part: str) -> Attempt:
    """Begin a part of the first module, and return the attempt that is open."""
    answer = client.post(f"/training/modules/limits/{part}/begin/", follow=True)
    assert answer.status_code == 200
    number = re.search(r"/training/attempts/(\d+)/answer/", answer.content.decode())
    assert number is not None
    return Attempt.objects.get(pk=int(number[1]))


def handed_in(client: Client, attempt: Attempt, answers: dict[str, list[str]]) -> str:
    """Hand in answers, and return the page of the result."""
    address = f"/training/attempts/{attempt.pk}/answer/"
    answer = client.post(address, {**answers, "do": "end"}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_progress_is_kept_when_the_page_is_closed(ward: Ward) -> None:
    client = browser(ward, "caregiver", person=ward.people[0])
    attempt = begun(client, "case")
    client.post(f"/training/attempts/{attempt.pk}/answer/", {"marked": ["p4"], "do": "save"})
    page = read(client, "/training/modules/limits/case/")
    assert re.search(r'value="p4" checked', page)
    assert "Go on" in read(client, "/training/")


def test_the_page_of_an_attempt_tells_no_answer_before_it_is_over(ward: Ward) -> None:
    client = browser(ward, "caregiver", person=ward.people[0])
    begun(client, "case")
    begun(client, "quiz")
    for part in ("case", "quiz"):
        page = read(client, f"/training/modules/limits/{part}/")
        assert "critical:" not in page
        assert "slips by easily" not in page


def test_somebody_else_s_attempt_and_attestation_are_not_there(ward: Ward) -> None:
    attempt = begun(browser(ward, "caregiver", person=ward.people[0]), "quiz")
    proof = prove(ward.people[0], "limits")
    for function in ("ward_manager", "hr", "care_director", "ai_referent"):
        other = browser(ward, function, level=ward.hospital, person=ward.people[1])
        read(other, f"/training/attempts/{attempt.pk}/", 404)
        read(other, f"/training/proofs/{proof.pk}/attestation.pdf", 404)
        assert other.post(f"/training/attempts/{attempt.pk}/delete/").status_code == 404
    assert Attempt.objects.for_hospital(ward.hospital).count() == 1


def test_an_answer_that_the_form_does_not_offer_is_refused(ward: Ward) -> None:
    client = browser(ward, "caregiver", person=ward.people[0])
    attempt = begun(client, "case")
    address = f"/training/attempts/{attempt.pk}/answer/"
    assert client.post(address, {"marked": ["p99"], "do": "end"}).status_code == 404
    assert client.post(address, {"marked": ["p2"], "do": "guess"}).status_code == 404
    attempt.refresh_from_db()
    assert attempt.ended_at is None


def test_an_account_without_a_line_reads_lessons_and_passes_nothing(ward: Ward) -> None:
    client = browser(ward, "ai_referent", level=ward.hospital)
    assert "not linked to a line" in read(client, "/training/")
    assert "can be read" in read(client, "/training/modules/limits/")
    read(client, "/training/modules/limits/quiz/", 404)
    read(client, "/training/modules/nothing/", 404)
    read(client, "/training/modules/limits/exam/", 404)


def test_a_lesson_carries_no_html_no_picture_and_no_script_of_its_own() -> None:
    told = lesson_html(
        "## A\n\n<script>alert(1)</script>\n\n![x](https://elsewhere.example/x.png)\n\n"
        "[y](javascript:alert(1))\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert "<script" not in told
    assert "<img" not in told
    assert 'href="javascript' not in told
    assert '<table class="plain">' in told


# --- Managers -------------------------------------------------------------------------------------


def test_a_manager_sees_who_lacks_what_asks_with_one_click_and_takes_it_back(ward: Ward) -> None:
    require(ward.hospital, "roster-engine", "limits")
    ready_for(ward.people[1], "roster-engine")
    client = browser(ward, "ward_manager")
    address = f"/training/units/{ward.unit.pk}/?tool=roster-engine"
    assert "1 of 10 are ready" in read(client, address)

    asked = {"tool": "roster-engine", "audience": "operator"}
    client.post(f"/training/units/{ward.unit.pk}/ask/", {**asked, "person": ward.people[0].pk})
    one = Assignment.objects.for_hospital(ward.hospital).get()
    assert (one.person, one.module) == (ward.people[0], "limits")
    client.post(f"/training/units/{ward.unit.pk}/ask/", asked)
    assert Assignment.objects.for_hospital(ward.hospital).count() == 9
    client.post(f"/training/units/{ward.unit.pk}/undo/", {**asked, "asking": str(one.pk)})
    assert Assignment.objects.for_hospital(ward.hospital).count() == 8


def test_a_day_that_lies_behind_is_refused_in_a_sentence(ward: Ward) -> None:
    require(ward.hospital, "roster-engine", "limits")
    client = browser(ward, "ward_manager")
    answer = client.post(
        f"/training/units/{ward.unit.pk}/ask/",
        {"tool": "roster-engine", "audience": "operator", "due_on": "2020-01-01"},
    )
    assert answer.status_code == 409
    assert "lies behind" in answer.content.decode()
    assert not Assignment.objects.for_hospital(ward.hospital).exists()


def test_the_unit_s_page_shows_no_mark_and_no_attempt(ward: Ward) -> None:
    require(ward.hospital, "roster-engine", "limits")
    hers = browser(ward, "caregiver", person=ward.people[0])
    handed_in(hers, begun(hers, "case"), {"marked": ["p1"]})
    page = read(browser(ward, "ward_manager"), f"/training/units/{ward.unit.pk}/")
    assert "not passed" not in page
    assert "%" not in re.sub(r"<style.*?</style>|80 %", "", page.partition("<table")[2])


def test_whoever_may_not_read_names_sees_groups_of_eight_or_nothing(ward: Ward) -> None:
    require(ward.hospital, "roster-engine", "limits")
    soon(ward, ward.people[:6], nights=2)
    by_name = browser(ward, "ward_manager")
    grouped = browser(ward, "staff_representative", level=ward.hospital)
    assert "at night" in read(by_name, "/training/coverage/")
    assert "Fewer than 8 people" in read(grouped, "/training/coverage/")
    assert grouped.get("/training/coverage.csv").content.decode().count("\n") == 1
    assert by_name.get("/training/coverage.csv").content.decode().count("\n") == 3


def test_ten_people_are_told_as_one_group_and_never_by_period(ward: Ward) -> None:
    require(ward.hospital, "roster-engine", "limits")
    soon(ward, ward.people, nights=3)
    ready_for(ward.people[0], "roster-engine")
    grouped = browser(ward, "staff_representative", level=ward.hospital)
    found = grouped.get("/training/coverage.json").json()
    (told,) = [one for one in found if one["unit"] == "URG"]
    assert [(cell["people"], cell["ready"], cell["period"]) for cell in told["cells"]] == [
        (10, 1, "")
    ]
    assert (told["whole"]["night_people"], told["whole"]["night_percent"]) == (0, None)


# --- Whoever manages training ---------------------------------------------------------------------


def test_requirements_are_set_from_a_curriculum_and_taken_away(ward: Ward) -> None:
    client = browser(ward, "hr", level=ward.hospital)
    address = "/training/requirements/"
    assert "Nothing is asked for yet" in read(client, address)
    answer = client.post(address, {"tool": "scribe", "audience": "manager"})
    assert answer.status_code == 302
    rows = Requirement.objects.for_hospital(ward.hospital)
    assert rows.count() == 4
    first = rows.order_by("pk")[0]
    client.post(f"/training/requirements/{first.pk}/drop/")
    assert rows.count() == 3
    refused = client.post(address, {"tool": "scribe", "audience": "manager", "module": "limitz"})
    assert refused.status_code == 409
    assert "did you mean" in refused.content.decode()


def test_a_file_is_brought_in_by_page_and_its_faults_are_shown_with_their_line(
    ward: Ward,
) -> None:
    client = browser(ward, "hr", level=ward.hospital)
    assert "passed_on" in read(client, "/training/import/")

    def sent(text: str) -> tuple[int, str]:
        file = BytesIO(text.encode())
        file.name = "proofs.csv"
        answer = client.post("/training/import/", {"table": file})
        return answer.status_code, answer.content.decode()

    status, page = sent("person,module,passed_on\nP0,limits,2026-05-04\n")
    assert (status, "1 added, 0 known already" in page) == (200, True)
    status, page = sent("person,module,passed_on\nPX,limits,2026-05-04\n")
    assert (status, "1 fault: nothing was imported" in page) == (409, True)
    assert client.post("/training/import/").status_code == 409
    assert Proof.objects.for_hospital(ward.hospital).count() == 1


def test_a_certificate_is_withdrawn_with_a_reason_and_not_without(ward: Ward) -> None:
    proof = prove(ward.people[0], "limits")
    client = browser(ward, "hr", level=ward.hospital)
    page = f"/training/units/{ward.unit.pk}/proofs/"
    assert "What the tools cannot do" in read(client, page)
    address = f"{page}{proof.pk}/withdraw/"
    assert client.post(address, {"reason": " "}).status_code == 409
    assert client.post(address, {"reason": "Doublon"}).status_code == 302
    proof.refresh_from_db()
    assert proof.withdrawn_at is not None
    assert "has a certificate yet" in read(client, page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_whole_in_both_languages(ward: Ward, language: str) -> None:
    require(ward.hospital, "roster-engine", "roster-engine", tool_major="1")
    soon(ward, ward.people, nights=2)
    client = browser(ward, "ward_manager", person=ward.people[0], language=language)
    pages = (
        "/training/",
        "/training/modules/roster-engine/",
        "/training/modules/roster-engine/quiz/",
        "/training/units/",
        f"/training/units/{ward.unit.pk}/",
        "/training/coverage/",
    )
    words = {"fr": "Me former", "en": "My training"}
    for address in pages:
        page = read(client, address)
        assert words[language] in page
        assert words["en" if language == "fr" else "fr"] not in page
