"""What a verb leaves open in the audit trail is sealed when it ends."""

from __future__ import annotations

import click
import pytest
from django.db import transaction
from pytest_django import Settings

from releve import cli
from releve.cli import ROOMS
from releve.kit.actors import HOUSE
from releve.kit.console import DONE
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


@pytest.mark.django_db
def test_a_verb_on_the_tables_seals_what_it_noted() -> None:
    ready = cli._with_tables(note)  # noqa: SLF001 - the wrapper is what this tests
    assert ready is not None
    ready()
    assert Entry.objects.get().sequence == 1


@pytest.mark.django_db
def test_a_verb_that_fails_seals_what_it_had_committed() -> None:
    def fail() -> None:
        note()
        raise click.Abort

    ready = cli._with_tables(fail)  # noqa: SLF001 - the wrapper is what this tests
    assert ready is not None
    with pytest.raises(click.Abort):
        ready()
    assert Entry.objects.get().sequence == 1


@pytest.mark.django_db(transaction=True)
def test_a_server_has_the_trail_sealed_beside_it() -> None:
    assert "serve" in ROOMS["house"].keeps_sealing
    sealing = cli._kept_sealed(note)  # noqa: SLF001 - the wrapper is what this tests
    assert sealing is not None
    sealing()
    assert Entry.objects.get().sequence == 1


@pytest.mark.django_db
def test_the_trail_answers_from_the_root() -> None:
    assert cli.run(["trail", "verify"]) == DONE
