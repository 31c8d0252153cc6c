"""The comparison is no rubber stamp: every kind of wrong record is noticed. Needs no PBX."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from collector_daemon import settings
from collector_daemon.commands.replay import calls_of
from shared.domain.call_record import record

from .evidence import logged_visits
from .expected import Record, differences, inbound, talk, visit
from .truth import compare

STORY = Path(__file__).parents[1] / "stories/22/e_rna_then_b"
PBX = settings.parse('[[pbx]]\nname = "main"\nuser = "replay"').pbx[0]


@pytest.fixture
def told() -> list[Record]:
    """What is rightly told of the story: rung in vain, then answered, ended by the customer."""
    return [record(call) for call in calls_of(STORY / "capture.jsonl.gz", settings.defaults(), PBX)]


def _visit(records: list[Record]) -> Any:
    return records[0]["queue_visits"][0]


def _set(name: str, value: object) -> Callable[[list[Record]], None]:
    return lambda records: _visit(records).update({name: value})


WRONGS: dict[str, Callable[[list[Record]], None]] = {
    "no call": lambda records: records.clear(),
    "a call twice": lambda records: records.append(copy.deepcopy(records[0])),
    "no visit": lambda records: records[0]["queue_visits"].clear(),
    "another visit": lambda records: records[0]["queue_visits"].append({**_visit(records), "uniqueid": "1.1"}),
    "another outcome": _set("outcome", "abandoned"),
    "another agent": _set("agent", "1006"),
    "another end": _set("ended_by", "agent"),
    "a longer wait": _set("wait", 9.0),
    "a longer talk": _set("talk", 9.0),
    "an attempt missing": lambda records: _visit(records)["attempts"].pop(0),
    "an attempt too many": lambda records: _visit(records)["attempts"].append(_visit(records)["attempts"][0]),
    "another result": lambda records: _visit(records)["attempts"][0].update(result="answered"),
    "a conversation missing": lambda records: records[0]["conversations"].clear(),
    "another caller": lambda records: records[0].update(caller="420777000000"),
    "another direction": lambda records: records[0].update(direction="internal"),
}


def test_what_is_right_passes(told: list[Record]) -> None:
    assert compare(STORY, told).differences == []


@pytest.mark.parametrize("name", WRONGS)
def test_what_is_wrong_is_noticed(name: str, told: list[Record]) -> None:
    WRONGS[name](told)
    assert compare(STORY, told).differences


def test_expectations_name_what_differs() -> None:
    expected = [inbound("420777", queue_visits=[visit("sales", agent="1004", talk=3.0)], conversations=[talk("1004")])]
    told = [
        {
            "call": "1.1",
            "direction": "inbound",
            "caller": "420777",
            "outcome": "answered",
            "queue_visits": [{"queue": "sales", "outcome": "answered", "agent": "1005", "talk": 5.0}],
            "conversations": [],
        }
    ]
    lines = differences(expected, told)
    assert lines == [
        "call 1.1: queue_visits: agent 1005 is 1004",
        "call 1.1: queue_visits: talk 5.0 is 3.0",
        "call 1.1: conversations: 0 told, 1 expected: []",
    ]
    assert differences(expected, []) == ["no inbound call of 420777 to us"]


def test_a_caller_who_enters_again_before_the_end_is_written(tmp_path: Path) -> None:
    (tmp_path / "queue_log").write_text(
        "100|1.1|q|NONE|ENTERQUEUE||420777001001|1\n"
        "102|1.1|q|Anna|CONNECT|2|1.2|1\n"
        "105|1.1|q|NONE|ENTERQUEUE||420777001001|1\n"
        "105|1.1|q|Anna|BLINDTRANSFER|502|internal|2|3|1\n"
        "109|1.1|q|NONE|ABANDON|1|1|4\n"
    )
    visits = logged_visits(tmp_path / "queue_log")
    assert [(one.outcome, one.talk, one.ended_by, one.wait) for one in visits] == [
        ("answered", 3, "transfer", 2),
        ("abandoned", None, None, 4),
    ]


def test_whose_channel_was_replaced_is_told_by_the_wait(tmp_path: Path) -> None:
    """Two agents consult in one queue, each completes while waiting: the customers' channels go on."""
    (tmp_path / "queue_log").write_text(
        "100|9.1|q|NONE|ENTERQUEUE||1001|1\n"
        "103|9.2|q|NONE|ENTERQUEUE||1002|2\n"
        "106|8.2|q|Anna|RINGNOANSWER|2000\n"
        "109|8.2|q|Eva|CONNECT|6|9.3|2\n"
        "110|8.1|q|NONE|ABANDON|1|1|10\n"
        "112|8.2|q|Eva|COMPLETEAGENT|6|3|2\n"
    )
    visits = {one.uniqueid: (one.outcome, one.unanswered) for one in logged_visits(tmp_path / "queue_log")}
    assert visits == {"9.1": ("abandoned", []), "9.2": ("answered", ["Anna"])}
