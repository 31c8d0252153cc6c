"""The journal's own quick lines are the capture format, whatever a PBX may send."""

import math

from hypothesis import given
from hypothesis import strategies as st

from collector_daemon import capture
from collector_daemon.capture import Connected, Heard, Lost
from collector_daemon.store.journal.lines import decode, encode

TIMES = st.integers(0, 4_000_000_000_000_000).map(lambda micros: micros / 1e6)
# Everything that may come out of a surrogateescape decoder: any letter, and lone U+DC80..U+DCFF.
HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from([chr(c) for c in range(0xDC80, 0xDD00)])
)
HEADERS = st.dictionaries(HOSTILE, HOSTILE | st.lists(HOSTILE))
ENTRIES = st.builds(Heard, TIMES, HEADERS) | st.builds(Connected, TIMES, HOSTILE) | st.builds(Lost, TIMES)


@given(ENTRIES)
def test_what_was_written_is_read_back(entry):
    line = encode(entry)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert b"\r" not in line
    assert decode(line) == entry


@given(ENTRIES)
def test_both_writers_and_both_readers_are_one_format(entry):
    assert capture.decode(encode(entry).decode("utf-8")) == entry
    assert decode(capture.encode(entry).encode()) == entry


def test_lines_with_neither_message_nor_mark_give_nothing():
    assert decode(b'{"t": 1.5, "x": 2}\n') is None


def test_a_time_keeps_its_microseconds():
    at = decode(encode(Lost(1795385163.123457))).at  # type: ignore[union-attr]
    assert math.isclose(at, 1795385163.123457, abs_tol=5e-7)
