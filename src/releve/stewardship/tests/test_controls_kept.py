"""Evidence, exemptions, the intake and what Relève computes of a tool."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.utils import timezone

from releve.kit.actors import HOUSE, Actor, NotAllowedError
from releve.people.models import Level
from releve.people.tests.builders import a_hospital
from releve.stewardship.actions import (
    declare_tool,
    give_evidence,
    say_not_applicable,
    sign_intake,
    waive_control,
    withdraw_evidence,
    withdraw_exemption,
)
from releve.stewardship.actions.declaring import Declared
from releve.stewardship.actions.evidence import Given
from releve.stewardship.actions.exemptions import Exempted
from releve.stewardship.catalogue import controls
from releve.stewardship.engine.intake import Said
from releve.stewardship.engine.tests.test_intake import said
from releve.stewardship.evidence_files import GREATEST_BYTES
from releve.stewardship.faults import StaleToolError, StewardshipError
from releve.stewardship.models import Consultation, Declaration, Evidence, Exemption, Tool
from releve.stewardship.queries.checks import CHECKS, checked
from releve.stewardship.queries.controls import controls_lacking, standing_of
from releve.stewardship.queries.intake import intake_in_force, intakes_of
from releve.stewardship.register_fields import fields
from releve.stewardship.tests.builders import a_tool
from releve.stewardship.tests.people import acting, an_account
from releve.stewardship.tests.proposing import a_house
from releve.training.models import Requirement
from releve.training.tests.builders import passed, ready_for, require

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a report"
NOTE = Given(title="Compte rendu", text="L’exercice a eu lieu.")


def stands(tool: Tool, control: str) -> str:
    """Return how a control stands today."""
    return standing_of(tool, control, on=timezone.localdate()).state


def whole_fields() -> dict[str, Any]:
    """Return something for each mandatory field."""
    told: dict[str, Any] = {}
    for one in fields().values():
        if one.is_mandatory:
            choice = next(iter(one.choices), "")
            told[one.code] = choice or ({"fr": "Oui."} if one.kind == "text" else "a@example.org")
    return told


def test_evidence_keeps_its_bytes_and_their_digest() -> None:
    tool = a_tool(a_hospital())
    row = give_evidence(
        tool, "ROL-04", Given(title="PDF", file_name="note.pdf", content=PDF), actor=HOUSE
    )
    row.refresh_from_db()
    assert (bytes(row.content or b""), row.sha256) == (PDF, sha256(PDF).hexdigest())
    assert stands(tool, "ROL-04") == "evidenced"


def test_evidence_that_is_withdrawn_shows_nothing_and_is_still_there() -> None:
    tool = a_tool(a_hospital())
    row = give_evidence(tool, "ROL-04", NOTE, actor=HOUSE)
    assert withdraw_evidence(row, actor=HOUSE) is True
    assert withdraw_evidence(row, actor=HOUSE) is False
    assert stands(tool, "ROL-04") == "to_do"
    assert Evidence.objects.for_hospital(tool.hospital_id).count() == 1


def test_evidence_expires_on_its_day() -> None:
    tool = a_tool(a_hospital())
    until = timezone.localdate() + timedelta(days=3)
    give_evidence(tool, "ROL-04", Given(title="Note", text="…", valid_until=until), actor=HOUSE)
    after = until + timedelta(days=1)
    assert standing_of(tool, "ROL-04", on=until).state == "evidenced"
    assert standing_of(tool, "ROL-04", on=after).state == "expired"


@pytest.mark.parametrize(
    "given",
    [
        Given(title="", text="…"),
        Given(title="Rien"),
        Given(title="Deux", text="…", address="https://example.org/"),
        Given(title="Adresse", address="javascript:alert(1)"),
        Given(title="Vide", file_name="a.pdf", content=b""),
        Given(title="Autre", file_name="a.exe", content=b"MZ"),
        Given(title="Menti", file_name="a.pdf", content=b"MZ\x90"),
        Given(title="Binaire", file_name="a.txt", content=b"a\0b"),
        Given(title="Chemin", file_name="../a.pdf", content=PDF),
        Given(title="Grand", file_name="a.pdf", content=PDF.ljust(GREATEST_BYTES + 1)),
        Given(title="Passé", text="…", valid_until=date(2020, 1, 1)),
    ],
    ids=lambda given: given.title,
)
def test_what_is_no_evidence_is_refused_and_nothing_is_kept(given: Given) -> None:
    tool = a_tool(a_hospital())
    with pytest.raises(StewardshipError):
        give_evidence(tool, "ROL-04", given, actor=HOUSE)
    assert not Evidence.objects.for_hospital(tool.hospital_id).exists()


def test_no_evidence_is_given_of_a_control_that_does_not_exist() -> None:
    with pytest.raises(StewardshipError, match="XXX-99"):
        give_evidence(a_tool(a_hospital()), "XXX-99", NOTE, actor=HOUSE)


def tomorrow() -> date:
    """Return the day after today."""
    return timezone.localdate() + timedelta(days=1)


def test_a_waiver_is_signed_ends_and_can_be_taken_back() -> None:
    tool = a_tool(a_hospital())
    why = Exempted(reason="Le matériel manque.", signer="Édith Marchal", until_on=tomorrow())
    row = waive_control(tool, "ROL-04", why, actor=HOUSE)
    assert stands(tool, "ROL-04") == "waived"
    after = tomorrow() + timedelta(days=1)
    assert standing_of(tool, "ROL-04", on=after).state == "to_do"
    withdraw_exemption(row, actor=HOUSE)
    assert stands(tool, "ROL-04") == "to_do"


def test_a_waiver_that_is_over_makes_place_for_another_one() -> None:
    tool = a_tool(a_hospital())
    why = Exempted(reason="Encore.", signer="Édith Marchal", until_on=tomorrow())
    row = waive_control(tool, "ROL-04", why, actor=HOUSE)
    with pytest.raises(StewardshipError):
        waive_control(tool, "ROL-04", why, actor=HOUSE)
    Exemption.objects.for_hospital(tool.hospital_id).filter(pk=row.pk).update(
        until_on=date(2020, 1, 1)
    )
    waive_control(tool, "ROL-04", why, actor=HOUSE)
    assert Exemption.objects.for_hospital(tool.hospital_id).count() == 2


@pytest.mark.parametrize(
    ("control", "why"),
    [
        ("REG-01", Exempted(reason="Non.", signer="A", until_on=date(2099, 1, 1))),
        ("ROL-04", Exempted(reason=" ", signer="A")),
        ("ROL-04", Exempted(reason="Oui.", signer="")),
    ],
)
def test_an_exemption_without_reason_or_signer_or_right_is_refused(
    control: str, why: Exempted
) -> None:
    tool = a_tool(a_hospital())
    with pytest.raises(StewardshipError):
        say_not_applicable(tool, control, why, actor=HOUSE)
    assert not Exemption.objects.for_hospital(tool.hospital_id).exists()


def test_a_waiver_lasts_a_year_at_most() -> None:
    tool = a_tool(a_hospital())
    for until in (None, date(2020, 1, 1), timezone.localdate() + timedelta(days=400)):
        why = Exempted(reason="Non.", signer="A", until_on=until)
        with pytest.raises(StewardshipError):
            waive_control(tool, "ROL-04", why, actor=HOUSE)


def test_whoever_keeps_the_register_waives_nothing() -> None:
    hospital = a_hospital()
    tool, referent = a_tool(hospital), acting(hospital, "ai_referent")
    why = Exempted(reason="Non.", signer="A", until_on=tomorrow())
    with pytest.raises(NotAllowedError):
        waive_control(tool, "ROL-04", why, actor=referent)
    give_evidence(tool, "ROL-04", NOTE, actor=referent)


def test_an_intake_gives_the_class_and_lapses_with_a_major_version() -> None:
    tool = a_tool(a_hospital())
    sign_intake(tool, said(q6="yes"), actor=HOUSE)
    tool.refresh_from_db()
    assert (tool.risk_class, stands(tool, "REG-03")) == ("transparency", "evidenced")
    Tool.objects.for_hospital(tool.hospital_id).filter(pk=tool.pk).update(version="2.9")
    tool.refresh_from_db()
    assert intake_in_force(tool) is not None
    Tool.objects.for_hospital(tool.hospital_id).filter(pk=tool.pk).update(version="3.0")
    tool.refresh_from_db()
    assert intake_in_force(tool) is None
    assert stands(tool, "REG-03") == "to_do"
    assert intakes_of(tool).count() == 1


def test_an_intake_with_flaws_is_not_kept() -> None:
    tool = a_tool(a_hospital())
    with pytest.raises(StewardshipError, match="q1"):
        sign_intake(tool, {**said(), "q1": Said("no")}, actor=HOUSE)
    assert not intakes_of(tool).exists()


def test_an_intake_of_an_entry_that_changed_meanwhile_is_refused() -> None:
    tool = a_tool(a_hospital())
    with pytest.raises(StaleToolError):
        sign_intake(tool, said(), actor=HOUSE, row_version=7)


def test_a_forbidden_practice_stays_closed_whatever_is_signed() -> None:
    tool = a_tool(a_hospital())
    sign_intake(tool, said(q2="yes"), actor=HOUSE)
    why = Exempted(reason="Non.", signer="A", until_on=tomorrow())
    with pytest.raises(StewardshipError):
        waive_control(tool, "REG-03", why, actor=HOUSE)
    held = controls_lacking(tool, step="pilot", on=timezone.localdate())
    assert "REG-03" in {one.control.id for one in held}


def consult(tool: Tool, body: str) -> None:
    """Note that a body was consulted today."""
    now = timezone.now()
    Consultation.objects.create(
        hospital_id=tool.hospital_id,
        tool=tool,
        level=tool.hospital,
        body=body,
        held_on=timezone.localdate(now),
        opinion="noted",
        reference="PV 12",
        noted_at=now,
    )


def ask_for_training(tool: Tool) -> None:
    """Ask for a module of the tool's own."""
    Requirement.objects.create(
        hospital_id=tool.hospital_id, tool=tool.key, module="limits", tool_major=tool.major
    )


def fill(tool: Tool, **told: Any) -> None:
    """Fill fields of an entry."""
    tool.fields = {**tool.fields, **told}
    tool.save(update_fields=["fields"])


@pytest.mark.parametrize(
    ("control", "keep"),
    [
        ("REG-01", lambda tool: fill(tool, **whole_fields())),
        ("REG-03", lambda tool: sign_intake(tool, said(), actor=HOUSE)),
        ("REG-04", lambda tool: fill(tool, **whole_fields())),
        ("SOC-02", lambda tool: consult(tool, "cse")),
        ("SOC-03", lambda tool: consult(tool, "f3sct")),
        ("SOC-05", lambda tool: fill(tool, duerp_ref="L-12")),
        ("TRN-02", ask_for_training),
        ("TRN-03", ask_for_training),
    ],
)
def test_a_computed_control_is_kept_by_what_it_asks_for(
    control: str, keep: Callable[[Tool], object]
) -> None:
    tool = a_tool(a_hospital())
    before = standing_of(tool, control, on=timezone.localdate())
    assert (before.state, before.is_computed) == ("to_do", True)
    assert before.lacks
    keep(tool)
    assert stands(tool, control) == "evidenced"


def test_paid_training_in_a_module_that_the_tool_asks_for_keeps_its_control() -> None:
    house = a_house()
    tool, person = house.tool, house.people["p0"]
    tool.risk_class = "minimal"
    require(house.hospital, tool.key, "limits")
    assert (stands(tool, "TRN-01"), stands(tool, "TRN-04")) == ("to_do", "to_do")
    at = timezone.now() - timedelta(days=1)
    for part in ("quiz", "case"):
        passed(person, "limits", part, at=at)
    assert (stands(tool, "TRN-01"), stands(tool, "TRN-04")) == ("evidenced", "evidenced")


def test_those_who_decide_are_trained_as_the_tool_asks() -> None:
    house = a_house()
    tool, person = house.tool, house.people["p0"]

    def lacking() -> list[str]:
        return [one.code for one in checked(tool, on=timezone.localdate())["TRN-05"]]

    assert lacking() == ["no_requirement_of_deciders"]
    require(house.hospital, tool.key, "measuring", audience="decider")
    assert lacking() == ["nobody_decides"]
    an_account(house.hospital, "care_director", person=person)
    assert lacking() == ["deciders_untrained"]
    ready_for(person, tool.key, tool.major, audience="decider")
    assert stands(tool, "TRN-05") == "evidenced"


def test_a_declaration_left_without_answer_holds_its_control_back() -> None:
    hospital = a_hospital()
    tool = a_tool(hospital)
    declare_tool(hospital, Declared(name="Un tableur", purpose="Compter"), actor=HOUSE)
    assert stands(tool, "REG-02") == "evidenced"
    Declaration.objects.for_hospital(hospital).update(
        declared_at=timezone.now() - timedelta(days=17)
    )
    assert stands(tool, "REG-02") == "to_do"


def test_what_is_computed_is_what_the_catalogue_says_is_checked() -> None:
    assert set(CHECKS) == {one.id for one in controls().values() if one.check}


def test_another_hospital_s_register_is_not_to_be_changed() -> None:
    hospital = a_hospital()
    tool = a_tool(hospital)
    elsewhere = Level.objects.create(code="CH-X", kind="hospital", name="Ailleurs")
    stranger: Actor = acting(elsewhere, "ai_referent")
    with pytest.raises(NotAllowedError):
        give_evidence(tool, "ROL-04", NOTE, actor=stranger)
