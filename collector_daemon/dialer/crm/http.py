"""A customer system asked by HTTP for JSON.

Nothing is trusted: an answer may have ``MOST_BYTES`` and must come in time; redirects are not followed, because the
secret goes where the settings say and nowhere else. Messages name the host alone.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping

import aiohttp
import yarl

from collector_daemon.dialer.crm.page import Page, Rejected, Unanswered, of_pull, of_result
from collector_daemon.settings.customer_system import CustomerSystemSettings
from shared.credentials import Secret
from shared.errors import BadSettings
from shared.templates import JsonPath, Place, Template
from shared.version import VERSION

MOST_BYTES = 32 * 1024 * 1024
_FINAL = frozenset({400, 413, 415, 422})
"""Refusals of what was sent. All others may be mended there or in the settings, and lose no result until then."""
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_EVERYBODY = {"Accept": "application/json", "User-Agent": f"callcentre/{VERSION}"}


class HttpSystem:
    """``pull`` and ``push`` by HTTP. Raises BadSettings for what cannot be meant."""

    def __init__(self, system: CustomerSystemSettings, secret: Secret | None) -> None:
        self._system = system
        self._pull = Template(system.pull_url, Place.URL, of_pull)
        self._push = Template(system.push_url, Place.URL, of_result)
        self._body = Template(system.push_body, Place.JSON, of_result)
        self._headers = {_header(name): Template(text, Place.HEADER, of_pull) for name, text in system.headers.items()}
        self._items = JsonPath(system.items) if system.items else None
        self._next = JsonPath(system.next) if system.next else None
        self._columns = {ours: JsonPath(path) for ours, path in system.columns.items()}
        self._fixed = {"campaign": system.campaign, "secret": secret.reveal() if secret is not None else ""}
        for template in (self._pull, self._push):
            _check_address(system.name, template)
        self._opened: aiohttp.ClientSession | None = None

    async def pull(self, cursor: str) -> Page:
        """Contacts after ``cursor``."""
        answer = await self._asked("GET", self._pull.rendered({**self._fixed, "cursor": cursor}), None, {})
        try:
            found = json.loads(answer)
        except (ValueError, RecursionError):
            raise Rejected(f"{self._system.name} answered what is no JSON") from None
        items = self._items.value_in(found) if self._items is not None else found
        if not isinstance(items, list):
            where = f"at {self._system.items} " if self._system.items else ""
            raise Rejected(f"{self._system.name} answered {where}no list of contacts")
        rows = [{ours: path.found_in(one) for ours, path in self._columns.items()} for one in items]
        following = self._next.found_in(found) if self._next is not None else ""
        return Page(rows=rows, cursor=following or None)

    async def push(self, result: Mapping[str, str]) -> None:
        """Tell a result under its key."""
        values = {**result, **self._fixed}
        headers = {self._system.key_header: values["key"], "Content-Type": "application/json; charset=utf-8"}
        await self._asked(
            self._system.push_method, self._push.rendered(values), self._body.rendered(values).encode(), headers
        )

    async def close(self) -> None:
        """Let go of all connections."""
        if self._opened is not None:
            await self._opened.close()

    @property
    def _session(self) -> aiohttp.ClientSession:
        """Made with the first question, within the loop."""
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(),
                connector=aiohttp.TCPConnector(limit_per_host=4),
            )  # fmt: skip
        return self._opened

    async def _asked(self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        url = yarl.URL(address, encoded=True)
        host, own = url.host or "", {name: one.rendered(self._fixed) for name, one in self._headers.items()}
        try:
            async with asyncio.timeout(self._system.timeout_seconds):
                async with self._session.request(
                    method, url, data=body, headers={**_EVERYBODY, **headers, **own}, allow_redirects=False
                ) as response:
                    return await _content(host, response)
        except TimeoutError:
            raise Unanswered(f"{host} did not answer within {self._system.timeout_seconds:g} s") from None
        except aiohttp.ClientConnectorCertificateError:
            raise Unanswered(f"{host} shows a certificate that is not valid") from None
        except aiohttp.ClientConnectorError as problem:
            raise Unanswered(f"{host} cannot be reached: {problem.os_error.strerror or 'no such host'}") from None
        except (aiohttp.ClientError, OSError) as problem:
            raise Unanswered(f"{host} broke off: {type(problem).__name__}") from None


async def _content(host: str, response: aiohttp.ClientResponse) -> bytes:
    status = response.status
    if not 200 <= status < 300:
        raise (Rejected if status in _FINAL else Unanswered)(f"{host} answered {status}")
    found = bytearray()
    async for piece in response.content.iter_any():
        found += piece
        if len(found) > MOST_BYTES:
            raise Rejected(f"{host} answered more than {MOST_BYTES // 1024 // 1024} MiB; let it answer by pages")
    return bytes(found)


def _header(name: str) -> str:
    if not _HEADER.fullmatch(name):
        raise BadSettings(f"{name!r} is no header that may be set")
    return name


def _check_address(name: str, template: Template) -> None:
    opening = template.opening()
    if opening and not re.match(r"https?://[^/{}@]+(/|$|\?)", opening):
        raise BadSettings(f"customer_system {name}: an address of http or https with its host written out is needed")
