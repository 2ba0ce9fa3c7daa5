"""Makes the hospital that the browser looks at, in one process: Django wakes once.

Run as a program with ``RELEVE_HOME`` set; it uses the verbs of the command line, as a newcomer
would, and the room's own actions where a verb would be a page.
"""

from __future__ import annotations

import io
import os
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from browser import ledger, proposals, training
from releve.cli import run
from releve.people.vocabulary import FUNCTIONS
from releve.roster.engine.cycle import CyclePlace
from releve.roster.engine.problem import Problem
from releve.roster.engine.tests.cycles import a_cycle

ROOT = Path(__file__).resolve().parents[2]
PERSONS = ROOT / "examples" / "emergency" / "people" / "persons.csv"
PROBLEM = ROOT / "examples" / "emergency.json"
EARLIER = timedelta(days=28)
WISHED = date(2026, 4, 6)
"""The first day of the weeks that wishes are asked for; what matters is when they are taken."""

MANAGER = "U02"
"""The person of the ward whom its manager's account is: trained for the roster engine."""

ADMINISTRATORS = ("admin", "adjoint")
REFERENTS = ("referent-fr", "referent-en")
"""Accounts that must set up a second factor, one for each language."""


def main(password: str, own_line: str) -> None:
    """Make it: levels, people, a month, accounts and a token.

    Besides, a letter that fails and two requests to read the trail.
    """
    home = Path(os.environ["RELEVE_HOME"])
    plan, problem = home / "plan.csv", str(PROBLEM)
    _do("people", "import", str(PERSONS), "--kind", "persons", "--hospital", "CH", "--create-units")
    solve = ("roster", "solve", problem, "--out", str(plan), "--quiet", "--seconds")
    _do(*solve, "8", codes=(0, 4, 130))
    if not plan.exists():  # a busy machine needs longer for a first roster
        _do(*solve, "120")
    _leave_open(plan)
    opened = ("roster", "months", "open", problem, "--unit", "URG", "--plan", str(plan))
    _do(*opened, "--published")
    _keep_cycle()
    _open_empty_month(home / "earlier.json")
    open_engine("URG", MANAGER)
    _worked(home / "worked.csv")
    _time_given_back(home / "minutes.csv")
    most = tuple(name for name in FUNCTIONS if name != "ai_referent")
    _account("cadre", ("ward_manager",), "URG", password, "--person", MANAGER)
    _account("agent", ("caregiver",), "URG", password, "--person", own_line)
    _account("rh", ("hr",), "CH", password)
    _account("nouvelle", (), "", password)
    for name in REFERENTS:
        _account(name, ("ai_referent",), "CH", password)
    for name in ADMINISTRATORS:
        _account(name, ("administrator",), "CH", password)
    _account("toutes", most, "URG", password)
    _tools()
    # On a busy machine it finds nothing: the page is there all the same.
    search = ("roster", "months", "search", "--unit", "URG", "--from", "2026-03-09")
    _do(*search, "--seconds", "2", "--as", "cadre", codes=(0, 4))
    _token("agent")
    _wish()
    _background()


def open_engine(unit: str, person: str) -> None:
    """Open the roster engine in a unit, to a person of it."""
    # Django is awake by now, and tables can be imported.
    from releve.kit.actors import HOUSE  # noqa: PLC0415 - see above
    from releve.people.models import Level, Person  # noqa: PLC0415 - see above
    from releve.roster.card import CARD  # noqa: PLC0415 - see above
    from releve.stewardship.actions import register_own  # noqa: PLC0415 - see above
    from releve.stewardship.tests.opened import open_tool  # noqa: PLC0415 - see above

    level = Level.objects.select_related("hospital").get(code=unit)
    assert level.hospital is not None
    own = Person.objects.for_hospital(level.hospital).get(code=person)
    register_own(level.hospital, [CARD], actor=HOUSE)
    open_tool(level.hospital, CARD.key, [level], [own])


def _do(*words: str, said: str = "", codes: tuple[int, ...] = (0,)) -> None:
    sys.stdin = io.StringIO(said)
    found = run(words)
    if found not in codes:
        raise SystemExit(f"{' '.join(words)}: exit code {found}")


def _account(
    username: str, functions: tuple[str, ...], level: str, password: str, *own: str
) -> None:
    name = ("--name", username.capitalize(), "--password-stdin")
    _do("people", "accounts", "add", username, *name, *own, said=f"{password}\n")
    for function in functions:
        _do("people", "accounts", "grant", username, function, level)
    if username in ADMINISTRATORS:
        os.environ["RELEVE_AS"] = username  # from the first one on, the house no longer acts


def _worked(written: Path) -> None:
    """Import what everybody worked on a few days of last month: one after another stays long."""
    # Django is awake by now, and its clock can be asked.
    from django.utils.timezone import localdate  # noqa: PLC0415 - see above

    people = [line.partition(",")[0] for line in PERSONS.read_text("utf-8").splitlines()[1:]]
    month = (localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    lines = ["person,unit,code,starts_at,ends_at,break_minutes"]
    for place, person in enumerate(people):
        for day in range(place % 3, 24, 2):
            on = month + timedelta(days=day)
            end = 19 if (place + day) % 4 == 0 else 14
            lines.append(f"{person},URG,M,{on}T07:00,{on}T{end}:30,{15 + place % 10}")
    written.write_text("\n".join(lines), "utf-8")
    _do("shifts", "import-worked", str(written))


def _time_given_back(written: Path) -> None:
    """Settle a quarter of a tool, and let the team choose what it does with some of it."""
    ledger.fill(_do, written)


def _tools() -> None:
    """Put forward, contest, ask, declare and train, so that the pages of tools are seen full."""
    training.fill("agent")
    proposals.fill("URG", manager="cadre", nurse="agent")


def _open_empty_month(written: Path) -> None:
    asked = Problem.from_json(PROBLEM.read_text("utf-8"))
    before = asked.with_changes(
        starts_on=asked.starts_on - EARLIER,
        ends_on=asked.ends_on - EARLIER,
        history_from=None,
        people=tuple(replace(person, history=()) for person in asked.people),
        wishes=(),
        fixed=(),
        unavailable=(),
    )
    written.write_text(before.to_json(), "utf-8")
    _do("roster", "months", "open", str(written), "--unit", "URG")


def _keep_cycle() -> None:
    """Keep a cycle of four weeks with a Sunday that breaks a rule, and two people who walk it."""
    # Django is awake by now, and tables can be imported.
    from releve.kit.actors import HOUSE  # noqa: PLC0415 - see above
    from releve.people.models import Level  # noqa: PLC0415 - see above
    from releve.roster.actions import keep_cycle, place_on_cycle  # noqa: PLC0415 - see above

    unit = Level.objects.get(code="URG")
    cycle = a_cycle("MMMMM.. SSSSS.S MM...MM ..SSS..", anchor_on=date(2026, 3, 9))
    row = keep_cycle(unit, cycle, actor=HOUSE, seen=0)
    places = [CyclePlace("U01", "1"), CyclePlace("U02", "1", 1)]
    place_on_cycle(unit, places, actor=HOUSE, seen=row.number)


def _leave_open(plan: Path) -> None:
    """Take a few shifts out of a plan: any search then finds a better roster, soon."""
    asked = Problem.from_json(PROBLEM.read_text("utf-8"))
    decided = {(cell.person, f"{cell.day}") for cell in asked.fixed}
    head, *cells = plan.read_text("utf-8").splitlines(keepends=True)
    free = [cell for cell in cells if tuple(cell.split(",")[:2]) not in decided]
    gone = set(free[::12])
    plan.write_text("".join([head, *(cell for cell in cells if cell not in gone)]), "utf-8")


def _token(username: str) -> None:
    """Make a token for an account, in its own name, with the longest name that there may be."""
    # Django is awake by now, and tables can be imported.
    from releve.people.actions import create_token  # noqa: PLC0415 - see above
    from releve.people.models import Account  # noqa: PLC0415 - see above
    from releve.people.queries import actor_of  # noqa: PLC0415 - see above

    account = Account.objects.get_by_natural_key(username)
    name = "Borne-d-affichage-" * 5
    create_token(account, actor=actor_of(account), name=name, scopes=["roster.see"], days=90)


def _wish() -> None:
    """Open a period of wishes around the real now, in which one person wishes something."""
    # Django is awake by now, and tables can be imported.
    from django.utils import timezone  # noqa: PLC0415 - see above

    from releve.kit.actors import actor_named  # noqa: PLC0415 - see above
    from releve.people.models import Account, Level  # noqa: PLC0415 - see above
    from releve.people.queries import actor_of  # noqa: PLC0415 - see above
    from releve.roster.actions import Ask, open_wishes, state_wish  # noqa: PLC0415 - see above

    now, manager = timezone.now(), actor_named("cadre")
    period = open_wishes(
        Level.objects.get(code="URG"),
        starts_on=WISHED,
        ends_on=WISHED + timedelta(days=27),
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=9),
        budget=9,
        actor=manager,
    )
    account = Account.objects.get_by_natural_key("agent")
    assert account.person is not None
    ask = Ask(kind="off", day=WISHED)
    state_wish(period, account.person, ask, actor=actor_of(account), at=now)


def _background() -> None:
    """Ask for a letter that no mail server takes, and for two parts of the trail, one agreed to."""
    # Django is awake by now, and tables can be imported.
    from django.utils.timezone import localdate  # noqa: PLC0415 - see above

    from releve.jobs.mail import ask_mail  # noqa: PLC0415 - see above
    from releve.kit.actors import actor_named  # noqa: PLC0415 - see above
    from releve.trail.actions import Part, agree, ask_to_read  # noqa: PLC0415 - see above

    asks, agrees = (actor_named(name) for name in ADMINISTRATORS)
    hospital = asks.hospital
    ask_mail(asks, to=["ana@example.org"], subject="s", body="b", hospital=hospital)
    today = localdate()
    part = Part(from_on=today - timedelta(days=30), to_on=today)
    for reason in ("Une nuit comptée deux fois en mars", "Un compte rouvert sans demande"):
        asked = ask_to_read(asks, part, hospital=hospital, purpose="error", reason=reason)
        if asked.pk == 1:
            agree(agrees, asked.pk)


if __name__ == "__main__":
    main(*sys.argv[1:])
