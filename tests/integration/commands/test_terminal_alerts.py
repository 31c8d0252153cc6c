"""Alerts in the terminal: the daemon's own first, then the worst and oldest; at most so many."""

from datetime import timedelta
from typing import Any

from rich.console import Console

from collector_daemon.terminal import MOST_ALERTS, screen
from shared.domain.board import AlertRow
from shared.feed_client.live_board import LiveBoard
from shared.protocol.messages import AlertItem, Snapshot
from tests.helpers.feed import NOON


def alert(name: str, minutes: int, **more) -> AlertItem:
    told: dict[str, Any] = {"kind": "rule", "text": name, "since": NOON - timedelta(minutes=minutes)}
    return AlertItem(pbx="main", key=name, row=AlertRow(pbx="main", alert=name, **(told | more)))


def shown(*items: AlertItem) -> list[str]:
    board = LiveBoard()
    board.apply_snapshot(Snapshot(seq=1, rows=items))
    console = Console(width=100)
    with console.capture() as drawn:
        console.print(screen(board, NOON, "live", 100))
    return [line.rstrip().removeprefix("! main: ") for line in drawn.get().splitlines() if line.startswith("!")]


def test_the_worst_stand_first():
    found = shown(
        alert("a warning", 9, level="warn"), alert("bad and young", 1), alert("bad and old", 5),
        alert("the PBX is away", 0, kind="pbx_away"),
    )
    assert found == ["the PBX is away", "bad and old", "bad and young", "a warning"]


def test_at_most_so_many():
    assert len(shown(*(alert(f"a{number}", number) for number in range(50)))) == MOST_ALERTS
