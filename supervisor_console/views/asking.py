"""A question before something that cannot be taken back: it names the object, and is opened and awaited."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from supervisor_console.views.button import Button
from supervisor_console.views.sizes import BODY, TITLE

WIDTH = 420


class Confirmation(QDialog):
    """``agree`` does it, ``leave`` has the focus and does nothing, as Esc does."""

    def __init__(
        self, ground: Ground, parent: QWidget, title: str, text: str, action: str, *, is_dangerous: bool = True
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH)
        heading, body = label(TITLE, 600, wraps=True), label(BODY, wraps=True)
        heading.setText(title)
        body.setText(text)
        colour_text(body, ground.theme.colour("muted"))
        self.agree = Button(ground, action, kind="danger" if is_dangerous else "primary")
        self.leave = Button(ground, ground.language.text("Cancel"))
        self.agree.clicked.connect(lambda _checked=False: self.accept())
        self.leave.clicked.connect(lambda _checked=False: self.reject())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        for one in (heading, body):
            column.addWidget(one)
        column.addLayout(buttons)
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)


async def confirmed(
    ground: Ground, parent: QWidget, title: str, text: str, action: str, *, is_dangerous: bool = True
) -> bool:
    """Ask, and wait for the answer. ``title`` names the object, ``action`` is the verb on the button."""
    dialog = Confirmation(ground, parent, title, text, action, is_dangerous=is_dangerous)
    told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    dialog.finished.connect(lambda result: None if told.done() else told.set_result(bool(result)))
    dialog.open()
    try:
        return await told
    finally:
        dialog.hide()
        dialog.deleteLater()
