"""A supervisor at the real console, by mouse and keyboard, after a shift at the panel: what was shown is what happened.

Seen, listened to and redirected while it happens; then found, tracked and heard. One supervisor a release, both at the
same time (`panel_run`, `console_story`). Phones, queue_log, the PBX's folder of recordings and the database are
held against what the console painted and played.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from .console_story import ACCOUNT, OWN_PHONE, OWN_TONE, TALKER, TARGET
from .console_truth import (
    QUEUE_VERBS,
    customer_call,
    queue_log_of,
    samples_of,
    shown_waiting,
    steps_meant,
)
from .panel_run import PanelRun
from .panel_sights import clock_seconds
from .panel_truth import phone_calls
from .seen import seen
from .truth import STALL_TIME, seconds
from .workplace import missing_tool

LAG = 0.1  # seconds by which a file may be beside what was told of it
NEAR = 0.2  # seconds by which a step may be beside what the phones did
PROMPT = 2.0  # seconds until the console must show it
RING_GOAL = 1.0  # seconds from the key until the supervisor's phone rings
CLOCK = 2.0  # seconds by which a running time may be off: shown in whole ones, stamped in whole ones
LOUD, SILENT = 3000, 100  # amplitudes of a tone that is heard, and of one that is not
ZONE = ZoneInfo("Europe/Prague")  # of the centre's description

pytestmark = [
    pytest.mark.end2end, pytest.mark.slow, pytest.mark.timeout(400),
    pytest.mark.skipif(bool(missing_tool()), reason=f"a real window needs {missing_tool()}"),
]  # fmt: skip


@pytest.fixture
def run(release: str, panel_runs: dict[str, PanelRun]) -> PanelRun:
    """The finished run of the release."""
    return panel_runs[release].done()


def _record(run: PanelRun, caller: str) -> dict[str, Any]:
    return next(one for one in run.records if one["caller"] == caller)


def _served(run: PanelRun) -> dict[str, Any]:
    return _record(run, run.shift.callers["served"])


def _file(run: PanelRun) -> dict[str, Any]:
    [file] = [one for one in run.files if one["call_id"] == _served(run)["call"]]
    return file


def test_the_program_ended_in_order(run: PanelRun, record_property: Callable[[str, object], None]) -> None:
    assert run.supervision.exit_code == 0
    moments = {name: round(at - run.supervision.at["begin"], 1) for name, at in run.supervision.at.items()}
    record_property(f"console_seconds_{run.release}", moments)
    print(f"at the console, Asterisk {run.release}: {moments}")
    troubles = re.findall(r"^.*\b(?:WARNING|ERROR|CRITICAL|Traceback)\b.*$", run.console_said, re.MULTILINE)
    assert troubles == []


def test_the_waiting_call_was_shown_as_long_as_it_waited(run: PanelRun) -> None:
    number = run.supervision.callers["waited"]
    began = customer_call(run.story / "timeline.jsonl", number)["invite"]
    shown = shown_waiting(run.console_witnessed, number)
    assert shown[0][0] - began <= PROMPT
    wrong = [(round(at - began, 2), time) for at, time in shown if abs(at - began - time) > CLOCK]
    assert not wrong
    rung = phone_calls(run.story / "timeline.jsonl", str(TARGET))[0]["invited"]
    assert run.supervision.at["nobody waits"] - rung <= PROMPT


def test_the_supervisor_heard_both_and_nobody_heard_him(
    run: PanelRun, record_property: Callable[[str, object], None]
) -> None:
    [own] = phone_calls(run.story / "timeline.jsonl", str(OWN_PHONE))
    rung = own["invited"] - run.supervision.at["listen"]
    record_property(f"listen_seconds_{run.release}", rung)
    assert 0 <= rung <= RING_GOAL + STALL_TIME
    heard = run.supervision.heard
    assert heard["supervisor"][400] > LOUD
    assert heard["supervisor"][600] > LOUD
    assert heard["customer"][400] > LOUD > SILENT > heard["customer"][OWN_TONE]
    assert heard["operator"][600] > LOUD > SILENT > heard["operator"][OWN_TONE]
    assert [who for who, _ in seen(run.story / "capture.jsonl.gz").watching] == [str(OWN_PHONE)]
    assert str(OWN_PHONE) not in {one["party"] for record in run.records for one in record["conversations"]}
    [talk] = _record(run, run.supervision.callers["talked"])["conversations"]
    assert (talk["party"], talk["with"]) == (str(TALKER), "caller")


def test_the_waiting_call_went_where_it_was_sent(run: PanelRun) -> None:
    number = run.supervision.callers["waited"]
    [rung] = phone_calls(run.story / "timeline.jsonl", str(TARGET))
    assert 0 <= rung["invited"] - run.supervision.at["redirect"] <= RING_GOAL + STALL_TIME
    assert rung.peer == number
    record = _record(run, number)
    [talk] = record["conversations"]
    assert (talk["party"], talk["with"]) == (str(TARGET), "caller")
    assert rung.lasted("answer200") == pytest.approx(_lasted(talk), abs=NEAR + STALL_TIME)
    [visit] = record["queue_visits"]
    assert visit["agent"] is None
    assert queue_log_of(run.story / "queue_log", record["call"]).keys() == {"ENTERQUEUE", "ABANDON"}


def _lasted(one: dict[str, Any]) -> float:
    return (datetime.fromisoformat(one["ended"]) - datetime.fromisoformat(one["started"])).total_seconds()


@pytest.mark.parametrize("way", ["number", "line"])
def test_the_call_was_found_with_its_figures(run: PanelRun, way: str) -> None:
    [row] = run.supervision.found[way]
    cells, record = row["cells"], _served(run)
    [visit] = record["queue_visits"]
    talks = sum(one["talk"] or 0 for one in record["queue_visits"]) + _lasted(record["conversations"][-1])
    assert (cells["Queue"], cells["Oper."], cells["Outcome"]) == ("support", "1010 → 1009", "Answered")
    assert cells["●"] == "●"
    assert clock_seconds(cells["Wait"]) == pytest.approx(visit["wait"], abs=1)
    assert clock_seconds(cells["Talk"]) == pytest.approx(talks, abs=1)
    assert cells["Time"].split()[-1] == _clock(seconds(record["started"]) or 0)


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).astimezone(ZONE).strftime("%H:%M:%S")


def test_the_steps_are_those_of_the_phones_and_of_queue_log(
    run: PanelRun, record_property: Callable[[str, object], None]
) -> None:
    record = _served(run)
    began = datetime.fromisoformat(record["started"]).timestamp()
    rows = {row["key"]: row for row in run.supervision.steps}
    beside = []
    for key, (start, end) in steps_meant(run.story / "timeline.jsonl", run.shift.callers["served"]).items():
        found = [row for name, row in rows.items() if name.startswith(key)]
        assert len(found) == 1, f"{key} in {sorted(rows)}"
        [row] = found
        beside.append(abs(began + row["starts_ms"] / 1000 - start))
        if end is not None:
            beside.append(abs(began + row["ends_ms"] / 1000 - end))
    *most, worst = sorted(beside)
    record_property(f"steps_beside_phones_{run.release}", beside)
    print(f"steps beside the phones, Asterisk {run.release}: {most[-1] * 1000:.0f} and {worst * 1000:.0f} ms at most")
    assert most[-1] <= NEAR, beside
    assert worst <= NEAR + STALL_TIME, "one message may come late from a machine that is busy"
    for row in rows.values():
        assert row["cells"]["Time"] == _clock(began + row["starts_ms"] / 1000)
    logged = queue_log_of(run.story / "queue_log", record["call"])
    for key, verb in QUEUE_VERBS.items():
        at = began + next(row["starts_ms"] for name, row in rows.items() if name.startswith(key)) / 1000
        assert -NEAR - 1 <= logged[verb] - at <= NEAR, f"{verb}: {logged[verb]} is {at}"


def test_the_recording_is_in_the_catalogue_as_it_is_on_the_disk(run: PanelRun) -> None:
    file = _file(run)
    content = run.sounds[file["file"]]
    assert file["bytes"] == len(content)
    assert file["sha256"] == hashlib.sha256(content).digest()
    assert file["length_ms"] == pytest.approx(len(samples_of(content)) / 8, abs=1)
    assert (file["format"], file["channels"], file["linked_by"]) == ("WAV PCM", 1, "name")
    part, described = run.supervision.recording
    assert described == f"File: {len(content) / 1e6:.1f}\u00a0MB · WAV PCM"
    begin, end = re.findall(r"\d\d:\d\d:\d\d", part)
    tape, cuts = _tape(run)
    assert begin == _clock(cuts[0]["ended_at"].timestamp())
    assert end == _clock((cuts[-1]["started_at"] if len(cuts) > 1 else tape["ended_at"]).timestamp())


def _tape(run: PanelRun) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The recording as it was told, and when nothing was written (while nobody talked with the customer)."""
    [tape] = [one for one in run.tapes if one["call_id"] == _served(run)["call"]]
    return tape, [one for one in run.cuts if one["call_id"] == tape["call_id"]]


def test_the_recording_is_told_to_be_as_long_as_its_file(run: PanelRun) -> None:
    tape, cuts = _tape(run)
    assert cuts[0]["started_at"] == tape["started_at"], "it begins with the talk, not with the waiting"
    told = sum(sign * (one["ended_at"] - one["started_at"]).total_seconds()
               for sign, one in ((1, tape), *((-1, cut) for cut in cuts)))  # fmt: skip
    longer = told - _file(run)["length_ms"] / 1000
    assert -2 * LAG <= longer <= LAG + STALL_TIME, "a machine that is busy writes less, and tells the beginning late"


def test_keys_of_the_operators_phone_are_not_told_as_the_callers(run: PanelRun) -> None:
    [keys] = [row["cells"] for row in run.supervision.steps if row["key"].startswith("digits")]
    assert "".join(filter(str.isdigit, keys["Who"])) != run.shift.callers["served"]


def test_what_was_played_is_what_was_recorded(run: PanelRun, record_property: Callable[[str, object], None]) -> None:
    at = run.supervision.at
    first = at["first second"] - at["play"]
    record_property(f"first_second_heard_after_{run.release}", first)
    assert at["fourth second"] - at["first second"] == pytest.approx(3, abs=0.5 + STALL_TIME)
    file = samples_of(run.sounds[_file(run)["file"]])
    went_out = np.frombuffer(run.played, np.int16).reshape(-1, 2)
    assert len(went_out) >= 4 * 8000
    for side in went_out.T:
        assert np.array_equal(side, file[: len(side)])


def test_the_audit_has_it_all_and_its_chain_is_whole(run: PanelRun) -> None:
    calls = {name: _record(run, number)["call"] for name, number in run.supervision.callers.items()}
    mine = [(one["act"], one["subject"], one["detail"]) for one in run.audit if one["account"] == ACCOUNT]
    listened = (f"main {TALKER}", f"call {calls['talked']}, at {OWN_PHONE}, phone {OWN_PHONE}: done")
    redirected = (f"main {calls['waited']}", f"to {TARGET}, kind extension: done")
    assert next(act for act, *_ in mine).startswith("sign-in")
    assert [one[1:] for one in mine if one[0] == "supervise.listen"] == [listened]
    assert [one[1:] for one in mine if one[0] == "call.redirect"] == [redirected]
    assert [one for one in mine if _served(run)["call"] in one[1] and "open" in json.dumps(one)] != []
    assert {one["origin"] for one in run.audit if one["account"] == ACCOUNT} == {"127.0.0.1"}
    assert run.chain == {"entries": len(run.audit), "first_broken": None}
