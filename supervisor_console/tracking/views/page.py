"""The whole page of one call: heading, lanes, the place for a player, steps, the panel on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.tracking.screen import TrackingScreen, Wish
from supervisor_console.tracking.views.heading import HEIGHT, HeadingView
from supervisor_console.tracking.views.lanes import LanesView
from supervisor_console.tracking.views.notice import NoticeView
from supervisor_console.tracking.views.side import WIDTH, SideView
from supervisor_console.tracking.views.steps_table import HEAD, ROW, StepsTable
from supervisor_console.views.panel import Panel

NARROW, NARROW_SIDE = 1320, 328
"""Below this width margins are 16, gaps 12 and the panel on the right narrower."""
LEAST_STEPS = 4
"""So many rows of the table are seen at least; lanes beyond scroll."""
LANES_SHARE = 0.58
"""Of the page's height at most are lanes."""
_LANES_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)


class TrackingView(QWidget):
    """The page. ``wished``: what the user wants; ``playhead_moved``: he put the playhead there (ms from the beginning).

    Playback gives its bar to ``show_player`` and its marks to ``show_marks``, sets ``lanes.sound_painter`` (and calls
    ``lanes.viewport().update()`` when there is more to be drawn), follows ``playhead_moved`` and drives the playhead by
    ``set_playhead``.
    """

    wished = Signal(Wish)
    playhead_moved = Signal(int)

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ground = ground
        self._call = ""
        self.heading = HeadingView(ground)
        self.strip = NoticeView(ground)
        self.large = NoticeView(ground, is_large=True)
        self.lanes = LanesView(ground)
        self.player = QWidget()
        self.player.setLayout(QVBoxLayout())
        self.steps = StepsTable(ground)
        self.side = SideView(ground)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.strip)
        self._course = QWidget()
        self._parts = QVBoxLayout(self._course)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.addWidget(_framed(self.ground, self.lanes))
        self._parts.addWidget(self.player)
        self._below = QHBoxLayout()
        self._below.addWidget(_framed(self.ground, self.steps), 1)
        self._side_frame = _framed(self.ground, self.side)
        self._below.addWidget(self._side_frame)
        self._parts.addLayout(self._below, 1)
        middle = QWidget()
        self._stack = QStackedLayout(middle)
        self._stack.addWidget(self.large)
        self._stack.addWidget(self._course)
        self._column.addWidget(middle, 1)
        self.player.hide()

    def _connect(self) -> None:
        for view in (self.heading, self.strip, self.large, self.side):
            view.wished.connect(self.wished)
        self.lanes.moved.connect(self._moved)
        self.lanes.stepped.connect(self.steps.mark)
        self.lanes.skipped.connect(self.skip)
        self.steps.chosen.connect(lambda _key, ms: self._gone_to(ms))
        self.side.moved.connect(self.go)
        self.steps.installEventFilter(self)
        for region in (self.heading, self.lanes, self.player, self.steps, self.side):
            region.setProperty("is_region", True)  # where F6 goes

    # --- showing

    def render_screen(self, screen: TrackingScreen) -> None:
        """Show this; another call begins with its beginning, fitted in."""
        is_new = screen.heading.call != self._call
        self.heading.render_heading(screen.heading)
        drawing = screen.drawing
        self.strip.render_notice(screen.notice if drawing is not None else None)
        self.large.render_notice(screen.notice if drawing is None else None)
        self._stack.setCurrentWidget(self._course if drawing is not None else self.large)
        if drawing is None:
            self._call = ""
            return
        self._call = screen.heading.call
        self.lanes.show_drawing(drawing, is_new=is_new, is_old=screen.is_old)
        self.steps.render_steps(screen.steps, is_old=screen.is_old)
        self.side.render_side(screen)
        self._fit_lanes()
        if is_new:
            self._choose_at(0)

    # --- the playhead: lanes and table in step

    def show_player(self, bar: QWidget) -> None:
        """Playback's bar has its place between lanes and steps."""
        self._give(self.player, bar)

    def show_marks(self, marks: QWidget) -> None:
        """Playback's marks have their place below the recordings."""
        self._give(self.side.marks, marks)

    def _give(self, place: QWidget, content: QWidget) -> None:
        layout = place.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(content)
        place.show()
        self._fit_lanes()

    def set_playhead(self, ms: int) -> None:
        """Playback is there: lanes and table follow, nobody is told."""
        self.lanes.set_playhead(ms)
        self._choose_at(self.lanes.playhead_ms)

    def go(self, ms: int) -> None:
        """The user wants to be there."""
        self.lanes.go(ms)

    def skip(self, side: int) -> None:
        """To the beginning of the next step (1), or of the one before (−1)."""
        starts = sorted({row.starts_ms for row in self.steps.steps})
        now = self.lanes.playhead_ms
        if side > 0:
            self.go(next((ms for ms in starts if ms > now), now))
        else:
            self.go(next((ms for ms in reversed(starts) if ms < now), 0))

    def _moved(self, ms: int) -> None:
        self._choose_at(ms)
        self.playhead_moved.emit(ms)

    def _choose_at(self, ms: int) -> None:
        row = self.steps.row_at(ms)
        if row is not None:
            self.steps.mark(row.key)

    def _gone_to(self, ms: int) -> None:
        """A row was chosen: the playhead goes to its beginning, the row stays chosen."""
        self.lanes.set_playhead(ms)
        self.playhead_moved.emit(self.lanes.playhead_ms)

    # --- sizes and keys

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Margins and the right panel suit the width."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        margin, gap = (16, 12) if is_narrow else (24, 16)
        self._column.setContentsMargins(margin, margin, margin, margin)
        for layout in (self._column, self._parts, self._below):
            layout.setSpacing(gap)
        self.heading.set_slim(is_narrow)
        self._side_frame.setFixedWidth(NARROW_SIDE if is_narrow else WIDTH)
        self._fit_lanes()

    def _fit_lanes(self) -> None:
        """As high as they are, if four steps stay to be seen below."""
        margins, gap = self._column.contentsMargins(), self._column.spacing()
        taken = margins.top() + margins.bottom() + HEIGHT + 2 * gap + HEAD + LEAST_STEPS * ROW
        for part in (self.strip, self.player):
            taken += part.sizeHint().height() + gap if part.isVisibleTo(self) else 0
        tallest = max(200, min(self.height() - taken, round(self.height() * LANES_SHARE)))
        self.lanes.set_tallest(tallest)
        self.lanes.setFixedHeight(min(self.lanes.sizeHint().height(), tallest))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """← and → in the table are the lanes' too."""
        if watched is self.steps and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_theirs = event.key() in _LANES_KEYS
            if is_theirs:
                self.lanes.keyPressEvent(event)
            return is_theirs
        return super().eventFilter(watched, event)


def _framed(ground: Ground, content: QWidget) -> Panel:
    """In a panel's frame."""
    frame = Panel(ground, has_head=False)
    frame.column.addWidget(content)
    return frame
