"""Messages: what is understood, what is refused with which code, and how values look on the wire."""

from datetime import UTC, datetime, timedelta, timezone

import jsonschema  # type: ignore[import-untyped]
import pytest

from shared.domain.commands import Refused, authorised
from shared.protocol import schema, wire
from shared.protocol.messages import (
    Command,
    Hello,
    NotUnderstood,
    Ping,
    Reply,
    Resume,
    Subscribe,
    from_client,
    from_server,
)
from tests.helpers.feed import account


def test_the_examples_of_the_contract_are_understood() -> None:
    hello = from_client(
        b'{"type":"hello","protocol":1,"client":"wallboard 1.0","auth":{"user":"a","password":"b"}}'
    )
    assert isinstance(hello, Hello)
    assert (hello.auth.user, hello.auth.password) == ("a", "b")
    subscribe = from_client(
        b'{"type":"subscribe","topics":["lines","queues","agents","calls","alerts","campaigns","events"],'
        b'"filter":{"queues":["support"]},"resume":{"session":"s","seq":7},"later":"unknown is ignored"}'
    )
    assert isinstance(subscribe, Subscribe)
    assert subscribe.resume == Resume("s", 7)
    command = from_client(b'{"type":"command","id":7,"command":"agent.login","params":{"queues":["a"]}}')
    assert isinstance(command, Command)
    assert bytes(command.params) == b'{"queues":["a"]}'
    assert from_client(b'{"type":"ping"}') == Ping()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"hello", "malformed"),
        (b"{", "malformed"),
        (b'{"type":"ping"} {}', "malformed"),
        (b"[" * 60_000, "bad_message"),
        (b'{"type":"ping","id":1e400}', "bad_message"),
        (b"[]", "bad_message"),
        (b"{}", "bad_message"),
        (b'{"type":"dance"}', "bad_message"),
        (b'{"type":"welcome"}', "bad_message"),
        (b'{"type":"hello","protocol":"1","auth":{}}', "bad_message"),
        (b'{"type":"subscribe","topics":[]}', "bad_message"),
        (b'{"type":"subscribe","topics":["weather"]}', "bad_message"),
        (b'{"type":"command","id":-1,"command":"x"}', "bad_message"),
        (b'{"type":"command","command":"agent.login"}', "bad_message"),
        (b'{"type":"subscribe","topics":["queues"],"resume":{"session":"a","seq":1.5}}', "bad_message"),
    ],
)
def test_what_is_no_message_gets_a_stable_code(line: bytes, code: str) -> None:
    with pytest.raises(NotUnderstood) as problem:
        from_client(line)
    assert problem.value.code == code
    assert len(problem.value.message) <= 300


def test_deeply_nested_parameters_are_no_danger() -> None:
    line = b'{"type":"command","id":1,"command":"x","params":' + b'{"a":' * 9000 + b"1" + b"}" * 9000 + b"}"
    with pytest.raises((NotUnderstood, Refused)) as problem:
        message = from_client(line.replace(b'"x"', b'"agent.pause"'))  # some Pythons can nest as deep as that
        assert isinstance(message, Command)
        authorised(account("eva", agent="1001"), message.command, bytes(message.params))
    assert getattr(problem.value, "code", "") in ("malformed", "bad_params")


def test_instants_are_utc_with_milliseconds_and_z() -> None:
    prague = timezone(timedelta(hours=1))
    assert wire.instant(datetime(2026, 11, 23, 10, 0, 0, 123999, prague)) == "2026-11-23T09:00:00.123Z"
    assert wire.instant(datetime(2026, 11, 23, tzinfo=UTC)) == "2026-11-23T00:00:00.000Z"


def test_lengths_are_seconds_with_milliseconds() -> None:
    assert wire.encoded({"a": timedelta(milliseconds=1500), "b": [1.00049]}) == b'{"a":1.5,"b":[1.0]}'


def test_text_that_cannot_be_utf8_is_made_readable() -> None:
    assert wire.encoded({"caller_name": "Ond\udcf8ej \x00\n\u2028"}).decode() == (
        '{"caller_name":"Ond\ufffdej \\u0000\\n\u2028"}'
    )


def test_a_reply_says_no_more_than_it_has_to() -> None:
    assert wire.line(Reply(id=7, ok=True)) == b'{"type":"reply","id":7,"ok":true}\n'
    assert from_server(b'{"type":"reply","id":7,"ok":false,"code":"busy","message":"wait"}') == Reply(
        id=7, ok=False, code="busy", message="wait"
    )


def test_a_password_is_not_in_anybodys_log() -> None:
    auth = b'{"user":"a","password":"s3cret","token":"t0ken"}'
    hello = from_client(b'{"type":"hello","protocol":1,"auth":%s}' % auth)
    assert "s3cret" not in repr(hello)
    assert "t0ken" not in repr(hello)


@pytest.mark.parametrize("at", ["2026-11-23T12:00:00Z", "2026-11-23T12:00:00.000000Z", "2026-11-23", 5])
def test_the_schema_knows_what_an_instant_looks_like(at: object) -> None:
    valid = jsonschema.Draft202012Validator(schema.document()).is_valid
    assert valid({"type": "pong", "id": 1, "server_time": "2026-11-23T12:00:00.000Z"})
    assert not valid({"type": "pong", "id": 1, "server_time": at})
    alert = {"pbx": "a", "alert": "b", "kind": "c", "text": "d", "since": at}
    item = {"topic": "alerts", "pbx": "a", "key": "b", "row": alert}
    assert not valid({"type": "change", "seq": 1, "rows": [item]})
    assert valid({"type": "change", "seq": 1, "rows": [item | {"row": None}]})


def test_the_stored_schema_is_the_generated_one() -> None:
    stored = schema.FILE.read_text(encoding="utf-8")
    assert stored == schema.text(), "run python -m shared.protocol.schema"
