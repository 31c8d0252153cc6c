"""Entries in, results out: raw events' keys, and a fault that ends nothing."""

import logging
from pathlib import Path

import pytest

from collector_daemon.analysis import LOOK, Analysis
from collector_daemon.asterisk.translate import moment
from collector_daemon.capture import Connected, Entry, Headers, Heard, Lost, read
from collector_daemon.core.centre import Centre, centre_of
from collector_daemon.core.trace import Trace
from shared.domain.agents import Surprise
from shared.domain.board import CallRow

BUSY_HOUR = Path(__file__).parents[2] / "stories" / "given" / "busy_hour" / "capture.jsonl.gz"
NEW: Headers = {"Event": "Newchannel", "Channel": "PJSIP/trunk-00000001", "Uniqueid": "1.1", "Linkedid": "1.1"}
END: Headers = {**NEW, "Event": "Hangup", "Cause": "16"}


def numbered(*entries: Entry) -> list[tuple[int, Entry]]:
    """Entries as the journal numbers them."""
    return list(enumerate(entries, 1))


def test_messages_of_one_read_get_keys_of_their_own() -> None:
    raw = Analysis(centre_of("main")).take(numbered(Heard(5.0, NEW), Heard(5.0, NEW), Heard(5.0, END))).raw
    assert len({event.heard_at for event in raw}) == 3
    assert [event.seq for event in raw] == [1, 2, 3]
    assert [event.name for event in raw] == ["Newchannel", "Newchannel", "Hangup"]


def test_marks_of_the_connection_are_no_raw_events() -> None:
    assert Analysis(centre_of("main")).take(numbered(Connected(1.0, "x"), Lost(2.0))).raw == []


def test_a_fault_of_ours_is_kept_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    analysis = Analysis(centre_of("main"))
    monkeypatch.setattr(Trace, "is_over", property(lambda trace: 1 / 0))
    with caplog.at_level(logging.ERROR):
        found = analysis.take(numbered(Heard(1.0, NEW), Heard(2.0, END)))
    monkeypatch.undo()
    (fault,) = [fact for fact in found.facts if isinstance(fact, Surprise)]
    assert (fault.kind, fault.subject) == ("fault", "LegEnded")
    assert "ZeroDivisionError" in fault.detail
    assert "was not understood" in caplog.text
    other: Headers = {**NEW, "Uniqueid": "2.2", "Linkedid": "2.2"}
    assert analysis.take([(3, Heard(3.0, other))]).raw


def test_rows_are_dated_alike_however_much_is_read_at_once() -> None:
    """After a restart, and for the past, the journal is read by hundreds of entries: a phase begins when it began."""
    found = list(enumerate(read(BUSY_HOUR), 1))[:8000]
    boards = []
    for length in (1, 500):
        one = Analysis(centre_of("main"))
        for start in range(0, len(found), length):
            one.take(found[start : start + length])
        boards.append({row.call: row.since for row in one.centre.board(one.now) if isinstance(row, CallRow)})
    assert len(boards[0]) > 3
    assert boards[0].keys() == boards[1].keys()
    assert all(abs(since - boards[1][call]) <= 2 * LOOK for call, since in boards[0].items())


@pytest.mark.parametrize("damaged", [
    {"Event": "CoreShowChannel", "Duration": "99999999999:00:00"},
    {"Event": "QueueEntry", "Queue": "a", "Timestamp": "-62135596800", "Wait": "99"},
    {"Event": "QueueEntry", "Queue": "a", "Timestamp": "253402300799", "Position": "9" * 40, "Wait": "-99"},
    {"Event": "Hangup", "Cause": "9" * 30, "Timestamp": "nan"},
])  # fmt: skip
def test_numbers_and_times_that_cannot_be_are_none(damaged: Headers) -> None:
    """Else they could neither be reckoned with nor stored, and everything after them would wait."""
    leg: Headers = {"Channel": "PJSIP/1-1", "Uniqueid": "1795386400.1", "Linkedid": "1795386400.1"}
    analysis = Analysis(centre_of("main"))
    analysis.take(numbered(Connected(1795386400.0, "x"), Heard(1795386401.0, leg | damaged)))
    assert analysis.now == moment(1795386401.0)
    assert Centre.restored(analysis.centre.state()).pbx == "main"
