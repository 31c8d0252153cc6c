"""The head of the page: whose call, what became of it, when; back, the neighbours in the list, what can be done."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from shared.qt.ground import Ground
from shared.qt.icons import IconName, icon
from supervisor_console.tracking.screen import Heading, Wish, WishKind
from supervisor_console.tracking.views.surface import ChipView, Words
from supervisor_console.views.button import Button

HEIGHT = 40
_TITLE, _SUMMARY = 20, 13


class HeadingView(QWidget):
    """The head. ``wished``: what the user wants. ``Rate`` and ``Download`` are there once something answers them."""

    wished = Signal(Wish)

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._shown: Heading | None = None
        self._chips: list[ChipView] = []
        self.back = self._button("chevron_left", "back")
        self.title = Words(ground, _TITLE, weight=600)
        self.title.setProperty("is_verbatim", True)
        self.summary = Words(ground, _SUMMARY, token="muted", is_cut=True)
        self.place = Words(ground, _SUMMARY, token="muted")
        self.previous = self._button("chevron_up", "previous")
        self.next = self._button("chevron_down", "next")
        self.dial = self._button("handset", "dial")
        self.rate = self._button("star", "rate")
        self.download = self._button("download", "download")
        self.more = Button(ground, icon="ellipsis")
        self.more.clicked.connect(self._open_menu)
        self._lay_out()
        for hidden in (self.dial, self.rate, self.download):
            hidden.hide()
        ground.language_changed.connect(self._name)
        self._name()

    def _button(self, icon_name: IconName, kind: WishKind) -> Button:
        made = Button(self._ground, icon=icon_name)
        made.clicked.connect(lambda: self.wished.emit(Wish(kind=kind)))
        return made

    def _lay_out(self) -> None:
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addSpacing(4)
        row.addWidget(self.title)
        row.addSpacing(4)
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(8)
        row.addLayout(self._chip_row)
        row.addSpacing(4)
        row.addWidget(self.summary, 1)
        for widget in (self.place, self.previous, self.next, self.dial, self.rate, self.download, self.more):
            row.addWidget(widget)

    def _name(self) -> None:
        text = self._ground.language.text
        for button, words in (
            (self.back, text("Back to the list")), (self.previous, text("Previous call of the list")),
            (self.next, text("Next call of the list")), (self.more, text("More")),
        ):  # fmt: skip
            button.say("", hint=words)
            button.setAccessibleName(words)
        self.dial.say(text("Call"))
        self.rate.say(text("Rate|verb"))
        self.download.say(text("Download|verb"))

    def set_slim(self, is_slim: bool) -> None:
        """Little room: buttons keep only their icons."""
        self.dial.set_slim(is_slim)
        self.rate.set_slim(is_slim)
        self.download.set_slim(is_slim)

    def render_heading(self, heading: Heading) -> None:
        """Show this."""
        if heading == self._shown:
            return
        if self._shown is None or heading.chips != self._shown.chips:
            self._show_chips(heading)
        self._shown = heading
        self.title.say(heading.title)
        self.summary.say(heading.summary)
        self.place.say(heading.place)
        text = self._ground.language.text
        hint = heading.dial_refusal or text("Your phone rings first, then the number is dialled.")
        self.dial.say(text("Call"), hint=hint)
        self.dial.setAccessibleDescription(hint)
        self.dial.setVisible(bool(heading.number))
        self.dial.setEnabled(not heading.dial_refusal)
        for button, is_there in ((self.previous, heading.has_previous), (self.next, heading.has_next)):
            button.setVisible(bool(heading.place))
            button.setEnabled(is_there)

    def _show_chips(self, heading: Heading) -> None:
        for chip in self._chips:
            self._chip_row.removeWidget(chip)
            chip.deleteLater()
        self._chips = [ChipView(self._ground, chip) for chip in heading.chips]
        for chip in self._chips:
            self._chip_row.addWidget(chip)

    def menu(self) -> QMenu:
        """What else can be done with the call."""
        text, menu = self._ground.language.text, QMenu(self)
        deeds: tuple[tuple[IconName, str, WishKind], ...] = (
            ("text", text("Raw events…"), "raw"), ("copy", text("Copy the call's id"), "copy"),
            ("widen", text("Fit the whole call"), "fit"), ("printer", text("Print…"), "print"),
            ("clipboard", text("Save as PDF…"), "pdf"),
        )  # fmt: skip
        colour = self._ground.theme.colour("text")
        for name, words, kind in deeds:
            action = menu.addAction(icon(name, colour, 16), words)
            action.triggered.connect(lambda _=False, kind=kind: self.wished.emit(Wish(kind=kind)))
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self.more.mapToGlobal(QPoint(self.more.width(), self.more.height() + 4))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
