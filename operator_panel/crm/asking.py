"""One question to the customer system by HTTP, and its JSON. Loaded when there is a first question: it is not small.

Nothing is trusted: an answer may have ``MOST_BYTES``, comes unpacked, in time or not at all; three redirects are
followed, none from https to http. What a link's headers hold is for its own server: a redirect to another one gets none
of it, and no POST. No cookies, no proxy, no user's netrc. Messages name the host alone.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

import aiohttp
import yarl

from operator_panel.crm.failing import NobodyThere, NotAnswered
from operator_panel.crm.ready_link import Request
from shared.version import VERSION

MOST_BYTES = 256 * 1024
MOST_REDIRECTS = 3
PER_SERVER = 4  # connections at once

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEEPING = frozenset({307, 308})  # say the same again, POST and all
_REFUSED = frozenset({401, 403, 407})
_EVERYBODY = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": f"callcentre/{VERSION}"}


class Asking:
    """The connections to customer systems. To be made and closed within the loop."""

    def __init__(self) -> None:
        self._session = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, timeout=aiohttp.ClientTimeout(),
            connector=aiohttp.TCPConnector(limit_per_host=PER_SERVER, force_close=False),
        )  # fmt: skip

    async def close(self) -> None:
        """Let go of all connections."""
        await self._session.close()

    async def ask(self, request: Request, headers: Mapping[str, str], seconds: float) -> object:
        """What the server said, as JSON says it. Raises NotAnswered, and NobodyThere for 404, 410 and no content."""
        host = yarl.URL(request.url, encoded=True).host or ""
        try:
            async with asyncio.timeout(seconds):
                body, charset = await self._followed(request, headers)
        except TimeoutError:
            raise NotAnswered("slow", f"{host} did not answer within {seconds:g} s") from None
        except aiohttp.ClientConnectorCertificateError as problem:
            inner = problem.certificate_error
            reason = getattr(inner, "verify_message", "") or type(inner).__name__
            raise NotAnswered("away", f"{host} shows a certificate that is not valid: {reason}") from None
        except aiohttp.ClientConnectorError as problem:
            raise NotAnswered("away", f"{host} cannot be reached: {_reason(problem)}") from None
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            raise NotAnswered("away", f"{host} broke off: {type(problem).__name__}") from None
        return _read(host, body, charset)

    async def _followed(self, request: Request, headers: Mapping[str, str]) -> tuple[bytes, str]:
        url = yarl.URL(request.url, encoded=True)
        method, body, own = request.method, request.body, dict(headers)
        for _ in range(MOST_REDIRECTS + 1):
            content = None if body is None else body.encode()
            kind = {} if body is None else {"Content-Type": "application/json; charset=utf-8"}
            async with self._session.request(
                method, url, data=content, headers={**_EVERYBODY, **kind, **own}, allow_redirects=False
            ) as response:
                if response.status not in _REDIRECTS:
                    return await _content(response)
                target = _target(url, response)
                if response.status not in _KEEPING:
                    method, body = "GET", None
            if target.origin() != url.origin():
                own = {}  # and it stays so, should the way lead back
                if method != "GET":
                    raise NotAnswered("redirect", f"{url.host} sends what is posted on to {target.host}")
            url = target
        raise NotAnswered("redirect", f"{url.host} redirects more than {MOST_REDIRECTS} times")


def _target(url: yarl.URL, response: aiohttp.ClientResponse) -> yarl.URL:
    try:
        target = url.join(yarl.URL(response.headers.get("Location", "")))
    except ValueError:
        raise NotAnswered("redirect", f"{url.host} redirects to what is no address") from None
    is_downwards = url.scheme == "https" and target.scheme != "https"
    if target.scheme not in {"http", "https"} or not target.host or is_downwards or "Location" not in response.headers:
        raise NotAnswered("redirect", f"{url.host} redirects to where nobody is followed")
    return target


async def _content(response: aiohttp.ClientResponse) -> tuple[bytes, str]:
    host, status = response.url.host, response.status
    if status in {204, 404, 410}:
        raise NobodyThere(f"{host} knows nobody")
    if status in _REFUSED:
        raise NotAnswered("refused", f"{host} does not let this desk ask: it answered {status}")
    if not 200 <= status < 300:
        raise NotAnswered("status", f"{host} answered {status}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotAnswered("not_json", f"{host} answered packed, though nobody asked for that")
    found = bytearray()
    async for piece in response.content.iter_any():
        found += piece
        if len(found) > MOST_BYTES:
            raise NotAnswered("too_large", f"{host} answered more than {MOST_BYTES // 1024} KiB")
    return bytes(found), response.charset or "utf-8"


def _read(host: str, body: bytes, charset: str) -> object:
    if not body.strip():
        raise NobodyThere(f"{host} knows nobody")
    try:
        return json.loads(body.decode(charset).removeprefix("\ufeff"))
    except (ValueError, LookupError, RecursionError):
        raise NotAnswered("not_json", f"{host} answered what is no JSON") from None


def _reason(problem: aiohttp.ClientConnectorError) -> str:
    inner = problem.os_error
    return inner.strerror or type(inner).__name__
