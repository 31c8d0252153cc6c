"""What is tried with damaged streams: a PBX's, a feed client's, a listener's, a customer system's, the dialplan's.

The servers are real ones on real sockets, in a loop of their own; whatever they log as an error of ours is a fault.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from aiohttp import web

from collector_daemon import settings
from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.asterisk.fast_agi import FastAgi, Question
from collector_daemon.asterisk.framing import Framer, FramingFailed
from collector_daemon.capture import Connected, Entry, Heard, read
from collector_daemon.core.centre import Centre
from collector_daemon.dialer.crm.http import HttpSystem
from collector_daemon.dialer.crm.page import Rejected, Unanswered
from collector_daemon.dialer.lists.lines import line_of
from collector_daemon.feed.ports import Limits
from collector_daemon.recordings.port import PortRules
from collector_daemon.settings.customer_system import CustomerSystemSettings
from collector_daemon.simulator.wire import encode
from shared.credentials import Secret
from shared.database.escapes import escape
from shared.domain.agents import Surprise
from shared.protocol import wire
from tests.helpers.feed import Feed, Raw, check_wire, feed
from tests.integration.recordings.rooms import Room, make_wav, room
from tests.proof.fuzzed_files import NOW, folder, one_line

STORIES = Path(__file__).parents[1] / "stories"
PBX = settings.parse("[[pbx]]\nname = 'main'\nuser = 'x'").pbx[0]
BANNER = b"Asterisk Call Manager/11.0.0\r\n"
Found = TypeVar("Found")


# --- the PBX


@cache
def conversations() -> list[bytes]:
    """What real PBXs said in some of the recorded stories, cut where a call is in full swing."""
    found = []
    for name in ("16/a_answered_caller_hangup", "22/a_answered_caller_hangup", "22/j7_attended_into_waiting_queue"):
        heard = [one.headers for one in read(STORIES / name / "capture.jsonl.gz") if isinstance(one, Heard)]
        at = next(n for n, headers in enumerate(heard) if headers.get("Event") == "QueueCallerJoin")
        some = heard[max(0, at - 12) : at + 60]
        found.append(b"".join(map(encode, some)))
        found.append(b"".join(map(encode, heard[:50])))  # the survey after a login
        stamped = [headers | {"Timestamp": f"{1795386400 + nth}.{nth:06}"} for nth, headers in enumerate(some)]
        found.append(b"".join(map(encode, stamped)))
    return found


def a_conversation(data: bytes) -> None:
    """Whatever a PBX says: it is heard, understood as far as it goes, and the core is well afterwards."""
    try:
        said = Framer().feed(BANNER + data)
    except FramingFailed:
        return
    begun: list[Entry] = [Connected(1795386400.0, "x")]
    entries = begun + [Heard(1795386400.0 + nth / 1000, headers) for nth, headers in enumerate(said, 1)]
    analysis = Analysis(centre_for(PBX, settings.defaults().centre))
    found = analysis.take(list(enumerate(entries, 1)))
    faults = [one for one in found.facts if isinstance(one, Surprise) and one.kind == "fault"]
    assert not faults, faults[0]
    for row in found.rows:
        check = wire.encoded(row)
        assert b"\n" not in check
    for event in found.raw:
        escape(str(event)).encode()
    again = Centre.restored(analysis.centre.state())
    again.pass_time(analysis.now + timedelta(hours=30))
    again.changed_rows(analysis.now + timedelta(hours=30))


# --- servers


class Grounds:
    """The servers, in a thread of their own; ``run`` carries something out there."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda _loop, about: self.faults.append(repr(about)))
        self._thread = threading.Thread(target=self.loop.run_forever, name="fuzzed servers", daemon=True)
        self._thread.start()
        self._stack = contextlib.AsyncExitStack()
        self._made: dict[str, Any] = {}
        atexit.register(self.close)

    def run(self, work: Coroutine[Any, Any, Found]) -> Found:
        """Its result; a fault that a server logged meanwhile is one."""
        ear = _Ear(self.faults)
        logging.getLogger().addHandler(ear)
        try:
            done = asyncio.run_coroutine_threadsafe(work, self.loop).result(60)
        finally:
            logging.getLogger().removeHandler(ear)
        assert not self.faults, self.faults.pop()
        return done

    async def the(self, name: str, make: Callable[[], contextlib.AbstractAsyncContextManager[Found]]) -> Found:
        """A server, made when it is first needed."""
        if name not in self._made:
            self._made[name] = await self._stack.enter_async_context(make())
        found: Found = self._made[name]
        return found

    def close(self) -> None:
        """All of them go."""
        with contextlib.suppress(Exception):
            asyncio.run_coroutine_threadsafe(self._stack.aclose(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)


class _Ear(logging.Handler):
    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        self._faults.append(f"{record.name}: {record.getMessage()} {record.exc_info}")


@cache
def grounds() -> Grounds:
    """Of this run."""
    return Grounds()


# --- the feed


def feed_lines() -> list[bytes]:
    """What clients say; every second sample begins before they are let in."""
    said: list[dict[str, Any]] = [
        {"type": "subscribe", "topics": ["queues", "calls"], "filter": {"queues": ["support"]}},
        {"type": "subscribe", "topics": ["events", "agents"], "resume": {"session": "x", "seq": 3}},
        {"type": "subscribe", "topics": ["calls"], "past": {"at": "2026-11-23T09:15:00.123Z", "speed": 2.5}},
        {"type": "command", "id": 1, "command": "agent.pause", "params": {"agent": "1001", "reason": "x"}},
        {"type": "command", "id": 2, "command": "call.note", "params": {"call": "1.1", "text": "a\nb"}},
        {"type": "ping", "id": 5}, {"type": "hello", "protocol": 1, "auth": {"user": "eva", "password": "ave"}},
    ]  # fmt: skip
    lines = [msgspec.json.encode(one) + b"\n" for one in said]
    return [*lines, b"".join(lines), lines[-1] + lines[0] + lines[3], lines[1] * 3 + lines[5]]


def a_feed_client(data: bytes) -> None:
    """A client says anything: he is answered by messages of the protocol or hung up, and another notices nothing."""
    grounds().run(_feed_client(data))


async def _feed_client(data: bytes) -> None:
    limits = Limits(refusal=timedelta(0), hello=timedelta(seconds=1), strangers=1000)
    it = await grounds().the("feed", lambda: feed(limits))
    witness, eva = await grounds().the("witness", lambda: _witness(it))
    stranger, client = await it.connect(), await it.connect()
    assert (await client.greet("eva", token=eva))["type"] == "welcome"  # guessed passwords keep no token out
    try:
        for one in (stranger, client):
            one.write(data + b"\n")
        client.say(type="ping", id=4711)
        while message := await client.hear():
            if message.get("id") == 4711:
                break
        else:
            raise AssertionError("a client who was in was hung up")
        stranger.writer.write_eof()
        async with asyncio.timeout(5):
            while line := await stranger.reader.readline():
                check_wire(line)
        assert [one["type"] for one in await witness.settle()] in ([], ["ping"])
    finally:
        for one in (stranger, client):
            one.writer.transport.abort()
            it._clients.remove(one)


@contextlib.asynccontextmanager
async def _witness(it: Feed) -> AsyncIterator[tuple[Raw, str]]:
    """Who looks on, and a token of eva's."""
    client = await it.enter("ota")
    await client.subscribe("queues")
    yield client, (await it.enter("eva")).token


# --- recordings over HTTP


def http_questions() -> list[bytes]:
    """Questions for a recording; the token is put in where TOKEN stands."""
    return [
        b"GET /recordings/TOKEN HTTP/1.1\r\nHost: x\r\nRange: bytes=0-99\r\nIf-Range: \"1\"\r\n\r\n",
        b"HEAD /recordings/TOKEN HTTP/1.1\r\nHost: x\r\nRange: bytes=-5\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /recordings/TOKEN HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
        b"GET /recordings/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /recordings/eyJ9.AAAA HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    ]


def a_http_client(data: bytes) -> None:
    """Somebody asks anything over HTTP: no answer is an error of ours, and the next one gets his recording."""
    grounds().run(_http_client(data))


async def _http_client(data: bytes) -> None:
    at = await grounds().the("port", _rooms)
    url = await at.url("a.wav")
    port, token = int(url.split(":")[2].partition("/")[0]), url.rpartition("/")[2]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data.replace(b"TOKEN", token.encode()))
        writer.write_eof()
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(5):
                said = await reader.read()
                assert b" 500 " not in said[:15], said[:300]
                assert b"root:" not in said
    finally:
        writer.transport.abort()
    status, _headers, body = await at.fetched(url)
    assert (status, body) == (200, (at.folder / "a.wav").read_bytes())


@contextlib.asynccontextmanager
async def _rooms() -> AsyncIterator[Room]:
    async with room(folder() / "rooms", PortRules(silence_seconds=0.2, stall_seconds=1.0)) as at:
        make_wav(at.folder / "a.wav", 0.1)
        yield at


# --- customer systems


def crm_answers() -> list[bytes]:
    """Pages of contacts."""
    people = [{"id": 1, "name": "Alena Říhová", "phones": {"mobile": "775 410 562"}, "city": None},
              {"id": 2e3, "name": ["a", {"b": 1}], "phones": {"mobile": 420777123001}, "city": True}]  # fmt: skip
    page = {"data": {"people": people, "next": "c-2"}}
    return [msgspec.json.encode(page), msgspec.json.encode({"data": {"people": [], "next": None}}), b"[]", b"null"]


def a_crm_answer(data: bytes) -> None:
    """A customer system answers anything: contacts that can be stored, and a cursor to go on, or one line why not."""
    grounds().run(_crm_answer(data))


async def _crm_answer(data: bytes) -> None:
    crm = await grounds().the("crm", _crms)
    crm.answer = data
    try:
        page = await crm.system.pull("")
        for nth, row in enumerate(page.rows, 1):
            line_of(nth, row.items(), "CZ", NOW)
            msgspec.json.encode(dict(row))
        if page.cursor is not None:
            msgspec.json.encode(page.cursor)
            await crm.system.pull(page.cursor)
    except (Rejected, Unanswered) as problem:
        one_line(problem)


class _Crm(msgspec.Struct, kw_only=True):
    system: HttpSystem
    answer: bytes = b""


@contextlib.asynccontextmanager
async def _crms() -> AsyncIterator[_Crm]:
    async def answered(_request: web.Request) -> web.Response:
        return web.Response(body=made.answer, content_type="application/json")

    app = web.Application()
    app.router.add_get("/work", answered)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    made = _Crm(system=HttpSystem(CustomerSystemSettings(
        name="crm", campaign="c", pull_url=f"http://127.0.0.1:{port}/work?since={{cursor}}", items="data.people",
        next="data.next", headers={"X-Since": "{secret}"},
        columns={"external": "id", "name": "name", "number:mobile": "phones.mobile", "field:City": "city"},
    ), Secret("s3cret")))  # fmt: skip
    try:
        yield made
    finally:
        await made.system.close()
        await runner.cleanup()


# --- the dialplan's questions


def agi_questions() -> list[bytes]:
    """What Asterisk says, and its answers to what is set."""
    asked = b"agi_network_script: may-call\nagi_channel: PJSIP/1\nagi_uniqueid: 1.1\nagi_arg_1: 420777\n\n"
    return [asked + b"200 result=1\n" * 3, asked + b"HANGUP\n510 Invalid\n", asked.replace(b"agi_", b"agi")]


def an_agi_question(data: bytes) -> None:
    """The dialplan asks anything: it is answered or hung up, and the next one is answered."""
    grounds().run(_agi_question(data))


async def _agi_question(data: bytes) -> None:
    agi, told = await grounds().the("agi", _agis), b""
    for said in (data, agi_questions()[0]):
        reader, writer = await asyncio.open_connection("127.0.0.1", agi.port)
        try:
            writer.write(said)
            writer.write_eof()
            with contextlib.suppress(ConnectionError):
                async with asyncio.timeout(5):
                    told = await reader.read()
                    assert told.count(b"\n") <= 2
        finally:
            writer.transport.abort()
    assert told.startswith(b'SET VARIABLE A "')


@contextlib.asynccontextmanager
async def _agis() -> AsyncIterator[FastAgi]:
    async def answered(question: Question) -> dict[str, str]:
        return {"A": question.path + " ".join(question.arguments), "B": question.channel}

    made = FastAgi("127.0.0.1", 0, answered)
    await made.open()
    try:
        yield made
    finally:
        await made.close()


STREAMS: dict[str, tuple[Callable[[], list[bytes]], Callable[[bytes], None]]] = {
    "ami": (conversations, a_conversation), "feed": (feed_lines, a_feed_client),
    "http": (http_questions, a_http_client), "crm": (crm_answers, a_crm_answer),
    "agi": (agi_questions, an_agi_question),
}  # fmt: skip
"""Samples, and what is tried with each."""
