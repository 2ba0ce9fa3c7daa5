"""The log: facts of each request, and never a person, an address or a value."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any, Never

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from releve.house.monitoring import logs
from releve.house.monitoring.logs import JsonLines, TextLines, logging_of
from releve.house.urls import urlpatterns as house_urls
from releve.people.queries import actor_of
from releve.roster.actions import open_calendar
from releve.roster.tests.wards import a_ward, an_account

PERSON = "Madeleine Quatrepommes"
SECRETS = [PERSON, "Quatrepommes", "quatrepommes@example.org", "0612345678", "a-private-key", "?"]


@login_not_required
def _failing(request: HttpRequest, key: str) -> Never:
    name = request.POST["name"]
    logging.getLogger("django.request").warning("Bad: %s after %d tries", name, 3)
    logging.getLogger("another.library").warning(f"{key} {name}")  # noqa: G004 - as others do
    message = f"no line for {name} <quatrepommes@example.org>"
    lines: dict[str, str] = {}
    try:
        wanted = lines[name]
    except KeyError as error:
        raise ValueError(message) from error
    raise AssertionError(wanted)


urlpatterns = [path("failing/<str:key>.ics", _failing, name="failing"), *house_urls]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(params=[JsonLines, TextLines], ids=["json", "text"])
def stream(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """What the root logger writes, in each form."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


def json_lines(stream: StringIO) -> list[dict[str, Any]]:
    """Return what was written, line by line."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def a_failing_post() -> None:
    """Post personal data to a page that fails with them in hand."""
    client = Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.77")
    answer = client.post(
        "/failing/a-private-key.ics?q=Quatrepommes",
        {"name": PERSON, "phone": "0612345678"},
        headers={"user-agent": PERSON},
    )
    assert answer.status_code == 500


def test_personal_data_that_were_posted_to_a_failing_page_are_not_in_the_log(
    stream: StringIO,
) -> None:
    a_failing_post()
    text = stream.getvalue()
    assert "builtins.ValueError" in text
    assert [secret for secret in [*SECRETS, "192.0.2.77"] if secret in text] == []


@pytest.mark.parametrize("stream", [JsonLines], indirect=True)
def test_a_request_leaves_its_id_route_status_and_duration(stream: StringIO) -> None:
    a_failing_post()
    lines = json_lines(stream)
    (answered,) = [line for line in lines if line["logger"] == "releve.requests"]
    facts = {name: answered[name] for name in ("method", "route", "status", "level")}
    assert facts == {"method": "POST", "route": "failing", "status": 500, "level": "info"}
    assert answered["ms"] > 0
    assert {line.get("request") for line in lines} == {answered["request"]}


@pytest.mark.django_db
def test_the_private_address_of_a_calendar_is_not_in_the_log(stream: StringIO) -> None:
    account = an_account(a_ward(), "caregiver", person="ana")
    secret = open_calendar(account, actor=actor_of(account))
    stranger = "1-of-somebody-who-guesses-addresses"
    answers = [Client().get(f"/calendar/{one}.ics") for one in (secret, stranger)]
    assert [answer.status_code for answer in answers] == [200, 404]
    text = stream.getvalue()
    assert "calendar" in text
    assert [one for one in (secret, secret.split("-", 1)[1], stranger) if one in text] == []


@pytest.mark.parametrize("stream", [JsonLines], indirect=True)
def test_an_exception_leaves_its_class_and_places_and_those_of_its_cause(stream: StringIO) -> None:
    a_failing_post()
    (failed,) = [line for line in json_lines(stream) if "exception" in line]
    exception = failed["exception"]
    assert (exception["kind"], exception["because"]["kind"]) == (
        "builtins.ValueError",
        "builtins.KeyError",
    )
    assert exception["frames"][-1].endswith(" _failing")
    assert exception["frames"][-1].startswith("releve/house/tests/test_logs.py:")


@pytest.mark.parametrize("stream", [JsonLines], indirect=True)
def test_what_others_put_into_their_sentences_is_left_out_but_numbers(stream: StringIO) -> None:
    a_failing_post()
    said = {line["logger"]: line["said"] for line in json_lines(stream)}
    assert said["another.library"] == "…"
    others = [line["said"] for line in json_lines(stream) if line["logger"] == "django.request"]
    assert others[0] == "Bad: … after 3 tries"


def test_our_own_sentences_are_whole(stream: StringIO) -> None:
    logging.getLogger("releve.jobs").warning("job %s was tried %d times", "4f2a", 2)
    assert "job 4f2a was tried 2 times" in stream.getvalue()


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ("0123456789abcdef", True),
        ("2f1e4c7a-0b5d-4a52-9f35-0f1f4ec2a6d1", True),
        ("Madeleine", False),
        ("", False),
    ],
)
def test_an_id_that_a_proxy_gives_is_kept_if_no_word_can_hide_in_it(
    given: str, *, is_kept: bool
) -> None:
    answer = Client(headers={"X-Request-ID": given}).get("/healthz")
    assert (answer["X-Request-ID"] == given) is is_kept
    assert len(answer["X-Request-ID"]) >= 16


def test_probes_leave_no_line_in_the_log(stream: StringIO) -> None:
    Client().get("/healthz")
    assert stream.getvalue() == ""


def test_a_thread_that_ends_by_an_exception_leaves_no_value(
    stream: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys  # noqa: PLC0415 - put back by monkeypatch
    import threading  # noqa: PLC0415 - same

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    logs.keep_values_out()

    def fail() -> Never:
        raise ValueError(PERSON)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    sys.excepthook(ValueError, ValueError(PERSON), None)
    assert stream.getvalue().count("builtins.ValueError") == 2
    assert PERSON not in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_logger_of_django_writes_or_mails_beside_the_one_stream(form: str) -> None:
    made = logging_of(form=form, level="info")
    assert made["root"] == {"handlers": ["console"], "level": "INFO"}
    assert {name: logger["handlers"] for name, logger in made["loggers"].items()} == {
        "django": [],
        "django.server": [],
        "_granian": [],
    }
    assert logging.getLogger("django").handlers == []
