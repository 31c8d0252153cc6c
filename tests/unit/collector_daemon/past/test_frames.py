"""What goes through the pipes comes out as it was; changes of several PBXs are told in order."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from collector_daemon.past import frames
from collector_daemon.past.frames import Frame, Request, sorted_rows
from collector_daemon.past.replaying import merged
from shared.domain.board import AgentRow, AlertRow, CallRow, Gone, LineRow, QueueRow, Row

NOON = datetime(2026, 1, 4, 12, 0, 0, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ROWS: list[Row | Gone] = [
    QueueRow(pbx="main", queue="support", waiting=1, waiting_since=NOON),
    AgentRow(pbx="main", agent="1001", name="Žofie", interface="PJSIP/1001", state="ready", since=NOON),
    CallRow(pbx="main", call="1.1", direction="inbound", phase="waiting", started=NOON, since=NOON),
    LineRow(pbx="main", line="420"), AlertRow(pbx="main", alert="pbx", kind="pbx_away", text="", since=NOON),
    Gone(topic="calls", pbx="main", key="1.0"),
]


def test_frames_and_requests_come_out_as_they_were() -> None:
    frame = Frame(7, NOON, sorted_rows(ROWS), is_complete=False)
    request = Request(7, "postgresql://…", [b"\x00state"], NOON, 0.6)
    pipe = io.BytesIO()
    frames.write(pipe, frame)
    frames.write(pipe, Frame(7, NOON))
    pipe.seek(0)
    assert frames.read(pipe, Frame) == frame
    assert frames.read(pipe, Frame) == Frame(7, NOON)
    assert frames.read(pipe, Frame) is None
    pipe = io.BytesIO()
    frames.write(pipe, request)
    pipe.seek(0)
    assert frames.read(pipe, Request) == request


def test_a_torn_frame_is_no_frame() -> None:
    pipe = io.BytesIO()
    frames.write(pipe, Frame(7, NOON, sorted_rows(ROWS)))
    torn = io.BytesIO(pipe.getvalue()[:-3])
    with pytest.raises(ValueError):  # msgspec's own
        frames.read(torn, Frame)


def test_what_is_gone_is_told_first_and_nothing_is_left_out() -> None:
    told = sorted_rows(ROWS).all()
    assert isinstance(told[0], Gone)
    assert sorted(map(repr, told)) == sorted(map(repr, ROWS))


def test_several_pbxs_are_told_in_order_and_what_is_close_goes_together() -> None:
    brno = [(NOON + SECOND * part, [ROWS[0]]) for part in (0, 2, 2.005)]
    main = [(NOON + SECOND * part, [ROWS[1]]) for part in (1, 2.001)]
    found = list(merged([brno, main], SECOND / 100))
    assert [at - NOON for at, _rows in found] == [timedelta(), SECOND, SECOND * 2.005]
    assert [len(rows) for _at, rows in found] == [1, 1, 3]
    assert list(merged([[], []], SECOND)) == []
