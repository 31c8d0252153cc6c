"""Framing: any cut of the stream gives the same lines; what is no line is told once, in its place."""

from hypothesis import given
from hypothesis import strategies as st

from shared.protocol.lines import Fault, Lines


def _all(limit: int, *reads: bytes) -> list[bytes | Fault]:
    lines = Lines(limit)
    return [line for read in reads for line in lines.feed(read)]


def test_one_line_over_many_reads_and_many_in_one() -> None:
    assert _all(100, b"a", b"b\nc\r", b"\n", b"\n\nd\ne") == [b"ab", b"c", b"d"]


def test_a_letter_cut_in_two_survives() -> None:
    raw = "Žofie\n".encode()
    assert _all(100, raw[:1], raw[1:]) == ["Žofie".encode()]


def test_a_line_too_long_is_told_once_and_the_next_one_is_good() -> None:
    assert _all(4, b"123", b"45", b"6789", b"\nok\n") == [Fault("too_long"), b"ok"]
    assert _all(4, b"12345\nok\n123456789") == [Fault("too_long"), b"ok", Fault("too_long")]


def test_a_line_of_just_the_limit_is_good() -> None:
    assert _all(4, b"1234\n") == [b"1234"]


def test_bytes_that_are_not_utf8_are_told_in_place() -> None:
    assert _all(9, b"a\n\xff\nb\n") == [b"a", Fault("not_utf8"), b"b"]


def test_an_endless_line_costs_no_memory() -> None:
    lines = Lines(1000)
    found = [line for _ in range(1000) for line in lines.feed(b"x" * 1000)]
    assert found == [Fault("too_long")]
    assert not lines._parts


@given(st.lists(st.binary(max_size=12)), st.data())
def test_how_the_stream_is_cut_makes_no_difference(lines: list[bytes], data: st.DataObject) -> None:
    stream = b"\n".join(lines) + b"\n"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    reads = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert _all(8, *reads) == _all(8, stream)
