"""What was changed since is found by deriving again. That nothing else is: ``test_recordings``."""

import pytest

from tests.integration.database.contents import rows, whole_hash
from tests.integration.history.changing import change
from tests.integration.history.conftest import STORIES

pytestmark = pytest.mark.postgres
SINCE = ("--since", "2020-01-01")
SUMS = "select span, sum(offered), sum(answered) from visit_sum group by span order by span"


def test_a_changed_fact_is_shown_and_put_right(command, database_url):
    command("replay", STORIES / "given" / "k_hold_unhold" / "capture.jsonl.gz", "--store")
    before = whole_hash(database_url)
    call_id = str(rows(database_url, "select call_id from call")[0][0])
    change(database_url, "update queue_visit set outcome = 'abandoned', talk_ms = 1000")
    change(database_url, "delete from hold")
    change(database_url, "update visit_sum set offered = offered + 1")
    code, out, err = command("rebuild", *SINCE)
    assert code == 0
    lines = [line.split("\t") for line in out.splitlines()]
    assert {line[0] for line in lines} == {call_id}
    found = {line[1]: (line[2], line[3]) for line in lines}
    assert found["visits[0].outcome"] == ("'abandoned'", "'answered'")
    assert "visits[0].talk_time" in found
    assert "conversations[0].holds[0]" in found
    assert err == "0 calls as stored, 1 different\n"
    assert command("rebuild", *SINCE)[1] == out, "looking changes nothing"
    assert command("rebuild", *SINCE, "--write")[2] == "0 calls as stored, 1 different, written\n"
    assert whole_hash(database_url) == before
    assert rows(database_url, SUMS) == [("day", 1, 1), ("month", 1, 1), ("quarter", 1, 1), ("week_hour", 1, 1)]
    assert command("rebuild", *SINCE)[1:] == ("", "1 calls as stored, 0 different\n")


def test_a_missing_call_comes_back(command, database_url):
    command("replay", STORIES / "given" / "busy_hour" / "capture.jsonl.gz", "--store")
    before = whole_hash(database_url)
    change(database_url, "delete from call where call_id like '%7'")
    out = command("rebuild", *SINCE, "--write")[1]
    assert out
    assert all(line.endswith("\tis not stored") for line in out.splitlines())
    assert whole_hash(database_url) == before


def test_a_span_of_time(command, database_url):
    """Calls on the edges are whole: what is around them is heard too."""
    command("replay", STORIES / "given" / "busy_hour" / "capture.jsonl.gz", "--store")
    edges = [str(at) for (at,) in rows(
        database_url, "select started_at from call where ended_at is not null order by 1")]  # fmt: skip
    first, last = edges[len(edges) // 3], edges[len(edges) // 2]
    code, out, err = command("rebuild", "--since", first, "--until", last)
    assert (code, out) == (0, "")
    assert err == f"{len(edges) // 2 - len(edges) // 3} calls as stored, 0 different\n"


def test_calls_are_compared_while_others_go_on(command, database_url, monkeypatch):
    """In a long span nothing is kept in memory that is told for good."""
    monkeypatch.setattr("collector_daemon.commands.rebuild.AT_ONCE", 5)
    monkeypatch.setattr("collector_daemon.store.reading.FETCHED", 50)
    command("replay", STORIES / "given" / "busy_hour" / "capture.jsonl.gz", "--store")
    [(count,)] = rows(database_url, "select count(*) from call")
    assert command("rebuild", *SINCE)[1:] == ("", f"{count} calls as stored, 0 different\n")


def test_calls_older_than_the_raw_events_stay(command, database_url):
    command("replay", STORIES / "given" / "a_answered_caller_hangup" / "capture.jsonl.gz", "--store")
    change(database_url, "delete from raw_event")
    before = whole_hash(database_url)
    for arguments in ((), ("--write",)):
        out, err = command("rebuild", *SINCE, *arguments)[1:]
        assert (out, err) == ("", "0 calls as stored, 0 different, 1 stored without raw events\n")
    assert whole_hash(database_url) == before
