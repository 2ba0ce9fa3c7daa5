"""An OpenID Connect provider that runs beside the tests, in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Provider:
    """A provider under way, and the people that it knows."""

    issuer: str

    def knows(self, subject: str, **claims: str | bool) -> None:
        """Let the provider know somebody."""
        answer = requests.put(f"{self.issuer}/users/{subject}", json=dict(claims), timeout=20)
        assert answer.status_code == 204

    def lets_in(self, address: str, subject: str) -> str:
        """Sign in at the provider, and return the way on this site to which it leads back."""
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=20)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"].removeprefix("http://testserver")

    def turns_back(self, address: str) -> str:
        """Refuse at the provider, and return the address to which it leads back."""
        said = {"action": "deny"}
        answer = requests.post(address, data=said, allow_redirects=False, timeout=20)
        return answer.headers["Location"]


@contextmanager
def a_provider() -> Iterator[Provider]:
    """Run a provider on the loopback, which insists on a nonce."""
    port = free_port()
    program = ["-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    with subprocess.Popen(  # noqa: S603 - the same Python, our own words
        [sys.executable, *program], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            provider = Provider(f"http://127.0.0.1:{port}")
            await_answer(provider)
            yield provider
        finally:
            server.terminate()


def free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_answer(provider: Provider) -> None:
    """Wait until a provider describes itself."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            way = f"{provider.issuer}/.well-known/openid-configuration"
            requests.get(way, timeout=5).raise_for_status()
        except requests.RequestException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
