"""One POST of JSON to a URL: HTTP/1.1 over asyncio's own streams, which can be given up at any moment.

Redirects are not followed and proxies not used: who is told is what the settings say. Messages name the host alone,
because the path of such a URL is often a secret itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from urllib.parse import urlsplit

from collector_daemon.alerting.failing import ActionFailed
from shared.credentials import Secret
from shared.errors import BadSecret
from shared.version import VERSION

SECONDS = 10.0  # for one try, connecting and answer together
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")
_PASSING = (408, 425, 429)
"""Refusals after which trying again makes sense, as after all of 5xx."""


class Webhook:
    """A URL to tell, with what is sent along. Raises BadSecret for a secret that no header can hold."""

    def __init__(self, url: str, header: str = "Authorization", secret: Secret | None = None) -> None:
        parts = urlsplit(url)
        self.host = parts.hostname or ""
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._tls else 80)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._name = parts.netloc
        self._header, self._secret = header, secret
        if secret is not None and not (secret.reveal().isascii() and secret.reveal().isprintable()):
            raise BadSecret(f"the secret of the webhook at {self.host} has letters that no header can hold")

    async def post(self, body: bytes, seconds: float = SECONDS) -> None:
        """Tell it. Raises ActionFailed."""
        try:
            async with asyncio.timeout(seconds):
                status = await self._ask(body)
        except TimeoutError:
            raise ActionFailed(f"{self.host} did not answer within {seconds:g} s") from None
        except ssl.SSLCertVerificationError as problem:
            raise ActionFailed(f"{self.host}: {problem.verify_message}", is_final=True) from None
        except (OSError, asyncio.LimitOverrunError, ValueError) as problem:
            raise ActionFailed(f"{self.host}: {getattr(problem, 'strerror', None) or problem}") from None
        if not 200 <= status < 300:
            is_final = status < 500 and status not in _PASSING
            raise ActionFailed(f"{self.host} answered {status or 'no HTTP'}", is_final=is_final)

    async def _ask(self, body: bytes) -> int:
        reader, writer = await asyncio.open_connection(self.host, self._port, ssl=self._tls)
        try:
            writer.write(self._head(len(body)) + body)
            await writer.drain()
            found = _STATUS.match(await reader.readline())
            return int(found[1]) if found else 0
        finally:
            writer.close()
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await writer.wait_closed()

    def _head(self, length: int) -> bytes:
        lines = [
            f"POST {self._path} HTTP/1.1", f"Host: {self._name}", f"User-Agent: callcentre/{VERSION}",
            "Content-Type: application/json; charset=utf-8", f"Content-Length: {length}", "Connection: close",
        ]
        if self._secret is not None:
            bearer = "Bearer " if self._header.lower() == "authorization" else ""
            lines.append(f"{self._header}: {bearer}{self._secret.reveal()}")
        return "\r\n".join([*lines, "", ""]).encode("ascii")
