"""The page of calls: header, query, results, the chosen call beside them or, in narrow windows, above them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from shared.domain.search.query import Term
from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from shared.qt.icons import icon
from shared.qt.text import Text
from supervisor_console.calls.screen import (
    CallsScreen,
    Chosen,
    ExportKind,
    ExportWished,
    Key,
    Opened,
    Plain,
)
from supervisor_console.calls.views.detail import WIDTH, DetailView
from supervisor_console.calls.views.query_panel import QueryView
from supervisor_console.calls.views.results import ResultsView
from supervisor_console.calls.views.saved import SavedPopover
from supervisor_console.views.button import Button, LinkButton
from supervisor_console.views.choice_rows import ChoiceRow, Rows
from supervisor_console.views.panel import PageHeader
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, CAPTION, NARROW

_KINDS: tuple[ExportKind, ...] = ("csv", "xlsx", "jsonl")


class CallsView(QWidget):
    """``wished(Wish)`` is all that it says."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown: CallsScreen | None = None
        self.header, self.query = PageHeader(ground), QueryView(ground)
        self.results, self.detail = ResultsView(ground), DetailView(ground)
        self.saved, self.export = Button(ground, icon="star"), Button(ground, icon="download")
        self.statistics = Button(ground, icon="bars")
        self.exported, self.stop = Text(BODY, elides=False), LinkButton(ground)
        self.popover: Popover | None = None
        self.menu: QMenu | None = None
        self._is_narrow: bool | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for widget in (self.exported, self.stop, self.saved, self.statistics, self.export):
            self.header.deeds.addWidget(widget)
        self._column, self._row = QVBoxLayout(self), QHBoxLayout()
        self._column.addWidget(self.header)
        self._column.addWidget(self.query)
        self._column.addLayout(self._row, 1)
        self._row.addWidget(self.results, 1)
        self.detail.hide()
        self.results.installEventFilter(self)
        self._fit()

    def _connect(self) -> None:
        for part in (self.query, self.results, self.detail):
            part.wished.connect(self.wished)
        self.saved.clicked.connect(self._open_saved)
        self.export.clicked.connect(self.open_export)
        self.statistics.clicked.connect(lambda _checked=False: self.wished.emit(Plain("statistics")))
        self.stop.clicked.connect(lambda: self.wished.emit(Plain("cancel_export")))
        inside, anywhere = Qt.ShortcutContext.WidgetWithChildrenShortcut, Qt.ShortcutContext.WindowShortcut
        for keys, act, where in (
            ("Ctrl+F", self._edit_line, anywhere), ("Ctrl+E", self.open_export, anywhere),
            ("Escape", self._leave, inside),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(where)
            shortcut.activated.connect(act)
        self.results.table.asked_menu.connect(self._open_menu)
        self.query.entry.left.connect(self.results.focus_rows)

    def show_screen(self, shown: CallsScreen, terms: tuple[Term, ...]) -> None:
        """Show this; ``terms``: what the chips are of."""
        text = self._ground.language.text
        self.shown = shown
        self.header.say(text("Calls"))
        self.saved.say(text("Saved searches"), "star")
        self.statistics.say(text("Statistics"), "bars", hint=text("Statistics of these calls"))
        self.export.say(text("Export"), "download", hint=shown.export_refusal or text("Ctrl+E"))
        self.export.setEnabled(not shown.export_refusal and shown.export is None)
        self.exported.setVisible(shown.export is not None)
        self.stop.setVisible(shown.export is not None)
        self.stop.say(text("Cancel"))
        if shown.export is not None:
            self.exported.say(shown.export.text, self._ground.theme, "muted")
        self.query.show_query(shown.query, terms)
        self.results.show_results(shown.results, shown.detail.key if shown.detail else None)
        self.detail.show_detail(shown.detail)
        self._place_detail()

    # --- what opens

    def _open_saved(self) -> None:
        if self.shown is not None:
            opened = SavedPopover(self._ground, self.saved, self.shown.query.saved)
            opened.wished.connect(self.wished)
            self.popover = opened
            opened.open(opened.name)

    def open_export(self) -> None:
        """As what?"""
        if not self.export.isEnabled():
            return
        text, rows = self._ground.language.text, Rows()
        titles = (text("CSV for spreadsheets"), text("Excel workbook"), text("JSON Lines, call records"))
        opened = Popover(self._ground, self.export, is_right=True)
        opened.setFixedWidth(260)
        made = []
        for kind, title in zip(_KINDS, titles, strict=True):
            row = ChoiceRow(self._ground, title, f".{kind}", is_ticked=None)
            row.clicked.connect(opened.shut)
            row.clicked.connect(lambda _=False, kind=kind: self.wished.emit(ExportWished(kind)))
            made.append(row)
        recordings = self._recordings()
        if recordings is not None:
            row = ChoiceRow(self._ground, recordings[0], is_ticked=None)
            row.clicked.connect(opened.shut)
            row.clicked.connect(lambda _=False: self.wished.emit(ExportWished("recordings", recordings[1])))
            made.append(row)
        rows.fill(made)
        opened.column.addWidget(rows)
        if recordings is None and self.shown is not None:
            hint = label(CAPTION, wraps=True)
            hint.setText(self.shown.recordings_refusal or text("Choose calls in the list to save their recordings."))
            colour_text(hint, self._ground.theme.colour("muted"))
            opened.column.addWidget(hint)
        self.popover = opened
        opened.open(made[0])

    def _recordings(self) -> tuple[str, tuple[Key, ...]] | None:
        """What saves the recordings of the chosen calls says; None: it cannot be, or none is chosen."""
        keys = self.results.table.keys()
        if self.shown is None or self.shown.recordings_refusal or not keys:
            return None
        language = self._ground.language
        return language.plural("Recording of {number} call…", "Recordings of {number} calls…", len(keys)), keys

    def _open_menu(self, where: QPoint) -> None:
        """What can be done with the calls that are chosen."""
        key, text, menu = self.results.table.key_now(), self._ground.language.text, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if key is None:
            return
        ink = self._ground.theme.colour("text")
        look = menu.addAction(icon("search", ink, 16), text("Tracking of the call"))
        look.triggered.connect(lambda _=False: self.wished.emit(Opened(key)))
        recordings = self._recordings()
        if recordings is not None:
            save = menu.addAction(icon("download", ink, 16), recordings[0])
            save.triggered.connect(lambda _=False: self.wished.emit(ExportWished("recordings", recordings[1])))
        self.menu = menu
        menu.popup(where)

    def _edit_line(self) -> None:
        self.query.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.query.entry.edit.selectAll()

    def _leave(self) -> None:
        """Esc: the panel, then the choice."""
        if self.detail.isVisible():
            self.results.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wished.emit(Chosen(None))

    # --- sizes

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The results have their place: so has what lies over them."""
        if watched is self.results and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place_detail()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Narrow or wide."""
        super().resizeEvent(event)
        self._fit()
        self._place_detail()

    def _fit(self) -> None:
        is_narrow = self.window().width() < NARROW
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        padding, gap = (16, 12) if is_narrow else (24, 16)
        self._column.setContentsMargins(padding, padding, padding, padding)
        self._column.setSpacing(gap)
        self._row.setSpacing(gap)
        if is_narrow:
            self._row.removeWidget(self.detail)
            self.detail.setParent(self)
        else:
            self._row.addWidget(self.detail)
        self.detail.setVisible(self.shown is not None and self.shown.detail is not None)

    def _place_detail(self) -> None:
        """In narrow windows over the results, from the right."""
        if self._is_narrow and self.detail.isVisibleTo(self):
            at = self.results.geometry()
            self.detail.setGeometry(at.right() + 1 - WIDTH, at.y(), WIDTH, at.height())
            self.detail.raise_()
