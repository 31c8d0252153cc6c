"""Names, rules and ranges of recordings, case by case."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collector_daemon import settings
from collector_daemon.recordings.names import began_at, ids_in
from collector_daemon.recordings.ranges import NotThere, asked_range
from collector_daemon.recordings.rules import end_of, is_due, rule_for
from collector_daemon.settings.recordings import RecordingsRetentionSettings as Rule
from shared.domain.recorded import KeptRecording
from shared.errors import BadSettings

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("q-support-1762945200.123.wav", ("support-1762945200.123", "1762945200.123")),
        ("1762945200.123.wav", ("1762945200.123",)),
        ("pbx1-1762945200.7-in.gsm", ("pbx1-1762945200.7", "1762945200.7")),
        ("out-420777123456-1762945200.1.wav", ("420777123456-1762945200.1", "1762945200.1")),
        ("20261123-101112.wav", ()), ("17629452001234.5.wav", ()), ("note.wav", ()),
    ],
)  # fmt: skip
def test_ids_in_names(name: str, ids: tuple[str, ...]) -> None:
    assert ids_in(name) == ids
    assert all(began_at(one) == datetime.fromtimestamp(1762945200, UTC) for one in ids)


def test_the_nearest_rule_and_then_the_longest_holds() -> None:
    rules = [Rule(days=10), Rule(queue="vip", days=100), Rule(line="420222", days=50), Rule(queue="sales", days=0)]

    def until(*queues: str, line: str | None = None, is_held: bool = False) -> int | None:
        kept = KeptRecording(
            pbx="main", file="a", call_id="1", recorded_at=AT, queues=queues, line=line, is_held=is_held)
        rule = rule_for(kept, rules, "delete")
        end = end_of(kept, rule)
        assert is_due(kept, rule, AT + timedelta(days=99999)) == (end is not None and not is_held)
        assert rule_for(kept, rules, "move") is None
        return None if end is None else (end - AT).days

    assert (until(), until("support"), until("vip"), until("vip", line="420222")) == (10, 10, 100, 100)
    assert (until(line="420222"), until("vip", "sales"), until("vip", is_held=True)) == (50, None, 100)


@pytest.mark.parametrize(
    ("header", "found"),
    [(None, None), ("bytes=0-0", (0, 1)), ("bytes=9-99", (9, 1)), ("bytes=-3", (7, 3)), ("bytes=-99", (0, 10)),
     ("bytes=3-", (3, 7)), ("bytes=4-3", None), ("bytes=-", None), ("lines=1-2", None), ("bytes=1-2,4-5", None)],
)  # fmt: skip
def test_ranges_of_ten_bytes(header: str | None, found: tuple[int, int] | None) -> None:
    assert asked_range(header, 10) == found
    for beyond in ("bytes=10-", "bytes=-0"):
        with pytest.raises(NotThere):
            asked_range(beyond, 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[recordings_retention]]\ndays = 5\naction = 'move'", "needs a folder to move to"),
        ("[[recordings_retention]]\ndays = 5\naction = 'move'\nfolder = 'here'", "must begin at the root"),
        ("[[recordings_retention]]\nqueue = 'support'", "days"),
        ("[recordings_port]\npublic_host = 'a/b'", "public_host"),
    ],
)  # fmt: skip
def test_settings_say_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(BadSettings, match=said):
        settings.parse(text)


def test_the_port_is_beside_the_feeds(tmp_path: Path) -> None:
    made = settings.parse(f"[[recordings]]\nfolder = '{tmp_path.as_posix()}'\n[[recordings_retention]]\ndays = 1\n"
                          f"action = 'move'\nfolder = '{tmp_path.as_posix()}/archive'")
    assert [made.recordings_port.port_beside(port) for port in (5099, 0)] == [5098, 0]
    assert [one.folder for one in made.all_recordings] == [
        tmp_path, tmp_path / "archive/any/var/spool/asterisk/monitor"]  # fmt: skip
