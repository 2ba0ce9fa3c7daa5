"""The gate on tables: each guard shuts it by what stands in them, and says what it misses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.kit.gates import GateClosedError
from releve.people.actions import close_account, create_account, give_function
from releve.people.models import Account, Level, Notice, Person
from releve.people.queries import actor_of
from releve.people.tests.builders import a_staffed_hospital
from releve.stewardship.actions.gate import break_glass, pass_gate
from releve.stewardship.faults import StewardshipError
from releve.stewardship.models import (
    Alarm,
    BrokenGlass,
    Consultation,
    Exemption,
    StepDecision,
    Tool,
    ToolPlace,
)
from releve.stewardship.queries.gate import may_use
from releve.stewardship.rollout_faults import NobodyToldError
from releve.stewardship.tests.opened import ROSTER_ENGINE, open_tool
from releve.stewardship.vocabulary import GUARDS
from releve.training.models import Proof

pytestmark = pytest.mark.django_db

LONG_AGO = date(2020, 1, 1)


@dataclass(frozen=True)
class Opened:
    """A hospital in which the tool is open in the emergency ward to its manager."""

    hospital: Level
    unit: Level
    other: Level
    tool: Tool
    manager: Account
    person: Person

    @property
    def actor(self) -> Actor:
        """Its manager, as actions know her."""
        return actor_of(self.manager)


def an_account(
    hospital: Level, username: str, function: str, level: Level, person: Person | None = None
) -> Account:
    account = create_account(
        actor=HOUSE,
        username=username,
        name=username.title(),
        password=None,
        hospital=hospital,
        person=person,
    )
    give_function(account, actor=HOUSE, function=function, level=level, from_on=LONG_AGO)
    return account


def opened() -> Opened:
    hospital = a_staffed_hospital()
    unit, other = Level.objects.get(code="URG"), Level.objects.get(code="CARDIO")
    person = Person.objects.for_hospital(hospital).get(code="A1")
    manager = an_account(hospital, "cadre", "ward_manager", unit, person)
    tool = open_tool(hospital, ROSTER_ENGINE, [unit], [person])
    return Opened(hospital, unit, other, tool, manager, person)


def test_what_holds_all_six_guards_is_open() -> None:
    here = opened()
    answer = pass_gate(here.actor, ROSTER_ENGINE, here.unit)
    assert (answer.is_open, answer.lacks) == (True, ())
    assert answer.guards == dict.fromkeys(GUARDS, True)


def no_controls(here: Opened) -> None:
    Exemption.objects.for_hospital(here.hospital).update(withdrawn_at=timezone.now())


def no_consultation(here: Opened) -> None:
    Consultation.objects.for_hospital(here.hospital).delete()


def consulted_too_late(here: Opened) -> None:
    day = timezone.localdate()
    Consultation.objects.for_hospital(here.hospital).update(held_on=day)


def only_a_body(here: Opened) -> None:
    Consultation.objects.for_hospital(here.hospital).update(body="cse")


def an_alarm(here: Opened, *, unit: Level | None = None) -> None:
    Alarm.objects.create(
        hospital=here.hospital,
        tool=here.tool,
        unit=unit,
        kind="sentinel",
        said="Lune",
        raised_at=timezone.now(),
    )


def stopped_here(here: Opened) -> None:
    places = ToolPlace.objects.for_hospital(here.hospital)
    places.update(suspended_at=timezone.now())


def stopped_everywhere(here: Opened) -> None:
    tools = Tool.objects.for_hospital(here.hospital)
    tools.update(state="suspended", state_before="step")


def retired(here: Opened) -> None:
    Tool.objects.for_hospital(here.hospital).update(state="retired", step=0)


def never_opened(here: Opened) -> None:
    ToolPlace.objects.for_hospital(here.hospital).delete()


def no_proof(here: Opened) -> None:
    Proof.objects.for_hospital(here.hospital).delete()


def a_proof_that_ran_out(here: Opened) -> None:
    Proof.objects.for_hospital(here.hospital).update(expires_on=timezone.localdate())


def a_new_major_version(here: Opened) -> None:
    Tool.objects.for_hospital(here.hospital).update(version="2.0")
    Proof.objects.for_hospital(here.hospital).update(tool_major="1")


BROKEN: dict[str, tuple[Callable[[Opened], object], set[str], set[str]]] = {
    "no controls": (no_controls, {"controls"}, {"control_missing"}),
    "nobody consulted": (no_consultation, {"consultation"}, {"consultation_missing"}),
    "consulted that day": (consulted_too_late, {"consultation"}, {"consultation_missing"}),
    "a body alone": (only_a_body, {"consultation"}, {"consultation_missing"}),
    "alarm here": (lambda here: an_alarm(here, unit=here.unit), {"alarms"}, {"alarm_open"}),
    "alarm everywhere": (an_alarm, {"alarms"}, {"alarm_open"}),
    "stopped here": (stopped_here, {"decision"}, {"suspended"}),
    "stopped everywhere": (stopped_everywhere, {"decision"}, {"suspended"}),
    "retired": (retired, {"decision"}, {"not_in_use"}),
    "never opened": (
        never_opened,
        {"decision", "coverage"},
        {"not_opened_here"},
    ),
    "no proof": (no_proof, {"training"}, {"training_missing"}),
    "proof ran out": (a_proof_that_ran_out, {"training"}, {"training_missing"}),
    "new version": (a_new_major_version, {"training"}, {"training_missing"}),
}


@pytest.mark.parametrize("case", BROKEN)
def test_each_guard_shuts_the_gate_and_says_what_it_misses(case: str) -> None:
    here = opened()
    break_it, guards, codes = BROKEN[case]
    break_it(here)
    answer = may_use(here.actor, ROSTER_ENGINE, here.unit)
    shut = {guard for guard, holds in answer.guards.items() if not holds}
    assert (answer.is_open, shut - {"coverage"}) == (False, guards - {"coverage"})
    assert codes <= {lack.code for lack in answer.lacks}
    with pytest.raises(GateClosedError) as closed:
        pass_gate(here.actor, ROSTER_ENGINE, here.unit)
    assert (closed.value.where, closed.value.lacks) == ("URG", answer.lacks)


@pytest.mark.parametrize(
    ("state", "giver"),
    [("declared", "ai_referent"), ("examined", "care_director"), ("retired", "care_director")],
)
def test_a_tool_that_is_not_in_use_names_whose_turn_it_is(state: str, giver: str) -> None:
    here = opened()
    Tool.objects.for_hospital(here.hospital).update(state=state, step=0)
    lacks = may_use(here.actor, ROSTER_ENGINE, here.unit).lacks
    assert [lack.giver for lack in lacks if lack.code == "not_in_use"] == [giver]


def test_an_alarm_elsewhere_shuts_nothing_here() -> None:
    here = opened()
    an_alarm(here, unit=here.other)
    assert may_use(here.actor, ROSTER_ENGINE, here.unit).is_open


def test_a_tool_that_no_register_holds_is_closed() -> None:
    here = opened()
    answer = may_use(here.actor, "elsewhere", here.unit)
    assert (answer.is_open, [lack.code for lack in answer.lacks]) == (False, ["tool_unknown"])


def test_a_unit_in_which_no_step_opened_is_closed_to_the_house_too() -> None:
    here = opened()
    assert may_use(HOUSE, ROSTER_ENGINE, here.unit).is_open
    answer = may_use(HOUSE, ROSTER_ENGINE, here.other)
    assert not answer.is_open
    assert "not_opened_here" in {lack.code for lack in answer.lacks}


def test_an_account_that_is_nobody_of_the_hospital_shows_no_training() -> None:
    here = opened()
    stranger = an_account(here.hospital, "poste", "ward_manager", here.unit)
    answer = may_use(actor_of(stranger), ROSTER_ENGINE, here.unit)
    assert [(lack.code, lack.giver) for lack in answer.lacks] == [("no_person", "administrator")]
    close_account(here.manager, actor=HOUSE)
    assert not may_use(here.actor, ROSTER_ENGINE, here.unit).is_open


def test_coverage_that_falls_once_the_step_is_open_warns_and_closes_nothing() -> None:
    here = opened()
    others = Person.objects.for_hospital(here.hospital).exclude(pk=here.person.pk)
    for person in others:
        an_account(here.hospital, f"p{person.code}".lower(), "ward_manager", here.unit, person)
    answer = may_use(here.actor, ROSTER_ENGINE, here.unit)
    assert (answer.is_open, answer.guards["coverage"]) == (True, True)
    (warning,) = answer.warnings
    assert (warning.code, warning.fact("least"), warning.fact("percent")) == (
        "coverage_low",
        "80",
        "",  # of fewer than eight people no figure is told
    )


def test_an_override_lifts_the_control_it_names_and_never_her_training() -> None:
    here = opened()
    no_controls(here)
    lacks = may_use(here.actor, ROSTER_ENGINE, here.unit).lacks
    marks = [f"control_missing:{lack.fact('control')}" for lack in lacks]
    decisions = StepDecision.objects.for_hospital(here.hospital)
    decisions.update(is_override=True, lacks=[*marks[1:], "training_missing"], reason="Essai")
    answer = may_use(here.actor, ROSTER_ENGINE, here.unit)
    assert (answer.lacks, answer.lifted) == (lacks[:1], lacks[1:])
    decisions.update(lacks=[*marks, "training_missing", "no_person"])
    assert may_use(here.actor, ROSTER_ENGINE, here.unit).is_open
    no_proof(here)
    answer = may_use(here.actor, ROSTER_ENGINE, here.unit)
    assert {lack.code for lack in answer.lacks} == {"training_missing"}


def test_who_operates_no_tool_in_the_unit_does_not_even_come_to_the_gate() -> None:
    here = opened()
    clerk = an_account(here.hospital, "rh", "hr", here.hospital)
    with pytest.raises(NotAllowedError):
        pass_gate(actor_of(clerk), ROSTER_ENGINE, here.unit)


def a_referent(here: Opened) -> Person:
    person = Person.objects.for_hospital(here.hospital).get(code="C3")
    an_account(here.hospital, "referent", "ai_referent", here.hospital, person)
    return person


def test_a_broken_glass_opens_for_a_day_and_the_referent_is_told_at_once() -> None:
    here = opened()
    referent = a_referent(here)
    no_proof(here)
    glass = break_glass(ROSTER_ENGINE, here.unit, "Épidémie", actor=here.actor)
    answer = may_use(here.actor, ROSTER_ENGINE, here.unit)
    assert (answer.is_open, answer.broken_glass) == (True, True)
    assert {lack.code for lack in answer.warnings} == {"training_missing", "coverage_low"}
    told = Notice.objects.for_hospital(here.hospital).filter(code="stewardship.broken_glass")
    assert [one.person_id for one in told] == [referent.pk]
    assert glass == break_glass(ROSTER_ENGINE, here.unit, "Encore", actor=here.actor)
    tomorrow = glass.opened_at + timedelta(hours=24, seconds=1)
    assert not may_use(here.actor, ROSTER_ENGINE, here.unit, at=tomorrow).is_open


@pytest.mark.parametrize("stop", [stopped_here, stopped_everywhere, an_alarm, never_opened])
def test_no_glass_passes_over_a_stop_an_alarm_or_a_unit_not_opened(
    stop: Callable[[Opened], object],
) -> None:
    here = opened()
    a_referent(here)
    stop(here)
    with pytest.raises(GateClosedError):
        break_glass(ROSTER_ENGINE, here.unit, "Épidémie", actor=here.actor)
    assert not BrokenGlass.objects.for_hospital(here.hospital).exists()


def test_a_stop_that_comes_after_the_glass_holds_against_it() -> None:
    here = opened()
    a_referent(here)
    no_proof(here)
    break_glass(ROSTER_ENGINE, here.unit, "Épidémie", actor=here.actor)
    stopped_here(here)
    assert not may_use(here.actor, ROSTER_ENGINE, here.unit).is_open


def test_no_glass_is_broken_where_nobody_would_be_told_nor_without_a_reason() -> None:
    here = opened()
    no_proof(here)
    with pytest.raises(NobodyToldError):
        break_glass(ROSTER_ENGINE, here.unit, "Épidémie", actor=here.actor)
    with pytest.raises(StewardshipError):
        break_glass(ROSTER_ENGINE, here.unit, " ", actor=here.actor)
    with pytest.raises(StewardshipError):
        break_glass(ROSTER_ENGINE, here.unit, "Épidémie", actor=HOUSE)
    assert not BrokenGlass.objects.for_hospital(here.hospital).exists()


def test_a_use_that_the_intake_finds_forbidden_is_closed_to_whoever_breaks_its_glass() -> None:
    here = opened()
    a_referent(here)
    Tool.objects.for_hospital(here.hospital).update(risk_class="prohibited")
    answer = may_use(here.actor, ROSTER_ENGINE, here.unit)
    assert (answer.is_open, [one.code for one in answer.lacks]) == (False, ["prohibited"])
    with pytest.raises(GateClosedError):
        break_glass(ROSTER_ENGINE, here.unit, "Lune", actor=here.actor)
    assert not BrokenGlass.objects.for_hospital(here.hospital).exists()
