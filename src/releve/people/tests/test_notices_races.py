"""A thousand notices written at once, some of them rolled back, while others are read: none lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from releve.kit.actors import HOUSE
from releve.people.actions import import_persons, notify, read_notices
from releve.people.models import Level, Notice, Person
from releve.people.queries import unread_notices
from releve.people.tests.builders import a_hospital, rows_of
from releve.people.tests.news import NOON, PLAIN

THREADS, ROUNDS, PEOPLE = 10, 10, 10


def a_team() -> tuple[Level, list[Person]]:
    """Save ten people of a unit."""
    hospital = a_hospital()
    lines = [[f"P{number}", "Brume", "", "URG", "nurse", ""] for number in range(PEOPLE)]
    import_persons(rows_of("persons", lines), actor=HOUSE)
    return hospital, list(Person.objects.for_hospital(hospital).order_by("code"))


@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_notices_told_at_once_none_is_lost_and_none_is_of_what_was_undone() -> None:
    hospital, team = a_team()
    gate, faults = threading.Barrier(THREADS + 1), list[BaseException]()

    def telling(thread: int) -> None:
        for number in range(ROUNDS):
            for is_undone in (False, True) if number == 0 else (False,):
                facts = {"number": -1 if is_undone else thread * ROUNDS + number}
                with transaction.atomic():
                    notify(team, PLAIN, facts, link="/me/", actor=HOUSE, at=NOON)
                    transaction.set_rollback(is_undone)

    def reading() -> None:
        for _round in range(ROUNDS):
            newest = unread_notices(team[0]).order_by("-pk").first()
            if newest is not None:
                read_notices(team[0], actor=HOUSE, at=NOON, up_to=newest.pk)

    def one(work: object, *given: int) -> None:
        gate.wait()
        try:
            work(*given)  # type: ignore[operator]  # one of the two above
        except BaseException as fault:  # noqa: BLE001 - told by the test below, whatever it is
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(telling, number)) for number in range(THREADS)]
    threads.append(threading.Thread(target=one, args=(reading,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    for person in team:
        hers = Notice.objects.for_hospital(hospital).filter(person=person)
        assert sorted(one.facts["number"] for one in hers) == list(range(THREADS * ROUNDS))
    assert Notice.objects.for_hospital(hospital).count() == 1000
