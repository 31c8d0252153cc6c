"""FastAGI over real TCP: questions are understood, answers set, and what is no AGI is hung up on."""

import asyncio
import contextlib

import pytest

from collector_daemon.asterisk.fast_agi import FastAgi, Question, read_question
from shared.errors import Unavailable
from tests.helpers.waiting import wait_until

# As Asterisk 22 begins (16 has the same lines).
ASKED = (
    "agi_network: yes\nagi_network_script: main\nagi_request: agi://127.0.0.1:4573/main\n"
    "agi_channel: PJSIP/1001-00000002\nagi_language: en\nagi_uniqueid: 17.2\nagi_callerid: 1001\n"
    "agi_calleridname: Řehoř: \"Žižka\"\nagi_arg_1: 420603000001\nagi_arg_2: 1001\nagi_arg_3: 17.2\nagi_arg_4:\n\n"
)


async def answering(_question: Question) -> dict[str, str]:
    """Yes, with a word that must be quoted."""
    return {"WHY": 'a "quoted" \\ word\nand a line', "TIMEOUT(absolute)": "70", "MAY": "yes"}


@pytest.fixture
async def agi():
    made = FastAgi("127.0.0.1", 0, answering)
    await made.open()
    yield made
    await made.close()


async def talk(agi: FastAgi, said: bytes, *replies: bytes) -> bytes:
    """What is heard until the end, when each line is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", agi.port)
    writer.write(said)
    heard = b""
    for reply in replies:
        heard += await reader.readline()
        writer.write(reply)
    heard += await reader.read()
    writer.close()
    await writer.wait_closed()
    return heard


def test_a_question_is_read_with_its_arguments_in_order() -> None:
    assert read_question(ASKED) == Question(
        path="main", channel="PJSIP/1001-00000002", uniqueid="17.2", arguments=("420603000001", "1001", "17.2", "")
    )


async def test_variables_are_set_one_by_one(agi: FastAgi) -> None:
    heard = await talk(agi, ASKED.encode(), b"200 result=1\n", b"HANGUP\n200 result=1\n", b"200 result=1\n")
    assert heard.decode().splitlines() == [
        'SET VARIABLE WHY "a \\"quoted\\" \\\\ word and a line"', 'SET VARIABLE TIMEOUT(absolute) "70"',
        'SET VARIABLE MAY "yes"',
    ]  # fmt: skip


async def test_a_channel_that_is_gone_ends_the_talk(agi: FastAgi) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", agi.port)
    writer.write(ASKED.encode())
    await reader.readline()
    writer.transport.abort()
    await wait_until(lambda: not agi._talks)


@pytest.mark.parametrize(
    "said",
    [b"GET / HTTP/1.1\r\n\r\n\n\n", b"\x00" * 100_000 + b"\n\n", b"agi_network: yes\n\n"],
    ids=["http", "much", "bare"],
)
async def test_what_is_no_agi_is_hung_up_on(agi: FastAgi, said: bytes) -> None:
    with contextlib.suppress(ConnectionError):
        assert await talk(agi, said) == b""
    assert await talk(agi, ASKED.encode(), *[b"200 result=1\n"] * 3)


async def test_a_taken_port_is_one_line(agi: FastAgi) -> None:
    with pytest.raises(Unavailable, match=rf"the dialplan cannot ask on 127.0.0.1:{agi.port}: "):
        await FastAgi("127.0.0.1", agi.port, answering).open()
