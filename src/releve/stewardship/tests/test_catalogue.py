"""The catalogue of controls and the legal calendar: what binds, when, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.kit.gates import Lack
from releve.stewardship.catalogue import controls, family_names, milestones
from releve.stewardship.engine.controls import (
    STEPS,
    Bound,
    ControlStanding,
    Exempt,
    Known,
    Milestone,
    Shown,
    due_on,
    months_after,
    moved,
    standing,
)
from releve.stewardship.engine.intake import DUTIES
from releve.stewardship.vocabulary import BLOCKS_AT, DEPLOYER_ROLES, ORIGINS, RISK_CLASSES

TODAY = date(2027, 3, 1)
HIGH = Bound("high", "deployer", "third_party", "public", frozenset({"dpia", "fria"}))
LACK = (Lack("no_plan"),)


def due(risk_class: str, calendar: Mapping[str, Milestone]) -> dict[str, date | None]:
    """Return when each control is due for a class of risk under a calendar."""
    found = controls().values()
    return {one.id: due_on(one, risk_class=risk_class, milestones=calendar) for one in found}


@given(
    st.sampled_from(sorted(milestones())),
    st.integers(-4000, 4000).filter(bool),
    st.sampled_from(RISK_CLASSES),
)
def test_moving_a_milestone_moves_the_controls_that_cite_it_and_no_other(
    name: str, days: int, risk_class: str
) -> None:
    shift = timedelta(days=days)
    later = moved(milestones().values(), name, milestones()[name].on + shift)
    before, after = due(risk_class, milestones()), due(risk_class, later)
    citing = {one.id for one in controls().values() if one.milestone_for(risk_class) == name}
    assert {one for one in before if before[one] != after[one]} == citing
    for one in citing:
        was = before[one]
        assert was is not None
        assert after[one] == was + shift


def test_the_catalogue_is_whole_and_speaks_known_words() -> None:
    found = controls()
    assert len(found) == 55
    assert STEPS == BLOCKS_AT
    for one in found.values():
        assert one.blocks_at in BLOCKS_AT
        assert set(one.classes) <= set(RISK_CLASSES)
        assert set(one.roles) <= set(DEPLOYER_ROLES)
        assert set(one.origins) <= set(ORIGINS)
        assert set(one.duties) <= set(DUTIES)
        assert set(one.milestones.values()) <= set(milestones())
        assert one.check in ("", "sole", "either")
        assert all((one.what.fr, one.what.en, one.evidence.fr, one.evidence.en, one.source))
        assert one.family in family_names()


def test_every_milestone_says_how_sure_it_is_and_where_it_was_read() -> None:
    for one in milestones().values():
        assert one.status in ("published", "adopted", "to_verify")
        assert one.source


def test_the_dates_of_the_omnibus_are_those_of_the_note() -> None:
    told = {name: milestones()[name].on for name in ("ai-act-annex-iii", "ai-act-products")}
    assert told == {
        "ai-act-annex-iii": date(2027, 12, 2),
        "ai-act-products": date(2028, 8, 2),
    }


def stands(control: str, known: Known, *, bound: Bound = HIGH, on: date = TODAY) -> ControlStanding:
    """Return how a control stands for a high-risk tool."""
    return standing(controls()[control], bound, known, milestones=milestones(), on=on)


def test_a_duty_of_the_law_holds_nothing_back_before_its_date() -> None:
    found = stands("OVS-02", Known())
    assert (found.state, found.due_on) == ("to_do", date(2027, 12, 2))
    assert not found.holds_back("step", on=TODAY)
    assert found.holds_back("step", on=date(2027, 12, 2))


def test_the_same_duty_of_a_medical_device_has_its_own_date() -> None:
    device = Bound("high_product", "deployer", "third_party", "public", frozenset({"device"}))
    assert stands("OVS-02", Known(), bound=device).due_on == date(2028, 8, 2)


def test_a_control_holds_back_its_step_and_those_after_it() -> None:
    found = stands("ROL-04", Known())
    steps = ("intake", "pilot", "step", "general", "retire")
    assert [one for one in steps if found.holds_back(one, on=TODAY)] == ["general"]
    pilot = stands("TRN-02", Known(lacks=LACK))
    assert [one for one in steps if pilot.holds_back(one, on=TODAY)] == ["pilot", "step", "general"]


def test_retiring_asks_for_its_own_controls_alone() -> None:
    assert stands("REG-05", Known()).holds_back("retire", on=TODAY)
    assert not stands("TRN-02", Known(lacks=LACK)).holds_back("retire", on=TODAY)
    assert not stands("REG-05", Known()).holds_back("general", on=TODAY)


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (Known(), "to_do"),
        (Known(shown=(Shown(TODAY, None),)), "evidenced"),
        (Known(shown=(Shown(date(2026, 2, 1), None),)), "expired"),
        (Known(shown=(Shown(date(2024, 1, 1), date(2027, 3, 1)),)), "evidenced"),
        (Known(exempt=Exempt("waived", "…", "A", TODAY)), "waived"),
        (Known(exempt=Exempt("waived", "…", "A", date(2027, 2, 28))), "to_do"),
        (Known(exempt=Exempt("not_applicable", "…", "A", None)), "not_applicable"),
    ],
)
def test_a_control_stands_by_its_evidence_until_that_ends(known: Known, state: str) -> None:
    assert stands("ROL-04", known).state == state


@pytest.mark.parametrize(
    ("control", "lacks", "shown", "state"),
    [
        ("ROL-01", (), False, "evidenced"),
        ("ROL-01", LACK, False, "to_do"),
        ("ROL-01", LACK, True, "in_progress"),
        ("OVS-01", (), False, "evidenced"),
        ("OVS-01", LACK, True, "evidenced"),
        ("OVS-01", LACK, False, "to_do"),
    ],
)
def test_what_is_computed_decides_alone_or_beside_evidence(
    control: str, lacks: tuple[Lack, ...], shown: bool, state: str
) -> None:
    evidence = (Shown(TODAY, None),) if shown else ()
    assert stands(control, Known(shown=evidence, lacks=lacks)).state == state


def test_nobody_waives_what_binds_every_tool() -> None:
    waived = Known(exempt=Exempt("waived", "…", "A", TODAY), lacks=LACK)
    assert stands("REG-03", waived).state == "to_do"


def test_a_control_binds_the_tools_that_it_names_and_no_other() -> None:
    own = Bound("not_ai", "both", "own", "public", frozenset())
    bound = {one for one in controls() if stands(one, Known(), bound=own).state != "not_bound"}
    assert {"REG-01", "ROL-01", "SOC-03", "TRN-02"} <= bound
    assert not {"BUY-01", "OVS-01", "DPIA-01", "SOC-01", "INF-07"} & bound


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after
