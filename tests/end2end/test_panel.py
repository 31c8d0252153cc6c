"""A shift at the real panel, by mouse and keyboard, on a real Asterisk with phones: what was shown is what happened.

One operator a release, both at the same time (`panel_run`, `panel_story`). Afterwards queue_log, CDR, the phones and
the database are held against what the panel painted, and when.
"""

import re
import statistics
from collections.abc import Callable

import pytest

from .evidence import dispositions
from .panel_run import PanelRun
from .panel_sights import clock_seconds
from .panel_story import CLIENT, LATER_NOTE, NOTE
from .panel_truth import called_at, expected, phone_calls, popup_times, shown
from .truth import compare

POPUP_GOAL, POPUP_BOUND = 0.2, 1.0  # seconds; the goal is of a PC of its own, here two PBXs and two daemons share one
PROMPT = 2.0  # seconds until the panel must show it
EARLY = 0.05  # seconds in which a phone's note of it and what the panel shows may cross
CLOCK = 2.0  # seconds by which a running time may be off: shown in whole ones, and the PBX stamps in whole ones too

pytestmark = [pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture
def run(release: str, panel_runs: dict[str, PanelRun]) -> PanelRun:
    """The finished shift of the release."""
    return panel_runs[release].done()


def test_the_shift_ended_in_order(run: PanelRun) -> None:
    assert run.shift.exit_code == 0, run.panel_said
    assert not _troubles(run.panel_said)
    assert run.exit_code == 0, run.daemon_said
    told = [line.partition(" pbx main: ")[2] for line in _troubles(run.daemon_said)]
    assert [line for line in told if not line.startswith(("connection lost", "not connected"))] == []
    assert len(told) >= 1, "the connection that was cut"


def _troubles(said: str) -> list[str]:
    return re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", said, re.MULTILINE)


def test_the_popup_is_there_at_once(run: PanelRun, record_property: Callable[[str, object], None]) -> None:
    served, *missed, _dialled, crashed = phone_calls(run.story / "timeline.jsonl", "1010")
    rung = [one["invited"] for one in (served, *missed, crashed)]
    median = _median(run, "INVITE", rung, record_property)
    assert _median(run, "AgentCalled", called_at(run.story), record_property) <= POPUP_BOUND
    assert median <= POPUP_BOUND


def _median(run: PanelRun, what: str, begun: list[float], record: Callable[[str, object], None]) -> float:
    times = popup_times(run.witnessed, begun)
    median = statistics.median(times)
    record(f"popup_seconds_since_{what}_{run.release}", times)
    print(f"{what} to popup, Asterisk {run.release}: median {median * 1000:.0f} ms of {len(times)}, "
          f"longest {max(times) * 1000:.0f} ms, goal {POPUP_GOAL * 1000:.0f} ms")  # fmt: skip
    return median


def test_states_were_shown_as_they_were(run: PanelRun) -> None:
    meant, seen = expected(run.story), shown(run.witnessed)
    assert seen.pop(0).word == "Signed out"
    assert [one.word for one in seen] == [one.word for one in meant]
    for true, one in zip(meant, seen, strict=True):
        if true.at is not None:
            late = one.at - true.at
            assert -EARLY <= late <= PROMPT + true.is_whole, f"{one.word} is shown {late:.2f} s after it began"
        if true.counts_from is not None:
            both = [(round(at - true.counts_from, 2), time) for at, time in one.times]
            wrong = [pair for pair in both if abs(pair[0] - pair[1]) > CLOCK]
            assert not wrong, f"{one.word} went on for these seconds, and as shown: {wrong} of {both}"


def test_the_wrap_up_counted_down(run: PanelRun) -> None:
    wraps = [one for one in shown(run.witnessed) if one.word == "Wrap-up"]
    assert [one.label for one in wraps] == ["left", "left"]
    for one in wraps:
        assert all(abs(60 - (at - one.at) - time) <= CLOCK for at, time in one.times), one.times


def test_own_calls_are_those_of_the_phone_and_of_the_cdr(run: PanelRun) -> None:
    crashed, dialled, *missed, served = run.shift.lines  # newest first
    phone = phone_calls(run.story / "timeline.jsonl", "1010")
    client = phone_calls(run.story / "timeline.jsonl", "trunk")[0]
    records = {one["caller"]: one for one in run.records}
    talk = records[run.shift.callers["served"]]["queue_visits"][0]["talk"]
    for line, word, seconds in (
        (served, "support · call", talk), (crashed, "support · call", phone[-1].lasted("answer200")),
        (dialled, "Outgoing · call", client.lasted("answer200")),
        *((line, "support · rang", ring.lasted("invited")) for line, ring in zip(missed, phone[3:0:-1], strict=True)),
    ):  # fmt: skip
        what, time = line["detail"].rsplit(" ", 1)
        assert what == word, line
        assert clock_seconds(time) == pytest.approx(seconds, abs=CLOCK), line
    assert [one["result"] for one in run.shift.lines] == ["Sold", "", "Missed", "Missed", "Missed", "Complaint"]
    assert [one["note"] for one in (served, dialled, crashed)] == [NOTE, "", LATER_NOTE]
    assert {one["note"] for one in missed} == {"the caller hung up"}
    assert {one["back"]["text"] for one in missed} == {"not called back"}
    callers = run.shift.callers
    names = [callers[one] for one in ("crashed", "gave up too", "gave up", "rung out", "served")]
    assert [_digits(one["name"]) for one in (crashed, *missed, served)] == names
    assert _digits(dialled["name"]) == CLIENT
    rung = [row for row in dispositions(run.story / "cdr.csv") if "PJSIP/1010-" in row["dstchannel"]]
    answered = {row["src"] for row in rung if row["disposition"] == "ANSWERED"}
    assert answered == {callers["served"], callers["crashed"]}
    assert {row["src"] for row in rung} - answered == {callers[one] for one in ("rung out", "gave up", "gave up too")}


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def test_note_and_outcome_are_stored_once(run: PanelRun) -> None:
    calls = {one["caller"]: one["call"] for one in run.records}
    served, crashed = (calls[run.shift.callers[one]] for one in ("served", "crashed"))
    notes = [(one["call_id"], one["account"], one["agent"], one["text"]) for one in run.notes]
    assert sorted(notes) == sorted([(served, "petr", "1010", NOTE), (crashed, "petr", "1010", LATER_NOTE)])
    codes = [(one["call_id"], one["account"], one["code"]) for one in run.dispositions]
    assert sorted(codes) == sorted([(served, "petr", "complaint"), (crashed, "petr", "sold")])


def test_what_is_stored_is_what_everybody_says(run: PanelRun) -> None:
    comparison = compare(run.story, run.records)
    assert not comparison.differences, comparison.text()
