"""A figure is explained under what was pressed, and its calls are shown where somebody wants to see them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.reports.statistics_calls import calls_behind
from supervisor_console.statistics.presenter import Meant, Moment, as_text, explained
from supervisor_console.statistics.views.explain import ExplainPopover


class Explaining:
    """One explanation at a time: ``popover``, None while there is none. ``copy(text, said)`` copies it."""

    def __init__(self, console: Console, copy: Callable[[str, str], None]) -> None:
        self._console, self._copy = console, copy
        self.popover: ExplainPopover | None = None

    def open(self, meant: Meant, moment: Moment, anchor: QWidget) -> None:
        """Under this."""
        self.shut()
        screen = explained(meant, moment)
        copied = moment.language.text("The calculation was copied.")
        self.popover = ExplainPopover(self._console.ground, anchor, screen)
        self.popover.asked_calls.connect(lambda: self.show_calls(meant, moment))
        self.popover.asked_copy.connect(lambda: self._copy(as_text(screen), copied))
        self.popover.closed.connect(self._gone)
        self.popover.open()

    def shut(self) -> None:
        """No explanation any more."""
        if self.popover is not None:
            self.popover.shut()
            self.popover = None

    def _gone(self) -> None:
        self.popover = None

    def show_calls(self, meant: Meant, moment: Moment) -> None:
        """The very calls behind this figure, as the search that finds them."""
        self.shut()
        self._console.spawn(self._show(meant, moment), "statistics: calls behind a figure")

    async def _show(self, meant: Meant, moment: Moment) -> None:
        try:
            found = await self._console.database.ask(
                lambda connection: calls_behind(
                    connection, meant.behind, meant.selection, moment.search_scope, meant.week_hours, moment.search
                )
            )
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
            return
        language = self._console.ground.language
        if found.counted != found.found:
            self._console.say(language.text(
                "{counted} calls were counted; the search finds {found}, also those with such a visit elsewhere.",
                counted=language.number(found.counted), found=language.number(found.found),
            ))  # fmt: skip
        self._console.open_search(found.query)
