"""A tool of a third party on this machine, for tests: it answers as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "clef-inventee"
ANSWER = "Madame, Monsieur, la réunion est reportée au 12."


@dataclass
class Stub:
    """What the tool is to do next, and what it was sent."""

    address: str
    status: int = 200
    body: bytes | None = None
    pause_seconds: float = 0.0
    drips: bool = False
    hangs_up: bool = False
    cut: bool = False
    model: str = "petit-modele"
    heard: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Its host, as the operator would allow it."""
        return self.address.split("/")[2]

    def answered(self) -> bytes:
        """Return the body that it sends."""
        if self.body is not None:
            return self.body
        said = {
            "message": {"role": "assistant", "content": ANSWER},
            "finish_reason": "length" if self.cut else "stop",
        }
        return json.dumps({"model": self.model, "choices": [said]}).encode()


@contextmanager
def a_stub() -> Iterator[Stub]:
    """Serve the tool as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            stub.heard.append(json.loads(self.rfile.read(length)))
            stub.headers.append(dict(self.headers))
            if stub.hangs_up:
                self.close_connection = True
                self.connection.close()
                return
            time.sleep(stub.pause_seconds)
            body = stub.answered()
            self.send_response(stub.status)
            if stub.status in (301, 302, 307):
                self.send_header("Location", stub.address)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self._send(body)

        def _send(self, body: bytes) -> None:
            try:
                if not stub.drips:
                    self.wfile.write(body)
                    return
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                pass  # the other side has had enough

        def log_message(self, *_told: object) -> None:
            """Say nothing: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub = Stub(f"http://127.0.0.1:{server.server_port}/v1/chat/completions")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
