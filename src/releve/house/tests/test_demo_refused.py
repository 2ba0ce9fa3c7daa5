"""`releve demo` in a database that holds no demo: what is refused leaves nothing behind."""

from __future__ import annotations

import socket
from datetime import date

import pytest
from click.testing import CliRunner

from releve.house.demo import cli
from releve.house.demo.calendars import Calendar, month_of
from releve.house.demo.group import build_group
from releve.house.demo.places import DEMO_UNIT
from releve.house.demo.storing import store_group
from releve.kit.actors import HOUSE
from releve.kit.faults import BadInputError
from releve.people.actions import load_reference
from releve.people.models import Level

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> None:
    """Run the verb and raise what it raises."""
    CliRunner().invoke(cli.demo, arguments, catch_exceptions=False)


def test_a_database_with_another_hospital_is_refused() -> None:
    Level.objects.create(code="CHX", kind="hospital", name="Another one")
    with pytest.raises(BadInputError, match="holds another hospital"):
        run("--seconds", "0")


def test_what_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_codes: str) -> None:
        raise RuntimeError("the lights went out")

    load_reference(actor=HOUSE)
    group = build_group(Calendar(month_of(date(2027, 3, 1))), units=[DEMO_UNIT], processes=1)
    monkeypatch.setattr("releve.house.demo.storing.store_accounts", fail)
    with pytest.raises(RuntimeError):
        store_group(group)
    assert Level.objects.count() == 0


@pytest.mark.parametrize("said", ["2027", "2027-13", "1999-01", "mars"])
def test_a_month_that_is_none_is_one_sentence(said: str) -> None:
    with pytest.raises(BadInputError, match="is no month"):
        run("--month", said)


def test_a_port_in_use_is_told_before_anything_is_made() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with pytest.raises(BadInputError, match=f"port {port} cannot be used"):
            run("--serve", "--port", port)
    assert Level.objects.count() == 0
