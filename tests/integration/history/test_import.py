"""What the daemon did not hear comes out of queue_log; what it heard stays; twice is once."""

import pytest

from collector_daemon import capture
from tests.integration.database.contents import rows, whole_hash
from tests.integration.history.changing import change
from tests.integration.history.conftest import STORIES
from tests.integration.history.cutting import cut

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
    before = whole_hash(database_url)
    assert command("import-queue-log", story / "queue_log")[0] == 0
    assert whole_hash(database_url) == before
    code, out, _err = command("reconcile", *SINCE, "--queue-log", story / "queue_log")
    assert code == 0, out


def test_history_before_the_first_day(command, database_url):
    story = STORIES / "given" / "busy_hour"
    code, _out, _err = command("import-queue-log", story / "queue_log")
    assert code == 0
    assert rows(database_url, "select distinct origin from call") == [("queue_log",)]
    outcomes = "select outcome, count(*)::int from queue_visit group by 1 order by 1"
    assert rows(database_url, outcomes) == [("abandoned", 4), ("answered", 172), ("timeout", 10)], "as the lines say"
    before = whole_hash(database_url)
    command("import-queue-log", story / "queue_log")
    assert whole_hash(database_url) == before
    assert command("reconcile", *SINCE, "--queue-log", story / "queue_log")[:2] == (0, "")


@pytest.mark.parametrize("story", sorted(STORIES.glob("*/busy_hour")), ids=lambda path: path.parent.name)
def test_a_minute_cut_out_of_a_busy_hour(story, command, database_url, tmp_path):
    entries = list(capture.read(story / "capture.jsonl.gz"))
    middle = (entries[0].at + entries[-1].at) / 2
    part = tmp_path / "part.jsonl"
    part.write_text("".join(map(capture.encode, cut(entries, middle - 30, middle + 30))))
    command("replay", part, "--store")
    assert rows(database_url, "select count(*) from gap where ended_at is not null") == [(1,)]
    code, out, _err = command("reconcile", *SINCE, "--queue-log", story / "queue_log")
    lacking = [line for line in out.splitlines() if "only in the log" in line]
    assert code == 1
    assert len(lacking) > 10
    code, out, _err = command("import-queue-log", story / "queue_log")
    assert (code, out.partition(" visits added")[0]) == (0, str(len(lacking)))
    imported = rows(database_url, "select entered_at from queue_visit join call using (pbx, call_id) "
                    "where origin = 'queue_log' and entered_at = date_trunc('second', entered_at)")
    assert len(imported) == len(lacking)
    before = whole_hash(database_url)
    assert command("import-queue-log", story / "queue_log")[0] == 0
    assert whole_hash(database_url) == before
    code, out, _err = command("reconcile", *SINCE, "--queue-log", story / "queue_log")
    assert code == 0, out


def test_sessions_and_pauses_without_a_daemon(command, database_url):
    """o_queue_members: 1009 and 1010 come and go, pause for two reasons, in two queues."""
    story = STORIES / "given" / "o_queue_members"
    code, out, _err = command(
        "import-queue-log", story / "queue_log", "--agent", "Šárka Ďurišová=1009", "--agent", "Plain Ascii=1009"
    )
    assert (code, out) == (0, "0 visits added, 0 completed, 0 known; 3 sessions and 9 pauses added; "
                              "no extension known of '\\u017dofie K\\u0159\\xed\\u017eov\\xe1': name them by --agent\n")
    sessions = rows(database_url, "select agent, queue, interface, extract(epoch from ended_at - started_at)::int "
                    "from agent_session order by 1, 2")
    assert sessions == [
        ("1009", "callback", "PJSIP/1009", 5), ("1009", "sales", "PJSIP/1009", 5), ("1010", "sales", "PJSIP/1010", 3),
    ]  # fmt: skip
    pauses = rows(database_url, "select agent, queue, reason, extract(epoch from ended_at - started_at)::int "
                  "from agent_pause order by 1, 2, started_at")
    assert pauses == [
        ("1009", "callback", "oběd", 1), ("1009", "callback", "školení", 1),
        ("1009", "sales", "oběd", 1), ("1009", "sales", "školení", 1), ("1009", "sales", "administrativa", 1),
        ("1009", "strict", "oběd", 1), ("1009", "strict", "školení", 1),
        ("1010", "sales", "oběd", 1), ("Žofie Křížová", "support", "přestávka", 1),
    ]  # fmt: skip
    before = whole_hash(database_url)
    command("import-queue-log", story / "queue_log", "--agent", "Šárka Ďurišová=1009", "--agent", "Plain Ascii=1009")
    assert whole_hash(database_url) == before


def test_what_the_daemon_heard_of_members_stays(command, database_url):
    story = STORIES / "given" / "o_queue_members"
    command("replay", story / "capture.jsonl.gz", "--store")
    before = whole_hash(database_url)
    assert command("import-queue-log", story / "queue_log")[1].endswith("0 sessions and 0 pauses added\n")
    assert whole_hash(database_url) == before


def test_visits_that_the_daemon_could_have_heard_are_left_out(command, database_url):
    story = STORIES / "given" / "v_two_queues"
    command("replay", story / "capture.jsonl.gz", "--store")
    visits = rows(database_url, "select uniqueid, queue from queue_visit order by 1, 2")
    change(database_url, "delete from call where exists (select from queue_visit v where v.call_id = call.call_id)")
    out = command("import-queue-log", story / "queue_log")[1]
    assert out.startswith("0 visits added, 0 completed, 0 known;")
    assert f"{len(visits)} left out because the daemon listened and has none of them" in out
    assert command("import-queue-log", story / "queue_log", "--all")[1].startswith(f"{len(visits)} visits added")
    assert rows(database_url, "select uniqueid, queue from queue_visit order by 1, 2") == visits


def test_a_name_is_explained_later(command, database_url):
    """Imported by name, because nobody knew the extension; said later, it is as if said at once."""
    story = STORIES / "given" / "k_hold_unhold"
    out = command("import-queue-log", story / "queue_log")[1]
    assert "1 visits added" in out
    assert "name them by --agent" in out
    assert rows(database_url, "select agent, agent_name from queue_visit") == [("Žofie Křížová", None)]
    named = ("--agent", "Žofie Křížová=1001")
    assert command("import-queue-log", story / "queue_log", *named)[1].startswith("0 visits added, 1 completed")
    assert rows(database_url, "select agent, agent_name from queue_visit") == [("1001", "Žofie Křížová")]
    again = command("import-queue-log", story / "queue_log")[1]
    assert again == "0 visits added, 0 completed, 1 known; 0 sessions and 0 pauses added\n"
    later = rows(database_url, "select * from call, conversation, step order by step.nth")
    change(database_url, "delete from call")
    command("import-queue-log", story / "queue_log", *named)
    assert rows(database_url, "select * from call, conversation, step order by step.nth") == later
    assert command("import-queue-log", story / "queue_log")[1].startswith("0 visits added, 0 completed, 1 known")


def test_another_encoding(command, database_url, tmp_path):
    text = (STORIES / "given" / "k_hold_unhold" / "queue_log").read_text(encoding="utf-8")
    (tmp_path / "queue_log").write_bytes(text.encode("cp1250"))
    command("import-queue-log", tmp_path / "queue_log", "--encoding", "cp1250", "--agent", "Žofie Křížová=1001")
    assert rows(database_url, "select agent, agent_name from queue_visit") == [("1001", "Žofie Křížová")]
