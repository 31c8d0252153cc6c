"""The real ``operator-panel`` with somebody inside who sees what it says; see ``onlooker``."""

from PySide6.QtWidgets import QWidget

from operator_panel.__main__ import main
from operator_panel.views.call.card import Strip
from operator_panel.views.header import HeaderView
from operator_panel.views.popup import CallerPopup
from operator_panel.views.state_card import StateView

from .onlooker import watched


def said_by(widget: QWidget) -> tuple[str, list[str]]:
    match widget:
        case CallerPopup():
            return "popup", [widget.windowTitle()]
        case StateView():
            return "state", [widget.word.text(), widget.under.text(), widget.label.text(), widget.time.text()]
        case Strip():
            return "call", [widget.state.text(), widget.held.text(), "", widget.time.text()]
        case HeaderView():
            return "connection", [widget.connection.text()]
        case _:
            return "", []


if __name__ == "__main__":
    watched(said_by, main, {Strip: "CallStrip"})
