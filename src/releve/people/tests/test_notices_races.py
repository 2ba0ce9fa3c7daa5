"""A thousand notices told at once, others taken back, while somebody reads hers: none is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, transaction

from releve.kit.actors import HOUSE
from releve.people.actions import import_persons, notify, read_notices
from releve.people.models import Level, Notice, Person
from releve.people.queries import unread_notices
from releve.people.queries.notices import PAGE
from releve.people.tests.builders import a_hospital, rows_of
from releve.people.tests.news import NOON, PLAIN

THREADS, ROUNDS, PEOPLE = 10, 10, 10


def a_team() -> tuple[Level, list[Person]]:
    """Save ten people of a unit."""
    hospital = a_hospital()
    lines = [[f"P{number}", "Brume", "", "URG", "nurse", ""] for number in range(PEOPLE)]
    import_persons(rows_of("persons", lines), actor=HOUSE)
    return hospital, list(Person.objects.for_hospital(hospital).order_by("code"))


def tell(team: list[Person], number: int, *, is_undone: bool = False) -> None:
    """Tell a team something, in a transaction that may be taken back."""
    with transaction.atomic():
        notify(team, PLAIN, {"number": number}, link="/me/", actor=HOUSE, at=NOON)
        transaction.set_rollback(is_undone)


def telling(team: list[Person], thread: int) -> None:
    """Tell a team ten things, and begin with one that is taken back."""
    tell(team, -1, is_undone=True)
    for number in range(ROUNDS):
        tell(team, thread * ROUNDS + number)


def reading(person: Person) -> None:
    """Mark as read what stands on somebody's page, ten times."""
    for _round in range(ROUNDS):
        shown = list(unread_notices(person).order_by("-pk").values_list("pk", flat=True)[:PAGE])
        if shown:
            read_notices(person, keys=shown, actor=HOUSE, at=NOON)


def together(*works: Callable[[], None]) -> list[BaseException]:
    """Do all at the same moment, each in a thread of its own; return what went wrong."""
    gate, faults = threading.Barrier(len(works)), list[BaseException]()

    def one(work: Callable[[], None]) -> None:
        gate.wait()
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - whatever it is, the test tells it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_notices_told_at_once_none_is_lost_and_none_is_of_what_was_undone() -> None:
    hospital, team = a_team()
    works = [partial(telling, team, thread) for thread in range(THREADS)]
    assert together(*works, partial(reading, team[0])) == []
    for person in team:
        hers = Notice.objects.for_hospital(hospital).filter(person=person)
        assert sorted(one.facts["number"] for one in hers) == list(range(THREADS * ROUNDS))
    assert Notice.objects.for_hospital(hospital).count() == 1000
