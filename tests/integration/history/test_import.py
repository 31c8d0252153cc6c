"""What the daemon did not hear comes out of queue_log; what it heard stays; twice is once."""

import json

import pytest

from collector_daemon import capture
from tests.integration.database.contents import rows, whole_hash
from tests.integration.history.conftest import STORIES

pytestmark = pytest.mark.postgres

GAPS = [
    path for release in ("22", "16", "given") for name in ("y3_ami_gap", "y4_ami_gap_unseen", "y5_ami_gap_transfer")
    if (path := STORIES / release / name).is_dir()
]  # fmt: skip
SINCE = ("--since", "2020-01-01")


@pytest.mark.parametrize("story", GAPS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_gap_is_filled(story, command, database_url):
    command("replay", story / "capture.jsonl.gz", "--store")
    seen = rows(database_url, "select uniqueid, queue, entered_at, answered_at, wait_ms from queue_visit order by 1, 2")
    code, out, _err = command("import-queue-log", story / "queue_log")
    assert code == 0
    now = rows(database_url, "select uniqueid, queue, entered_at, answered_at, wait_ms from queue_visit order by 1, 2")
    assert set(seen) <= set(now), "what was heard stays"
    before = whole_hash(database_url)
    code, out, _err = command("import-queue-log", story / "queue_log")
    assert (code, whole_hash(database_url)) == (0, before)
    assert "0 visits added, 0 completed" in out
    code, out, err = command("reconcile", *SINCE, "--queue-log", story / "queue_log")
    assert (code, out) == (0, ""), err
    assert command("rebuild", *SINCE)[1] == ""


@pytest.mark.parametrize("half", ["first", "second"])
def test_half_of_a_busy_hour(half, command, database_url, tmp_path):
    story = STORIES / "given" / "busy_hour"
    entries = list(capture.read(story / "capture.jsonl.gz"))
    middle = (entries[0].at + entries[-1].at) / 2
    kept = [entry for entry in entries if (entry.at < middle) == (half == "first")]
    part = tmp_path / "part.jsonl"
    part.write_text("".join(map(capture.encode, [*kept, capture.Lost(kept[-1].at)])))
    command("replay", part, "--store")
    code, out, _err = command("import-queue-log", story / "queue_log")
    print(out)
    before = whole_hash(database_url)
    assert command("import-queue-log", story / "queue_log")[0] == 0
    assert whole_hash(database_url) == before
    code, out, err = command("reconcile", *SINCE, "--queue-log", story / "queue_log")
    print(err)
    assert code == 0, out


def test_history_before_the_first_day(command, database_url):
    story = STORIES / "given" / "busy_hour"
    code, out, _err = command("import-queue-log", story / "queue_log")
    assert code == 0
    print(out)
    assert rows(database_url, "select distinct origin from call") == [("queue_log",)]
    before = whole_hash(database_url)
    command("import-queue-log", story / "queue_log")
    assert whole_hash(database_url) == before
    assert command("reconcile", *SINCE, "--queue-log", story / "queue_log")[:2] == (0, "")
