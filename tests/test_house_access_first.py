"""Whom the command line serves before anybody administers the house; no small world stands here."""

from __future__ import annotations

import pytest

from releve.cli import run
from releve.kit.actors import HOUSE
from releve.kit.console import BAD_INPUT, DONE
from releve.people.actions import end_function
from releve.people.models import Account, Level
from releve.people.queries.acting import is_administered
from releve.people.tests.builders import a_hospital

pytestmark = pytest.mark.django_db

Capture = pytest.CaptureFixture[str]


def test_the_house_acts_until_somebody_administers_it_and_when_nobody_does_any_more(
    capsys: Capture,
) -> None:
    a_hospital()
    words = ["people", "accounts"]
    assert run([*words, "add", "chef", "--name", "Chef", "--no-password"]) == DONE
    assert run(["people", "levels", "list"]) == DONE
    assert run([*words, "grant", "chef", "administrator", "CH-LUNE"]) == DONE
    assert is_administered() is True
    assert run(["people", "levels", "list"]) == BAD_INPUT
    assert run(["people", "levels", "list", "--as", "chef"]) == DONE
    assert "--as ACCOUNT" in capsys.readouterr().err
    chef, level = Account.objects.get_by_natural_key("chef"), Level.objects.get(code="CH-LUNE")
    grant = chef.grants.get()
    end_function(chef, actor=HOUSE, function="administrator", level=level, on=grant.from_on)
    assert is_administered() is False
