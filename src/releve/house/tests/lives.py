"""A hospital in which one person has left traces everywhere; all of them are invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils.timezone import now

from releve.house.tests.lives_proposals import proposing
from releve.house.tests.lives_register import registering
from releve.jobs.models import Job
from releve.kit.actors import HOUSE
from releve.ledger.tests.marks import leave_a_mark
from releve.people.actions import (
    create_account,
    create_token,
    give_function,
    import_contracts,
    import_persons,
    import_restrictions,
    import_unavailability,
)
from releve.people.models import Account, Level, MailHabit, Person
from releve.people.queries import actor_of
from releve.people.tests.builders import a_hospital, rows_of
from releve.roster.actions import (
    Ask,
    ask_search,
    edit_cell,
    judge_worked,
    keep_cycle,
    open_calendar,
    open_roster,
    open_wishes,
    place_on_cycle,
    publish_version,
    save_version,
    state_preference,
    state_wish,
    undo_edit,
)
from releve.roster.engine.cycle import CyclePlace
from releve.roster.engine.live import Edit
from releve.roster.engine.problem import Assignment, Problem
from releve.roster.engine.stored import answer_text
from releve.roster.engine.tests.cycles import a_cycle
from releve.roster.gate import TOOL
from releve.roster.models import (
    Cycle,
    FedShift,
    OpenShift,
    OptIn,
    Roster,
    Search,
    Swap,
    SwapRule,
    Version,
    Volunteer,
)
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.shifts.actions import (
    close_month,
    declare_worked,
    publish_shifts,
    validate_worked,
)
from releve.shifts.facts import Declared, Edition, Planned
from releve.stewardship.tests.opened import open_tool
from releve.stewardship.tests.traces import traces_on_tools
from releve.training.tests.builders import training_of

HER = "ZQ-4471"
HER_WORDS = (HER, "Vandoeuvre", "Philomène", "phivan")
"""Her code, her names, and the name with which she signs in."""

OTHERS = ("YX-1203", "Ormeau", "Clément")
DAY = date(2026, 3, 10)


@dataclass
class Lives:
    """The hospital, her person and account, and the month in which both worked."""

    hospital: Level
    person: Person
    account: Account
    roster: Roster
    search: Search


def lives(*, contract_ends: str = "2026-03-31") -> Lives:
    """Save it all."""
    hospital = a_hospital()
    _staff(contract_ends)
    person = Person.objects.for_hospital(hospital).get(code=HER)
    account = create_account(
        actor=HOUSE,
        username="phivan",
        name="Philomène Vandoeuvre",
        password=None,
        hospital=hospital,
        person=person,
    )
    unit = Level.objects.get(code="URG")
    for function in ("ward_manager", "caregiver"):
        give_function(account, actor=HOUSE, function=function, level=unit, from_on=date(2020, 1, 1))
    open_tool(hospital, TOOL, [unit], [person])
    roster, search = _month(unit, account)
    _worked(unit, person, account)
    _too_close(unit, person)
    _traces(account)
    _programs(account, person)
    _wishes(account, person)
    _exchanges(account, person, roster)
    training_of(person, actor=actor_of(account))
    proposing(account, person)
    leave_a_mark(person)
    registering(account)
    traces_on_tools(account, unit)
    return Lives(hospital, person, account, roster, search)


def _staff(contract_ends: str) -> None:
    persons = [
        [HER, "Vandoeuvre", "Philomène", "URG", "nurse", "triage"],
        [OTHERS[0], OTHERS[1], OTHERS[2], "URG", "nurse", ""],
    ]
    import_persons(rows_of("persons", persons), actor=HOUSE)
    contracts = [
        [HER, "1", "fph", "day", "2020-01-01", contract_ends, "false"],
        [OTHERS[0], "1", "fph", "day", "2020-01-01", "", "false"],
    ]
    import_contracts(rows_of("contracts", contracts), actor=HOUSE)
    away = [[HER, "2026-03-12", "2026-03-13"]]
    import_unavailability(rows_of("unavailability", away), actor=HOUSE)
    limits = [[HER, "2026-01-01", "", "no_nights"]]
    import_restrictions(rows_of("restrictions", limits), actor=HOUSE)


def problem() -> Problem:
    """Return a week that says much about her, and something about her colleague."""
    one, other = (
        {"id": code, "name": name, "role": "nurse", "unit": "URG", "contract": {"pack": "fph"}}
        for code, name in ((HER, "Philomène Vandoeuvre"), (OTHERS[0], "Clément Ormeau"))
    )
    hers = {
        "skills": ["triage"],
        "history": [{"day": "2026-03-02", "shift": "J"}],
        "memory": {"weeks": 8, "nights": 3},
        "restrictions": [{"kind": "no_nights"}],
    }
    signed = {"rule": "FPH-12H", "from": "2026-01-01", "to": "2026-12-31"}
    return problem_of(
        document(
            people=[{**one, **hers}, other],
            wishes=[
                {"person": HER, "day": "2026-03-11", "wish": "off"},
                {"person": OTHERS[0], "day": "2026-03-12", "wish": "off"},
            ],
            unavailable=[{"person": HER, "from": "2026-03-12", "to": "2026-03-13"}],
            fixed=[{"person": HER, "day": "2026-03-10", "shift": "J"}],
            decisions=[{**signed, "signer": "Philomène Vandoeuvre, cadre de santé"}],
        )
    )


def _month(unit: Level, account: Account) -> tuple[Roster, Search]:
    actor = actor_of(account)
    week = problem()
    roster = open_roster(unit, week, actor=actor)
    plan = (Assignment(HER, DAY, "J"), Assignment(OTHERS[0], DAY + timedelta(days=1), "J"))
    # Two days in a row and then a night before a day: the judge has something to say of her.
    tired = (*plan, Assignment(HER, DAY + timedelta(days=2), "N"))
    version = save_version(roster.demands.get(), result_of(week, plan), actor=actor)
    draft = save_version(roster.demands.get(), result_of(week, tired), actor=actor)
    saturday = Edit(HER, DAY + timedelta(days=4), ("J",))
    edit_cell(draft, saturday, actor=actor, seen=0, reason="agreed")
    undo_edit(Version.objects.get(pk=draft.pk), actor=actor, seen=1)
    publish_version(version, actor=actor, at=datetime(2026, 1, 20, tzinfo=UTC))
    row = keep_cycle(unit, a_cycle("JJ.....", shifts=week.shifts), actor=actor, seen=0)
    place_on_cycle(unit, [CyclePlace(HER, "1")], actor=actor, seen=row.number)
    Cycle.objects.exclude(ended_at=None).update(ended_at=datetime(2026, 3, 25, tzinfo=UTC))
    search, _is_new = ask_search(roster, actor=actor)
    search.best = answer_text(plan)
    search.state, search.ended_at = "done", datetime(2026, 3, 1, tzinfo=UTC)
    search.save()
    return roster, search


def _worked(unit: Level, person: Person, account: Account) -> None:
    actor = actor_of(account)
    start = datetime(2026, 3, 10, 6, tzinfo=UTC)
    other = Person.objects.for_hospital(unit.hospital_id or 0).get(code=OTHERS[0])
    for version, hours in enumerate((12, 11), start=1):
        shift = Planned(
            person=person.pk,
            day=DAY,
            code="J",
            starts_at=start,
            ends_at=start + timedelta(hours=hours),
            minutes=60 * hours,
        )
        shown = Edition(
            from_on=DAY,
            to_on=DAY,
            source="URG/2026-03-09",
            version=version,
            planned=[shift, replace(shift, person=other.pk)],
            published_at=datetime(2026, 2, version, tzinfo=UTC),
        )
        publish_shifts(unit, shown, actor=actor)
    days = DAY, DAY + timedelta(days=1)
    validate_worked(unit, *days, actor=actor)
    validate_worked(unit, *days, actor=HOUSE)  # her own hours are another one's to validate
    close_month(unit, DAY, actor=actor)


def _too_close(unit: Level, person: Person) -> None:
    """Let her have worked twice with a rest of three hours, and the judge have seen it."""
    for hour in (5, 15):
        start = datetime(2026, 1, 6, hour, tzinfo=UTC)
        end = start + timedelta(hours=7)
        told = Declared(person=person, unit=unit, kind="recall", starts_at=start, ends_at=end)
        declare_worked(told, actor=HOUSE)
    judge_worked(unit, date(2026, 1, 1), date(2026, 1, 31), actor=HOUSE)


def _traces(account: Account) -> None:
    Authenticator.objects.create(user=account, type="totp", data={"secret": "SECRETSECRET"})
    SocialAccount.objects.create(user=account, provider="directory", uid="f00d")
    AccessAttempt.objects.create(
        username="phivan", ip_address="192.0.2.7", user_agent="Nimbus", failures_since_start=1
    )
    then = now() - timedelta(days=31)
    Job.objects.create(
        task="releve.roster.tasks.search",
        actor=f"account:{account.pk}",
        state="done",
        asked_at=then,
        run_after=then,
        ended_at=then,
    )
    hers = {"hospital": account.hospital, "person": account.person}
    MailHabit.objects.create(**hers, address="nimbus@example.org", rhythm="daily")
    Client().force_login(account, backend=settings.AUTHENTICATION_BACKENDS[-1])


def _wishes(account: Account, person: Person) -> None:
    actor, at = actor_of(account), datetime(2026, 2, 1, 12, tzinfo=UTC)
    period = open_wishes(
        person.unit,
        starts_on=date(2026, 3, 9),
        ends_on=date(2026, 3, 15),
        opens_at=datetime(2026, 1, 15, tzinfo=UTC),
        closes_at=datetime(2026, 2, 15, tzinfo=UTC),
        budget=6,
        actor=actor,
    )
    ask = Ask(kind="shift", day=date(2026, 3, 11), shift="J", strength=2)
    state_wish(period, person, ask, actor=actor, at=at)
    dates = {"from_on": date(2026, 1, 1), "to_on": date(2026, 12, 31)}
    state_preference(person, kind="days", **dates, actor=actor, at=at)


def _exchanges(account: Account, person: Person, roster: Roster) -> None:
    at = datetime(2026, 2, 1, 12, tzinfo=UTC)
    other = Person.objects.for_hospital(person.hospital_id).get(code=OTHERS[0])
    facts = {"hospital_id": person.hospital_id}
    Swap.objects.create(
        **facts,
        roster=roster,
        asker=person,
        gives_day=DAY,
        gives_shift="J",
        colleague=other,
        state="declined",
        made_at=at,
        agreed_at=at,
        decided_at=at,
        decided_by=account,
    )
    SwapRule.objects.create(**facts, unit=person.unit, set_at=at, set_by=account)
    opening = OpenShift.objects.create(
        **facts,
        roster=roster,
        day=DAY,
        shift="J",
        seed=7,
        opened_at=at,
        opened_by=account,
        closes_at=at + timedelta(days=1),
        state="filled",
        filled_by=person,
        ended_at=at,
    )
    Volunteer.objects.create(**facts, opening=opening, person=person, at=at)
    OptIn.objects.create(**facts, person=person, wants=True, set_at=at)


def _programs(account: Account, person: Person) -> None:
    actor = actor_of(account)
    create_token(account, actor=actor, name="Borne", scopes=["roster.see"], days=1)
    open_calendar(account, actor=actor)
    FedShift.objects.create(
        hospital_id=person.hospital_id,
        person=person,
        unit=person.unit,
        day=DAY,
        slot=0,
        uid=uuid4(),
        code="J",
        starts_at=datetime(2026, 3, 10, 6, tzinfo=UTC),
        ends_at=datetime(2026, 3, 10, 18, tzinfo=UTC),
        stamped_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


SEALED = {"trail.entry": {"actor_name"}, "trail.readingrequest": {"asked_by_name"}}
"""Who acted, in the trail: sealed, so that it goes with the whole class of entries only."""


def tables_that_say(*words: str) -> list[str]:
    """Return each table that holds one of some words in a row, with the word."""
    found = set()
    for table in apps.get_models(include_auto_created=True):
        name = table._meta.label_lower  # noqa: SLF001 - Django documents it under this name
        rows = table._base_manager.values()  # noqa: SLF001 - unfiltered by any room
        for row in rows:
            said = [value for column, value in row.items() if column not in SEALED.get(name, ())]
            text = " ".join(map(str, said)).casefold()
            found |= {f"{name}: {word}" for word in words if word.casefold() in text}
    return sorted(found)
