"""The server with strangers, wrong messages, rights and commands: every line is held against the schema."""

import asyncio
import json
import re
import sys
from datetime import timedelta

import msgspec
import pytest

from collector_daemon.feed.ports import Address, Limits
from collector_daemon.feed.server import is_loopback, tls_context
from shared.clock import monotonic
from shared.domain.board import Gone
from shared.domain.description import CentreDescription
from shared.errors import BadSettings, Unavailable
from shared.protocol import schema
from tests.helpers.feed import CENTRE, agent, call, feed, queue
from tests.helpers.waiting import wait_until

MS = timedelta(milliseconds=1)
QUICK = Limits(refusal=10 * MS)


async def test_a_welcome_says_who_one_is() -> None:
    async with feed() as it:
        welcome = await (await it.connect()).greet("olga")
        assert (welcome["user"], welcome["roles"], welcome["queues"], welcome["agent"]) == (
            "olga", ["operator"], ["support"], "1001",
        )
        assert "agent.own" in welcome["rights"]
        assert "agent.others" not in welcome["rights"]
        assert [(attempt.user, attempt.means, attempt.outcome) for attempt in it.attempts] == [
            ("olga", "password", "welcome")
        ]


async def test_a_welcome_says_what_things_are_called_and_nothing_of_other_queues() -> None:
    async with feed() as it:
        told = (await (await it.connect()).greet("eva"))["centre"]
        assert msgspec.convert(told, CentreDescription) == CENTRE
        client = await it.connect()
        client.say(type="hello", protocol=1, client="raw 1", auth={"user": "olga", "password": "aglo"})
        line = await client.reader.readline()
        limited = msgspec.convert(json.loads(line)["centre"], CentreDescription)
        assert limited == msgspec.structs.replace(CENTRE, queues=CENTRE.queues[:1])
        assert b"sales" not in line


async def test_a_token_is_as_good_as_a_password_also_without_a_database() -> None:
    async with feed() as it:
        token = (await (await it.connect()).greet("olga"))["token"]
        it.accounts.is_away = True
        assert (await (await it.connect()).greet("olga"))["code"] == "accounts_unavailable"
        assert (await (await it.connect()).greet(token=token))["user"] == "olga"


async def test_a_changed_account_ends_sessions_and_tokens() -> None:
    async with feed(Limits(refusal=MS, ping=40 * MS)) as it:
        client = await it.connect()
        token = (await client.greet("olga"))["token"]
        it.accounts.change("olga", queues=frozenset())
        assert (await client.hear_kind("error"))["code"] == "revoked"
        assert await client.hear() is None
        assert (await (await it.connect()).greet(token=token))["code"] == "token_revoked"


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        ({"user": "eva", "password": "wrong"}, "wrong_credentials"),
        ({"user": "nobody", "password": "ydobon"}, "wrong_credentials"),
        ({"user": "eva"}, "bad_message"),
        ({"token": "a.b"}, "token_invalid"),
    ],
)
async def test_a_wrong_hello_ends_the_connection(auth: dict[str, str], code: str) -> None:
    async with feed(QUICK) as it:
        client = await it.connect()
        client.say(type="hello", protocol=1, auth=auth)
        assert (await client.hear())["code"] == code
        assert await client.hear() is None
        assert it.attempts[0].outcome == code


async def test_another_protocol_is_refused() -> None:
    async with feed(QUICK) as it:
        client = await it.connect()
        client.say(type="hello", protocol=2, auth={"user": "eva", "password": "ave"})
        assert (await client.hear())["code"] == "protocol_unsupported"


async def test_wrong_passwords_are_throttled_and_then_not_even_looked_at() -> None:
    async with feed(QUICK) as it:
        codes = [await (await it.connect()).greet(user="eva", password=str(n)) for n in range(6)]
        assert [found["code"] for found in codes] == ["wrong_credentials"] * 5 + ["throttled"]
        assert codes[5]["retry_seconds"] > 0
        assert it.accounts.asked == 5
        assert (await (await it.connect()).greet("eva"))["code"] == "throttled"


async def test_guessing_beside_each_other_gains_nothing() -> None:
    async with feed(QUICK) as it:
        strangers = await asyncio.gather(*(it.connect() for _ in range(30)))
        answers = await asyncio.gather(
            *(stranger.greet(user="eva", password=str(n)) for n, stranger in enumerate(strangers))
        )
        assert it.accounts.asked == 5
        assert [answer["code"] for answer in answers].count("throttled") == 25


async def test_a_refusal_takes_its_time() -> None:
    async with feed(Limits(refusal=100 * MS)) as it:
        loop = asyncio.get_running_loop()
        for auth in ({"user": "eva", "password": "x"}, {"user": "nobody", "password": "x"}):
            started = loop.time()
            await (await it.connect()).greet(**auth)
            assert loop.time() - started >= 0.09


@pytest.mark.parametrize(
    "line",
    [
        b'{"type":"command","id":1,"command":"agent.pause","params":{"agent":"1001"}}',
        b'{"type":"subscribe","topics":["queues"]}',
        b'{"type":"ping","id":1}',
    ],
)
async def test_a_stranger_can_do_nothing(line: bytes) -> None:
    async with feed() as it:
        it.board.apply([queue()])
        client = await it.connect()
        client.write(line + b"\n")
        assert (await client.hear())["code"] == "hello_first"
        assert await client.hear() is None
        assert it.commands.done == []


@pytest.mark.parametrize(
    ("line", "code"), [(b"hello", "malformed"), (b"\xff", "not_utf8"), (b"{}", "bad_message")]
)
async def test_a_stranger_who_talks_rubbish_must_go(line: bytes, code: str) -> None:
    async with feed() as it:
        client = await it.connect()
        client.write(line + b"\n")
        assert (await client.hear())["code"] == code
        assert await client.hear() is None


async def test_an_endless_line_of_a_stranger_ends_at_the_limit() -> None:
    async with feed() as it:
        client = await it.connect()
        client.write(b"x" * 100_000)
        assert (await client.hear())["code"] == "too_long"
        assert await client.hear() is None


async def test_a_stranger_who_says_nothing_must_go() -> None:
    async with feed(Limits(hello=50 * MS, ping=40 * MS)) as it:
        client = await it.connect()
        assert (await client.hear())["code"] == "hello_timeout"
        assert await client.hear() is None


async def test_after_the_welcome_rubbish_is_told_and_nothing_else_happens() -> None:
    async with feed() as it:
        it.board.apply([queue(waiting=1)])
        client = await it.enter()
        seq = (await client.subscribe("queues"))["seq"]
        for line in (b"rubbish", b'{"type":"dance"}', b"\xff\xfe", b"x" * 70_000, b'{"type":"hello"}'):
            client.write(line + b"\n")
        client.say(type="hello", protocol=1, auth={"token": "x"})
        codes = [message["code"] for message in await client.settle()]
        assert codes == ["malformed", "bad_message", "not_utf8", "too_long", "bad_message", "already_greeted"]
        it.board.apply([queue(waiting=2)])
        assert (await client.hear())["seq"] == seq + 1


async def test_snapshot_and_then_changes_without_a_hole() -> None:
    async with feed() as it:
        it.board.apply([queue(waiting=1), agent("1001", "support"), call("c1")])
        client = await it.enter()
        snapshot = await client.subscribe()
        rows = {(item["topic"], item["key"]): item["row"] for item in snapshot["rows"]}
        seq = snapshot["seq"]
        for number in range(200):
            it.board.apply([queue(waiting=number), Gone(topic="calls", pbx="main", key="c1")])
            if number % 20 == 0:
                await asyncio.sleep(0)
        while rows["queues", "support"]["waiting"] != 199:
            change = await client.hear()
            assert (change["type"], change["seq"]) == ("change", seq + 1)
            seq += 1
            for item in change["rows"]:
                rows[item["topic"], item["key"]] = item["row"]
        assert rows["calls", "c1"] is None
        assert rows["agents", "1001"]["since"] == "2026-11-23T12:00:00.123Z"


async def test_each_sees_only_his_queues_whatever_he_asks_for() -> None:
    async with feed() as it:
        olga, eva = await it.enter("olga"), await it.enter("eva")
        for client in (olga, eva):
            await client.subscribe("queues", "calls", "events", filter={"queues": ["support", "sales"]})
        for number in range(3):
            it.board.apply([queue("sales", waiting=number + 1), call(f"s{number}", "sales")])
            it.board.publish_event(b'{"event":"caller_entered","queue":"sales"}', queues=["sales"])
            await eva.settle()
        it.board.apply([queue("support", waiting=1)])
        heard = json.dumps(await olga.hear())
        assert "sales" not in heard
        assert '"seq": 1,' in heard


async def test_billing_may_not_watch_and_the_wallboard_may_not_command() -> None:
    async with feed() as it:
        bill, wall = await it.enter("bill"), await it.enter("wall")
        assert (await bill.subscribe("queues"))["code"] == "not_allowed"
        wall.say(type="command", id=1, command="agent.pause", params={"agent": "1001"})
        assert (await wall.hear())["code"] == "not_allowed"
        assert it.commands.done == []


async def test_a_second_subscription_replaces_the_first() -> None:
    async with feed() as it:
        it.board.apply([queue("support"), queue("sales")])
        client = await it.enter()
        await client.subscribe("queues")
        snapshot = await client.subscribe("queues", filter={"queues": ["sales"]})
        assert [item["key"] for item in snapshot["rows"]] == ["sales"]
        it.board.apply([queue("support", waiting=1)])
        it.board.apply([queue("sales", waiting=1)])
        assert [item["key"] for item in (await client.hear())["rows"]] == ["sales"]


async def test_commands_are_answered_by_id() -> None:
    async with feed() as it:
        client = await it.enter("olga")
        client.say(type="command", id=7, command="agent.pause", params={"reason": "lunch"})
        assert await client.hear() == {"type": "reply", "id": 7, "ok": True, "result": {"queues": []}}
        assert it.commands.done == [
            ("olga", "agent.pause", {"pbx": None, "agent": "1001", "queues": (), "reason": "lunch"})
        ]
        for number, (command, params) in enumerate([
            ("agent.pause", {"agent": "1002"}), ("agent.dance", {}), ("agent.pause", {"reson": "x"}),
            ("agent.pause", {"reason": "no"}),
        ]):
            client.say(type="command", id=number, command=command, params=params)
        replies = {message["id"]: message for message in await client.settle()}
        late = [await client.hear()] if len(replies) < 4 else []
        replies |= {message["id"]: message for message in late}
        assert [replies[number]["code"] for number in range(4)] == [
            "not_allowed", "unknown_command", "bad_params", "pbx_refused",
        ]


@pytest.mark.expects_log("the command agent.pause of olga failed")
async def test_a_command_that_crashes_is_answered_too() -> None:
    async with feed() as it:
        client = await it.enter("olga")
        client.say(type="command", id=1, command="agent.pause", params={"reason": "crash"})
        assert (await client.hear())["code"] == "failed"


async def test_a_command_without_end_is_answered_and_only_so_many_at_once() -> None:
    async with feed(Limits(commands=2, command=100 * MS)) as it:
        client = await it.enter("olga")
        for number in range(3):
            client.say(type="command", id=number, command="agent.pause", params={"reason": "jam"})
        replies = [await client.hear() for _ in range(3)]
        codes = [(reply["id"], reply["code"]) for reply in replies]
        assert codes == [(2, "busy"), (0, "timeout"), (1, "timeout")]


async def test_many_lines_in_one_write_before_the_welcome() -> None:
    async with feed() as it:
        it.board.apply([queue()])
        client = await it.connect()
        client.say(type="hello", protocol=1, auth={"user": "eva", "password": "ave"})
        client.say(type="subscribe", topics=["queues"])
        client.say(type="ping", id=1)
        assert [(await client.hear())["type"] for _ in range(3)] == ["welcome", "snapshot", "pong"]


async def test_a_heartbeat_in_silence_and_the_end_of_the_silent() -> None:
    async with feed(Limits(ping=40 * MS, lost=1500 * MS)) as it:
        client = await it.enter()
        heard = []
        while (message := await client.hear()) is not None:
            heard.append(message)
        assert len([message for message in heard if message["type"] == "ping"]) >= 2
        assert heard[-1]["code"] == "silence"


async def test_who_pings_stays() -> None:
    async with feed(Limits(ping=40 * MS, lost=1000 * MS)) as it:
        client = await it.enter()
        begun, number = monotonic(), 0
        while monotonic() - begun < 1.5:  # longer than silence is borne
            number += 1
            client.say(type="ping", id=number)
            await client.hear_kind("pong")
            await asyncio.sleep(0.06)
        assert it.server.clients == 1


async def test_more_clients_than_allowed_are_told_so() -> None:
    async with feed(Limits(clients=2)) as it:
        await it.enter()
        await it.enter()
        third = await it.connect()
        assert (await third.hear())["code"] == "too_many_clients"


async def test_two_hundred_clients_at_once() -> None:
    async with feed() as it:
        it.board.apply([queue(f"q{number}") for number in range(20)])
        clients = await asyncio.gather(*(it.enter(("eva", "olga", "ota", "wall")[n % 4]) for n in range(200)))
        await asyncio.gather(*(client.subscribe("queues") for client in clients))
        assert it.server.views == 3
        it.board.apply([queue("support", waiting=9), queue("q1", waiting=3)])
        changes = await asyncio.gather(*(client.hear() for client in clients))
        assert {change["seq"] for change in changes} == {1}
        for client in clients:
            client.close()
        await wait_until(lambda: it.server.clients == 0)


async def test_stopping_is_told() -> None:
    async with feed() as it:
        client = await it.enter()
        await it.server.stop()
        assert (await client.hear())["code"] == "closing"
        assert await client.hear() is None


async def test_a_port_that_is_taken_is_one_clear_line() -> None:
    async with feed() as it:
        with pytest.raises(Unavailable, match=rf"^the feed cannot listen on 127.0.0.1:{it.port}: "):
            async with feed(address=Address(port=it.port)):
                pass


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "192.0.2.1", "pbx.example.com"])
def test_open_to_the_network_only_with_tls_or_on_purpose(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(BadSettings, match=r"tls_cert.*allow_plain"):
        tls_context(Address(host=host))
    assert tls_context(Address(host=host, allow_plain=True)) is None




async def test_the_client_of_the_manual_works() -> None:
    text = schema.FILE.with_name("PROTOCOL.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found
    assert len(found[1].splitlines()) <= 25
    async with feed() as it:
        it.board.apply([queue(waiting=1), agent("1001", "support")])
        program = found[1].replace("5099", str(it.port)).replace('"secret"', '"llaw"')
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-u", "-c", program, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        assert child.stdout is not None
        said = [await asyncio.wait_for(child.stdout.readline(), 20) for _ in range(2)]
        it.board.apply([call("c1")])
        said.append(await asyncio.wait_for(child.stdout.readline(), 20))
        child.kill()
        await child.wait()
    assert said == [b"welcome None 0 rows\n", b"snapshot 0 2 rows\n", b"change 1 3 rows\n"]


async def test_what_is_done_for_a_client_who_has_gone_ends_with_the_server() -> None:
    async with feed() as it:
        client = await it.enter()
        client.say(type="command", id=1, command="agent.pause", params={"agent": "1001", "reason": "jam"})
        await client.settle()
        client.close()
        await wait_until(lambda: it.server.clients == 0, what="the client to be gone")
        before = asyncio.all_tasks()
        assert any("_execute" in repr(task) for task in before), "the command goes on without it"
        await it.server.stop()
        assert not any("_execute" in repr(task) for task in asyncio.all_tasks())
