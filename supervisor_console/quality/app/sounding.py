"""The sound of the chosen call: playback given its place, its keys good in the whole page but where one types."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from supervisor_console.playback.app.playback import Playback
from supervisor_console.quality.views.page import QualityView
from supervisor_console.reports.markers import Marker
from supervisor_console.reports.tracked import Tracked


class Sounding(QObject):
    """Between playback and the page's view. ``marked`` is called when the call's markers are others."""

    def __init__(self, playback: Playback, view: QualityView, marked: Callable[[], None]) -> None:
        super().__init__(view)
        self._playback, self._view, self._marked = playback, view, marked
        self._markers: tuple[Marker, ...] = ()
        view.calls.show_player(playback.bar)
        self._nowhere = QWidget(view)  # markers are lines of the course here, not a list of their own
        self._nowhere.hide()
        playback.marks.setParent(self._nowhere)
        view.calls.gone_to.connect(playback.go)
        playback.moved = view.calls.follow
        playback.redrawn = self._look_for_markers
        playback.stepped = self._step
        for one in (view, view.calls.table, view.calls.steps, view.form.area):  # the latter take keys for themselves
            one.installEventFilter(self)

    def show(self, tracked: Tracked) -> None:
        """This call is chosen, and known by now."""
        self._playback.show(tracked)

    def leave(self) -> None:
        """Another one is chosen: silence, until somebody plays it."""
        self._playback.hidden()
        self._playback.leave()

    def _look_for_markers(self) -> None:
        found = self._playback.marking.found
        if found != self._markers:
            self._markers = found
            self._marked()

    def _step(self, side: int) -> None:
        """From line to line of the course, or (±2) to the first or the last."""
        places = sorted({line.at_ms for line in self._view.shown.course}) if self._view.shown is not None else []
        now = self._playback.engine.ms
        after, before = [one for one in places if one > now + 1], [one for one in places if one < now - 1]
        wanted = {1: after[:1], -1: before[-1:], 2: places[-1:], -2: places[:1]}.get(side)
        if wanted:
            self._playback.go(wanted[0])
            self._view.calls.follow(wanted[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The player's keys, where nobody types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_typing = isinstance(self._view.window().focusWidget(), QLineEdit | QPlainTextEdit)
            if not is_typing and (self._playback.bar.press(event) or self._playback.bar.press_arrow(event)):
                return True
        return super().eventFilter(watched, event)
