"""Exchanges and open shifts of the invented hospital, for the tests of access: a month to come.

Pages ask the clock, so that the month lies after the real now; it is made when a test needs it.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.timezone import localdate, now

from house_calls import Before, Calls, target
from house_world import World
from releve.kit.actors import HOUSE, Actor
from releve.people.models import Person, Role
from releve.roster import actions as roster
from releve.roster.engine.live import Edit
from releve.roster.engine.problem import Assignment
from releve.roster.models import OpenShift, OptIn, Roster, Swap
from releve.roster.tests.builders import problem_of, result_of
from releve.roster.tests.builders import ward as document

NOW = now()
FIRST = localdate() + timedelta(days=35 - localdate().weekday())
"""A Monday four weeks away or more."""

OPENING_FORM = {
    "post": f"{FIRST + timedelta(days=3)}|J||",
    "closes_at": f"{FIRST - timedelta(days=7)}T12:00",
    "way": "first",
}
"""What the form sends that offers a shift."""

RULE_FORM = {"accepts": "true", "days_ahead": "3"}
"""What the form sends that sets a unit's rule."""

SWAP_FORM = {"day": f"{FIRST}", "shift": "J", "colleague": "n1", "back": ""}
"""What the form sends that asks for an exchange."""


def month(world: World) -> Roster:
    """Return a published month to come, in which n0 works on Monday and n1 on Wednesday."""
    there = Roster.objects.for_hospital(world.hospital).filter(starts_on=FIRST).first()
    if there is not None:
        return there
    colleague(world)
    people = [
        {"id": code, "role": "nurse", "unit": "URG", "contract": {"pack": "fph"}}
        for code in ("n0", "n1")
    ]
    problem = problem_of(
        document(
            starts_on=f"{FIRST}",
            ends_on=f"{FIRST + timedelta(days=6)}",
            history_from=f"{FIRST - timedelta(days=14)}",
            people=people,
            needs=[],
            wishes=[],
            decisions=[
                {
                    "rule": "FPH-12H",
                    "signer": "Direction (exemple)",
                    "from": f"{FIRST - timedelta(days=90)}",
                    "to": f"{FIRST + timedelta(days=90)}",
                }
            ],
        )
    )
    made = roster.open_roster(world.unit, problem, actor=HOUSE)
    plan = (Assignment("n0", FIRST, "J"), Assignment("n1", FIRST + timedelta(days=2), "J"))
    version = roster.save_version(made.demands.get(), result_of(problem, plan), actor=HOUSE)
    roster.publish_version(version, actor=HOUSE)
    return made


def own_person(world: World) -> Person:
    """Return the one person of the world, whose account others act on."""
    person = target(world).person
    assert person is not None
    return person


def colleague(world: World) -> Person:
    """Return a colleague of hers."""
    facts = {"hospital": world.hospital, "unit": world.unit, "role": Role.objects.get(key="nurse")}
    made, _is_new = Person.objects.get_or_create(
        code="n1", defaults={"family_name": "Orme", **facts}
    )
    return made


def asked_swap(world: World, *, of_her: bool = False) -> Swap:
    """Return an exchange that she asks for, or that is asked of her."""
    her, other = own_person(world), colleague(world)
    asker, asked = (other, her) if of_her else (her, other)
    day = FIRST + timedelta(days=2) if of_her else FIRST
    offer = roster.Offer(gives_day=day, gives_shift="J")
    return roster.ask_swap(month(world), asker, asked, offer, actor=HOUSE, at=NOW)


def agreed_swap(world: World) -> Swap:
    """Return an exchange on which both have agreed."""
    swap = asked_swap(world)
    return swap if swap.state == "agreed" else roster.agree_swap(swap, actor=HOUSE, at=NOW)


def an_opening(world: World) -> OpenShift:
    """Return an open shift that she would take."""
    OptIn.objects.get_or_create(
        person=own_person(world), hospital=world.hospital, defaults={"wants": True, "set_at": NOW}
    )
    there = OpenShift.objects.for_hospital(world.hospital).filter(state="open").first()
    if there is not None:
        return there
    return roster.open_shift(
        month(world),
        roster.Post(day=FIRST + timedelta(days=4), shift="J"),
        closes_at=NOW + timedelta(days=7),
        way="first",
        actor=HOUSE,
        at=NOW,
    )


def volunteered(world: World) -> OpenShift:
    """Return an open shift for which she volunteers."""
    return roster.volunteer(an_opening(world), own_person(world), actor=HOUSE, at=NOW)


def asked_anew(world: World, actor: Actor) -> Swap:
    """Ask for an exchange."""
    Swap.objects.for_hospital(world.hospital).delete()
    offer = roster.Offer(gives_day=FIRST, gives_shift="J")
    facts = (month(world), own_person(world), colleague(world), offer)
    return roster.ask_swap(*facts, actor=actor, at=NOW)


def opened(world: World, actor: Actor) -> OpenShift:
    """Offer a shift."""
    post = roster.Post(day=FIRST + timedelta(days=3), shift="J")
    end = NOW + timedelta(days=7)
    return roster.open_shift(month(world), post, closes_at=end, actor=actor, at=NOW)


def changed(world: World, actor: Actor) -> object:
    """Change the published month by a cell, whatever it holds."""
    friday = FIRST + timedelta(days=4)
    edits = [Edit("n1", friday, ("J",))]
    return roster.change_published(
        month(world), edits, actor=actor, reason="agreed", at=NOW + timedelta(seconds=9)
    )


LATER = NOW + timedelta(days=400)

CALLS: Calls = {
    "ask_swap": ("own", asked_anew),
    "agree_swap": (
        "own",
        lambda world, actor: roster.agree_swap(of_her(world), actor=actor, at=NOW),
    ),
    "refuse_swap": (
        "own",
        lambda world, actor: roster.refuse_swap(of_her(world), actor=actor, at=NOW),
    ),
    "withdraw_swap": (
        "own",
        lambda world, actor: roster.withdraw_swap(asked_swap(world), actor=actor, at=NOW),
    ),
    "accept_swap": (
        "unit",
        lambda world, actor: roster.accept_swap(agreed_swap(world), actor=actor, at=NOW),
    ),
    "decline_swap": (
        "unit",
        lambda world, actor: roster.decline_swap(agreed_swap(world), actor=actor, at=NOW),
    ),
    "expire_swaps": (
        "unit",
        lambda world, actor: roster.expire_swaps(
            agreed_swap(world).roster.unit, actor=actor, at=LATER
        ),
    ),
    "end_windows": (
        "unit",
        lambda world, actor: roster.end_windows(
            an_opening(world).roster.unit, actor=actor, at=LATER
        ),
    ),
    "set_swap_rule": (
        "unit",
        lambda world, actor: roster.set_swap_rule(
            world.unit, accepts=True, days_ahead=3, actor=actor, at=NOW
        ),
    ),
    "change_published": ("unit", changed),
    "open_shift": ("unit", opened),
    "allot_shift": (
        "unit",
        lambda world, actor: roster.allot_shift(volunteered(world), actor=actor, at=NOW),
    ),
    "close_opening": (
        "unit",
        lambda world, actor: roster.close_opening(an_opening(world), actor=actor, at=NOW),
    ),
    "volunteer": (
        "own",
        lambda world, actor: roster.volunteer(
            an_opening(world), own_person(world), actor=actor, at=NOW
        ),
    ),
    "stand_down": (
        "own",
        lambda world, actor: roster.stand_down(
            volunteered(world), own_person(world), actor=actor, at=NOW
        ),
    ),
    "set_offers": (
        "own",
        lambda world, actor: roster.set_offers(own_person(world), wants=True, actor=actor, at=NOW),
    ),
}
"""A call of each action, and where the object stands that it changes."""


def of_her(world: World) -> Swap:
    """Return an exchange that is asked of her."""
    return asked_swap(world, of_her=True)


BEFORE: Before = {
    "ask_swap": month,
    "agree_swap": of_her,
    "refuse_swap": of_her,
    "withdraw_swap": asked_swap,
    "accept_swap": agreed_swap,
    "decline_swap": agreed_swap,
    "expire_swaps": agreed_swap,
    "end_windows": an_opening,
    "change_published": month,
    "open_shift": month,
    "allot_shift": volunteered,
    "stand_down": volunteered,
    "close_opening": an_opening,
    "volunteer": an_opening,
}
"""What must be so before an action, for its call to change something and nothing besides."""


def first_day(world: World) -> date:
    """Return the first day of the month to come, which is then there."""
    return month(world).starts_on
