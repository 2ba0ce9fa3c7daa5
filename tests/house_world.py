"""Two invented hospitals and everybody who might look at them, for the tests of access."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import product
from time import time
from typing import Any, Literal, get_args

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from django.utils.timezone import localdate

from house_gives_tools import OF_TOOLS
from house_wishes import wishes_of
from releve.house.second_factor import SECRET, new_secret
from releve.jobs.actions import ask_job
from releve.jobs.models import Job
from releve.jobs.tests.samples import nothing
from releve.kit.actors import HOUSE
from releve.kit.permissions import Need
from releve.people.actions import (
    create_token,
    give_function,
    import_persons,
    mark_ward_computer,
)
from releve.people.models import Account, ApiToken, Level, Person, WardComputer
from releve.people.queries import actor_of
from releve.people.tests.builders import a_hospital, rows_of
from releve.roster.actions import (
    ask_search,
    edit_cell,
    open_calendar,
    open_roster,
    publish_version,
    save_version,
    undo_edit,
)
from releve.roster.engine.live import Edit
from releve.roster.engine.problem import Assignment
from releve.roster.gate import TOOL
from releve.roster.models import Demand, Preference, Roster, Search, Version, Wish, WishPeriod
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document
from releve.shifts.actions import close_month, declare_worked, publish_shifts
from releve.shifts.facts import Declared
from releve.shifts.models import ShiftChange
from releve.shifts.tests.builders import at, edition, planned
from releve.stewardship.tests.opened import open_tool
from releve.trail.actions import Part, ask_to_read
from releve.trail.models import ReadingRequest
from releve.trail.vocabulary import PURPOSES

LEVELS = [
    ["GHT-LUNE", "ght", "GHT de la Lune", ""],
    ["CH-LUNE", "hospital", "Hôpital de la Lune", "GHT-LUNE"],
    ["URG", "unit", "Zibeline", "CH-LUNE"],
    ["CARDIO", "unit", "Cardiologie", "CH-LUNE"],
    ["CH-SOLEIL", "hospital", "Hôpital du Soleil", "GHT-LUNE"],
    ["REA", "unit", "Réanimation", "CH-SOLEIL"],
]
SECRETS = ("Ana Fougère", "Béa Tilleul", "Clé Ormeau")
"""People of the emergency ward, whose names nobody reads who may not see its roster."""

WARD_NAME = "Zibeline"
"""The emergency ward, of which nobody of another hospital reads."""

At = Literal["", "unit", "within", "hospital", "home", "within home", "list", "everywhere", "own"]
"""Where an object stands: in the emergency ward, within or at its hospital, at or within the
hospital of whoever asks, in all, or it is an account's own. A list is of what stands at her
hospital or, above hospitals, at those that are open to her: it may be empty."""

Situation = Literal["own", "other unit", "other hospital", "expired", "one unit from above"]
SITUATIONS: tuple[Situation, ...] = get_args(Situation)

# Who stands where, for an object of each kind: the account's hospital, and its function's level.
STANDS: dict[tuple[At, Situation], tuple[str, str]] = {
    ("unit", "own"): ("CH-LUNE", "URG"),
    ("hospital", "own"): ("CH-LUNE", "CH-LUNE"),
    ("everywhere", "own"): ("", "GHT-LUNE"),
    ("home", "own"): ("CH-LUNE", "CH-LUNE"),
    ("home", "expired"): ("CH-LUNE", "CH-LUNE"),
    ("list", "own"): ("CH-LUNE", "CH-LUNE"),
    ("list", "expired"): ("CH-LUNE", "CH-LUNE"),
    ("unit", "other unit"): ("CH-LUNE", "CARDIO"),
    ("unit", "other hospital"): ("CH-SOLEIL", "CH-SOLEIL"),
    ("unit", "expired"): ("CH-LUNE", "URG"),
    ("hospital", "expired"): ("CH-LUNE", "CH-LUNE"),
    # An account of no hospital whose function reaches no further than the one ward.
    ("unit", "one unit from above"): ("", "URG"),
}


# What each function gives, in words of our own: the tests never ask the table that they judge.
# Where a function is enough, beside its own place; what has ended never is.
ENOUGH: dict[At, frozenset[Situation]] = {
    "": frozenset({"own", "other unit", "other hospital", "one unit from above"}),
    "unit": frozenset({"own", "one unit from above"}),
    "within": frozenset({"own", "other unit"}),
    "within home": frozenset({"own", "other unit", "other hospital"}),
    "home": frozenset({"own", "other hospital"}),
    "list": frozenset({"own", "other hospital", "one unit from above"}),
}

READS_WARD = "roster.see roster.counters people.see people.contracts"
WORKED_TIME = "shifts.load shifts.worked"
HEEDS_TOOLS = (
    "stewardship.see stewardship.stop stewardship.use stewardship.proposals "
    "training.readiness training.assign ledger.see ledger.choose"
)
GIVES: dict[str, frozenset[str]] = {
    function: frozenset(f"{given} {OF_TOOLS[function]}".split())
    for function, given in {
        "caregiver": "roster.see stewardship.use ledger.see",
        "ward_manager": f"{READS_WARD} {WORKED_TIME} {HEEDS_TOOLS} roster.manage people.computers",
        "hr": f"{READS_WARD} {WORKED_TIME} people.manage people.export stewardship.see "
        "training.readiness training.assign training.manage ledger.see",
        "care_director": f"{READS_WARD} {WORKED_TIME} {HEEDS_TOOLS} roster.manage "
        "people.computers stewardship.decide ledger.sign",
        "occupational_health": "shifts.load ledger.see",
        "staff_representative": "roster.see trail.read shifts.load stewardship.see ledger.see",
        "ai_referent": "stewardship.see stewardship.manage stewardship.stop training.readiness "
        "training.manage ledger.see",
        "administrator": "people.levels people.accounts people.computers trail.read "
        "jobs.see jobs.steer house.operate house.purge",
    }.items()
}


def is_allowed(need: Need, function: str, situation: Situation, at: At) -> bool:
    """Whether somebody in that situation towards an object is to be let in."""
    if need.permission is None:
        return at != "own"  # what is another account's own
    is_there = situation in ENOUGH.get(at, {"own"})
    return is_there and need.permission.value in GIVES[function]


@dataclass(frozen=True)
class Example:
    """A value for an argument, and where the object that it names stands."""

    value: Any
    at: At = ""


@dataclass
class World:
    """The two hospitals, a month of the emergency ward, and who looks."""

    unit: Level
    hospital: Level
    roster: Roster
    published: Version
    draft: Version
    search: Search
    job: Job
    reading: ReadingRequest
    installations: tuple[Job, ReadingRequest]
    computer: WardComputer
    calendar: str
    token: ApiToken
    change: int
    recall: int
    wishes: WishPeriod
    wish: Wish
    preference: Preference
    accounts: dict[tuple[str, str, str], Account] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    # One for all browsers: each would find every style sheet anew.
    handler: ClientHandler = field(
        default_factory=partial(ClientHandler, enforce_csrf_checks=False)
    )

    def account(self, function: str, situation: Situation, at: At) -> Account:
        """Return an account with a function in that situation towards an object."""
        kind: At = "unit" if at in {"", "own", "within", "within home"} else at
        home, level = STANDS.get((kind, situation)) or STANDS["unit", situation]
        is_expired = situation == "expired"
        key = (function, home, f"{level}{' ended' if is_expired else ''}")
        if key not in self.accounts:
            number = len(self.accounts)
            self.accounts[key] = an_account(f"who-{number}", home, function, level, is_expired)
        return self.accounts[key]

    def gather(self) -> None:
        """Save everybody who might look at something."""
        places: tuple[At, ...] = get_args(At)
        for function, situation, place in product(GIVES, SITUATIONS, places):
            self.account(function, situation, place)

    def browser(self, account: Account) -> Client:
        """Return a fresh browser in which an account is signed in."""
        client = Client(headers={"accept-language": "en"})
        client.handler = self.handler
        if account.pk not in self.keys:
            client.force_login(account)
            session = client.session
            session[SECRET] = new_secret()  # as if she were setting up a second factor,
            session["account_authentication_methods_user"] = str(account.pk)  # and just signed in
            session["account_authentication_methods"] = [{"method": "password", "at": time()}]
            session.save()
            self.keys[account.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = self.keys[account.pk]
        return client


def an_account(username: str, home: str, function: str, level: str, is_expired: bool) -> Account:
    """Save an account with one function, which ended yesterday where it is expired."""
    hospital = Level.objects.get(code=home) if home else None
    account = Account.objects.create_user(username, name=username, hospital=hospital)
    give_function(
        account,
        actor=HOUSE,
        function=function,
        level=Level.objects.get(code=level),
        from_on=date(2020, 1, 1),
        to_on=localdate() - timedelta(days=1) if is_expired else None,
    )
    return account


def a_world() -> World:
    """Save it all."""
    a_hospital(LEVELS)
    unit = Level.objects.get(code="URG")
    person = ["n0", "Mélèze", "Zoé", "URG", "nurse", ""]
    import_persons(rows_of("persons", [person]), actor=HOUSE, hospital_code="CH-LUNE")
    hospital = Level.objects.get(code="CH-LUNE")
    problem = problem_of(document())
    roster = open_roster(unit, problem, actor=HOUSE)
    demand = roster.demands.get()
    plan = (Assignment("cle", problem.starts_on + timedelta(days=1), "J"),)
    published = save_version(demand, result_of(problem, plan), actor=HOUSE)
    publish_version(published, actor=HOUSE)
    draft = drafted(demand)
    open_tool(hospital, TOOL, [unit])
    search, _is_new = ask_search(roster, actor=HOUSE)
    job = ask_job(nothing, {}, actor=HOUSE, hospital=hospital.pk)
    part = Part(from_on=localdate(), to_on=localdate())
    asked = {"purpose": PURPOSES[0], "reason": "Lune"}
    reading = ask_to_read(HOUSE, part, hospital=hospital.pk, **asked)
    installations = (
        ask_job(nothing, {}, actor=HOUSE),
        ask_to_read(HOUSE, part, hospital=None, **asked),
    )
    computer = mark_ward_computer(hospital, name="Poste", on=localdate(), actor=HOUSE)
    Account.objects.create_user("borne", name="Borne", hospital=hospital)
    target = Account.objects.create_user("cible", name="Cible", hospital=hospital)
    give_function(target, actor=HOUSE, function="hr", level=unit, from_on=date(2020, 1, 1))
    target.person = Person.objects.for_hospital(hospital).get(code="n0")
    target.save()
    world = World(
        unit,
        hospital,
        roster,
        published,
        draft,
        search,
        job,
        reading,
        installations,
        computer,
        calendar=open_calendar(target, actor=HOUSE),
        token=create_token(target, actor=actor_of(target), name="Borne", scopes=[], days=90)[0],
        change=a_change(unit, target.person),
        recall=a_recall(unit, target.person),
        **wishes_of(target.person),
    )
    # Somebody administers it, so that the house itself no longer acts where nobody is named.
    world.account("administrator", "own", "everywhere")
    return world


def drafted(demand: Demand) -> Version:
    """Save a draft in which one change by hand stands and another was taken back."""
    draft = save_version(demand, result_of(demand.problem, ()), actor=HOUSE)
    for seen, day in enumerate((4, 5)):
        edit = Edit("bea", demand.problem.starts_on + timedelta(days=day), ("J",))
        edit_cell(draft, edit, actor=HOUSE, seen=seen, reason="cover")
        draft.refresh_from_db()
    undo_edit(draft, actor=HOUSE, seen=2)
    draft.refresh_from_db()
    return draft


def a_change(unit: Level, person: Person) -> int:
    """Publish a shift of the emergency ward twice, and return the key of the change."""
    for version, hour in ((1, 7), (2, 13)):
        publish_shifts(unit, edition(planned(person, 0, hour), version=version), actor=HOUSE)
    return ShiftChange.objects.for_hospital(person.hospital_id).get().pk


def a_recall(unit: Level, person: Person) -> int:
    """Declare a recall in the emergency ward, where April is closed, and return its key."""
    start, end = at(12, 7), at(12, 14)
    told = Declared(person=person, unit=unit, kind="recall", starts_at=start, ends_at=end)
    close_month(unit, date(2026, 4, 1), actor=HOUSE)
    return declare_worked(told, actor=HOUSE).pk


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done to the database inside the ``with`` block.

    What wants to be outermost may be inside, as in a test: nothing here is kept anyhow.
    """
    everything = transaction.atomic()
    vars(everything)["_from_testcase"] = True  # as Django's own TestCase marks its own
    with everything:
        yield
        transaction.set_rollback(True)
