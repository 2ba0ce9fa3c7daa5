"""The API of gates: one's own answer in a unit, a roll-out unit by unit, and nothing of others."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from releve.house.tests.api_visits import a_program, code_of, told
from releve.kit.actors import HOUSE
from releve.people.models import Person
from releve.stewardship.actions import draft_plan, lock_plan, raise_alarm, stop_tool
from releve.stewardship.actions.gate import break_glass
from releve.stewardship.engine.plans import Plan, PlannedStep
from releve.stewardship.queries.gate import may_use
from releve.stewardship.tests.opened import CONSULTED_ON, ROSTER_ENGINE
from releve.stewardship.tests.test_gate import (
    Opened,
    a_referent,
    an_account,
    no_consultation,
    no_proof,
    opened,
)
from releve.stewardship.vocabulary import GUARDS

pytestmark = pytest.mark.django_db


def gate(here: Opened, key: str = ROSTER_ENGINE) -> str:
    return f"/api/v1/units/{here.unit.pk}/gates/{key}"


def rollout(here: Opened, key: str = ROSTER_ENGINE) -> str:
    return f"/api/v1/hospitals/{here.hospital.pk}/tools/{key}/rollout"


def the_manager(here: Opened, language: str = "en") -> Client:
    return a_program(here.manager, language=language)


def a_plan(here: Opened) -> str:
    """Lock a plan that opens the other unit in its first step, and return its digest."""
    steps = (
        PlannedStep(0, ("URG",), CONSULTED_ON),
        PlannedStep(1, ("CARDIO",), CONSULTED_ON.replace(year=2021)),
    )
    plan = Plan(steps, "Heures", "Aucune de plus", (("sentinel", "Un planning illégal"),))
    row = draft_plan(here.tool, plan, actor=HOUSE)
    return lock_plan(here.tool, row.number, actor=HOUSE).digest


def test_a_program_reads_that_a_gate_is_open_to_its_account() -> None:
    here = opened()
    found = told(the_manager(here).get(gate(here)))
    assert (found["is_open"], found["lacks"], found["lifted"]) == (True, [], [])
    assert found["guards"] == dict.fromkeys(GUARDS, True)
    assert (found["unit"], found["tool"], found["version"]) == (here.unit.pk, here.tool.key, "1.0")


def test_what_is_missing_is_told_by_code_in_a_sentence_and_with_who_gives_it() -> None:
    here = opened()
    no_proof(here)
    no_consultation(here)
    found = told(the_manager(here).get(gate(here)))
    assert found["is_open"] is False
    assert (found["guards"]["training"], found["guards"]["alarms"]) == (False, True)
    by_code = {one["code"]: one for one in found["lacks"]}
    answer = may_use(here.actor, ROSTER_ENGINE, here.unit)
    assert set(by_code) == {lack.code for lack in answer.lacks}
    assert by_code["consultation_missing"]["giver"] == "ai_referent"
    assert by_code["consultation_missing"]["giver_sentence"] == "The AI referent can give it."
    training = by_code["training_missing"]
    assert training["sentence"].startswith("You have not passed the module")
    assert (training["giver"], training["module"]) == ("self", training["facts"]["module"])


def test_a_gate_answers_in_the_language_of_whoever_asks() -> None:
    here = opened()
    no_proof(here)
    found = told(the_manager(here, "fr").get(gate(here)))
    [training] = [one for one in found["lacks"] if one["code"] == "training_missing"]
    assert training["sentence"].startswith("Vous n’avez pas encore suivi le module")


def test_a_broken_glass_is_told_with_what_it_passes_over() -> None:
    here = opened()
    a_referent(here)
    no_proof(here)
    client = the_manager(here)
    assert told(client.get(gate(here)))["may_break_glass"] is True
    break_glass(ROSTER_ENGINE, here.unit, "Épidémie", actor=here.actor)
    found = told(client.get(gate(here)))
    assert (found["is_open"], found["broken_glass"], found["may_break_glass"]) == (
        True,
        True,
        False,
    )
    assert "training_missing" in {one["code"] for one in found["warnings"]}


def test_a_gate_is_not_there_for_a_tool_that_is_none_nor_for_a_unit_of_others() -> None:
    here = opened()
    assert code_of(the_manager(here).get(gate(here, "nothing"))) == (404, "not_found")
    elsewhere = a_program(an_account(here.hospital, "ailleurs", "ward_manager", here.other))
    assert code_of(elsewhere.get(gate(here))) == (404, "not_found")
    assert told(elsewhere.get(gate(here).replace(str(here.unit.pk), str(here.other.pk))))


def test_a_token_reads_gates_and_roll_outs_by_its_own_scopes() -> None:
    here = opened()
    none = a_program(here.manager, "roster.see")
    assert code_of(none.get(gate(here))) == (403, "scope_missing")
    assert code_of(none.get(rollout(here))) == (403, "scope_missing")
    assert told(a_program(here.manager, "stewardship.use").get(gate(here)))["is_open"] is True
    director = an_account(here.hospital, "soins", "care_director", here.hospital)
    a_plan(here)
    reads = a_program(director, "stewardship.see")
    assert told(reads.get(rollout(here)))["next"] == []


def places(client: Client, here: Opened) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in told(client.get(rollout(here)))["places"]}


def test_a_roll_out_is_read_unit_by_unit() -> None:
    here = opened()
    digest = a_plan(here)
    client = the_manager(here)
    found = told(client.get(rollout(here)))
    assert (found["state"], found["step"], found["plan"]) == ("step", 1, digest)
    assert {code: one["state"] for code, one in places(client, here).items()} == {
        "URG": "open",
        "CARDIO": "planned",
    }
    raise_alarm(here.tool, "Lune", unit=here.unit, actor=here.actor)
    assert places(client, here)["URG"]["open_alarms"] == 1
    stop_tool(here.tool, unit=here.unit, actor=here.actor)
    assert places(client, here)["URG"]["state"] == "stopped"


def test_what_the_next_step_misses_is_for_those_who_prepare_or_decide_it() -> None:
    here = opened()
    a_plan(here)
    assert told(the_manager(here).get(rollout(here)))["next"] == []
    director = a_program(an_account(here.hospital, "soins", "care_director", here.hospital))
    moves = told(director.get(rollout(here)))["next"]
    [step] = [one for one in moves if (one["move"], one["step"]) == ("step", 1)]
    [unit] = step["units"]
    assert (unit["code"], unit["is_ready"]) == ("CARDIO", False)
    assert "consultation_missing" in {one["code"] for one in unit["lacks"]}


def test_a_roll_out_is_not_there_for_whoever_does_not_see_the_register() -> None:
    here = opened()
    nurse = a_program(an_account(here.hospital, "soignante", "caregiver", here.unit))
    assert code_of(nurse.get(rollout(here))) == (403, "scope_missing")
    assert code_of(the_manager(here).get(rollout(here, "nothing"))) == (404, "not_found")
    away = rollout(here).replace(str(here.hospital.pk), "4611686018427387904")
    assert code_of(the_manager(here).get(away)) == (404, "not_found")


def test_a_gate_and_a_roll_out_name_nobody() -> None:
    here = opened()
    a_plan(here)
    no_proof(here)
    client = the_manager(here)
    said = client.get(gate(here)).content.decode() + client.get(rollout(here)).content.decode()
    names = Person.objects.for_hospital(here.hospital).values_list("family_name", flat=True)
    assert [one for one in names if one in said] == []
