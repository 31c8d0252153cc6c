"""Quitting the program: who is in queues is asked first, for his phone would go on ringing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from operator_panel.app.running import Running
from operator_panel.screen import Wish


def ask_before_quitting(panel: Running, window: QWidget) -> None:
    """End at once, or ask whether to sign out of the queues before."""
    me = panel.knowing.me
    if panel.knowing.agent is None or not panel.knowing.is_live:
        panel.end("quit")
        return
    if me is None or not me.memberships:
        panel.spawn(_sign_out(panel), "quit")
        return
    language = panel.ground.language
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(language.text("Quit"))
    box.setText(language.text("You are signed in to queues. Without the panel calls go on ringing at your phone."))
    out = box.addButton(language.text("Sign out and quit"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(language.text("Quit and stay signed in"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(language.text("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(out)
    box.setEscapeButton(cancel)
    out.clicked.connect(lambda _checked=False: panel.spawn(_sign_out(panel), "quit"))
    stay.clicked.connect(lambda _checked=False: panel.end("quit"))
    box.open()


async def _sign_out(panel: Running) -> None:
    """What the server refuses is shown, and the program stays."""
    await panel.settle()
    if await panel.shift.leave(Wish("quit")):
        panel.end("quit")
