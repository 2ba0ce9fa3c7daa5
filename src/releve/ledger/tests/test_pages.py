"""The pages of the room: for whom they are there, what they say, what they refuse."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from releve.kit.actors import HOUSE
from releve.ledger.actions import choose_spending, post_quarter
from releve.ledger.models import MinuteCell, PromptAnswer, PromptPeriod, Quarter, Spending
from releve.ledger.queries.prompts import Question, questions_of
from releve.ledger.tests.builders import (
    BEFORE,
    SINCE,
    SUMMER,
    Team,
    a_settled_quarter,
    a_team,
    asked_in,
    choice,
    measured,
    work,
)
from releve.people.actions import create_account, give_function
from releve.people.models import Account, Person
from releve.shifts.models import PlannedShift

pytestmark = pytest.mark.django_db
A_WEEK = (date(2026, 9, 7), date(2026, 9, 27))


def a_browser(
    team: Team, function: str = "", *, person: Person | None = None, language: str = "en"
) -> Client:
    """Return a browser in which somebody of the hospital is signed in."""
    name = f"who-{function or 'nobody'}-{person.code if person else ''}"
    account = create_account(
        actor=HOUSE,
        username=name,
        name="Ana",
        password=None,
        hospital=team.hospital,
        person=person,
    )
    if function:
        give_function(
            account, actor=HOUSE, function=function, level=team.unit, from_on=date(2020, 1, 1)
        )
    client = Client(headers={"accept-language": language})
    client.force_login(account)
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    """Return what a page says."""
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def address(team: Team, rest: str = "") -> str:
    """Return the address of a unit's ledger."""
    return f"/time/{team.unit.pk}/{rest}"


def sent(client: Client, where: str, status: int, **facts: Any) -> str:
    """Send a form; return what the page says."""
    answer = client.post(where, facts)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def test_a_unit_s_ledger_says_what_can_be_spent_its_interval_and_its_source() -> None:
    team, row = a_settled_quarter()
    choose_spending(team.unit, SUMMER, choice(60), actor=HOUSE)
    page = text(a_browser(team, "caregiver"), address(team))
    assert "given back can still be spent" in page
    assert "3rd quarter of 2026" in page
    assert "measured" in page
    assert "Time with patients" in page
    assert "Record what the team chooses" not in page
    assert row.spendable > 60


def test_a_unit_without_anything_says_what_will_appear_and_the_first_step() -> None:
    team = a_team()
    assert "First step" in text(a_browser(team, "ward_manager"), address(team))
    assert "First step" not in text(a_browser(team, "caregiver"), address(team))


def test_only_units_that_are_open_are_listed_and_there() -> None:
    team = a_team()
    client = a_browser(team, "caregiver")
    assert team.unit.name in text(client, "/time/")
    assert team.other.name not in text(client, "/time/")
    assert client.get(f"/time/{team.other.pk}/").status_code == 404
    nobody = a_browser(team, "administrator")
    assert nobody.get("/time/").status_code == 404
    assert nobody.get(address(team)).status_code == 404


def test_files_tell_what_the_page_tells_and_add_up_to_nothing() -> None:
    team, row = a_settled_quarter()
    post_quarter(team.unit, SUMMER, actor=HOUSE)
    client = a_browser(team, "caregiver")
    told = json.loads(text(client, address(team, "ledger.json")))
    (quarter,) = told["quarters"]
    assert (quarter["quarter"], quarter["total"], quarter["left"]) == ("2026-Q3", 0, row.spendable)
    assert quarter["accounts"]["worked"] == quarter["accounts"]["planned"] > 0
    lines = list(csv.DictReader(io.StringIO(text(client, address(team, "ledger.csv")))))
    accounts = [int(one["minutes"]) for one in lines if one["line"] == "account"]
    assert sum(accounts) == 0
    assert [one["minutes"] for one in lines if one["line"] == "left"] == [str(row.spendable)]
    assert client.get(address(team, "ledger.exe")).status_code == 404


def test_the_figure_is_drawn_and_names_its_finding() -> None:
    team, _row = a_settled_quarter()
    answer = a_browser(team, "caregiver").get(address(team, "ledger.svg"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"given back can still be spent" in answer.content


def test_a_team_s_choice_is_recorded_and_taken_back() -> None:
    team, _row = a_settled_quarter()
    client = a_browser(team, "ward_manager")
    form = {
        "quarter": "2026-07-01",
        "purpose": "breaks",
        "minutes": "90",
        "from_on": "2026-11-01",
        "to_on": "2026-11-30",
        "reference": "Réunion",
    }
    sent(client, address(team, "choose/"), 302, **form)
    spending = Spending.objects.for_hospital(team.hospital).get()
    assert "Recorded in: Réunion." in text(client, address(team))
    page = sent(client, address(team, "choose/"), 409, **{**form, "minutes": "9999999"})
    assert "are left of this quarter" in page
    assert 'value="9999999"' in page
    assert "cannot be read" in sent(client, address(team, "choose/"), 409, **{**form, "to_on": ""})
    sent(client, address(team, f"spendings/{spending.pk}/withdraw/"), 302)
    assert "Taken back." in text(client, address(team))
    sent(client, address(team, f"spendings/{spending.pk}/check/"), 409, given="5")
    sent(client, address(team, f"spendings/{spending.pk + 99}/withdraw/"), 404)


def test_signed_purposes_are_offered_to_whoever_may_sign() -> None:
    team, _row = a_settled_quarter()
    manager, director = a_browser(team, "ward_manager"), a_browser(team, "care_director")
    assert "Fewer posts</option>" not in text(manager, address(team))
    assert "Fewer posts</option>" in text(director, address(team))
    form = {
        "quarter": "2026-07-01",
        "purpose": "fewer_posts",
        "minutes": "90",
        "from_on": "2026-11-01",
        "to_on": "2026-11-30",
        "reference": "Réunion",
        "signer": "Direction",
        "consultation": "F3SCT 12",
    }
    assert manager.post(address(team, "choose/"), form).status_code == 403
    sent(director, address(team, "choose/"), 302, **form)
    assert "Shown on the public register" in text(manager, address(team))


def test_a_quarter_is_settled_from_its_form_and_a_refusal_keeps_what_was_written() -> None:
    team = a_team()
    work(team)
    measured(team, BEFORE, 600)
    measured(team, (SINCE, date(2026, 9, 30)), 500)
    client = a_browser(team, "ward_manager")
    assert "Settle a quarter" in text(client, address(team, "settle/"))
    form: dict[str, Any] = {
        "quarter": "2026-07-01",
        "tool": "scribe",
        "activities": ["documentation"],
        "before_from": f"{BEFORE[0]}",
        "before_to": f"{BEFORE[1]}",
        "since": f"{SINCE}",
        "checking": "10",
    }
    page = sent(client, address(team, "settle/"), 409, **{**form, "since": f"{BEFORE[0]}"})
    assert "end before its first day" in page
    assert 'value="scribe"' in page
    sent(client, address(team, "settle/"), 409, **{**form, "said_minutes": "5"})
    sent(client, address(team, "settle/"), 302, **form)
    assert Quarter.objects.for_hospital(team.hospital).get().checking == 10
    sent(client, address(team, "post/"), 302, quarter="2026-07-01")
    assert "Planned" in text(client, address(team))


def test_a_file_is_imported_whole_or_its_faults_are_listed() -> None:
    team = a_team()
    client = a_browser(team, "ward_manager")
    assert "people" in text(client, address(team, "import/"))
    sent(client, address(team, "import/"), 409)
    head = "unit;week;activity;minutes;people\n"
    bad = SimpleUploadedFile("m.csv", f"{head}URG;2026-07-06;documentation;90;7\n".encode())
    page = sent(client, address(team, "import/"), 409, table=bad)
    assert "fewer than 8 people" in page
    good = SimpleUploadedFile("m.csv", f"{head}URG;2026-07-06;documentation;900;9\n".encode())
    assert "1 added" in sent(client, address(team, "import/"), 200, table=good)
    assert MinuteCell.objects.for_hospital(team.hospital).count() == 1


def test_days_of_random_questions_are_opened_and_closed() -> None:
    team = a_team()
    client = a_browser(team, "ward_manager")
    form = {"from_on": "2026-10-20", "to_on": "2026-10-30", "reference": "Réunion"}
    sent(client, address(team, "asking/"), 302, **form)
    period = PromptPeriod.objects.for_hospital(team.hospital).get()
    sent(client, address(team, "asking/"), 409, **form)
    sent(client, address(team, f"asking/{period.pk}/close/"), 302)
    assert not PromptPeriod.objects.for_hospital(team.hospital).exists()
    sent(client, address(team, f"asking/{period.pk}/close/"), 404)


def test_whoever_only_sees_may_change_nothing() -> None:
    team, _row = a_settled_quarter()
    client = a_browser(team, "caregiver")
    for where in ("settle/", "import/"):
        assert client.get(address(team, where)).status_code == 403
    for where in ("choose/", "post/", "asking/"):
        assert client.post(address(team, where)).status_code == 403


def asked(monkeypatch: pytest.MonkeyPatch) -> tuple[Team, PlannedShift, Question]:
    """Save a team of which somebody is asked now."""
    team = a_team()
    work(team, A_WEEK, weekdays=(0, 1, 2, 3, 4))
    asked_in(team, A_WEEK)
    rows = PlannedShift.objects.for_hospital(team.hospital).select_related("person")
    shift = next(one for one in rows.order_by("starts_at", "pk") if questions_of(one))
    question = questions_of(shift)[0]
    monkeypatch.setattr("releve.ledger.queries.prompts.timezone.now", lambda: question.at)
    return team, shift, question


def test_one_tap_answers_the_question_and_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    team, shift, question = asked(monkeypatch)
    client = a_browser(team, "caregiver", person=shift.person)
    page = text(client, "/time/question/")
    assert "What were you doing at" in page
    assert "I would rather not say" in page
    assert page.count('name="activity" value="') == 9
    sent(client, "/time/question/", 409, mark=question.mark, activity="gossip")
    sent(client, "/time/question/", 302, mark=question.mark, activity="break")
    assert "No question waits for you" in text(client, "/time/question/")
    assert PromptAnswer.objects.for_hospital(team.hospital).get().activity == "break"


def test_the_question_is_reached_from_the_day_and_in_french(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team, shift, _question = asked(monkeypatch)
    client = a_browser(team, "caregiver", person=shift.person, language="fr")
    assert "Une question sur votre poste, une touche" in text(client, "/")
    assert "Que faisiez-vous à" in text(client, "/time/question/")
    other = next(one for one in team.people if one.pk != shift.person_id)
    hers = a_browser(team, "caregiver", person=other, language="fr")
    assert "Une question sur votre poste" not in text(hers, "/")


def test_a_browser_that_asks_nothing_leaves_no_trace_in_the_house(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    team, shift, _question = asked(monkeypatch)
    client = a_browser(team, "caregiver", person=shift.person)
    before = list(Account.objects.for_hospital(team.hospital).values_list())
    sent(client, "/time/question/stop/", 302)
    assert list(Account.objects.for_hospital(team.hospital).values_list()) == before
    assert "This browser asks you nothing" in text(client, "/time/question/")
    assert "One question about your shift" not in text(client, "/")
    sent(client, "/time/question/stop/", 302, again="yes")
    assert "What were you doing at" in text(client, "/time/question/")


def test_whoever_has_no_line_is_asked_nothing() -> None:
    team = a_team()
    client = a_browser(team, "ward_manager")
    assert client.get("/time/question/").status_code == 404
    assert client.post("/time/question/stop/").status_code == 404
