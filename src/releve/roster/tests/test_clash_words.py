"""Every fact of a clash says what could be relaxed and by whose decision, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from releve.kit.words import use_language
from releve.roster.clash_words import ClashFact, clash_facts, clash_lines
from releve.roster.engine.problem import PastShift, Problem
from releve.roster.engine.result import Reason
from releve.roster.engine.rules import Decision, LocalRule, load_pack
from releve.roster.engine.rules.forms import Count, Days, Window
from releve.roster.engine.tests.builders import MONDAY, a_person, a_problem, twelve_hours

TUESDAY = MONDAY + timedelta(days=1)
SUNDAY = MONDAY - timedelta(days=1)


def a_ward(**changes: object) -> Problem:
    """Return a ward where Ana worked the night before the period."""
    people = (
        a_person("ana", name="Ana Fougère", history=(PastShift(SUNDAY, "N"),)),
        a_person("bea", name="Béa Tilleul"),
    )
    form = Count("count", of=Days("duty"), window=Window("civil_week"), minimum=1)
    rules = (LocalRule(id="WARD", form=form, title="One duty a week"),)
    since = MONDAY - timedelta(days=14)
    facts: dict[str, object] = {"people": people, "rules": rules, "history_from": since}
    return a_problem(**(facts | changes))


def one(reason: Reason, problem: Problem | None = None) -> ClashFact:
    return clash_facts(problem or a_ward(), (reason,))[0]


def rule(rule_id: str) -> Reason:
    return Reason("RULE", person="bea", rule=rule_id, day=MONDAY, to_day=TUESDAY)


@pytest.mark.parametrize(
    ("reason", "can_change", "decider"),
    [
        (Reason("FIXED", person="bea", day=MONDAY, shift="J"), True, "ward_manager"),
        (Reason("FIXED", person="bea", day=MONDAY), True, "ward_manager"),
        (Reason("MAXIMUM", need="jour", day=MONDAY), True, "ward_manager"),
        (Reason("UNAVAILABLE", person="bea", day=MONDAY, to_day=TUESDAY), True, "person"),
        (Reason("R-NO-NIGHTS", person="bea"), False, "human_resources"),
        (Reason("REGIME", person="bea"), False, "human_resources"),
        (Reason("OVERLAP", person="bea", day=MONDAY), False, "nobody"),
        (rule("WARD"), True, "ward_manager"),
        (rule("FPH-48-7D"), False, "nobody"),
        (rule("FPH-REST-D"), True, "management"),
        (rule("FPH-OT-YEAR"), True, "authority"),
        (rule("FPH-12H"), False, "nobody"),
    ],
)
def test_every_fact_has_its_sentences_and_its_decider(
    reason: Reason, can_change: bool, decider: str
) -> None:
    for language in ("fr", "en"):
        with use_language(language):
            fact = one(reason)
        assert (fact.can_change, fact.decider_code) == (can_change, decider)
        assert fact.relaxation.endswith(".")
        assert fact.decider.endswith(".")
        assert fact.sentence
        assert fact.reason == reason


def test_only_rules_whose_pack_names_a_decision_can_be_relaxed_by_one() -> None:
    bare = a_ward(decisions=())
    for known in load_pack("fph").rules:
        if known.is_hard and known.not_judged is None:
            fact = one(rule(known.id), bare)
            assert fact.can_change == bool(known.lifted_by)


def test_a_rule_already_under_a_decision_offers_no_other_decision() -> None:
    until = MONDAY + timedelta(days=30)
    signed = Decision(rule="FPH-REST-D", signer="Direction", from_on=SUNDAY, to_on=until)
    fact = one(rule("FPH-REST-D"), a_ward(decisions=(twelve_hours(), signed)))
    assert (fact.can_change, fact.decider_code) == (False, "nobody")
    elsewhere = Decision(
        rule="FPH-REST-D", signer="Direction", from_on=SUNDAY, to_on=until, unit="REA"
    )
    assert one(rule("FPH-REST-D"), a_ward(decisions=(twelve_hours(), elsewhere))).can_change


def test_the_rest_between_shifts_is_told_with_what_its_pack_says() -> None:
    fact = one(rule("FPH-REST-D"))
    assert fact.sentence == (
        "Béa Tilleul: Daily rest of 12 hours (FPH-REST-D), décret 2002-9, art. 6,"
        " from 2 March to 3 March"
    )
    assert fact.decider == (
        "Management, by a signed decision after a local agreement."
        " Human resources say who must be heard first."
    )


def test_a_shift_already_worked_stands_behind_its_rule() -> None:
    reason = Reason("RULE", person="ana", rule="FPH-REST-D", day=SUNDAY, to_day=MONDAY)
    facts = clash_facts(a_ward(), (reason,))
    assert [fact.sentence for fact in facts if fact.reason is None] == [
        "Ana Fougère: N already worked on Sunday 1 March"
    ]


def test_an_absence_of_several_days_is_one_fact() -> None:
    reason = Reason("UNAVAILABLE", person="bea", day=MONDAY, to_day=TUESDAY)
    assert one(reason).sentence == "Béa Tilleul: unavailable from 2 March to 3 March"
    with use_language("fr"):
        assert (
            one(reason).sentence
            == "Béa Tilleul\N{NO-BREAK SPACE}: indisponible du 2 mars au 3 mars"
        )


def test_what_the_ward_decides_comes_first() -> None:
    reasons = (
        rule("FPH-48-7D"),
        rule("FPH-REST-D"),
        Reason("FIXED", person="bea", day=MONDAY, shift="J"),
    )
    codes = [fact.decider_code for fact in clash_facts(a_ward(), reasons)]
    assert codes == ["ward_manager", "management", "nobody"]


def test_doubt_about_the_set_is_said() -> None:
    reasons = (Reason("FIXED", person="bea", day=MONDAY, shift="J"),)
    doubt = "The time ended before each fact was tried: some of them may have no part in it."
    assert doubt in list(clash_lines(a_ward(), reasons, is_irreducible=False))
    assert doubt not in list(clash_lines(a_ward(), reasons))
