"""AMI on the wire: nothing is lost in either direction, whatever bytes it is made of."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector_daemon.simulator.wire import MAX_ACTION, Reader, TooLong, encode


def test_a_header_that_repeats_is_two_lines() -> None:
    assert encode({"Event": "X", "ChanVariable": ["A=1", "B=2"]}) == (
        b"Event: X\r\nChanVariable: A=1\r\nChanVariable: B=2\r\n\r\n")


def test_bytes_that_are_no_letters_survive() -> None:
    assert encode({"CallerIDName": "Dvo\udcf8\udce1k"}) == b"CallerIDName: Dvo\xf8\xe1k\r\n\r\n"


@given(cuts=st.lists(st.integers(0, 200), max_size=10))
def test_actions_are_the_same_however_they_arrive(cuts: list[int]) -> None:
    sent = "Action: Login\r\nUsername: žofie\r\n\r\nACTION: Ping\r\nActionID: a:b\r\n\r\n".encode()
    reader = Reader()
    got: list[dict[str, str]] = []
    places = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    for start, end in pairwise(places):
        got += reader.feed(sent[start:end])
    assert got == [{"action": "Login", "username": "žofie"}, {"action": "Ping", "actionid": "a:b"}]


def test_an_action_without_an_end_is_refused() -> None:
    with pytest.raises(TooLong):
        list(Reader().feed(b"Action: " + b"x" * MAX_ACTION))
