"""What a colleague is told of others: their shift codes, and nothing that could be worked out.

The same plan is shown twice to the same member of the team: once as it is, once with another
person's absences, share of time, wishes, memory and restrictions changed. Whatever she opens
must be the same to the last byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from releve.roster.actions.versions import judged_version
from releve.roster.clash_words import reasons_text
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.result import Reason
from releve.roster.models import Demand, Version
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.roster.tests.wards import Ward, a_ward, an_account, signed_in

pytestmark = pytest.mark.django_db

READER, OTHER = "ana", "bea"
CHANGES: dict[str, dict[str, Any]] = {
    "absence": {"unavailable": [{"person": OTHER, "from": "2026-03-12", "to": "2026-03-12"}]},
    "wish": {"wishes": [{"person": OTHER, "day": "2026-03-13", "wish": "off", "weight": 9}]},
    "share": {"contract": {"pack": "fph", "share": 0.5}},
    "memory": {"memory": {"weeks": 4, "nights": 11}},
    "restriction": {"restrictions": [{"kind": "no_nights", "from": "2026-03-01"}]},
}
TOKEN = re.compile(rb'value="[A-Za-z0-9]{64}"')
"""What makes a form safe is drawn anew for each page."""
QUESTIONS = (
    "",
    f"?person={OTHER}",
    f"?person={OTHER}&day=2026-03-12",
    f"?person={OTHER}&counter=hours",
    f"?person={OTHER}&counter=nights",
    f"?show=person&person={OTHER}",
    f"?show=person&person={OTHER}&day=2026-03-12",
    "?show=day&day=2026-03-12",
    "?show=month",
    "?hole=day&day=2026-03-10",
    "roster.pdf",
    "roster.pdf?paper=a4",
)


def changed(what: str) -> Problem:
    """Return the small ward with something else known of the other person."""
    facts, content = dict(CHANGES[what]), document()
    for key in ("contract", "memory", "restrictions"):
        if key in facts:
            content["people"][1][key] = facts.pop(key)
    return problem_of(content | facts)


def told(client: Client, ward: Ward, questions: Sequence[str]) -> Iterator[bytes]:
    """Yield what a browser is given at each address of the published version."""
    for question in questions:
        answer = client.get(ward.at(ward.published, question))
        assert answer.status_code == 200, question
        yield TOKEN.sub(b"", answer.content)


def turn_into(ward: Ward, problem: Problem) -> Ward:
    """Let the published version answer a problem, always with the same plan."""
    days = [problem.starts_on + timedelta(days=offset) for offset in (1, 4)]
    plan = tuple(Assignment(OTHER, day, "J") for day in days)
    demand = ward.published.demand
    Demand.objects.filter(pk=demand.pk).update(content=problem.to_json())
    demand.refresh_from_db()
    again = judged_version(demand, result_of(problem, plan))
    facts = ("found", "judged", "holes", "breaches", "cost")
    rows = Version.objects.filter(pk=ward.published.pk)
    rows.update(**{name: getattr(again, name) for name in facts})
    return replace(ward, published=rows.select_related("demand").get())


def differing(client: Client, what: str, questions: Sequence[str], *, ward: Ward) -> list[str]:
    """Return the questions that are answered otherwise once something else is known."""
    before = list(told(client, turn_into(ward, problem_of(document())), questions))
    after = list(told(client, turn_into(ward, changed(what)), questions))
    pairs = zip(questions, before, after, strict=True)
    return [question for question, one, two in pairs if one != two]


@pytest.mark.parametrize("what", CHANGES)
def test_a_colleague_s_facts_change_nothing_that_a_member_of_the_team_is_given(what: str) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person=READER))
    assert differing(client, what, QUESTIONS, ward=ward) == []


@pytest.mark.parametrize("what", CHANGES)
def test_who_plans_is_told_of_it(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("releve.roster.engine.why.child.warm", lambda: None)
    ward = a_ward()
    client = signed_in(an_account(ward, "ward_manager"))
    questions = ("", f"?person={OTHER}", f"?person={OTHER}&counter=nights")
    assert differing(client, what, questions, ward=ward) != []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_tables_with_everybody_s_facts_are_not_there_for_a_member_of_the_team(
    ending: str,
) -> None:
    ward = a_ward()
    client = signed_in(an_account(ward, "caregiver", person=READER))
    assert client.get(ward.at(ward.published, f"roster.{ending}")).status_code == 404


def test_an_impossible_shift_names_no_fact_of_a_colleague_to_a_member_of_the_team() -> None:
    problem = problem_of(document())
    day = problem.starts_on
    facts = [Reason("FIXED", person=who, day=day, shift="J") for who in (READER, OTHER)]
    own = reasons_text(problem, facts, of=READER)
    assert "Ana" in own
    assert "Béa" not in own
    assert "what holds for colleagues" in own
    assert "Béa" in reasons_text(problem, facts)
