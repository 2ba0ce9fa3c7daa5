"""Words that a page refuses: one sentence says why, and nothing that was written is lost."""

from __future__ import annotations

from typing import Any

import pytest

from releve.kit.actors import HOUSE
from releve.stewardship.actions.alarms import answer_alarm, raise_alarm
from releve.stewardship.forms.proposals import SayForm
from releve.stewardship.forms.rollout import SaidForm
from releve.stewardship.models import Alarm, Contest
from releve.stewardship.tests.people import a_browser
from releve.stewardship.tests.proposing import a_house
from releve.stewardship.tests.test_gate import Opened, a_referent, no_proof, opened
from releve.stewardship.tests.test_rollout_pages import browser, director, gate, rollout

pytestmark = pytest.mark.django_db

LINES = "\r\n".join(["Deux nuits"] * 90)
"""Fewer than a thousand characters in the box of a browser, more as the browser sends them."""


def page(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_new_line_is_one_character_as_the_box_in_the_browser_counts_it() -> None:
    assert len(LINES) > 1000
    form = SaidForm({"said": LINES})
    assert form.is_valid()
    assert form.cleaned_data["said"] == LINES.replace("\r\n", "\n")
    assert not SaidForm({"said": "x" * 1001}).is_valid()
    assert not SayForm({"said": "a\x00"}).is_valid()


def test_whoever_contests_at_too_great_length_keeps_her_words_and_reads_why() -> None:
    house = a_house()
    proposal, her = house.proposal(), a_browser(house.account(person="p0"))
    said = "Deux nuits. " * 200
    answer = her.post(f"/tools/mine/{proposal.pk}/contest/", {"said": said})
    assert (answer.status_code, said.strip() in page(answer)) == (409, True)
    assert "at most 2000 characters" in page(answer)
    thread = her.post(f"/tools/mine/{proposal.pk}/contest/", {"said": "Deux nuits"})["Location"]
    more = her.post(f"{thread}reply/", {"said": said})
    assert (more.status_code, said.strip() in page(more)) == (409, True)
    assert Contest.objects.for_hospital(house.hospital).count() == 1


def an_alarm(here: Opened) -> Alarm:
    return raise_alarm(here.tool, "Lune", unit=here.unit, actor=here.actor)


def test_an_answer_to_an_alarm_that_is_refused_stays_on_the_page() -> None:
    here = opened()
    alarm, client = an_alarm(here), director(here)
    said = "Vu avec l'équipe. " * 60
    answer = client.post(rollout(here, f"alarms/{alarm.pk}/"), {"said": said})
    assert answer.status_code == 422
    assert "Nothing was changed." in page(answer)
    assert said.strip().replace("'", "&#x27;") in page(answer)
    alarm.refresh_from_db()
    assert alarm.closed_at is None


def test_whoever_answers_an_alarm_second_is_told_so() -> None:
    here = opened()
    alarm, client = an_alarm(here), director(here)
    answer_alarm(alarm, "Déjà vu", actor=HOUSE)
    answer = client.post(rollout(here, f"alarms/{alarm.pk}/"), {"said": "Vu"})
    assert answer.status_code == 422
    assert "this was answered meanwhile" in page(answer)


def test_the_reasons_of_an_emergency_and_of_an_end_stay_where_they_are_refused() -> None:
    here = opened()
    a_referent(here)
    no_proof(here)
    long = "Épidémie au service " * 30
    refused = browser(here.manager).post(gate(here, "glass/"), {"said": long})
    assert (refused.status_code, long.strip() in page(refused)) == (422, True)
    form = {"row_version": str(here.tool.row_version), "access_closed": "Comptes fermés"}
    ended = director(here).post(rollout(here, "retire/"), form)
    assert (ended.status_code, "Comptes fermés" in page(ended)) == (422, True)
