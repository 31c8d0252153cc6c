"""Holds what the page knows, asks the database, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from PySide6.QtWidgets import QWidget

from shared.domain.search.query import Period, Query, Term
from shared.errors import SuiteError, one_line
from shared.reports.catalogue import not_for
from shared.reports.definition import OVERVIEW
from supervisor_console.page import Away, Console
from supervisor_console.reports.search import facets
from supervisor_console.reports.statistics import FileKind, ReportOrder
from supervisor_console.statistics.app.answering import answer_to
from supervisor_console.statistics.app.arranging import Arranging
from supervisor_console.statistics.app.dashboards import Dashboards
from supervisor_console.statistics.app.explaining import Explaining
from supervisor_console.statistics.app.exporting import Exporting
from supervisor_console.statistics.app.own import OwnReports
from supervisor_console.statistics.presenter import (
    Meant,
    Moment,
    chosen,
    drill,
    meant,
    present,
    query_of,
    ready,
    searched,
    written,
)
from supervisor_console.statistics.screen import Wish
from supervisor_console.statistics.views.explain import ExplainPopover
from supervisor_console.statistics.views.page import StatisticsView
from supervisor_console.views.files import asked_file

SLOW_SECONDS = 5.0


class StatisticsPage:
    """The page of statistics. ``moment``: all that it knows."""

    def __init__(self, console: Console) -> None:
        self._console, self._ground = console, console.ground
        self.widget = StatisticsView(console.ground)
        self._task: asyncio.Task[Any] | None = None
        self.explaining = Explaining(console, self._copy)
        self.moment = Moment(
            language=console.ground.language, zone=self._zone(), now=console.ground.clock.now(), centre=console.centre
        )
        self.exporting, self.ask_file = Exporting(console, self.refresh), asked_file
        self.own = OwnReports(console, self.widget, lambda: self.moment, self._ask_for)
        self.boards = Dashboards(console, self.widget, self, self.explaining)
        self.widget.wished.connect(self._do)
        self.widget.explained.connect(self._explain)
        self.widget.asked.connect(self._explain_figure)
        self.arranging = Arranging(console.ground, lambda: self.moment, self.know)
        self.widget.panels.arranging.connect(self.arranging.open)
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
        self.explaining.shut()
        self.boards.close()

    @property
    def explanation(self) -> ExplainPopover | None:
        """What is explained now."""
        return self.explaining.popover

    def search(self, query: Query) -> None:
        """Statistics of the calls that this finds."""
        self.boards.leave()
        self._ask_for(**searched(query))

    def reload(self) -> None:
        """Ask again; what is asked already is given up, in the database too."""
        if self.boards.is_shown:
            self.boards.reload()
            return
        if self._task is not None:
            self._task.cancel()
        self.know(is_asking=True, is_slow=False, now=self._ground.clock.now())
        self._task = self._console.spawn(self._ask(), "statistics")

    def open_report(self, changes: dict[str, Any], own: str) -> None:
        """As a dashboard has it. ``own``: key of the own report that it is, "" none."""
        self.own.opened = own
        self._ask_for(**searched(None) | changes)

    def close(self) -> None:
        """The console ends."""
        self._unhear()
        self.boards.close()
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
        asked = self.moment
        slow = self._console.spawn(self._wait(), "statistics: slow")
        try:
            known = await self._console.database.ask(facets)
            answer = await self._console.database.ask(partial(answer_to, asked=asked))
        except (Away, SuiteError) as problem:
            since = problem.since if isinstance(problem, Away) else None
            self.know(is_asking=False, is_slow=False, away_since=since, failure="" if since else one_line(problem))
            return
        finally:
            slow.cancel()
        self.know(
            **answer, shown=asked.report, answered_at=self._ground.clock.now(), known=known.queues,
            known_agents=known.agents, known_lines=known.lines, is_asking=False, is_slow=False, failure="",
            away_since=None,
        )  # fmt: skip

    async def _wait(self) -> None:
        await asyncio.sleep(SLOW_SECONDS)
        self.know(is_slow=True)

    # --- doing

    def _do(self, wish: Wish) -> None:
        value: Any = wish.value
        match wish.kind:
            case "report" | "period" | "days" | "queues" | "agents" | "lines" | "interval" | "compare":
                self._ask_for(**chosen(self.moment, wish.kind, value))
            case "all_calls":
                self._ask_for(**searched(None))
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
            case "save":
                self.own.open_menu(self.widget.own)
            case "dashboards":
                self.boards.open_menu(self.widget.boards, self.own.report)
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

    def _drill(self, panel: str, series: int, first: int, last: int) -> None:
        """In a chart: zoom into intervals, or see the calls."""
        drilled = drill(self.moment, panel, series, first, last)
        if isinstance(drilled, Meant):
            self.explaining.show_calls(drilled, self.moment)
        elif isinstance(drilled, Query):
            if self.moment.shown == "ringing":
                self._console.say(self._ground.language.text(
                    "These are calls by their longest ringing; a chart of rings has a call in each of its columns."))
            self._console.open_search(drilled)
        elif drilled:
            self._ask_for(**drilled)

    def _open_row(self, key: str) -> None:
        """A call's tracking; a queue of the overview alone; of other rows the calls."""
        if self.moment.shown == OVERVIEW:
            self._ask_for(queues=(key,) if key else ())
            return
        report, row = self.moment.answer, None
        if report is not None:
            row = ready.row_of(report, key)
        if report is None or row is None or not key:
            return
        if row.call is not None:
            among = tuple(one.call for one in report.rows if one.call is not None)
            self._console.open_call(*row.call, among=among)
        elif (found := meant(self.moment, "call_amount", key)) is not None and found.behind.priced is not None:
            self.explaining.show_calls(found, self.moment)
        else:
            self._console.open_search(query_of(report, row))

    # --- explaining

    def _explain(self, key: str, tile: QWidget) -> None:
        self._explain_figure((ready.TABLE, "", key), tile)

    def _explain_figure(self, place: tuple[str, str, str], anchor: QWidget) -> None:
        """``place``: panel, row ("": the total), column."""
        found = meant(self.moment, place[2], place[1])
        if found is not None:
            self.explaining.open(found, self.moment, anchor)

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
            outside_prefix=self._console.outside_prefix, exported=self.exporting.kind or "",
            hidden=not_for(self._console.may),
        )  # fmt: skip
        self.widget.render_screen(present(self.moment))
        self.boards.refresh()

    def _heard(self) -> None:
        if self.moment.centre != self._console.centre:
            self.refresh()
