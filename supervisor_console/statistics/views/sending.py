"""The dialog "Send regularly": a plan to be written, and below it those there are with how they went."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from supervisor_console.statistics.screen.own import Draft, SendingScreen
from supervisor_console.statistics.views.sending_form import PlanForm
from supervisor_console.statistics.views.sent_row import SentRow
from supervisor_console.views.button import Button
from supervisor_console.views.sizes import BODY, TITLE

WIDTH, MOST_HEIGHT = 800, 280


class SendingDialog(QDialog):
    """``saved(Draft)``, ``dropped(schedule)``, ``switched(schedule, is_on)``; stays open until somebody closes it."""

    saved = Signal(object)
    dropped = Signal(str)
    switched = Signal(str, bool)

    def __init__(self, ground: Ground, parent: QWidget, screen: SendingScreen) -> None:
        super().__init__(parent)
        self._ground, self.shown = ground, screen
        text = ground.language.text
        self.setWindowTitle(text("Send regularly"))
        self.setFixedWidth(WIDTH)
        heading = label(TITLE, 600, wraps=True)
        heading.setText(text("Send regularly"))
        self.form = PlanForm(ground)
        self.list_title = label(BODY, 600)
        self.list_title.setText(text("What is sent"))
        self.nothing = label(BODY, wraps=True)
        self.nothing.setText(text("Nothing is sent regularly yet."))
        colour_text(self.nothing, ground.theme.colour("muted"))
        self.rows: list[SentRow] = []
        self.inner, self.area = QWidget(), QScrollArea()
        self.list = QVBoxLayout(self.inner)
        self.leave = Button(ground, text("Close"))
        self._lay_out(heading)
        self.form.saved.connect(self.saved)
        self.leave.clicked.connect(lambda _=False: self.reject())
        self.render_screen(screen)
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_screen(self, screen: SendingScreen) -> None:
        """Show what there is now; what is being written stays."""
        self.shown = screen
        self.form.render_screen(screen)
        for row in self.rows:
            self.list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [SentRow(self._ground, one) for one in screen.lines]
        for place, row in enumerate(self.rows):
            self.list.insertWidget(place, row)
            row.changed.connect(self.form.begin)
            row.dropped.connect(self.dropped)
            row.switched.connect(self.switched)
        self.nothing.setVisible(not self.rows)
        self.area.setVisible(bool(self.rows))
        wide = WIDTH - 2 * 24 - 14
        wanted = sum(max(row.heightForWidth(wide), row.sizeHint().height()) for row in self.rows)
        wanted += self.list.spacing() * len(self.rows)
        self.area.setFixedHeight(min(MOST_HEIGHT, wanted))
        self.adjustSize()

    def kept(self) -> None:
        """What was written is saved: a new one may be begun."""
        self.form.begin(Draft())

    def fail(self, text: str) -> None:
        """It was not saved, and why; all that was written stays."""
        self.form.fail(text)
        self.adjustSize()

    def _lay_out(self, heading: QWidget) -> None:
        self.list.setContentsMargins(0, 0, 14, 0)
        self.list.setSpacing(8)
        self.list.addStretch(1)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.inner)
        self.area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for one in (heading, self.form, rule(), self.list_title, self.nothing, self.area):
            column.addWidget(one)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave)
        column.addLayout(foot)
