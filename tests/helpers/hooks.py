"""A real HTTP server that keeps what is posted to it, and may be rude: another status, silence, no HTTP at all."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Hooks(ThreadingHTTPServer):
    """``heard``: (path, headers, body) of each request. ``answers``: statuses to give, the last for ever."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.heard: list[tuple[str, dict[str, str], Any]] = []
        self.answers = [200]
        self.gate = threading.Event()
        self.gate.set()

    def events(self) -> list[str]:
        """What each request was about."""
        return [body["event"] for _path, _headers, body in self.heard]

    def next_answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


class _Answering(BaseHTTPRequestHandler):
    server: Hooks
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append((self.path, {key.lower(): value for key, value in self.headers.items()}, body))
        self.server.gate.wait(20)
        status = self.server.next_answer()
        if status == 0:
            self.wfile.write(b"what?\r\n")
        else:
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")
        self.close_connection = True

    def log_message(self, *_args: Any) -> None:
        """Silence."""


@contextlib.contextmanager
def hooks(certificate: tuple[Path, Path] | None = None) -> Iterator[Hooks]:
    """A server on a free port, with TLS if there is a certificate and key."""
    server = Hooks()
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()
