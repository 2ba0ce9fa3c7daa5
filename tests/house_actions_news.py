"""A call of each action about people's news, as the tests of access and of the trail make it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localdate, now

from house_calls import Before, Calls
from house_world import World
from releve.kit.actors import HOUSE, Actor
from releve.people import actions as people
from releve.people.models import MailHabit, Person
from releve.people.notice_kinds import Facts
from releve.people.queries import mail_code, mail_habit, notices_of

FACTS: Facts = {"unit": "Zibeline", "day": "2027-03-14", "count": 1}


def her(world: World) -> Person:
    """Return the one person who works in the emergency ward."""
    return Person.objects.for_hospital(world.hospital).get(code="n0")


def habit(world: World) -> MailHabit:
    """Return how she wants her news by e-mail, saved where it is not yet."""
    wanted = people.Wanted(address="zoe@example.org")
    return mail_habit(her(world)) or people.choose_mail(her(world), wanted, actor=HOUSE)


def confirmed(world: World, actor: Actor) -> MailHabit:
    """Type the code of the letter."""
    code = mail_code(habit(world))
    return people.confirm_mail(her(world), code, actor=actor, at=now())


CALLS: Calls = {
    "notify": (
        "",
        lambda world, actor: people.notify(
            [her(world)], "shifts.changed", FACTS, link="/shifts/", actor=actor, at=now()
        ),
    ),
    "read_notices": (
        "own",
        lambda world, actor: people.read_notices(
            her(world), keys=[one.pk for one in notices_of(her(world))], actor=actor, at=now()
        ),
    ),
    "choose_mail": (
        "own",
        lambda world, actor: people.choose_mail(
            her(world), people.Wanted(address="autre@example.org"), actor=actor
        ),
    ),
    "confirm_mail": ("own", confirmed),
    "stop_mail": ("own", lambda world, actor: people.stop_mail(her(world), actor=actor)),
    "ask_letters": (
        "hospital",
        lambda world, actor: people.ask_letters(world.hospital, actor=actor, at=now()),
    ),
    "delete_notices": (
        "hospital",
        lambda world, actor: people.delete_notices(
            world.hospital, before=localdate() + timedelta(days=1), actor=actor
        ),
    ),
}
"""A call of each action, and where the object stands that it changes."""

BEFORE: Before = {"confirm_mail": habit, "stop_mail": habit}
"""What must be so before an action, for its call to change something."""
