"""The window of an import: how the file is read, its columns with their meaning, lines that are not taken."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shared.language import to_translate
from shared.qt.forms import Sign, label
from shared.qt.ground import Ground
from shared.qt.painting import frame, known_icon
from shared.qt.text import Text
from supervisor_console.campaigns.screen.importing import ColumnShown, ImportShown
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.forms import Form
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.headings import saying
from supervisor_console.views.marks import show_choice
from supervisor_console.views.sizes import BODY, CAPTION

WIDTH, HEIGHT, COLUMNS_HIGH, ROW, HEAD, MEANING, BAR = 880, 660, 188, 36, 176, 264, 6


class Bar(QWidget):
    """How much of something is done."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._share = ground, 0.0
        self.setFixedHeight(BAR)

    def show_share(self, share: float | None) -> None:
        """0 to 1; None: nothing is under way, an empty place stays."""
        self._share = -1.0 if share is None else share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A line, and what is done of it."""
        if self._share < 0:
            return
        painter, theme = QPainter(self), self._ground.theme
        frame(painter, QRectF(self.rect()), theme.colour("line"), None, radius=3)
        frame(painter, QRectF(0, 0, max(BAR, self.width() * self._share), BAR), theme.colour("accent"), None, radius=3)
        painter.end()


class ColumnRow(QWidget):
    """A column of the file. ``picked(column, meaning)``."""

    picked = Signal(str, str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self.key = ground, ""
        self.head, self.samples, self.meaning = Text(BODY, 600), Text(CAPTION), ChoiceButton(ground)
        self.head.setFixedWidth(HEAD)
        self.meaning.setFixedWidth(MEANING)
        self.setFixedHeight(ROW)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(12)
        row.addWidget(self.head)
        row.addWidget(self.samples, 1)
        row.addWidget(self.meaning)
        self.meaning.picked.connect(lambda value: self.picked.emit(self.key, str(value)))

    def show_column(self, shown: ColumnShown) -> None:
        """Show this."""
        self.key = shown.key
        self.head.say(shown.key or "—", self._ground.theme)
        self.samples.say(shown.samples, self._ground.theme, "muted")
        show_choice(self.meaning, shown.meaning)
        self.meaning.setAccessibleName(f"{shown.key}: {shown.meaning.said}")


class ImportForm(Form):
    """``read(name, value)``: read the file so instead; ``meant(column, meaning)``: a column means that."""

    read = Signal(str, str)
    meant = Signal(str, str)

    def __init__(self, ground: Ground, parent: QWidget, title: str, hint: str) -> None:
        super().__init__(ground, parent, title, "", width=WIDTH)
        self.tell(hint)
        self.reading = {name: ChoiceButton(ground) for name in ("sheet", "encoding", "separator")}
        self.told, self.bar, self.columns = Sign("clock", size=16, pixels=BODY), Bar(ground), list[ColumnRow]()
        self.title, self._inside = label(BODY, 600), QWidget()
        self.faults = GridPanel(ground, "campaigns.faults", (
            Heading("line", saying(ground, to_translate("Line|file")), 88, is_right=True),
            Heading("what", saying(ground, to_translate("What is wrong")), 272),
            Heading("column", saying(ground, to_translate("Column")), 144),
            Heading("value", saying(ground, to_translate("What stands there")), is_stretched=True),
        ))  # fmt: skip
        self.faults.setMinimumHeight(176)
        self._lay_out()
        self.finish()
        self.setMinimumHeight(HEIGHT)
        for name, button in self.reading.items():
            button.picked.connect(lambda value, name=name: self.read.emit(name, str(value)))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.reading.values():
            row.addWidget(button)
            button.hide()
        row.addStretch(1)
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(COLUMNS_HIGH)
        area.setWidget(self._inside)
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.column.addLayout(row)
        for one in (self.title, area, self.told, self.bar):
            self.column.addWidget(one)
        self.column.addWidget(self.faults, 1)

    def show_import(self, shown: ImportShown) -> None:
        """Show this."""
        for name, button in self.reading.items():
            button.setVisible(name in shown.reading)
            if name in shown.reading:
                show_choice(button, shown.reading[name])
        self.title.setText(shown.columns_title)
        while len(self.columns) > len(shown.columns):
            self.columns.pop().deleteLater()
        while len(self.columns) < len(shown.columns):
            row = ColumnRow(self.ground)
            row.picked.connect(self.meant)
            self._rows.insertWidget(len(self.columns), row)
            self.columns.append(row)
        for row, column in zip(self.columns, shown.columns, strict=True):
            row.show_column(column)
        icon = known_icon(shown.told.icon)
        more = f" · {shown.told.more}" if shown.told.more else ""
        self.told.show_sign(shown.told.text + more, self.ground.theme, shown.told.token, icon)
        self.bar.show_share(shown.share)
        self.faults.show_grid(shown.faults)
        self.agree.say(shown.accept.text, hint=shown.accept.refusal)
        self.agree.setEnabled(not shown.accept.refusal)
