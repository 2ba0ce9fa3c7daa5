"""Searches as rows: who may begin, who ends them, and what is kept of each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from releve.kit.actors import HOUSE
from releve.kit.engines import Progress
from releve.people.models import Level
from releve.roster.actions import (
    ask_search,
    open_roster,
    rescue_search,
    save_version,
    stop_search,
)
from releve.roster.actions.search_process import aims_of, run_search
from releve.roster.actions.searches import end_search, keep_found
from releve.roster.engine.aims import AIMS as ENGINE_AIMS
from releve.roster.engine.result import Result
from releve.roster.engine.stored import answer_text
from releve.roster.engine.tests.builders import MONDAY
from releve.roster.models import Roster, Search
from releve.roster.queries.searches import live_search, search_of, standing
from releve.roster.tests.months import (
    a_month,
    a_plan,
    demand_of,
    found,
    impossible_problem,
    now,
    short_problem,
)
from releve.roster.vocabulary import AIMS

SOLVER = "releve.roster.actions.search_process.solve_in_child"
TUESDAY = MONDAY + timedelta(days=1)
COVERED = a_plan(MONDAY, TUESDAY, TUESDAY + timedelta(days=1))


def a_search(month: Roster, **facts: Any) -> Search:
    """Save a search that nobody runs, with some facts of its row changed."""
    search, _is_new = ask_search(month, actor=HOUSE)
    Search.objects.filter(pk=search.pk).update(**facts)
    search.refresh_from_db()
    return search


def silent_since(seconds: float = 60) -> dict[str, Any]:
    """Return the facts of a search that nobody has heard of for a while."""
    return {"state": "running", "heard_at": timezone.now() - timedelta(seconds=seconds)}


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Call all at the same moment, each in a thread with its own connection."""
    gate, answers = threading.Barrier(len(calls)), list[Any]()

    def one(call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", [{"aim": "cheap"}, {"seconds": 0}, {"seconds": 3601}, {"aim": "stable"}]
)
def test_a_search_that_makes_no_sense_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no search|none was given"):
        ask_search(a_month(), **asked, actor=HOUSE)


@pytest.mark.django_db
def test_the_version_of_another_period_is_no_reference() -> None:
    month = a_month()
    later = {"starts_on": MONDAY + timedelta(days=7), "ends_on": MONDAY + timedelta(days=9)}
    other = open_roster(month.unit, short_problem(**later, wishes=()), actor=HOUSE)
    version = save_version(demand_of(other), found(other), actor=HOUSE)
    with pytest.raises(ValueError, match="another period"):
        ask_search(month, reference=version, actor=HOUSE)


@pytest.mark.django_db
def test_a_period_of_which_nothing_is_asked_is_not_searched() -> None:
    month = a_month()
    day = MONDAY - timedelta(days=9)
    bare = Roster.objects.create(
        hospital=month.hospital, unit=month.unit, starts_on=day, ends_on=day
    )
    with pytest.raises(ValueError, match="nothing is asked"):
        ask_search(bare, actor=HOUSE)


@pytest.mark.django_db
def test_the_search_under_way_is_returned_instead_of_a_second() -> None:
    month = a_month()
    first, second = (
        ask_search(month, actor=HOUSE),
        ask_search(month, aim="fair", seconds=5, actor=HOUSE),
    )
    assert (first[1], second[1]) == (True, False)
    assert (second[0].pk, second[0].aim) == (first[0].pk, "balanced")


@pytest.mark.django_db
def test_a_silent_search_is_rescued_by_whoever_asks_for_the_next() -> None:
    month = a_month()
    lost = a_search(month, **silent_since(), best=answer_text(COVERED))
    search, is_new = ask_search(month, actor=HOUSE)
    assert is_new is True
    assert search.pk != lost.pk
    assert (now(lost).state, month.versions.count()) == ("lost", 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_the_same_search() -> None:
    month = a_month()
    answers = together(*[lambda: ask_search(Roster.objects.get(pk=month.pk), actor=HOUSE)] * 4)
    assert sorted(is_new for _, is_new in answers) == [False, False, False, True]
    assert {search.pk for search, _ in answers} == {month.searches.get().pk}


@pytest.mark.django_db(transaction=True)
def test_two_who_rescue_at_once_save_one_version() -> None:
    month = a_month()
    lost = a_search(month, **silent_since(), best=answer_text(COVERED))
    answers = together(*[lambda: rescue_search(now(lost), actor=HOUSE)] * 3)
    assert sorted(answers) == [False, False, True]
    assert [set(version.result.answer) for version in month.versions.all()] == [set(COVERED)]
    assert (now(lost).state, now(lost).version) == ("lost", month.versions.get())


@pytest.mark.django_db(transaction=True)
def test_stop_rescue_and_end_at_once_save_one_version() -> None:
    month = a_month()
    search = a_search(month, **silent_since(), best=answer_text(COVERED))
    answer = found(month, *COVERED)
    together(
        lambda: end_search(now(search), answer, aim="balanced"),
        lambda: rescue_search(now(search), actor=HOUSE),
        lambda: stop_search(now(search), actor=HOUSE),
    )
    assert month.versions.count() == 1
    assert now(search).state in {"done", "lost"}
    assert now(search).version == month.versions.get()


@pytest.mark.django_db
def test_a_search_that_was_heard_of_is_not_rescued() -> None:
    search = a_search(a_month(), state="running", best=answer_text(COVERED))
    assert (rescue_search(search, actor=HOUSE), now(search).state) == (False, "running")


@pytest.mark.django_db
def test_a_process_may_take_longer_to_wake_than_to_speak_again() -> None:
    waiting = a_search(a_month(), heard_at=timezone.now() - timedelta(seconds=20))
    assert standing(waiting, at=timezone.now()).is_silent is False
    waiting.state = "running"
    assert standing(waiting, at=timezone.now()).is_silent is True


@pytest.mark.django_db
def test_a_rescued_search_keeps_the_aim_of_its_answer() -> None:
    month = a_month()
    facts = silent_since() | {"aim": "choice", "aim_now": "fair"}
    lost = a_search(month, **facts, best=answer_text(COVERED))
    assert rescue_search(lost, actor=HOUSE) is True
    assert month.versions.get().aim == "fair"


@pytest.mark.django_db
def test_a_rescued_answer_that_breaks_the_law_is_not_kept() -> None:
    month = a_month()
    unlawful = (*COVERED, *(cell.__class__(cell.person, cell.day, "N") for cell in COVERED))
    lost = a_search(month, **silent_since(), best=answer_text(unlawful))
    assert rescue_search(lost, actor=HOUSE) is True
    assert (now(lost).state, month.versions.count()) == ("lost", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("best", ["", answer_text(COVERED)])
def test_stopping_a_silent_search_closes_it(best: str) -> None:
    month = a_month()
    lost = a_search(month, **silent_since(), best=best)
    stop_search(lost, actor=HOUSE)
    assert (now(lost).state, month.versions.count()) == ("lost", 1 if best else 0)


@pytest.mark.django_db
def test_an_ended_search_is_not_stopped_nor_ended_again() -> None:
    month = a_month()
    search = a_search(month, state="running")
    assert end_search(search, found(month, *COVERED), aim="balanced") is True
    stop_search(search, actor=HOUSE)
    assert end_search(search, found(month), aim="balanced") is False
    assert (now(search).state, now(search).stop_asked) == ("done", False)
    assert month.versions.count() == 1


@pytest.mark.django_db
def test_an_answer_no_better_than_the_reference_is_not_saved_again() -> None:
    month = a_month()
    reference = save_version(demand_of(month), found(month, *COVERED), actor=HOUSE)
    search, _ = ask_search(month, reference=reference, actor=HOUSE)
    end_search(search, found(month, *COVERED), aim="balanced")
    assert (now(search).state, now(search).version) == ("done", reference)
    assert month.versions.count() == 1


@pytest.mark.django_db
def test_what_each_aim_of_a_choice_finds_is_a_version() -> None:
    month = a_month()
    search, _ = ask_search(month, aim="choice", actor=HOUSE)
    assert keep_found(search, found(month, *COVERED[:1]), aim="wishes") is True
    assert keep_found(search, found(month, *COVERED), aim="fair") is True
    assert end_search(search, found(month, *COVERED), aim="stable") is True
    kept = {version.aim: len(version.result.answer) for version in month.versions.all()}
    assert (kept, now(search).state) == ({"wishes": 1, "fair": 3}, "done")
    assert now(search).aim_now == "stable"  # also where it ended before its progress was told


@pytest.mark.django_db
def test_a_choice_whose_last_aim_finds_the_reference_leads_to_what_another_found() -> None:
    month = a_month()
    reference = save_version(demand_of(month), found(month, *COVERED[:1]), actor=HOUSE)
    search, _ = ask_search(month, aim="choice", reference=reference, actor=HOUSE)
    assert keep_found(search, found(month, *COVERED), aim="fair") is True
    assert end_search(search, found(month, *COVERED[:1]), aim="stable") is True
    better = month.versions.exclude(pk=reference.pk).get()
    assert (now(search).state, now(search).version) == ("done", better)


@pytest.mark.django_db
def test_a_choice_asks_for_few_changes_only_where_something_can_change() -> None:
    month = a_month()
    reference = save_version(demand_of(month), found(month), actor=HOUSE)
    search, _ = ask_search(month, aim="choice", actor=HOUSE)
    assert aims_of(search) == ("wishes", "fair")
    search.reference = reference
    assert aims_of(search) == ("wishes", "fair", "stable")


@pytest.mark.django_db
def test_a_search_without_an_answer_says_so() -> None:
    month = a_month()
    search = a_search(month, state="running")
    end_search(search, Result("unknown"), aim="balanced")
    assert (now(search).state, now(search).version) == ("no_answer", None)


@pytest.mark.django_db(transaction=True)
def test_a_search_in_this_process_saves_the_best_roster() -> None:
    month = a_month()
    search, _ = ask_search(month, seconds=30, actor=HOUSE)
    heard: list[Progress] = []
    assert run_search(search, hear=heard.append) is True
    ended = now(search)
    assert (ended.state, ended.best, bool(heard)) == ("done", "", True)
    assert ended.version is not None
    assert (ended.version.result.status, ended.version.holes) == ("optimal", 0)
    assert ended.version == Roster.objects.get(pk=month.pk).chosen
    assert run_search(search) is False


@pytest.mark.django_db(transaction=True)
def test_an_impossible_demand_is_told_with_its_reasons() -> None:
    month = a_month(impossible_problem())
    search, _ = ask_search(month, seconds=30, actor=HOUSE)
    run_search(search)
    told = standing(now(search), at=timezone.now())
    assert (told.state, told.share, told.reasons_are_irreducible) == ("infeasible", 1.0, True)
    assert {reason.code for reason in told.reasons} == {"FIXED", "RULE"}


@pytest.mark.django_db(transaction=True)
def test_a_search_that_goes_wrong_is_closed_with_its_best_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_given: Any, incumbent: Callable[..., None], **_options: Any) -> Result:
        incumbent(COVERED)
        raise RuntimeError("out of order")

    monkeypatch.setattr(SOLVER, broken)
    month = a_month()
    search, _ = ask_search(month, actor=HOUSE)
    with pytest.raises(RuntimeError, match="out of order"):
        run_search(search)
    assert (now(search).state, now(search).version) == ("lost", month.versions.get())


@pytest.mark.django_db
def test_a_page_reads_where_a_search_stands() -> None:
    facts = {"stage": "goals", "incumbent": 200.0, "bound": 150.0, "elapsed_seconds": 15.0}
    search = a_search(a_month(), state="running", **facts)
    told = standing(search_of(search.roster, search.pk), at=timezone.now())
    assert (told.share, told.gap, told.is_live, told.reasons) == (0.25, 0.25, True, ())
    assert (told.stage, told.incumbent, told.bound) == ("goals", 200.0, 150.0)


@pytest.mark.django_db
def test_the_search_of_another_period_is_not_found() -> None:
    search = a_search(a_month())
    unit = Level.objects.get(code="CARDIO")
    other = open_roster(unit, short_problem(), actor=HOUSE)
    with pytest.raises(Search.DoesNotExist):
        search_of(other, search.pk)
    assert (live_search(other), live_search(search.roster)) == (None, search)


def test_the_tables_know_every_aim_of_the_engine() -> None:
    assert AIMS == ENGINE_AIMS


@pytest.mark.django_db(transaction=True)
def test_a_search_for_a_choice_leaves_lawful_rosters_of_different_aims() -> None:
    month = a_month()
    reference = save_version(demand_of(month), found(month, *COVERED[:1]), actor=HOUSE)
    search, _ = ask_search(month, aim="choice", seconds=30, reference=reference, actor=HOUSE)
    assert run_search(search) is True
    ended = now(search)
    new = list(month.versions.exclude(pk=reference.pk).order_by("number"))
    assert (ended.state, ended.aim_now, ended.best) == ("done", "stable", "")
    assert {version.aim for version in new} <= {"wishes", "fair", "stable"}
    assert [(version.holes, version.breaches) for version in new] == [(0, 0)] * len(new)
    assert ended.version in new
