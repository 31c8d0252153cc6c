"""Every action that can be sent to a PBX, with every text of it put to bad use: seen at the PBX's end of the wire."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import itertools
import typing
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

import msgspec
import pytest

from collector_daemon.asterisk import actions, campaign_actions
from collector_daemon.asterisk.actions import Asks
from collector_daemon.asterisk.link import Link
from collector_daemon.asterisk.requests import ActionRefused, UnsafeAction
from collector_daemon.settings import PbxSettings
from collector_daemon.simulator.wire import variables
from shared.clock import SystemClock
from shared.credentials import Secret
from tests.helpers.fake_ami import FakeAmi, message
from tests.helpers.waiting import wait_until
from tests.integration.attacks.siege import Tap

ACTIONS = [
    made for module in (actions, campaign_actions)
    for name, made in inspect.getmembers(module, inspect.iscoroutinefunction)
    if made.__module__ == module.__name__ and not name.startswith("_") and name != "do"
]  # fmt: skip
FORBIDDEN = ("\r\n", "\n", "\r", "\0")
ODD = ("\x0b", "\x1c", "\x85", "\u2028", ",")
EVIL = "PJSIP/1{end}Action: Evil{end}EVIL=1{end}{end}"


def given(kind: Any, text: Callable[[], str]) -> Any:
    """A value of this type; each text of it by ``text``."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is str or (type(None) in inner and str in inner):
        return text()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        return kind(**{name: given(hints[name], text) for name in kind.__struct_fields__})
    if origin is typing.Literal:
        return inner[0]
    if origin is dict or any(typing.get_origin(one) is dict for one in inner):
        return {"NAME": text()}
    if origin in (list, tuple) or (isinstance(origin, type) and issubclass(origin, Iterable)):
        return [text()]
    return {bool: True, int: 1}.get(kind, 1.0)


def arguments(action: Callable[..., Any], evil: str, place: int) -> tuple[dict[str, Any], int]:
    """All it takes, with the evil in the text at this place; and how many texts there are."""
    count = 0

    def text() -> str:
        nonlocal count
        count += 1
        return evil if count - 1 == place else "PJSIP/1002-1"

    hints = typing.get_type_hints(action)
    names = list(inspect.signature(action).parameters)[1:]
    return {name: given(hints[name], text) for name in names if name != "timeout"}, count


@pytest.fixture
async def wire() -> AsyncIterator[tuple[Asks, Tap]]:
    """A link to a PBX that says no to all, and what goes over it."""
    async with FakeAmi().listening() as pbx:
        pbx.answer = lambda _caller, action: message(Response="Error", ActionID=action["ActionID"], Message="No")
        tap = Tap("127.0.0.1", pbx.port)
        link = Link(PbxSettings(name="main", user="collector", port=tap.port), Secret("lab"), SystemClock())
        running = asyncio.create_task(link.run())
        try:
            await wait_until(lambda: link.is_connected and pbx.now.asked("Ping"))
            yield link, tap
        finally:
            link.close()
            await asyncio.wait_for(running, 10)
            await asyncio.to_thread(tap.close)


def test_the_list_has_what_there_is() -> None:
    assert {"dial", "ring_for", "login_agent", "hang_up", "dial_out", "connect"} <= {one.__name__ for one in ACTIONS}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda one: one.__name__)
async def test_no_text_becomes_another_header_or_action(wire: tuple[Asks, Tap], action: Callable[..., Any]) -> None:
    link, tap = wire
    count = arguments(action, "", -1)[1]
    before = len(tap.said)
    for end, place in itertools.product(FORBIDDEN, range(count)):
        with contextlib.suppress(UnsafeAction, ActionRefused):
            await action(link, **arguments(action, EVIL.format(end=end), place)[0])
    assert b"Evil" not in tap.said[before:], "what may end a line is not even sent"
    for end, place in itertools.product(ODD, range(count)):
        with contextlib.suppress(ActionRefused):
            await action(link, **arguments(action, EVIL.format(end=end), place)[0])
    sent = bytes(tap.said[before:]).split(b"\r\n")
    assert b"Action: Evil" not in sent
    headers = [line.partition(b": ")[::2] for line in sent]
    said = "\n".join(value.decode() for name, value in headers if name == b"Variable")
    assert "EVIL" not in dict(variables(said))
    assert not count or b"Evil" in tap.said[before:], "what ends no line is sent as it is"
