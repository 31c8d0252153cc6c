"""A document as it is printed: its real PDF as a picture, without the paper's empty edges; light in every theme."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.billing.screen.accounts import PaperShown
from supervisor_console.views.button import Button
from supervisor_console.views.marks import show_deed
from supervisor_console.views.panel import Panel
from supervisor_console.views.states import EmptyState

SIDE = 8
CUT = 0.055
"""So much of the paper's width and height is left out at each edge: nothing is printed there."""
LARGE = 900


class Sheet(QWidget):
    """The pages below one another, as wide as there is room. ``pressed``: somebody wants it larger."""

    pressed = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._content = ground, b""
        self._document, self._buffer = QPdfDocument(self), QBuffer(self)
        self._pages: list[QImage] = []
        self._drawn_for = (0, 0.0)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        ground.theme_changed.connect(self.update)

    def show_content(self, content: bytes, name: str) -> None:
        """Another document."""
        if content == self._content:
            return
        self._content = content
        self._document.close()
        self._buffer.close()
        if content:
            self._buffer.setData(QByteArray(content))
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self._document.load(self._buffer)
        self.setAccessibleName(name)
        self._drawn_for = (0, 0.0)
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """Be as wide, and as high as that makes it."""
        page = self._document.pagePointSize(0) if self._content else QRectF().size()
        if not page.width() or width <= 2 * SIDE:
            return
        high = round((width - 2 * SIDE) * self._shape())
        self.setFixedHeight(self._document.pageCount() * (high + SIDE) + SIDE)
        self.update()

    def _shape(self) -> float:
        page = self._document.pagePointSize(0)
        return (page.height() - 2 * CUT * page.width()) / (page.width() * (1 - 2 * CUT))

    def _draw(self, width: int) -> None:
        ratio = self.devicePixelRatioF()
        if (width, ratio) == self._drawn_for:
            return
        self._drawn_for, self._pages = (width, ratio), []
        whole = round(width * ratio / (1 - 2 * CUT))
        for number in range(self._document.pageCount()):
            page = self._document.pagePointSize(number)
            size = QSize(whole, round(whole * page.height() / page.width()))
            image = QImage(size, QImage.Format.Format_RGB32)
            image.fill(Qt.GlobalColor.white)
            painter = QPainter(image)
            painter.drawImage(0, 0, self._document.render(number, size))
            painter.end()
            edge = round(whole * CUT)
            cut = image.copy(QRect(edge, edge, round(width * ratio), size.height() - 2 * edge))
            cut.setDevicePixelRatio(ratio)
            self._pages.append(cut)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Larger."""
        if event.button() == Qt.MouseButton.LeftButton and self._content:
            self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """White paper, a thin line around."""
        if not self._content:
            return
        width = self.width() - 2 * SIDE
        self._draw(width)
        painter, y = QPainter(self), SIDE
        for image in self._pages:
            box = QRect(SIDE, y, width, round(image.height() / image.devicePixelRatio()))
            painter.drawImage(box.topLeft(), image)
            painter.setPen(self._ground.theme.colour("line"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            y += box.height() + SIDE
        painter.end()


class SheetScroll(QScrollArea):
    """A sheet that scrolls down and is as wide as its place."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.sheet = Sheet(ground)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.setWidget(self.sheet)

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """As wide as now."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # as it came
        self.sheet.fit(self.viewport().width())


class PaperPanel(Panel):
    """``saved`` and ``sent``: the buttons were pressed."""

    saved, sent = Signal(), Signal()

    def __init__(self, ground: Ground) -> None:
        self.pdf, self.send = Button(ground, icon="download"), Button(ground, icon="mail", kind="primary")
        super().__init__(ground, tools=(self.pdf, self.send))
        self.sheets, self.empty, self._middle = SheetScroll(ground), EmptyState(ground), QStackedWidget()
        self._middle.addWidget(self.sheets)
        self._middle.addWidget(self.empty)
        self.column.addWidget(self._middle, 1)
        self.large: QDialog | None = None
        self._content, self._name = b"", ""
        self.sheets.sheet.pressed.connect(self.enlarge)
        self.pdf.clicked.connect(lambda _checked=False: self.saved.emit())
        self.send.clicked.connect(lambda _checked=False: self.sent.emit())

    def show_paper(self, shown: PaperShown) -> None:
        """Show this."""
        self.say(shown.title, note=shown.note)
        show_deed(self.pdf, shown.pdf)
        show_deed(self.send, shown.send)
        self._content, self._name = shown.content, f"{shown.title} {shown.number}"
        self.sheets.sheet.show_content(shown.content, self._name)
        if shown.empty is not None:
            self.empty.say(shown.empty.icon, shown.empty.text, shown.empty.hint)
        is_empty = shown.empty is not None or not shown.content
        if shown.empty is None and not shown.content:
            self.empty.say("", "")
        self._middle.setCurrentWidget(self.empty if is_empty else self.sheets)

    def enlarge(self) -> None:
        """The same in a window of its own, large enough to be read."""
        dialog = QDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self._name)
        scroll = SheetScroll(self._ground)
        scroll.sheet.show_content(self._content, self._name)
        scroll.sheet.pressed.connect(dialog.accept)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        dialog.resize(LARGE, min(1200, self.window().height()))
        self.large = dialog
        dialog.finished.connect(self._shut)
        dialog.open()

    def _shut(self) -> None:
        self.large = None
