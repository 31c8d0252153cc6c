"""What explains a difference from queue_log, and what is too much for it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from collector_daemon import settings
from collector_daemon.commands.replay import calls_of
from collector_daemon.store.queue_log import log as queue_log
from collector_daemon.store.queue_log.member_names import MemberNames
from collector_daemon.store.queue_log.reconcile import reconcile

STORIES = Path(__file__).parents[3] / "stories"
PBX = settings.parse('[[pbx]]\nname = "main"\nuser = "replay"').pbx[0]
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def differing(story: str, lines: list[str], names: dict[str, str]) -> list[tuple[str, bool]]:
    """(field, whether it is explained) of a story with that queue_log."""
    calls = list(calls_of(STORIES / story / "capture.jsonl.gz", settings.defaults(), PBX))
    agreement = reconcile(calls, queue_log.read(lines), [], MemberNames([], names), BEGIN, END)
    return [(one.field, one.reason is not None) for one in agreement.found]


@pytest.mark.parametrize(("late", "longer", "found"), [
    (0, 0, []),
    (2, 2, [("talk", True)]),
    (0, 2, [("talk", False)]),
    (2, 5, [("talk", False)]),
])  # fmt: skip
def test_a_line_written_late_is_as_much_too_long(late, longer, found):
    """app_queue may learn late that both have hung up; its second of writing says how late."""
    *before, last = (STORIES / "22/a_answered_caller_hangup/queue_log").read_text("utf-8").splitlines()
    time, *words, wait, talk, place = last.split("|")
    last = "|".join([str(int(time) + late), *words, wait, str(int(talk) + longer), place])
    assert differing("22/a_answered_caller_hangup", [*before, last], {"Žofie Křížová": "1001"}) == found


@pytest.mark.parametrize(("verb", "found"), [
    ("COMPLETECALLER", [("agent", True), ("ended_by", True)]),
    ("COMPLETEAGENT", [("agent", True)]),
    ("BLINDTRANSFER|1005|internal", [("agent", True), ("ended_by", False)]),
])  # fmt: skip
def test_after_a_pick_up_of_an_answered_phone_the_caller_seems_to_end(verb, found):
    log = (STORIES / "16/u5_pickup_after_answer/queue_log").read_text("utf-8")
    lines = log.replace("COMPLETECALLER", verb).splitlines()
    assert differing("16/u5_pickup_after_answer", lines, {"Žofie Křížová": "1001"}) == found
