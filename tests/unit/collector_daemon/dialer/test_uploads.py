"""Files in parts: in order, each once, limited, gone when nobody wants them, and never half a part."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from collector_daemon.dialer.lists import uploads
from collector_daemon.dialer.lists.uploads import Uploads
from collector_daemon.store.dialer.writing import DialerMistake
from shared.clock import HandClock


def refusal(of: Uploads, *said: object) -> str:
    """The code."""
    with pytest.raises(DialerMistake) as caught:
        of.add(*said)  # type: ignore[arg-type]
    return caught.value.code


def test_parts_come_in_order_each_once_and_from_0_anew(tmp_path: Path) -> None:
    clock = HandClock()
    made = Uploads(clock, tmp_path)
    assert refusal(made, "eva", "a", 1, b"x") == "unknown_upload"
    parts = ((0, b"one"), (0, b"uno"), (1, b"two"), (1, b"two"))
    assert [made.add("eva", "a", part, content) for part, content in parts] == [3, 3, 6, 6]
    assert made.get("eva", "a").path.read_bytes() == b"unotwo"
    assert refusal(made, "eva", "a", 3, b"x") == "unknown_upload"
    with pytest.raises(DialerMistake):
        made.get("jan", "a")
    clock.advance(uploads.KEPT + timedelta(seconds=1))
    made.add("eva", "b", 0, b"")
    with pytest.raises(DialerMistake):
        made.get("eva", "a")
    made.close()
    assert list(tmp_path.iterdir()) == []


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 4)
    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    made = Uploads(HandClock(), tmp_path)
    assert refusal(made, "eva", "a", 0, b"12345") == "too_large"
    assert refusal(made, "jan", "b", 0, b"1") == "too_many"
    made.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_a_full_disk_keeps_no_half_part(tmp_path: Path) -> None:
    made = Uploads(HandClock(), tmp_path)
    made.add("eva", "a", 0, b"one")
    path = made.get("eva", "a").path
    made.get("eva", "a").path = Path("/dev/full")
    assert refusal(made, "eva", "a", 1, b"two") == "no_room"
    made.get("eva", "a").path = path
    assert made.add("eva", "a", 1, b"two") == 6
    made.close()
