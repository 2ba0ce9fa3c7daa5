"""`/healthz`, `/readyz` and `/metrics`: what programs that watch the installation are told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from releve.house.monitoring import metrics, readiness
from releve.house.monitoring.metrics import Figure, exposition
from releve.house.views import probes

TOKEN = "t" * 40


@pytest.fixture(autouse=True)
def fresh_eyes() -> Iterator[None]:
    """Believe nothing that an earlier test has seen."""
    readiness.forget()
    yield
    readiness.forget()


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer."""

    def refuse() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.mark.usefixtures("no_database")
def test_a_process_lives_whether_or_not_its_database_answers() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


@pytest.mark.django_db
def test_a_process_is_ready_with_its_database_and_tables() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reasons": []})


@pytest.mark.django_db
def test_missing_tables_are_a_code_and_are_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "waiting", lambda: ["people 0009_more"])
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["migrations_missing"])
    monkeypatch.setattr(readiness, "waiting", list)
    assert Client().get("/readyz").status_code == 200


@pytest.mark.usefixtures("no_database")
def test_a_database_out_of_reach_is_a_code() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["database_unreachable"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "address", "behind_proxy", "status"),
    [
        ({}, "127.0.0.1", False, 200),
        ({}, "::1", False, 200),
        ({}, "192.0.2.7", False, 403),
        ({}, "", False, 403),
        ({}, "127.0.0.1", True, 403),
        ({"X-Forwarded-For": "192.0.2.7"}, "127.0.0.1", False, 403),
        ({"Authorization": f"Bearer {TOKEN}"}, "192.0.2.7", True, 200),
        ({"Authorization": "Bearer wrong"}, "192.0.2.7", True, 403),
        ({"Authorization": f"Basic {TOKEN}"}, "192.0.2.7", True, 403),
    ],
)
def test_figures_are_for_this_computer_or_the_token(
    settings: LazySettings,
    headers: dict[str, str],
    address: str,
    status: int,
    *,
    behind_proxy: bool,
) -> None:
    settings.METRICS_TOKEN, settings.BEHIND_PROXY = TOKEN, behind_proxy
    answer = Client(headers=headers, REMOTE_ADDR=address).get("/metrics")
    assert answer.status_code == status


@pytest.mark.django_db
def test_without_a_token_no_token_opens(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = ""
    answer = Client(headers={"Authorization": "Bearer "}, REMOTE_ADDR="192.0.2.7").get("/metrics")
    assert answer.status_code == 403


def figures() -> dict[tuple[str, str], float]:
    """Return the counted requests by route and status."""
    families = text_string_to_metric_families(exposition().decode())
    return {
        (sample.labels["route"], sample.labels["status"]): sample.value
        for family in families
        for sample in family.samples
        if sample.name == "releve_requests_total"
    }


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_status_and_never_by_address() -> None:
    before = figures()
    client = Client()
    client.get("/?name=Dupont")
    client.get("/secret-key-in-a-path")
    client.get("/static/house/mark.svg").close()
    after = figures()
    more = {key: value - before.get(key, 0) for key, value in after.items()}
    assert (more["home", "200"], more["none", "404"], more["static", "200"]) == (1, 1, 1)
    text = exposition().decode()
    assert re.search(r'releve_request_seconds_bucket\{le="0.1",route="home"\}', text)
    assert "Dupont" not in text
    assert "secret-key" not in text


@pytest.mark.django_db
def test_figures_tell_the_database_and_what_rooms_bring() -> None:
    def jobs() -> Iterator[Figure]:
        yield Figure("releve_jobs", "Jobs by state.", 3, {"state": "ready"})
        yield Figure("releve_jobs", "Jobs by state.", 1, {"state": "failed"})

    text = exposition([jobs]).decode()
    assert "releve_database_up 1.0" in text
    assert 'releve_jobs{state="ready"} 3.0' in text
    assert 'releve_jobs{state="failed"} 1.0' in text


@pytest.mark.usefixtures("no_database")
def test_figures_are_told_without_a_database() -> None:
    text = metrics.exposition([lambda: pytest.fail("asked a database that is gone")]).decode()
    assert "releve_database_up 0.0" in text


@pytest.mark.parametrize("name", ["healthz", "readyz", "metrics"])
def test_probes_are_read_only_and_kept_by_no_cache(name: str) -> None:
    answer = Client().post(f"/{name}")
    assert answer.status_code == 405
    assert "no-store" in answer["Cache-Control"]
    assert getattr(probes, name).login_required is False


def test_probes_are_answered_without_https(settings: LazySettings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/").status_code == 301
