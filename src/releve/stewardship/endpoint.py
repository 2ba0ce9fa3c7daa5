"""One call to a tool of a third party: an endpoint that speaks as OpenAI's chat completions do.

The one place of the room that opens a connection. Only hosts that the installation's operator
allows are called, over TLS with their certificate checked (in the clear on this machine alone);
no redirect is followed, no proxy asked. Time and size are bounded whatever the other side does.
Nothing of what is sent or comes back is logged.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

KEY_VARIABLE = re.compile(r"TOOL_KEY_[A-Z0-9_]{1,40}")
"""Names of variables that may hold the key of a tool: none that holds a secret of the house."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SECONDS = 60.0
CONNECT_SECONDS = 10.0
MOST_BYTES = 1_000_000
MOST_CHARACTERS = 20_000
"""Of an answer: a person has to read it."""

FAULT_OF_STATUS = {401: "key", 403: "key", 404: "address", 405: "address", 429: "busy"}


class EndpointError(Exception):
    """No answer came; ``code`` (one of ``vocabulary.FAULTS``) says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Endpoint:
    """Whom to call and how."""

    address: str
    model: str
    hosts: tuple[str, ...]
    key_variable: str = ""
    instructions: str = ""
    most_tokens: int = 800
    seconds: float = SECONDS


@dataclass(frozen=True)
class Answer:
    """What came back: the text, the model that says it wrote it, whether it was cut short."""

    text: str
    model: str
    is_cut: bool


def host_of(address: str) -> str:
    """Return the host of an address, with its port where it names one; empty for no such address.

    An address has ``https`` (``http`` on this machine alone), a host and a path, and neither name,
    password, question nor fragment. It is written as it is sent: without blanks or accents.
    """
    if not address.isascii() or not address.isprintable() or " " in address:
        return ""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    is_plain = parts.scheme == "http" and host in LOOPBACK
    if not host or not (parts.scheme == "https" or is_plain):
        return ""
    if parts.username or parts.password or parts.query or parts.fragment:
        return ""
    return host if port is None else f"{host}:{port}"


def is_allowed(address: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address lies at a host that the operator of the installation allows."""
    host = host_of(address)
    return bool(host) and host in {one.strip().lower() for one in hosts}


def ask_endpoint(endpoint: Endpoint, text: str) -> Answer:
    """Send one text and return the answer; raises EndpointError."""
    if not is_allowed(endpoint.address, endpoint.hosts):
        raise EndpointError("host")
    status, body = _posted(endpoint, _request(endpoint, text), _headers(endpoint))
    if status != http.client.OK:
        raise EndpointError(FAULT_OF_STATUS.get(status, "error"))
    return _answer(body, endpoint.model)


def _request(endpoint: Endpoint, text: str) -> bytes:
    messages = [{"role": "user", "content": text}]
    if endpoint.instructions:
        messages.insert(0, {"role": "system", "content": endpoint.instructions})
    asked = {
        "model": endpoint.model,
        "messages": messages,
        "max_tokens": endpoint.most_tokens,
        "stream": False,
    }
    return json.dumps(asked).encode()


def _headers(endpoint: Endpoint) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if not endpoint.key_variable:
        return headers
    named = KEY_VARIABLE.fullmatch(endpoint.key_variable)
    key = os.environ.get(endpoint.key_variable, "").strip() if named else ""
    if not key or not key.isascii() or not key.isprintable():
        raise EndpointError("no_key")
    return {**headers, "Authorization": f"Bearer {key}"}


def _posted(endpoint: Endpoint, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    parts = urlsplit(endpoint.address)
    connection = _connection(parts)
    cut = threading.Event()
    try:
        connection.connect()
        with _cut_after(connection, endpoint.seconds, cut):
            connection.request("POST", parts.path or "/", body, headers)
            response = connection.getresponse()
            found = response.read(MOST_BYTES + 1)
    except (http.client.HTTPException, OSError) as error:
        raise EndpointError(_fault(error, is_cut=cut.is_set())) from None
    finally:
        connection.close()
    if cut.is_set():
        raise EndpointError("slow")
    if len(found) > MOST_BYTES:
        raise EndpointError("huge")
    return response.status, found


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port, timeout=CONNECT_SECONDS)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, parts.port, timeout=CONNECT_SECONDS, context=context)


@contextlib.contextmanager
def _cut_after(
    connection: http.client.HTTPConnection, seconds: float, cut: threading.Event
) -> Iterator[None]:
    """Close the line after so many seconds, however slowly the other side drips."""
    line = connection.sock
    line.settimeout(seconds)

    def close() -> None:
        cut.set()
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(seconds, close)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _fault(error: Exception, *, is_cut: bool) -> str:
    if is_cut or isinstance(error, TimeoutError):
        return "slow"
    if isinstance(error, ssl.SSLError):
        return "certificate"
    is_talk = isinstance(error, http.client.HTTPException)
    return "garbage" if is_talk and not isinstance(error, ConnectionError) else "down"


def _answer(body: bytes, model: str) -> Answer:
    try:
        found: Any = json.loads(body)
        choice = found["choices"][0]
        text = choice["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise EndpointError("garbage") from None
    if not isinstance(text, str) or not text.strip() or not _is_text(text):
        raise EndpointError("garbage")
    if len(text) > MOST_CHARACTERS:
        raise EndpointError("huge")
    said = found.get("model")
    return Answer(
        text=text.strip(),
        model=said[:100] if isinstance(said, str) and said and _is_text(said) else model,
        is_cut=choice.get("finish_reason") == "length",
    )


def _is_text(said: str) -> bool:
    """Whether a text can be kept and shown: no NUL, and no half of a pair of surrogates."""
    return "\x00" not in said and not any("\ud800" <= one <= "\udfff" for one in said)
