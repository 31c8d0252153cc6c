"""FastAGI: the dialplan asks over TCP before it dials. One question a connection, a few variables as the answer.

Asterisk opens the connection (``AGI(agi://host:port/path,arg,…)``), says ``agi_name: value`` lines up to an empty one,
and then does one command a line, each answered by ``200 …`` (res_agi, the same on 16 and 22). What is no AGI, says too
much or is silent is hung up without a word. Not here: what is answered (``collector_daemon.prepaid``).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import msgspec

from shared.errors import Unavailable
from shared.serving import stop_listening

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024
PATIENCE = 10.0
"""Seconds for the whole of it: a caller waits."""
MOST_AT_ONCE = 500
HUNG_UP = b"HANGUP"
"""What Asterisk says at any time when the channel is gone."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What the dialplan asks. ``path`` is the address's, ``arguments`` what it passes, in order."""

    path: str
    channel: str
    uniqueid: str
    arguments: tuple[str, ...]


Answers = Callable[[Question], Awaitable[dict[str, str]]]
"""The variables to set; a name that ends in ``)`` is a function: ``TIMEOUT(absolute)``."""


class FastAgi:
    """Listens for the dialplan: ``await open()`` and ``close()``."""

    def __init__(self, host: str, port: int, answer: Answers) -> None:
        self._host, self._asked_port, self._answer = host, port, answer
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """Where it listens, once open."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def open(self) -> None:
        """Listen. Raises Unavailable where the port cannot be had."""
        try:
            self._server = await asyncio.start_server(
                self._talk, self._host or None, self._asked_port, limit=MOST_BYTES)
        except OSError as problem:
            where = f"{self._host or '*'}:{self._asked_port}"
            raise Unavailable(f"the dialplan cannot ask on {where}: {problem.strerror or problem}") from None

    async def close(self) -> None:
        """Listen no more; who asks just then is refused by the dialplan itself, as it gets no answer."""
        if self._server is not None:
            await stop_listening(self._server)
        for talk in self._talks:
            if not talk.cancelling():
                talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        task.add_done_callback(self._talks.discard)
        try:
            if len(self._talks) <= MOST_AT_ONCE:
                async with asyncio.timeout(PATIENCE):
                    await self._serve(reader, writer)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        question = read_question((await reader.readuntil(b"\n\n")).decode("utf-8", "surrogateescape"))
        for name, value in (await self._answer(question)).items():
            writer.write(f'SET VARIABLE {name} "{_quoted(value)}"\n'.encode("utf-8", "surrogateescape"))
            await writer.drain()
            while (said := await reader.readuntil(b"\n")).startswith(HUNG_UP):
                pass
            if not said.startswith(b"200"):
                log.warning("the PBX did not take %s from us: %s", name, said.decode(errors="backslashreplace").strip())


def read_question(text: str) -> Question:
    """The lines that Asterisk begins with. Raises ValueError for what is no AGI."""
    lines = [line.partition(":") for line in text.split("\n") if line]
    said = {name: value.removeprefix(" ") for name, _colon, value in lines}
    if "agi_uniqueid" not in said:
        raise ValueError("no AGI")
    numbered = sorted((int(name.removeprefix("agi_arg_")), value) for name, value in said.items() if _is_argument(name))
    return Question(
        path=said.get("agi_network_script", ""), channel=said.get("agi_channel", ""), uniqueid=said["agi_uniqueid"],
        arguments=tuple(value for _number, value in numbered),
    )


def _is_argument(name: str) -> bool:
    return name.startswith("agi_arg_") and name.removeprefix("agi_arg_").isdecimal()


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
