"""The statistics page in a window, on a real database; and figures counted by hand."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QMainWindow

from shared.clock import HandClock
from shared.domain.calls import Visit
from shared.domain.search.query import Period, Query
from supervisor_console.reports.statistics import FileKind
from supervisor_console.statistics.app.page import StatisticsPage
from supervisor_console.statistics.screen import Wish
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.calls_desk import Desk

CALLS = 260
PRAGUE = ZoneInfo("Europe/Prague")
NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)
MONTH = Period(preset=None, since=datetime(2026, 3, 1, tzinfo=PRAGUE), until=datetime(2026, 4, 5, tzinfo=PRAGUE))


class SearchingDesk(Desk):
    """``searched``: what it was to find."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.searched: list[Query] = []

    def open_search(self, query: Query) -> None:
        self.searched.append(query)


@contextlib.asynccontextmanager
async def sitting(
    ground, qtbot, url: str, account: str = "anna", period: Period = MONTH
) -> AsyncIterator[StatisticsPage]:
    ground.clock = HandClock(NOW)
    desk = SearchingDesk(ground, url, account)
    desk.spawn(desk.database.watch())
    await wait_until(lambda: desk.database.away_since is None, 20, "the database")
    window, page = QMainWindow(), StatisticsPage(desk)
    qtbot.addWidget(window)
    window.setCentralWidget(page.widget)
    window.resize(1360, 844)
    window.show()
    page.know(period=period)
    page.shown()
    await answered(page)
    try:
        yield page
    finally:
        page.close()
        window.close()
        await ground.end_tasks()
        await desk.database.close()


def desk_of(page: StatisticsPage) -> SearchingDesk:
    assert isinstance(page._console, SearchingDesk)
    return page._console


async def answered(page: StatisticsPage) -> None:
    await wait_until(lambda: page.moment.has_figures and not page.moment.is_asking, 20, "figures")


def strip(page: StatisticsPage) -> str:
    assert page.widget.shown is not None
    return page.widget.shown.strip


def figures(page: StatisticsPage) -> dict[str, str]:
    return {view.tile.key: view.tile.figure for view in page.widget.tiles.tiles}


def totals(page: StatisticsPage) -> tuple[float, ...]:
    """Of the columns of the first chart."""
    shown = page.widget.panels.panels[0][0].chart._chart
    assert shown is not None
    return shown.totals


def visits(made, queues=None) -> list[Visit]:
    return [visit for call, _written in made for visit in call.visits
            if MONTH.since <= visit.entered_at < MONTH.until and (queues is None or visit.queue in queues)]  # fmt: skip


def plain(found: list[Visit]) -> dict[str, str]:
    """The figures counted by hand."""
    answered_ones = [one for one in found if one.outcome == "answered"]
    gone = [one for one in found if one.outcome == "abandoned"]
    short = [one for one in gone if one.wait_time is not None and one.wait_time <= timedelta(seconds=5)]
    in_time = [one for one in answered_ones if one.wait_time is not None and one.wait_time <= timedelta(seconds=20)]
    counted = len(answered_ones) + len(gone) - len(short)
    return {
        "offered": str(len(found)), "answered": str(len(answered_ones)),
        "abandoned_uncounted_short": str(len(gone) - len(short)),
        "sl4": f"{100 * len(in_time) / counted:.1f}%",
    }  # fmt: skip


async def exported(page: StatisticsPage, kind: FileKind, file: Path) -> str:
    page.ask_file = always(file)
    desk_of(page).said.clear()
    page.widget.wished.emit(Wish(kind))
    await wait_until(lambda: desk_of(page).said and page.exporting.kind is None, 20, "the end of the export")
    return desk_of(page).said.pop()[0]


def always(file: Path):
    async def asked(*_asked: object) -> Path:
        return file

    return asked
