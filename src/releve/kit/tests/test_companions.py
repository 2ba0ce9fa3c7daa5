"""Work beside the pages begins with them and ends after them, whatever goes wrong."""

from __future__ import annotations

import pytest

from releve.kit.companions import Companion, Stop, accompanied

SAID: list[str] = []


@pytest.fixture(autouse=True)
def silence() -> None:
    """Forget what was said before."""
    SAID.clear()


def companion(name: str, *, beside: str = "server", fails_to: str = "") -> Companion:
    """Return a companion that says when it begins and ends."""

    def stop() -> None:
        SAID.append(f"-{name}")
        if fails_to == "stop":
            raise RuntimeError(name)

    def start() -> Stop:
        if fails_to == "start":
            raise RuntimeError(name)
        SAID.append(f"+{name}")
        return stop

    return Companion(name, start, "worker" if beside == "worker" else "server")


def test_companions_begin_in_order_and_end_the_last_first() -> None:
    with accompanied([companion("a"), companion("b")], beside="server"):
        SAID.append("pages")
    assert SAID == ["+a", "+b", "pages", "-b", "-a"]


def test_only_those_of_the_place_are_started() -> None:
    both = [companion("a"), companion("b", beside="worker")]
    with accompanied(both, beside="worker"):
        pass
    assert SAID == ["+b", "-b"]


def test_one_that_cannot_start_ends_those_before_it() -> None:
    both = [companion("a"), companion("b", fails_to="start")]
    with pytest.raises(RuntimeError, match="b"), accompanied(both, beside="server"):
        SAID.append("pages")
    assert SAID == ["+a", "-a"]


def test_one_that_cannot_stop_is_logged_and_the_others_are_stopped(
    caplog: pytest.LogCaptureFixture,
) -> None:
    both = [companion("a"), companion("b", fails_to="stop")]
    with accompanied(both, beside="server"):
        pass
    assert SAID == ["+a", "+b", "-b", "-a"]
    assert [record.getMessage() for record in caplog.records] == ["b could not be stopped"]
