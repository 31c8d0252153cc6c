"""A wrong fact differs from queue_log. That right ones do not: ``test_recordings``."""

import pytest

from tests.integration.database.contents import rows
from tests.integration.history.changing import change
from tests.integration.history.conftest import STORIES

pytestmark = pytest.mark.postgres


def test_a_wrong_fact_is_found(command, database_url):
    story = STORIES / "given" / "a_answered_caller_hangup"
    command("replay", story / "capture.jsonl.gz", "--store")
    arguments = ("reconcile", "--since", "2020-01-01", "--queue-log", story / "queue_log")
    assert command(*arguments)[:2] == (0, "")
    change(database_url, "update queue_visit set talk_ms = talk_ms + 3000, agent = '1009'")
    code, out, err = command(*arguments)
    assert code == 1
    agent, talk = out.splitlines()
    assert agent.endswith("support 2026-11-22T22:49:34.332Z agent: we say 1009, the log 1001; DIFFERS"), agent
    assert " talk: we say " in talk
    assert talk.endswith("; DIFFERS")
    assert err == "1 visits compared, 1 differ, 0 differ explained\n"
    change(database_url, "delete from call")
    code, out, _err = command(*arguments)
    assert code == 1
    assert out.endswith(" visit: only in the log (answered); DIFFERS\n")


def test_a_span_cuts_both_tellings_at_the_same_visit(command, database_url):
    """Entered at .332 of a second that the log writes whole: whichever way the span is cut, both or none."""
    story = STORIES / "given" / "busy_hour"
    command("replay", story / "capture.jsonl.gz", "--store")
    entries = rows(database_url, "select entered_at from queue_visit order by 1 offset 20 limit 12")
    for (entered_at,) in entries:
        for option in (("--since", entered_at), ("--since", "2026-01-01", "--until", entered_at)):
            code, out, _err = command("reconcile", *option, "--queue-log", story / "queue_log")
            assert code == 0, out


def test_a_log_copied_in_the_middle_of_visits(command, tmp_path):
    story = STORIES / "given" / "busy_hour"
    command("replay", story / "capture.jsonl.gz", "--store")
    lines = (story / "queue_log").read_bytes().splitlines(keepends=True)
    for place in (100, 250, 333):
        (tmp_path / "queue_log").write_bytes(b"".join(lines[:place]))
        code, out, _err = command("reconcile", "--since", "2026-01-01", "--queue-log", tmp_path / "queue_log")
        assert code == 0, out
        (tmp_path / "queue_log").write_bytes(b"".join(lines[place:]))
        code, out, _err = command("reconcile", "--since", "2026-01-01", "--queue-log", tmp_path / "queue_log")
        assert code == 0, out


@pytest.mark.parametrize(("arguments", "message"), [
    (("--since", "yesterday"), "--since yesterday: no instant like 2026-01-05"),
    (("--since", "2026-01-05", "--until", "2026-01-04"), "--until lies before --since"),
    (("--since", "2026-01-05", "--agent", "Eva"), "--agent Eva: not of the form NAME=EXTENSION"),
    (("--since", "2026-01-05", "--encoding", "klingon"), "--encoding klingon: no such encoding"),
])  # fmt: skip
def test_a_users_mistake_is_one_line(command, tmp_path, arguments, message):
    (tmp_path / "queue_log").write_text("1795386414|MANAGER|support|PJSIP/1009|ADDMEMBER|\n")
    code, out, err = command("reconcile", "--queue-log", tmp_path / "queue_log", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("name", "content", "message"), [
    ("queue_log", b"<html>\nnot found\n", "queue_log: not a queue_log (line 1: '<html>')"),
    ("queue_log.gz", b"no gzip at all", "queue_log.gz: "),
    ("nowhere", None, "nowhere: No such file or directory"),
])  # fmt: skip
def test_a_file_that_is_none_is_one_line(command, tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    code, out, err = command("import-queue-log", tmp_path / name)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
