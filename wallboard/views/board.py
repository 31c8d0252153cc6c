"""One page on the screen: header, ticker and tiles, laid out by units, changed by a short fade.

It knows where its tiles are and how much room they have; what they say comes with each ``render``. While figures are
old everything but header and ticker is grey.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from shared.qt.theme import Theme
from wallboard.pages import Format, Page
from wallboard.pages.layout import Layout, Rect, form_of, layout_of
from wallboard.screen import Room, Screen
from wallboard.views.header import HeaderWidget
from wallboard.views.paint_look import Look
from wallboard.views.ticker import TickerWidget
from wallboard.views.tiles.tile import TileWidget

FADE_MILLISECONDS = 200
OLD = ("lost", "refused", "connecting")


class BoardWidget(QWidget):
    """``show_page`` says which tiles, ``render_screen`` what they show, ``rooms`` how much fits in each."""

    def __init__(self, theme: Theme, page: Page, *, has_motion: bool = True) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme, self._has_motion, self._page = theme, has_motion, page
        self._is_old = False
        look = Look(theme)
        self.header, self.ticker = HeaderWidget(look, self), TickerWidget(look, self)
        self.tiles: list[TileWidget] = []
        self.layout_now: Layout = layout_of(page, "wide", 1920, 1080)
        self._fading = _Fading(self)
        self._make_tiles()

    @property
    def form(self) -> Format:
        """Which pages fit the present size."""
        return form_of(self.width(), self.height())

    # --- what is shown

    def show_page(self, page: Page, *, is_faded: bool = False) -> None:
        """Another page, or the same with its tiles somewhere else."""
        if is_faded and self._has_motion and self.isVisible():
            self._fading.begin(self.grab())
        is_same = [tile.kind for tile in page.tiles] == [tile.kind for tile in self.tiles]
        self._page = page
        if not is_same:
            self._make_tiles()
        self._place()

    def render_screen(self, screen: Screen) -> None:
        """Show this; what has not changed is not painted again."""
        is_old = screen.sight in OLD
        if is_old != self._is_old:
            self._is_old = is_old
            self._dress()
        self.header.render_header(screen.header, screen.sight)
        self.ticker.render_ticker(screen.ticker)
        for widget, shown in zip(self.tiles, screen.tiles, strict=True):
            widget.render_tile(shown)

    def rooms(self) -> tuple[Room, ...]:
        """How much each tile has room for now."""
        return tuple(widget.room() for widget in self.tiles)

    def set_theme(self, theme: Theme, *, has_motion: bool) -> None:
        """Look different."""
        self._theme, self._has_motion = theme, has_motion
        self._dress()

    def tile_rects(self) -> list[QRect]:
        """Where the tiles are, in pixels of this widget."""
        return [widget.geometry() for widget in self.tiles]

    # --- laying out

    def _make_tiles(self) -> None:
        for widget in self.tiles:
            widget.hide()
            widget.deleteLater()
        self.tiles = [TileWidget(tile.kind, self._look(), self) for tile in self._page.tiles]
        for widget in self.tiles:
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            widget.show()
        self._fading.raise_()

    def _place(self) -> None:
        self.layout_now = layout_of(self._page, self.form, self.width(), self.height())
        self.header.setGeometry(_qrect(self.layout_now.header))
        self.ticker.setGeometry(_qrect(self.layout_now.ticker))
        for widget, rect in zip(self.tiles, self.layout_now.tiles, strict=True):
            widget.setGeometry(_qrect(rect))
        self._dress()
        self.update()

    def _look(self) -> Look:
        return Look(self._theme, self.layout_now.unit, self.layout_now.form, has_motion=self._has_motion)

    def _dress(self) -> None:
        look = self._look()
        self.header.dress(look)
        self.ticker.dress(look)
        for widget in self.tiles:
            widget.dress(look.lost() if self._is_old else look)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Sizes follow the picture."""
        super().resizeEvent(event)
        self._place()
        self._fading.setGeometry(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The ground between the tiles."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look().colour("bg"))
        painter.end()


class _Fading(QWidget):
    """The page that was, going away over the one that comes."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture, self._opacity = QPixmap(), 0.0
        self._run = QVariantAnimation(self, duration=FADE_MILLISECONDS, startValue=1.0, endValue=0.0)
        self._run.valueChanged.connect(self._step)
        self._run.finished.connect(self.hide)
        self.hide()

    def begin(self, picture: QPixmap) -> None:
        """Start with this picture at full strength."""
        self._picture = picture
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self._run.start()

    def _step(self, value: float) -> None:
        self._opacity = value
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fainter and fainter."""
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()


def _qrect(rect: Rect) -> QRect:
    return QRect(rect.x, rect.y, rect.width, rect.height)
