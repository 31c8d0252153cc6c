"""The panel on the right: recordings with the place for playback's marks, what people wrote, other calls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.theme import mixed
from shared.qt.tips import tip
from supervisor_console.tracking.screen import Detail, LinkedRow, TrackingScreen, Wish
from supervisor_console.tracking.views.strokes import BODY, HINT, draw_icon, write
from supervisor_console.tracking.views.surface import ChipView, Rule, Words

WIDTH, MARGIN, LINE, CAPTION = 376, 16, 24, 96
_TITLE = 15


class PairLine(QWidget):
    """A caption and its value on one line; pressed, it goes to its moment."""

    pressed = Signal(int)

    def __init__(self, ground: Ground, caption: str, value: str, at_ms: int | None, hint: str) -> None:
        super().__init__()
        self._ground, self._caption, self._value, self._at_ms = ground, caption, value, at_ms
        self.setFixedHeight(LINE)
        self.setToolTip(tip(hint or f"{caption}: {value}"))
        self.setAccessibleName(f"{caption}: {value}")
        if at_ms is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        ground.theme_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Caption muted, value after it."""
        painter, theme, middle = QPainter(self), self._ground.theme, self.height() / 2
        left = min(self.width() / 2, max(CAPTION, paint_text.advance(self._caption, BODY, 400) + 12))
        write(painter, self._caption, 0, middle, BODY, theme.colour("muted"), width=self.width() / 2 - 8)
        write(painter, self._value, left, middle, BODY, theme.colour("text"), width=self.width() - left)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Go there."""
        if self._at_ms is not None:
            self.pressed.emit(self._at_ms)


class LinkedLine(QWidget):
    """Another call: when, with whom, what became of it. Opens by a click or Enter."""

    opened = Signal(Wish)

    def __init__(self, ground: Ground, row: LinkedRow) -> None:
        super().__init__()
        self._ground, self.row = ground, row
        self.setFixedHeight(2 * LINE - 4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(tip(f"{row.when}\n{row.who}\n{row.text}"))
        self.setAccessibleName(f"{row.when}, {row.who}, {row.text}")
        ground.theme_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Icon, time and who; below what became of it."""
        painter, theme = QPainter(self), self._ground.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), mixed(theme.colour("accent"), theme.colour("surface"), 0.06))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        draw_icon(painter, self.row.icon, 4, 13, 14, theme.colour("muted"))
        taken = write(painter, self.row.when, 26, 13, BODY, theme.colour("text"), weight=600)
        left = 26 + taken + 10
        write(painter, self.row.who, left, 13, BODY, theme.colour("text"), width=self.width() - left - 4)
        write(painter, self.row.text, 26, 32, HINT, theme.colour("muted"), width=self.width() - 30)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Open it."""
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self.opened.emit(Wish(kind="open", pbx=self.row.pbx, call=self.row.call))


class SideView(QScrollArea):
    """The right side. ``marks``: the place for playback's marks, below the recordings; ``moved``: to a moment."""

    wished = Signal(Wish)
    moved = Signal(int)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._shown: tuple[object, ...] = ()
        self.marks = QWidget()
        self.marks.setLayout(QVBoxLayout())
        self.marks.setVisible(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._content = QWidget()
        self._content.setAutoFillBackground(False)
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(MARGIN, 12, MARGIN, MARGIN)
        self._column.setSpacing(0)
        self.setWidget(self._content)
        self._content.installEventFilter(self)
        self.setStyleSheet("SideView, SideView > QWidget > QWidget { background: transparent; }")

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as detail panels are."""
        return QSize(WIDTH, 200)

    def render_side(self, screen: TrackingScreen) -> None:
        """Show the parts that there are."""
        text = self._ground.language.text
        shown = (screen.sound, screen.details, screen.linked, self._ground.language.code)
        if shown == self._shown:
            return
        self._shown = shown
        self.setAccessibleName(text("Recordings, notes and linked calls"))
        self._clear()
        if screen.sound is not None:
            self._add(screen.sound)
        self._column.addWidget(self.marks)
        for detail in screen.details:
            self._rule()
            self._add(detail)
        self._rule()
        self._title(Detail(title=text("Linked calls")))
        for row in screen.linked:
            line = LinkedLine(self._ground, row)
            line.opened.connect(self.wished)
            self._column.addWidget(line)
        if not screen.linked:
            self._say(text("None in the last seven days."), is_muted=True)
        self._column.addStretch(1)
        for item in filter(None, map(self._column.itemAt, range(self._column.count()))):
            widget: QWidget | None = item.widget()
            if widget is not None and widget is not self.marks:
                widget.show()  # at once, or their heights would be known only after the next look
        self._column.activate()
        self._stretch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """What stands in it is laid out anew."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self._stretch()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Texts wrap anew."""
        super().resizeEvent(event)
        self._stretch()

    def _stretch(self) -> None:
        """So high that all texts are whole: a scroll area does not ask what height a width needs."""
        wanted = self._column.totalHeightForWidth(self.viewport().width())
        self._content.setMinimumHeight(max(0, wanted))  # −1: nothing wraps

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget not in (None, self.marks):
                widget.hide()
                widget.deleteLater()

    def _rule(self) -> None:
        self._column.addSpacing(12)
        self._column.addWidget(Rule(self._ground))
        self._column.addSpacing(8)

    def _title(self, detail: Detail) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 4)
        title = Words(self._ground, _TITLE, weight=600, is_cut=True)
        title.say(detail.title)
        row.addWidget(title, 1)
        if detail.chip is not None:
            row.addWidget(ChipView(self._ground, detail.chip))
        self._column.addWidget(head)

    def _add(self, detail: Detail) -> None:
        self._title(detail)
        for pair in detail.pairs:
            line = PairLine(self._ground, pair.caption, pair.value, pair.at_ms, pair.hint)
            line.pressed.connect(self.moved)
            self._column.addWidget(line)
        for remark in detail.remarks:
            if remark.text:
                self._say(remark.text, is_verbatim=True)
            self._say(remark.by, is_muted=True, is_verbatim=True)
        if detail.empty:
            self._column.addSpacing(4)
            self._say(detail.empty, is_muted=True)

    def _say(self, text: str, *, is_muted: bool = False, is_verbatim: bool = False) -> None:
        words = Words(self._ground, HINT if is_muted else BODY, token="muted" if is_muted else "text", is_wrapped=True)
        words.say(text)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setProperty("is_verbatim", is_verbatim)
        self._column.addWidget(words)
        self._column.addSpacing(6 if is_muted else 0)
