"""Holds what the page knows, asks the database, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from PySide6.QtWidgets import QWidget

from shared.domain.measures.formulas import MeasureName
from shared.domain.search.query import Period, Preset, Query, Term
from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.reports.overview import overview
from supervisor_console.reports.search import facets
from supervisor_console.reports.statistics import FileKind, ReportOrder
from supervisor_console.statistics.app.exporting import Exporting, asked_file
from supervisor_console.statistics.presenter import (
    ChartBy,
    Compared,
    Moment,
    as_text,
    charts,
    explained,
    period_words,
    present,
    query_of,
    queues_words,
    written,
)
from supervisor_console.statistics.screen import Wish
from supervisor_console.statistics.views.explain import ExplainPopover
from supervisor_console.statistics.views.page import StatisticsView

SLOW_SECONDS = 5.0
HOUR = timedelta(hours=1)


class StatisticsPage:
    """The page of statistics. ``moment``: all that it knows."""

    def __init__(self, console: Console) -> None:
        self._console, self._ground = console, console.ground
        self.widget = StatisticsView(console.ground)
        self._task: asyncio.Task[Any] | None = None
        self.explanation: ExplainPopover | None = None
        self.moment = Moment(
            language=console.ground.language, zone=self._zone(), now=console.ground.clock.now(), centre=console.centre
        )
        self.exporting, self.ask_file = Exporting(console, self.refresh), asked_file
        self.widget.wished.connect(self._do)
        self.widget.explained.connect(self._explain)
        for changed in (self._ground.language_changed, self._ground.theme_changed):
            changed.connect(self.refresh)
        self._unhear = console.listen(self._heard)
        self.refresh()

    # --- what the console asks of a page

    def shown(self) -> None:
        """Somebody looks: figures of now."""
        self.reload()

    def hidden(self) -> None:
        """Nobody looks."""
        if self.explanation is not None:
            self.explanation.shut()
            self.explanation = None

    def reload(self) -> None:
        """Ask again; what is asked already is given up, in the database too."""
        if self._task is not None:
            self._task.cancel()
        self.know(is_asking=True, is_slow=False, now=self._ground.clock.now())
        self._task = self._console.spawn(self._ask(), "statistics")

    def close(self) -> None:
        """The console ends."""
        self._unhear()
        self.exporting.cancel()
        if self._task is not None:
            self._task.cancel()

    # --- asking

    def _zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self._console.centre.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    async def _ask(self) -> None:
        asked = self.moment.asked
        slow = self._console.spawn(self._wait(), "statistics: slow")
        try:
            queues = await self._console.database.ask(facets)
            found = await self._console.database.ask(lambda connection: overview(connection, asked))
        except (Away, SuiteError) as problem:
            since = problem.since if isinstance(problem, Away) else None
            self.know(is_asking=False, is_slow=False, away_since=since, failure="" if since else one_line(problem))
            return
        finally:
            slow.cancel()
        self.know(
            overview=found, answered=asked, answered_at=self._ground.clock.now(), known=tuple(queues.queues),
            is_asking=False, is_slow=False, failure="", away_since=None,
        )  # fmt: skip

    async def _wait(self) -> None:
        await asyncio.sleep(SLOW_SECONDS)
        self.know(is_slow=True)

    # --- doing

    def _do(self, wish: Wish) -> None:
        value: Any = wish.value
        match wish.kind:
            case "period":
                self._ask_for(period=Period(preset=cast("Preset", value)))
            case "queues":
                self._ask_for(queues=tuple(value) if set(value) != set(self.moment.known) else ())
            case "interval":
                self._ask_for(by=cast("ChartBy", value))
            case "compare":
                self._ask_for(compared=cast("Compared", value))
            case "drill":
                self._drill(*value)
            case "open_row":
                self._open_row(str(value[1]))
            case "gaps":
                since, until = self.moment.span
                self._console.open_search(
                    Query(period=Period(preset=None, since=since, until=until), terms=(Term(field="gap"),))
                )
            case "csv" | "xlsx" | "pdf":
                self._console.spawn(self._export(wish.kind), "statistics: export to")
            case "copy":
                self._copy(str(value), self._ground.language.text("The table was copied."))
            case "retry":
                self._retry()
            case _:
                pass

    def _ask_for(self, **changes: Any) -> None:
        self.know(**changes)
        self.reload()

    async def _export(self, kind: FileKind) -> None:
        """What is shown now, whatever is shown when the place is chosen."""
        shown, text = written(self.moment), self._ground.language.text
        if shown is None:
            return
        today = self._ground.clock.now().astimezone(self.moment.zone)
        proposed = f"{text('statistics|file name')}-{today:%Y-%m-%d}.{kind}"
        file = await self.ask_file(self.widget, kind, text("Export the report"), proposed)
        if file is not None:
            self.exporting.begin(ReportOrder(file=file, kind=kind, written=shown))

    def _retry(self) -> None:
        if self.exporting.kind is not None:
            self.exporting.cancel()
        elif self.moment.is_slow and self._task is not None:
            self._task.cancel()
            self.know(is_asking=False, is_slow=False)
        else:
            self.reload()

    def _drill(self, panel: str, _series: int, first: int, last: int) -> None:
        """A column of intervals: zoom in there, down to an hour; of other charts the calls."""
        if self.moment.overview is None or panel not in ("columns", "load"):
            return
        if panel == "columns" and self.moment.by != "hour_of_day":
            _chart, keys = charts.columns(self.moment)
            since = cast("datetime", keys[first])
            until = cast("datetime", keys[last + 1]) if last + 1 < len(keys) else self.moment.span[1]
            length = until - since
            finer: ChartBy = "half_hour" if length <= 12 * HOUR else "hour" if length <= 72 * HOUR else "day"
            if length > HOUR:
                self._ask_for(period=Period(preset=None, since=since, until=until), by=finer)
                return
            self._console.open_search(query_of("offered", self.moment, (since, until)))
            return
        self._console.open_search(query_of("offered", self.moment))

    def _open_row(self, queue: str) -> None:
        """A queue alone; the sum's row: all."""
        self._ask_for(queues=(queue,) if queue else ())

    # --- explaining

    def _explain(self, key: str, tile: QWidget) -> None:
        if self.moment.overview is None:
            return
        measure = cast("MeasureName", key)
        subtitle = f"{period_words(self.moment)} · {self.moment.language.text('queues')}: {queues_words(self.moment)}"
        screen = explained(measure, self.moment, self.moment.overview.whole, subtitle)
        self.explanation = ExplainPopover(self._ground, tile, screen)
        self.explanation.asked_calls.connect(lambda: self._show_calls(measure))
        self.explanation.asked_copy.connect(
            lambda: self._copy(as_text(screen), self._ground.language.text("The calculation was copied."))
        )
        self.explanation.closed.connect(self._unexplained)
        self.explanation.open()

    def _unexplained(self) -> None:
        self.explanation = None

    def _show_calls(self, measure: MeasureName) -> None:
        if self.explanation is not None:
            self.explanation.shut()
        self._console.open_search(query_of(measure, self.moment))

    def _copy(self, text: str, said: str) -> None:
        self._ground.application.clipboard().setText(text)
        self._console.say(said)

    # --- knowing

    def know(self, **changes: Any) -> None:
        """Something is different."""
        self.moment = msgspec.structs.replace(self.moment, **changes)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known, in the language of now."""
        self.moment = msgspec.structs.replace(
            self.moment, language=self._ground.language, centre=self._console.centre, zone=self._zone(),
            exported=self.exporting.kind or "",
        )  # fmt: skip
        self.widget.render_screen(present(self.moment))

    def _heard(self) -> None:
        if self.moment.centre != self._console.centre:
            self.refresh()
