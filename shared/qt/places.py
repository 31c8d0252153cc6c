"""Where windows were, remembered for each set of screens: at the desk with two monitors, and alone on the laptop.

A place is corrected when the screens of now do not show it: at least the title and ``VISIBLE`` pixels of the window are
always in reach. Wayland lets no program place its windows; there only sizes are kept. Pixels are device-independent.
"""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from shared.qt.ground import Ground

Edge = Literal["", "left", "right"]

VISIBLE = 80
SETTLED_MILLISECONDS = 400
MOST = 40
"""So many places are remembered; the oldest go."""


class Place(NamedTuple):
    """A window's outer corner and inner size, as Qt moves and resizes, and the edge of the screen it is docked to."""

    rect: QRect
    edge: Edge = ""

    def written(self) -> str:
        """For the preferences."""
        at = self.rect
        return f"{at.x()} {at.y()} {at.width()} {at.height()} {self.edge}".strip()


def read(text: str) -> Place | None:
    """What ``written`` wrote; None for anything else."""
    words = text.split()
    edge = words[4] if len(words) == 5 else ""
    if len(words) not in (4, 5) or edge not in ("", "left", "right"):
        return None
    try:
        x, y, width, height = (int(number) for number in words[:4])
    except ValueError:
        return None
    if not (0 < width < 32_768 and 0 < height < 32_768 and abs(x) < 100_000 and abs(y) < 100_000):
        return None
    return Place(QRect(x, y, width, height), edge)  # type: ignore[arg-type]  # one of the literals


def screens_name() -> str:
    """The same for the same screens in the same arrangement."""
    told = sorted(f"{one.name()} {one.geometry().getRect()}" for one in QGuiApplication.screens())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


def corrected(rect: QRect, rooms: list[QRect]) -> QRect:
    """The rectangle where people can see and grab it; ``rooms``: what of each screen is free, the first is the main."""
    if not rooms:
        return rect
    room = max(rooms, key=lambda one: _area(one.intersected(rect)))
    if _area(room.intersected(rect)) == 0:
        room = rooms[0]
    cut = QRect(rect.topLeft(), rect.size().boundedTo(room.size()))
    shown = room.intersected(cut)
    if _area(shown) == 0:
        cut.moveCenter(room.center())
        return cut
    is_reachable = shown.width() >= min(VISIBLE, cut.width()) and shown.height() >= min(VISIBLE, cut.height())
    if is_reachable and cut.top() >= room.top():
        return cut
    x = min(max(cut.x(), room.left()), room.right() + 1 - cut.width())
    y = min(max(cut.y(), room.top()), room.bottom() + 1 - cut.height())
    return QRect(x, y, cut.width(), cut.height())


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0


class PlaceKeeper(QObject):
    """Puts a window where it was, and remembers where it is put; ``dock`` holds it at an edge of its screen.

    ``is_known``: it has been on these screens before.
    """

    def __init__(self, ground: Ground, window: QWidget, name: str) -> None:
        """``name`` tells the windows of all programs apart. Call it before the window is shown."""
        super().__init__(window)
        self._ground, self._window, self._name = ground, window, name
        self.edge: Edge = ""
        self.is_known = False
        self._is_placing = False
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MILLISECONDS)
        self._settled.timeout.connect(self.remember)
        window.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QGuiApplication)
        for changed in (application.screenAdded, application.screenRemoved, application.primaryScreenChanged):
            changed.connect(self._screens_changed)
        self.restore()

    def restore(self) -> None:
        """Put it where it was on these screens; where it never was, to where it can be seen."""
        found = read(self._ground.preferences.places.get(self._key, ""))
        self.is_known = found is not None
        if found is not None:
            self.edge = found.edge
            self._put(found.rect)
        elif self._window.isVisible():
            self._put(self._now())

    def dock(self, edge: Edge) -> None:
        """Stand at this edge over the whole height; "": stay, and be free again."""
        self.edge = edge
        self._put(self._now())
        self.remember()

    def remember(self) -> None:
        """Write down where it is now."""
        window = self._window
        if window.isMinimized() or window.isMaximized() or window.isFullScreen() or not window.isVisible():
            return
        places, key = self._ground.preferences.places, self._key
        places.pop(key, None)
        places[key] = Place(self._now(), self.edge).written()
        for oldest in list(places)[:-MOST]:
            del places[oldest]
        self._ground.remember()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The window was moved or made larger: wait until it rests. Once it is shown its frame is known."""
        if event.type() == QEvent.Type.Show and self.edge:
            QTimer.singleShot(0, self, lambda: self._put(self._now()))
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and not self._is_placing:
            self._settled.start()
        return super().eventFilter(watched, event)

    @property
    def _key(self) -> str:
        return f"{self._name}@{screens_name()}"

    def _screens_changed(self) -> None:
        """Not at once: a dock that is plugged in brings its screens one by one."""
        QTimer.singleShot(SETTLED_MILLISECONDS, self, self.restore)

    def _put(self, rect: QRect) -> None:
        rooms = [one.availableGeometry() for one in _screens()]
        rect = corrected(rect, rooms)
        if self.edge and rooms:
            room, frame = max(rooms, key=lambda one: _area(one.intersected(rect))), self._frame()
            width = rect.width()
            x = room.left() if self.edge == "left" else room.right() + 1 - width - frame.width()
            rect = QRect(x, room.top(), width, room.height() - frame.height())
        self._is_placing = True
        try:
            self._window.resize(rect.size())
            self._window.move(rect.topLeft())
        finally:
            self._is_placing = False

    def _now(self) -> QRect:
        return QRect(self._window.pos(), self._window.size())

    def _frame(self) -> QSize:
        """What the window manager's frame adds."""
        return self._window.frameGeometry().size() - self._window.size()


def _screens() -> list[QScreen]:
    """All, the main one first."""
    main = QGuiApplication.primaryScreen()
    return sorted(QGuiApplication.screens(), key=lambda one: one is not main)
