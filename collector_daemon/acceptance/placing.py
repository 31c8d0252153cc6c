"""Doing the scripts on a PBX, one after the other, and listening to what it tells meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator

import msgspec

from collector_daemon.acceptance.dialplan import ANSWERING_SECONDS, CALLER, CONTEXT, ELSEWHERE, QUEUE_NUMBER, device
from collector_daemon.acceptance.phones import CALLER as CALLERS_DEVICE
from collector_daemon.acceptance.phones import as_phones
from collector_daemon.acceptance.scripts import SCRIPTS, Script
from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.asterisk import actions
from collector_daemon.asterisk.headers import variable
from collector_daemon.asterisk.link import Link
from collector_daemon.asterisk.requests import ActionRefused
from collector_daemon.core.centre import Fact
from collector_daemon.settings import CentreSettings, PbxSettings
from shared.domain.calls import Call

DIALLED_SECONDS = 10.0
"""The caller's own end must be up within this."""
OVER_SECONDS = 15.0
"""What the core knows of a call must be whole within this after its last step."""
SETTLED_SECONDS = 0.5
"""After a call's end something may still be told: the queue's record of it, that its operator is logged out."""
STRETCH = 500
QUEUED = "-queued"
"""What the id of the caller's leg has after the call's id."""


class Tried(msgspec.Struct, frozen=True):
    """A script that was done, with what was told of its call (None: nothing) and of its operator."""

    script: Script
    call: Call | None
    facts: list[Fact]


class Listener:
    """What a PBX tells, understood as the daemon does."""

    def __init__(self, link: Link, pbx: PbxSettings, centre: CentreSettings) -> None:
        # Persons of the test context have names, not extensions; its caller stands for the world outside.
        told = msgspec.structs.replace(pbx, trunks=(*pbx.trunks, CALLERS_DEVICE), extensions=".+")
        self._link, self._analysis, self._seq = link, Analysis(centre_for(told, centre)), 0
        self.calls: dict[str, Call] = {}
        self.facts: list[Fact] = []
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Until the link is closed."""
        while entries := await self._link.inbox.take(STRETCH):
            numbered = list(enumerate(as_phones(entries), self._seq + 1))
            self._seq += len(numbered)
            found = self._analysis.take(numbered)
            self.calls |= {call.call_id: call for call in found.calls}
            self.facts += found.facts
            self._news.set()

    async def end_of(self, call_id: str, seconds: float) -> None:
        """Wait until a call's end was told, at most so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while (call := self.calls.get(call_id)) is None or call.ended_at is None:
                    self._news.clear()
                    await self._news.wait()


async def try_calls(link: Link, pbx: PbxSettings, centre: CentreSettings) -> AsyncIterator[Tried]:
    """All scripts, each when it is done. Raises what ``actions`` raise."""
    listener = Listener(link, pbx, centre)
    listening = asyncio.create_task(listener.run())
    run = secrets.token_hex(4)
    try:
        for number, script in enumerate(SCRIPTS, start=1):
            listener.facts.clear()
            await _do(link, listener, script, call_id := f"check-{run}-{number}")
            await asyncio.sleep(SETTLED_SECONDS)
            yield Tried(script, listener.calls.get(call_id), list(listener.facts))
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _do(link: Link, listener: Listener, script: Script, call_id: str) -> None:
    async with _operator(link, script):
        begun = asyncio.get_running_loop().time()
        lengths = {"CHECK_SECONDS": script.queue_seconds, "CHECK_PATIENCE": script.patience + ANSWERING_SECONDS}
        await actions.do(link, {
            "Action": "Originate", "Channel": device(QUEUE_NUMBER), "Context": CONTEXT, "Exten": CALLER,
            "Priority": "1", "Async": "true", "Timeout": str(round(DIALLED_SECONDS * 1000)), "ChannelId": call_id,
            "OtherChannelId": call_id + QUEUED,
            "Variable": [variable(name, f"{seconds:g}") for name, seconds in lengths.items()],
        })  # fmt: skip
        if script.moved_after is not None:
            await asyncio.sleep(begun + ANSWERING_SECONDS + script.moved_after - asyncio.get_running_loop().time())
            await actions.redirect(link, await _channel(link, call_id + QUEUED), ELSEWHERE, CONTEXT)
        await listener.end_of(call_id, OVER_SECONDS)


@contextlib.asynccontextmanager
async def _operator(link: Link, script: Script) -> AsyncIterator[None]:
    """Logged in while the script is done; also where it fails he is logged out again."""
    if not script.operator:
        yield
        return
    interface = device(script.operator)
    await actions.login_agent(link, CONTEXT, interface, script.operator)
    try:
        if script.pause:
            await actions.pause_agent(link, interface, script.pause, CONTEXT)
        yield
        if script.pause:
            await actions.unpause_agent(link, interface, CONTEXT)
    finally:
        await actions.logout_agent(link, CONTEXT, interface)


async def _channel(link: Link, leg_id: str) -> str:
    """The name of a leg. Raises ActionRefused when it is gone."""
    for answer in await link.ask({"Action": "CoreShowChannels"}, is_list=True):
        if answer.get("Uniqueid") == leg_id:
            return str(answer["Channel"])
    raise ActionRefused("the test call ended by itself")
