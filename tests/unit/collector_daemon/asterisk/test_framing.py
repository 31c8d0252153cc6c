"""Bytes → messages: any cutting gives the same, nothing fails, no byte is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector_daemon.asterisk.framing import Framer, FramingFailed, parse

KEYS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
VALUES = st.text(
    st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])
    | st.sampled_from([chr(c) for c in range(0xDC80, 0xDD00)]),
    max_size=40,
)
MESSAGES = st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=6), max_size=8)
PLACES = st.lists(st.integers(0, 10_000), max_size=30)


def written(messages):
    text = "".join(
        "".join(f"{key}: {value}\r\n" for key, value in message.items()) + "\r\n" for message in messages
    )
    return text.encode("utf-8", "surrogateescape")


def cut(data, places):
    at = sorted({place % (len(data) + 1) for place in places})
    return [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]


@given(MESSAGES, PLACES)
def test_any_cutting_gives_what_was_written(messages, places):
    framer = Framer()
    data = b"Asterisk Call Manager/11.0.0\r\n" + written(messages)
    found = [headers for piece in cut(data, places) for headers in framer.feed(piece)]
    assert framer.banner == "Asterisk Call Manager/11.0.0"

    def as_bytes(headers):
        return {key.encode(): value.encode("utf-8", "surrogateescape") for key, value in headers.items()}

    assert [as_bytes(headers) for headers in found] == [as_bytes(message) for message in messages]


@given(st.binary(), PLACES)
def test_nothing_but_an_endless_message_ever_fails(data, places):
    whole, pieces = Framer(), Framer()
    start = b"Asterisk Call Manager/11.0.0\r\n"
    expected = whole.feed(start + data)
    assert [h for piece in cut(start + data, places) for h in pieces.feed(piece)] == expected


def test_what_never_ends_is_refused():
    framer = Framer(longest=100)
    assert framer.feed(b"Banner\r\nEvent: A\r\n\r\n") == [{"Event": "A"}]
    with pytest.raises(FramingFailed):
        framer.feed(b"x" * 101)


def test_an_endless_banner_is_refused():
    with pytest.raises(FramingFailed, match="does not speak AMI"):
        Framer().feed(b"x" * 2000)


def test_a_line_without_a_colon_continues_the_value_before():
    assert parse(b"Event: A\r\nText: one\r\ntwo\r\nX: y") == {"Event": "A", "Text": "one\ntwo", "X": "y"}
    assert parse(b"Event: A\r\nL: 1\r\nL: 2\r\nthree") == {"Event": "A", "L": ["1", "2\nthree"]}
