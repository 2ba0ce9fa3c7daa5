"""Readers who open pages at a steady rate, whether or not the last page has come yet.

Arrivals are open (a Poisson stream): a reader on the ward does not wait for another's page, and
a slow answer must not thin out the load that made it slow. So each time is counted from the
moment the page was due, not from when a connection was free.
"""

from __future__ import annotations

import http.client
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from random import Random
from urllib.parse import urlencode, urlsplit

PASSWORD = "a-loaded-hospital"  # noqa: S105 - of accounts that a measurement makes and throws away
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE_SECONDS = 60.0
HANDS = 64
"""Pages that may be under way together; with fewer, arrivals would wait in the measuring."""

PARTS = (("caregiver", 70), ("ward_manager", 20), ("hr", 5), ("care_director", 5))
"""What each hundred readers are."""


@dataclass(frozen=True)
class Reader:
    """An account and the pages that she opens: kind of page to address."""

    username: str
    pages: dict[str, str]


@dataclass(frozen=True)
class Visit:
    """One page: its kind, the answer's status (0: none came), milliseconds since it was due."""

    page: str
    status: int
    milliseconds: float


def make_readers(count: int, seed: int = 1) -> list[Reader]:
    """Save accounts spread over all units of the demo and return them with their pages."""
    from releve.people.models import Level  # noqa: PLC0415 - Django wakes in the caller

    draw = Random(seed)  # noqa: S311 - a measurement, not a secret
    units = list(Level.objects.filter(kind="unit").select_related("hospital").order_by("code"))
    functions = [function for function, part in PARTS for _ in range(round(count * part / 100))]
    return [
        _reader(f"reader-{number}", function, draw.choice(units), draw)
        for number, function in enumerate(functions)
    ]


def _reader(username: str, function: str, unit: object, draw: Random) -> Reader:
    from releve.house.demo.calendars import ANCHOR  # noqa: PLC0415 - as above
    from releve.kit.actors import HOUSE  # noqa: PLC0415 - as above
    from releve.people.actions import create_account, give_function  # noqa: PLC0415 - as above
    from releve.people.models import Level, Person  # noqa: PLC0415 - as above
    from releve.roster.models import Roster, Version  # noqa: PLC0415 - as above

    assert isinstance(unit, Level)
    assert unit.hospital is not None
    hospital = unit.hospital
    person = None
    if function == "caregiver":
        people = Person.objects.for_hospital(hospital).filter(unit=unit).order_by("code")
        person = draw.choice(list(people))
    account = create_account(
        username=username,
        name=username,
        password=PASSWORD,
        hospital=hospital,
        person=person,
        actor=HOUSE,
    )
    level = hospital if function in {"hr", "care_director"} else unit
    give_function(account, function=function, level=level, from_on=ANCHOR, actor=HOUSE)
    rosters = Roster.objects.for_hospital(hospital).filter(unit=unit).order_by("starts_on")
    versions = Version.objects.for_hospital(hospital).filter(roster=rosters[1])
    month = f"/wards/{unit.pk}/{rosters[1].starts_on}/"
    number = versions.values_list("number", flat=True)[0]
    pages = {
        "home": "/",
        "settings": "/me/",
        "wards": "/wards/",
        "ward": f"/wards/{unit.pk}/",
        "month": f"{month}{number}/",
    }
    if function == "caregiver":
        return Reader(username, {**pages, "planning": "/planning/"})
    return Reader(username, {**pages, "sharing": f"{month}{number}/sharing/"})


def drive(
    address: str, readers: Sequence[Reader], *, rate: float, seconds: float, seed: int = 1
) -> list[Visit]:
    """Let signed-in readers open pages at a mean rate per second, and return every visit."""
    draw = Random(seed)  # noqa: S311 - a measurement, not a secret
    cookies = {reader.username: sign_in(address, reader) for reader in readers}
    begun = time.monotonic()
    visits: list[Future[Visit]] = []
    with ThreadPoolExecutor(HANDS) as hands:
        for due in _arrivals(draw, rate, seconds):
            reader = draw.choice(readers)
            page = draw.choice(sorted(reader.pages))
            time.sleep(max(0.0, begun + due - time.monotonic()))
            visits.append(
                hands.submit(
                    _visit, address, page, reader.pages[page], cookies[reader.username], begun + due
                )
            )
    return [visit.result() for visit in visits]


def _arrivals(draw: Random, rate: float, seconds: float) -> Iterator[float]:
    at = draw.expovariate(rate)
    while at < seconds:
        yield at
        at += draw.expovariate(rate)


def _visit(address: str, page: str, path: str, cookie: str, due: float) -> Visit:
    try:
        status, headers, _body = _ask(address, "GET", path, cookie=cookie)
        if status == http.client.FOUND:  # a page that leads on, as a browser would follow
            status, headers, _body = _ask(address, "GET", headers["Location"], cookie=cookie)
    except OSError:
        status = 0
    return Visit(page, status, 1000 * (time.monotonic() - due))


def sign_in(address: str, reader: Reader) -> str:
    """Sign a reader in as a browser does and return her cookies; raises PermissionError."""
    _status, headers, body = _ask(address, "GET", "/sign-in/")
    found = CSRF.search(body)
    assert found is not None
    form = urlencode(
        {"username": reader.username, "password": PASSWORD, "csrfmiddlewaretoken": found[1]}
    )
    before = _cookies(headers)
    status, headers, _body = _ask(address, "POST", "/sign-in/", cookie=_line(before), form=form)
    if status != http.client.FOUND:
        raise PermissionError(f"{reader.username} was not signed in: {status}")
    return _line(before | _cookies(headers))


def _ask(
    address: str, method: str, path: str, *, cookie: str = "", form: str = ""
) -> tuple[int, http.client.HTTPMessage, str]:
    place = urlsplit(address)
    assert place.hostname in {"127.0.0.1", "localhost"}, "a load stays on this machine"
    connection = http.client.HTTPConnection(place.netloc, timeout=PATIENCE_SECONDS)
    headers = {"Cookie": cookie, "Referer": address, "Accept-Language": "fr"}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, body=form or None, headers=headers)
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
    finally:
        connection.close()
    return answer.status, answer.headers, body


def _cookies(headers: http.client.HTTPMessage) -> dict[str, str]:
    pairs = (said.partition(";")[0].partition("=") for said in headers.get_all("Set-Cookie", []))
    return {name: value for name, _sign, value in pairs}


def _line(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def summary(visits: Sequence[Visit]) -> dict[str, object]:
    """Return how many pages came, and the percentiles of their times in milliseconds."""
    by_page = {page: [v for v in visits if v.page == page] for page in {v.page for v in visits}}
    return {
        **_percentiles(visits),
        "not_answered_200": sum(visit.status != http.client.OK for visit in visits),
        "pages": {page: _percentiles(some) for page, some in sorted(by_page.items())},
    }


def _percentiles(visits: Sequence[Visit]) -> dict[str, float]:
    times = sorted(visit.milliseconds for visit in visits)
    at = {"p50": 0.50, "p95": 0.95, "p99": 0.99}
    found = {name: times[min(len(times) - 1, int(part * len(times)))] for name, part in at.items()}
    return {"visits": len(times), **{f"{name}_ms": round(ms, 1) for name, ms in found.items()}}


def main() -> None:
    """Make readers in the database that the environment names and print them as JSON."""
    import django  # noqa: PLC0415 - only this process needs it

    django.setup()
    readers = make_readers(int(sys.argv[1]))
    print(json.dumps([asdict(reader) for reader in readers]))  # noqa: T201 - read by the caller


if __name__ == "__main__":
    main()
