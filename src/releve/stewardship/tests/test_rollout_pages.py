"""The pages of roll-outs and gates, as each function finds them; every step without script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from releve.people.models import Account, Level, Person
from releve.stewardship.actions.alarms import raise_alarm
from releve.stewardship.engine.gate import mark_of
from releve.stewardship.models import Alarm, BrokenGlass, Consultation, StepDecision, ToolPlace
from releve.stewardship.queries.rollout import next_moves, plan_mark, plans_of
from releve.stewardship.tests.opened import ROSTER_ENGINE
from releve.stewardship.tests.test_gate import (
    Opened,
    a_referent,
    an_account,
    no_consultation,
    no_proof,
    opened,
)
from releve.stewardship.views import rollout as views

pytestmark = pytest.mark.django_db


def browser(account: Account, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(account)
    return client


def director(here: Opened) -> Client:
    return browser(an_account(here.hospital, "soins", "care_director", here.hospital))


def referent(here: Opened) -> Client:
    return browser(an_account(here.hospital, "ia", "ai_referent", here.hospital))


def rollout(here: Opened, rest: str = "") -> str:
    return f"/tools/rollouts/{here.hospital.pk}/{ROSTER_ENGINE}/{rest}"


def gate(here: Opened, rest: str = "") -> str:
    return f"/tools/gates/{here.unit.pk}/{ROSTER_ENGINE}/{rest}"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def test_a_gate_says_that_it_is_open_or_what_is_missing_and_who_gives_it() -> None:
    here = opened()
    client = browser(here.manager)
    assert "It is open to you here." in text(client, gate(here))
    no_proof(here)
    no_consultation(here)
    page = text(client, gate(here))
    assert "You have not passed the module" in page
    assert "You can give it yourself." in page
    assert "The AI referent can give it." in page


def test_a_gate_speaks_french_and_of_no_colleague() -> None:
    here = opened()
    no_proof(here)
    page = text(browser(here.manager, "fr"), gate(here))
    assert "Vous n’avez pas encore suivi le module" in page
    others = Person.objects.for_hospital(here.hospital).exclude(pk=here.person.pk)
    assert not [one.family_name for one in others if one.family_name in page]


def test_the_stop_button_is_one_click_and_one_confirmation() -> None:
    here = opened()
    client = browser(here.manager)
    assert gate(here, "stop/") in text(client, gate(here))
    assert "Stop it now" in text(client, gate(here, "stop/"))
    assert ToolPlace.objects.for_hospital(here.hospital).get().suspended_at is None
    answer = client.post(gate(here, "stop/"))
    assert answer["Location"] == gate(here)
    assert ToolPlace.objects.for_hospital(here.hospital).get().suspended_at is not None
    assert "The tool is stopped in this unit." in text(client, gate(here))


def test_a_stop_everywhere_and_going_on_are_decided_for_the_whole_hospital() -> None:
    here = opened()
    assert browser(here.manager).post(rollout(here, "stop/")).status_code == 404
    client = director(here)
    client.post(rollout(here, "stop/"), {"reason": "x" * 2000})
    here.tool.refresh_from_db()
    assert here.tool.state == "suspended"
    version = str(here.tool.row_version)
    assert client.post(rollout(here, "resume/"), {"row_version": version}).status_code == 422
    client.post(rollout(here, "resume/"), {"row_version": version, "reason": "Vu"})
    here.tool.refresh_from_db()
    assert here.tool.state == "step"


def test_anybody_of_the_unit_reports_a_serious_event_and_the_director_answers() -> None:
    here = opened()
    nurse = browser(an_account(here.hospital, "soignante", "caregiver", here.unit))
    assert "What happened" in text(nurse, gate(here, "alarm/"))
    assert nurse.post(gate(here, "alarm/"), {"said": " "}).status_code == 422
    nurse.post(gate(here, "alarm/"), {"said": "Deux nuits de suite"})
    alarm = Alarm.objects.for_hospital(here.hospital).get()
    client = director(here)
    page = text(client, rollout(here))
    assert "Deux nuits de suite" in page
    assert "An answer is due by" in page
    client.post(rollout(here, f"alarms/{alarm.pk}/"), {"said": "Vu avec l’équipe"})
    alarm.refresh_from_db()
    assert alarm.closing == "Vu avec l’équipe"


def test_an_answer_that_is_late_is_told_so() -> None:
    here = opened()
    alarm = raise_alarm(here.tool, "Lune", unit=here.unit, actor=here.actor)
    long_ago = timezone.now() - timedelta(hours=73)
    Alarm.objects.for_hospital(here.hospital).filter(pk=alarm.pk).update(raised_at=long_ago)
    assert "The answer was due on" in text(director(here), rollout(here))


def test_a_stranger_finds_nothing() -> None:
    here = opened()
    stranger = browser(an_account(here.hospital, "ailleurs", "caregiver", here.other))
    for address in (rollout(here), gate(here), gate(here, "alarm/"), gate(here, "stop/")):
        assert stranger.get(address).status_code == 404


def test_a_glass_is_broken_with_a_reason() -> None:
    here = opened()
    a_referent(here)
    no_proof(here)
    client = browser(here.manager)
    assert "Break the glass for a day" in text(client, gate(here))
    assert client.post(gate(here, "glass/"), {"said": ""}).status_code == 422
    client.post(gate(here, "glass/"), {"said": "Épidémie"})
    assert BrokenGlass.objects.for_hospital(here.hospital).get().reason == "Épidémie"
    assert "Open to you for a day" in text(client, gate(here))


def test_who_broke_the_glass_and_why_is_read_by_the_ai_referent_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    monkeypatch.setattr(views, "note_reading", lambda _actor, verb, **_facts: read.append(verb))
    here = opened()
    a_referent(here)
    no_proof(here)
    browser(here.manager).post(gate(here, "glass/"), {"said": "Épidémie au service"})
    others = text(director(here), rollout(here))
    assert ("Its glass was broken 1 time." in others, "Épidémie" in others) == (True, False)
    told = text(referent(here), rollout(here))
    assert ("Épidémie au service" in told, here.manager.name in told) == (True, True)
    assert read == ["stewardship.glass.read"]


def a_plan() -> dict[str, str]:
    today = timezone.localdate()
    return {
        "pilot-URG": "1",
        "unit-URG": "1",
        "unit-CARDIO": "1",
        "day-0": today.isoformat(),
        "day-1": (today + timedelta(days=28)).isoformat(),
        "outcome": "Heures",
        "margin": "Aucune de plus",
        "rule-sentinel": "Un planning illégal",
    }


def saved(client: Client, here: Opened, **changes: str) -> Any:
    """Send the plan as the page has it now, with these changes."""
    seen = plan_mark(plans_of(here.tool).first())
    return client.post(rollout(here, "plan/save/"), {**a_plan(), "seen": seen, **changes})


def locked(client: Client, here: Opened) -> Any:
    """Lock the first plan as the page has it now."""
    seen = plan_mark(plans_of(here.tool).first())
    return client.post(rollout(here, "plan/1/lock/"), {"seen": seen})


def test_a_plan_is_written_by_the_referent_and_locked_by_the_director() -> None:
    here = opened()
    writes, decides = referent(here), director(here)
    assert "Before it can be locked" not in text(writes, rollout(here, "plan/"))
    saved(writes, here, margin="")
    assert "nothing is said of how much worse it may get" in text(writes, rollout(here, "plan/"))
    assert locked(decides, here).status_code == 422
    saved(writes, here)
    assert locked(writes, here).status_code == 403
    locked(decides, here)
    [plan] = plans_of(here.tool)
    assert len(plan.digest) == 64
    assert plan.digest in text(decides, rollout(here))
    assert saved(writes, here, **{"day-0": "hier"}).status_code == 422


def test_the_director_reads_the_plan_and_finds_its_lock() -> None:
    here = opened()
    decides = director(here)
    saved(referent(here), here)
    assert rollout(here, "plan/") in text(decides, rollout(here))
    page = text(decides, rollout(here, "plan/"))
    assert rollout(here, "plan/1/lock/") in page
    assert ("Aucune de plus" in page, "Save the plan" in page) == (True, False)


def test_nobody_locks_or_overwrites_a_plan_that_was_changed_since_it_was_read() -> None:
    here = opened()
    writes, decides = referent(here), director(here)
    saved(writes, here)
    read = plan_mark(plans_of(here.tool).get())
    saved(writes, here, margin="Dix heures de plus")
    late = decides.post(rollout(here, "plan/1/lock/"), {"seen": read})
    assert "this plan was changed meanwhile" in late.content.decode()
    other = saved(writes, here, seen=read, margin="Une heure de plus", outcome="Mes nuits")
    page = other.content.decode()
    assert "this plan was changed meanwhile" in page
    assert ("Une heure de plus" in page, "Mes nuits" in page) == (True, True)
    plan = plans_of(here.tool).get()
    assert (plan.locked_at, plan.body["margin"]) == (None, "Dix heures de plus")


def test_what_was_written_stays_where_a_plan_cannot_be_read() -> None:
    here = opened()
    answer = saved(referent(here), here, **{"day-1": "demain", "outcome": "Mes nuits"})
    page = answer.content.decode()
    assert (answer.status_code, "Mes nuits" in page, 'value="demain"' in page) == (422, True, True)


def test_what_is_missing_is_read_before_it_is_signed_over() -> None:
    here = opened()
    client = director(here)
    saved(referent(here), here)
    locked(client, here)
    here.tool.refresh_from_db()
    page = text(client, rollout(here))
    assert "Sign over what is missing" in page
    [move] = [one for one in next_moves(here.tool, on=timezone.localdate()) if one.step == 1]
    marks = [mark_of(lack) for one in move.units for lack in one.lacks]
    form = {
        "row_version": str(here.tool.row_version),
        "move": "step",
        "step": "1",
        "units": "CARDIO",
        "marks": marks,
    }
    refused = client.post(rollout(here, "open/"), form)
    assert refused.status_code == 422
    assert "the step stays closed" in refused.content.decode()
    client.post(rollout(here, "open/"), {**form, "signs": "1", "reason": "Essai"})
    decision = StepDecision.objects.for_hospital(here.hospital).get(unit=here.other)
    assert (decision.is_override, decision.reason) == (True, "Essai")
    assert "Opened in spite of what was missing." in text(client, rollout(here))


def test_a_consultation_is_written_down_from_the_page() -> None:
    here = opened()
    client = referent(here)
    form = {"level": "CH-LUNE", "body": "cse", "opinion": "mixed", "reference": "PV 12"}
    assert client.post(rollout(here, "consult/"), form).status_code == 422
    client.post(rollout(here, "consult/"), {**form, "held_on": "2026-02-02"})
    row = Consultation.objects.for_hospital(here.hospital).get(body="cse")
    assert (row.reference, row.level) == ("PV 12", Level.objects.get(code="CH-LUNE"))
    assert "PV 12" in text(client, rollout(here))


def test_the_list_shows_each_register_and_ones_own_gates() -> None:
    here = opened()
    page = text(browser(here.manager), "/tools/rollouts/")
    assert rollout(here) in page
    assert gate(here) in page


def test_a_tool_is_retired_with_its_list_from_the_page() -> None:
    here = opened()
    client = director(here)
    assert "How access was closed" in text(client, rollout(here, "retire/"))
    form = {"row_version": str(here.tool.row_version), "reason": "Remplacé"}
    assert client.post(rollout(here, "retire/"), form).status_code == 422
    items = ("access_closed", "data_returned", "people_told", "works_without")
    client.post(rollout(here, "retire/"), {**form, **dict.fromkeys(items, "Fait")})
    here.tool.refresh_from_db()
    assert here.tool.state == "retired"
