"""The tile of campaigns: those that run first, how far they are, the share of abandoned calls against its limit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.domain.campaigns import CampaignRow, PacingRow
from tests.unit.wallboard.boards import NOW, QUEUES, moment
from wallboard.pages import Page, Place, Tile
from wallboard.presenter import present
from wallboard.screen import CampaignsTile, Room


def campaign(name: str, **more: Any) -> CampaignRow:
    told: dict[str, Any] = {"pbx": "praha", "campaign": name, "title": name.title(), "mode": "power",
                            "state": "running", "queue": "sales", "contacts": 100, "done": 55, "calling": 5,
                            "again": 10, "left": 20, "excluded": 10}  # fmt: skip
    return CampaignRow(**(told | more))


def paced(abandoned: int, answered: int, bound: float) -> PacingRow:
    return PacingRow(decided_at=NOW, chosen=3, calls=3, abandoned=abandoned, answered=answered, abandoned_bound=bound)


def shown(*rows: CampaignRow, room: int = 4, queues: tuple[str, ...] = ()) -> CampaignsTile:
    tile = Tile(kind="campaigns", place=Place(0, 0, 400, 240), queues=queues)
    found = present(moment((*QUEUES, *rows), rooms=(Room(room),), pages=(Page(tiles=(tile,)),))).tiles[0]
    assert isinstance(found, CampaignsTile)
    return found


def test_those_that_run_stand_first_and_drafts_not_at_all() -> None:
    found = shown(campaign("b", state="paused"), campaign("c"), campaign("a", state="draft"))
    assert [(line.name, line.state.text) for line in found.lines] == [("C", "Running"), ("B", "Paused")]
    assert found.lines[0].share == "55%"
    assert found.lines[0].told == "55 done · 30 left"
    assert sum(share for share, _token in found.lines[0].parts) == pytest.approx(1)


def test_when_it_ends_and_when_it_calls_again() -> None:
    soon, tomorrow = NOW + timedelta(minutes=7), NOW + timedelta(days=1)
    told = [line.told.partition(" left")[2] for line in shown(
        campaign("a", opens_at=NOW, closes_at=soon, done_at=soon),
        campaign("b", opens_at=NOW, closes_at=soon, done_at=tomorrow), campaign("c", opens_at=soon, closes_at=tomorrow),
        campaign("d", opens_at=tomorrow, closes_at=tomorrow)).lines]  # fmt: skip
    clock = f"{soon.astimezone(ZoneInfo('Europe/Prague')):%H:%M}"
    assert told[:3] == [f" · end about {clock}", "", f" · calls from {clock}"]
    assert told[3].startswith(" · calls from ")
    assert len(told[3]) > len(told[2])
    assert not shown(campaign("e", state="paused", done_at=soon)).lines[0].told.endswith(clock)


def test_nothing_runs_is_said() -> None:
    assert shown().empty == "No campaign runs"


def test_only_those_of_the_tiles_queues() -> None:
    found = shown(campaign("a"), campaign("b", queue="vip"), queues=("vip",))
    assert [line.name for line in found.lines] == ["B"]


def test_many_take_turns() -> None:
    assert shown(*(campaign(f"c{nth}") for nth in range(9)), room=4).note.endswith("of 9")


@pytest.mark.parametrize(
    ("pacing", "alarm"), [(paced(1, 100, 0.02), None), (paced(2, 100, 0.05), "warn"), (paced(5, 100, 0.09), "bad")]
)
def test_abandoned_calls_against_their_limit(pacing: PacingRow, alarm: str | None) -> None:
    line = shown(campaign("a", pacing=pacing)).lines[0]
    assert line.alarm == alarm
    assert line.abandoned.text.startswith("abandoned ")
