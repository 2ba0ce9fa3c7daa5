"""The demo's accounts: one for each function, with one password that everybody may know.

Only ``releve demo`` makes them, in a database that holds no other hospital.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from releve.house.demo.calendars import ANCHOR
from releve.house.demo.places import DEMO_UNIT, GHT_CODE
from releve.house.demo.wards import PACK
from releve.kit.actors import HOUSE
from releve.kit.tables import Row
from releve.kit.words import translator
from releve.people.actions import (
    create_account,
    give_function,
    import_contracts,
    import_persons,
)
from releve.people.models import Account, Level, Person
from releve.people.vocabulary import COLUMNS

_ = translator("releve.house")

PASSWORD = "releve-demo"  # noqa: S105 - printed for everybody on purpose


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo: its function, where, and the name it shows."""

    username: str
    function: str
    level: str
    name: str


_UNIT, _HOSPITAL = DEMO_UNIT.full_code, DEMO_UNIT.hospital.code

MANAGER = "cadre"
"""The trained manager of the demo ward, in whose name its roster is searched for."""

ACCOUNTS = (
    DemoAccount(MANAGER, "ward_manager", _UNIT, ""),
    DemoAccount("soignant", "caregiver", _UNIT, ""),
    DemoAccount("rh", "hr", _HOSPITAL, "Solène Aubry"),
    DemoAccount("direction-soins", "care_director", _HOSPITAL, "Édith Marchal"),
    DemoAccount("sante-travail", "occupational_health", _HOSPITAL, "Denis Langlois"),
    DemoAccount("representant", "staff_representative", _HOSPITAL, "Nadia Collin"),
    DemoAccount("referent-ia", "ai_referent", _HOSPITAL, "Cyril Vasseur"),
    DemoAccount("admin", "administrator", GHT_CODE, "Lina Prévost"),
)
"""An account without a name is that of somebody of the demo ward."""


ARRIVED = DemoAccount("cadre-arrivee", "ward_manager", _UNIT, "")
"""A manager of the ward who has just arrived: nobody has trained her for any tool yet."""


ARRIVED_CODE, ARRIVED_FAMILY, ARRIVED_GIVEN = "O0199", "Vautrin", "Hélène"


def store_arrival(*, from_on: date) -> None:
    """Save the manager who has just arrived, with her account and her function from a day on."""
    unit = Level.objects.select_related("hospital").get(code=ARRIVED.level)
    name = (ARRIVED_FAMILY, ARRIVED_GIVEN)
    row = _row("persons", (ARRIVED_CODE, *name, ARRIVED.level, "ward_manager", ""))
    contract = _row("contracts", (ARRIVED_CODE, "1", PACK, "day", from_on.isoformat(), "", ""))
    import_persons([row], actor=HOUSE, hospital_code=_HOSPITAL)
    import_contracts([contract], actor=HOUSE, hospital_code=_HOSPITAL)
    person = Person.objects.for_hospital(unit.hospital_id or 0).get(code=ARRIVED_CODE)
    saved = _store(ARRIVED, unit.hospital, person)
    give_function(saved, actor=HOUSE, function=ARRIVED.function, level=unit, from_on=from_on)
    _let_in(unit.hospital)


def _row(table: str, cells: Sequence[str]) -> Row:
    return Row(2, dict(zip(COLUMNS[table], cells, strict=True)))


def store_accounts(*, caregiver: str, manager: str) -> None:
    """Save the accounts; the codes are those of two people of the demo ward."""
    hospital = Level.objects.get(code=_HOSPITAL)
    people = Person.objects.for_hospital(hospital)
    own = {
        "caregiver": people.get(code=caregiver),
        "ward_manager": people.get(code=manager),
    }
    for account in ACCOUNTS:
        level = Level.objects.get(code=account.level)
        home = None if level.kind == "ght" else hospital
        saved = _store(account, home, own.get(account.function))
        give_function(saved, actor=HOUSE, function=account.function, level=level, from_on=ANCHOR)
    _let_in(hospital)


def _store(account: DemoAccount, hospital: Level | None, person: Person | None) -> Account:
    """Save an account with which nobody can sign in yet."""
    own = f"{person.given_name} {person.family_name}" if person else ""
    return create_account(
        actor=HOUSE,
        username=account.username,
        name=account.name or own,
        password=None,
        hospital=hospital,
        person=person,
        is_demo=True,
    )


def _let_in(hospital: Level | None) -> None:
    """Give every account of the demo its password, which is digested once: it takes long."""
    digest = make_password(PASSWORD)
    for accounts in (
        Account.objects.above_hospitals(),
        Account.objects.for_hospital(hospital or 0),
    ):
        accounts.filter(is_demo=True).update(password=digest)


def function_name(function: str) -> str:
    """Return what a function is called, for the list that the demo prints."""
    names: dict[str, Callable[[], str]] = {
        "ward_manager": lambda: _("Ward manager"),
        "caregiver": lambda: _("Caregiver"),
        "hr": lambda: _("Human resources"),
        "care_director": lambda: _("Director of care"),
        "occupational_health": lambda: _("Occupational health"),
        "staff_representative": lambda: _("Staff representative"),
        "ai_referent": lambda: _("AI referent"),
        "administrator": lambda: _("Administrator of the group"),
    }
    return names[function]()
