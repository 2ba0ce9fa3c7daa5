"""Every change is in the trail, in the transaction that makes it, and so is every reading.

Each public action is called on the small world of ``house_world``: whatever it changes must have
left an entry, and where the entry cannot be written, nothing may have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from pytest_django import Settings

from house_actions import BEFORE, CALLS, public_actions
from house_world import World, a_world
from releve.jobs.actions import ask_job, cancel_job, retry_job
from releve.jobs.models import Job
from releve.jobs.tests.samples import nothing
from releve.kit.actors import HOUSE
from releve.trail.keys import TrailKeyError
from releve.trail.models import Entry

pytestmark = pytest.mark.django_db

UNNOTED: Mapping[str, str] = {
    "choose_look": "a larger text says something of her, and nothing happened to anybody else",
}
"""Actions that change something and leave no entry, each with its reason."""

OUTSIDE = frozenset({"trail", "sessions", "contenttypes"})
"""Applications whose tables are no facts of the house: the trail itself, and open sessions."""


@pytest.fixture(autouse=True)
def trail(settings: Settings, tmp_path: Path) -> Path:
    """A trail of this test's own, and a directory that nobody asks."""
    folder = tmp_path / "trail"
    settings.TRAIL_KEY_FILE = folder / "key"
    settings.TRAIL_HEADS_FILE = folder / "heads"
    settings.TRAIL_SPOOL_FOLDER = folder / "spool"
    settings.DIRECTORY = SimpleNamespace(issuer="https://directory.example")
    return folder


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that holds facts of the house."""
    models = [
        model
        for room in apps.get_app_configs()
        if room.label not in OUTSIDE
        for model in room.get_models()
    ]
    return {
        model.__name__: sorted(model.objects.values_list(), key=repr)  # type: ignore[attr-defined]  # every table of ours has it
        for model in models
    }


def ready(name: str) -> World:
    """Return the world in which an action has something to change."""
    world = a_world()
    BEFORE.get(name, lambda _world: None)(world)
    return world


def lose_the_key(trail: Path) -> None:
    """Leave in the key's place what is no key."""
    (trail / "key").write_text("gone", "ascii")


@pytest.mark.parametrize("name", sorted(set(CALLS) - set(UNNOTED)))
def test_an_action_that_changes_something_leaves_an_entry(name: str) -> None:
    world = ready(name)
    before, entries = tables(), set(Entry.objects.values_list("token", flat=True))
    CALLS[name][1](world, HOUSE)
    assert tables() != before
    new = Entry.objects.exclude(token__in=entries)
    assert {entry.actor for entry in new} == {HOUSE.key}
    assert new.exists()


@pytest.mark.parametrize("name", sorted(set(CALLS) - set(UNNOTED)))
def test_what_cannot_be_noted_is_not_done(name: str, trail: Path) -> None:
    world = ready(name)
    before = tables()
    lose_the_key(trail)
    with pytest.raises(TrailKeyError):
        CALLS[name][1](world, HOUSE)
    assert tables() == before


def test_what_leaves_no_entry_has_its_reason_and_is_an_action() -> None:
    assert set(UNNOTED) <= set(public_actions())
    assert all(UNNOTED.values())


def a_job(state: str) -> Job:
    """Save a job in that state."""
    job = ask_job(nothing, {}, actor=HOUSE)
    Job.objects.filter(pk=job.pk).update(state=state)
    return job


STEERED: Mapping[str, tuple[str, Callable[..., Job]]] = {
    "jobs.job.cancel": ("ready", cancel_job),
    "jobs.job.retry": ("failed", retry_job),
}


@pytest.mark.parametrize("verb", STEERED)
def test_a_job_that_somebody_steers_leaves_an_entry(verb: str, trail: Path) -> None:
    state, steer = STEERED[verb]
    job, other = a_job(state), a_job(state)
    steer(HOUSE, job.pk)
    assert [entry.verb for entry in Entry.objects.filter(kind="job", key=str(job.pk))] == [verb]
    before = tables()
    lose_the_key(trail)
    with pytest.raises(TrailKeyError):
        steer(HOUSE, other.pk)
    assert tables() == before
