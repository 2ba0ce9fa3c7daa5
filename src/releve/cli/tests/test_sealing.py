"""What a verb leaves open in the audit trail is sealed when it ends."""

from __future__ import annotations

from collections.abc import Callable

import click
import pytest
from django.db import transaction
from pytest_django import Settings

from releve import cli
from releve.cli import ROOMS
from releve.house.contributions import COMPANIONS
from releve.kit.actors import HOUSE
from releve.kit.console import DONE, INTERRUPTED
from releve.kit.verbs import run_verb
from releve.trail import sealer
from releve.trail.actions import note_change
from releve.trail.models import Entry


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: object) -> None:
    settings.TRAIL_KEY_FILE = f"{tmp_path}/key"
    settings.TRAIL_HEADS_FILE = f"{tmp_path}/heads"
    settings.TRAIL_SPOOL_FOLDER = f"{tmp_path}/spool"


def note() -> None:
    """Note a change as an action does."""
    with transaction.atomic():
        note_change(HOUSE, "test.thing.change", kind="thing", key=1)


def run_on_tables(verb: Callable[[], object]) -> int:
    """Run a function as a verb of a room that stands on the tables."""
    command = click.Command("verb", callback=cli._with_tables(verb))  # noqa: SLF001 - this is what is tested
    return run_verb(command, [], name="verb")


@pytest.mark.django_db
def test_a_verb_on_the_tables_seals_what_it_noted() -> None:
    assert run_on_tables(note) == DONE
    assert Entry.objects.get().sequence == 1


@pytest.mark.django_db
def test_a_verb_that_fails_seals_what_it_had_committed() -> None:
    def fail() -> None:
        note()
        raise click.Abort

    assert run_on_tables(fail) == INTERRUPTED
    assert Entry.objects.get().sequence == 1


@pytest.mark.django_db
def test_a_verb_that_asks_for_the_tables_itself_seals_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sealed: list[int] = []
    monkeypatch.setattr(sealer, "seal_at_the_end", lambda: sealed.append(1))

    def work() -> None:
        cli._open_tables()  # noqa: SLF001 - what --as calls
        cli._open_tables()  # noqa: SLF001 - same

    assert run_on_tables(work) == DONE
    assert sealed == [1]


@pytest.mark.django_db(transaction=True)
def test_a_worker_has_the_trail_sealed_beside_it() -> None:
    assert "work" in ROOMS["jobs"].keeps_sealing
    sealing = cli._kept_sealed(note)  # noqa: SLF001 - the wrapper is what this tests
    assert sealing is not None
    sealing()
    assert Entry.objects.get().sequence == 1


@pytest.mark.django_db
def test_the_trail_answers_from_the_root() -> None:
    assert cli.run(["trail", "verify"]) == DONE


@pytest.mark.django_db(transaction=True)
def test_a_server_has_the_trail_sealed_beside_it() -> None:
    [sealing] = [one for one in COMPANIONS if "trail" in one.name]
    stop = sealing.start()
    note()
    stop()
    assert (sealing.beside, Entry.objects.get().sequence) == ("server", 1)
