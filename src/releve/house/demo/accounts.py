"""The demo's accounts: one for each function, with one password that everybody may know.

Only ``releve demo`` makes them, in a database that holds no other hospital.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from releve.house.demo.calendars import ANCHOR
from releve.house.demo.places import DEMO_UNIT, GHT_CODE
from releve.kit.actors import HOUSE
from releve.kit.words import translator
from releve.people.actions import create_account, give_function
from releve.people.models import Level, Person

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


def store_arrival(code: str) -> None:
    """Save the account of the manager who has just arrived; the code is a person's of the ward."""
    unit = Level.objects.get(code=ARRIVED.level)
    person = Person.objects.for_hospital(unit.hospital_id or 0).get(code=code)
    saved = create_account(
        actor=HOUSE,
        username=ARRIVED.username,
        name=f"{person.given_name} {person.family_name}",
        password=PASSWORD,
        hospital=unit.hospital,
        person=person,
        is_demo=True,
    )
    give_function(saved, actor=HOUSE, function=ARRIVED.function, level=unit, from_on=ANCHOR)


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
        person = own.get(account.function)
        saved = create_account(
            actor=HOUSE,
            username=account.username,
            name=account.name or (f"{person.given_name} {person.family_name}" if person else ""),
            password=PASSWORD,
            hospital=None if level.kind == "ght" else hospital,
            person=person,
            is_demo=True,
        )
        give_function(saved, actor=HOUSE, function=account.function, level=level, from_on=ANCHOR)


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
