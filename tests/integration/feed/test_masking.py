"""The very bytes that a screen on a wall is sent: no number whole and no caller's name, however they come."""

from collections.abc import AsyncIterator

import pytest

from collector_daemon.feed.board import Board
from shared.domain.board import Row
from tests.helpers.feed import Feed, Raw, account, agent, call, feed, queue

ALL = ("lines", "queues", "agents", "calls", "alerts", "events")
NUMBERS = tuple(f"7771230{number:02}" for number in range(40))
SECRETS = ("Žofie", "Křížová", "\\u017d", *NUMBERS)


def burst(first: int) -> list[Row]:
    """Calls that come in, ring, talk, and go out; an agent who talks; one who also serves another queue."""
    number, other = f"420{NUMBERS[first]}", f"+420{NUMBERS[first + 1]}"
    return [
        call("c1", caller=number, caller_name="Žofie Křížová", line="222111001", called="222111001", ringing=("1001",)),
        call("c2", "sales", caller=NUMBERS[first], caller_name="Křížová", phase="talking", agents=("1002",)),
        call("c3", None, direction="outbound", caller="1001", called=other, agents=("1001",)),
        agent("1001", "support", state="talking", call="c3", caller=other, caller_name="Žofie"),
        agent("1002", "support", "sales", state="talking", call="c2", caller=NUMBERS[first], caller_name="Žofie"),
        queue("support", waiting=first),
    ]  # fmt: skip


class Listening(Raw):
    """A client that keeps every byte it got."""

    heard = b""

    async def all(self) -> bytes:
        """Everything that came up to the answer to a ping."""
        self.say(type="ping", id=9)
        while b'"type":"pong","id":9' not in self.heard:
            read = await self.reader.read(65536)
            assert read
            self.heard += read
        return self.heard


@pytest.fixture
async def it() -> AsyncIterator[Feed]:
    async with feed(board=Board()) as made:
        made.accounts.by_name["north"] = account("north", "wallboard", {"support"}, agent="1001")
        made.board.apply(burst(0))
        yield made


async def enter(it: Feed, name: str) -> Listening:
    stranger = await it.connect()
    client = Listening(stranger.reader, stranger.writer)
    assert (await client.greet(name))["type"] == "welcome"
    return client


def check(heard: bytes, name: str) -> None:
    text = heard.decode()
    found = [secret for secret in SECRETS if secret in text]
    assert not found, f"{name} was told {found}"
    assert "•••" in text


@pytest.mark.parametrize("name", ["wall", "north"])
@pytest.mark.parametrize("wished", [None, ["support"], ["sales", "support"]])
async def test_no_number_and_no_name_leaves(it: Feed, name: str, wished: list[str] | None) -> None:
    client = await enter(it, name)
    client.say(type="subscribe", topics=ALL, filter={"queues": wished} if wished else {})
    await client.all()
    for first in range(2, 12):
        it.board.apply(burst(first))
        it.board.publish_event(f'{{"event":"x","caller":"{NUMBERS[first]}","caller_name":"Žofie"}}'.encode())
        it.server.flush()
    it.board.apply([call("c1", "sales", caller=NUMBERS[20], caller_name="Žofie")])  # leaves those who see support alone
    it.server.flush()
    client.heard = client.heard.replace(b'"type":"pong","id":9', b"")
    check(await client.all(), name)


async def test_what_is_resumed_and_what_was_merged_for_a_slow_client_is_masked_too(it: Feed) -> None:
    first = await enter(it, "wall")
    await first.subscribe(*ALL)
    first.close()
    for number in range(2, 12):
        it.board.apply(burst(number))
        it.server.flush()
    again = await enter(it, "wall")
    again.say(type="subscribe", topics=ALL, resume={"session": first.session, "seq": 0})
    heard = await again.all()
    assert b'"type":"change"' in heard or b'"type":"snapshot"' in heard
    check(heard, "wall")


async def test_who_may_see_callers_still_sees_them(it: Feed) -> None:
    for name in ("eva", "olga"):
        client = await enter(it, name)
        client.say(type="subscribe", topics=ALL)
        assert "Žofie Křížová" in (await client.all()).decode()
