"""Windows in tests: the ground under them, pictures of them, and what people could not read or reach in them.

``clipped_texts``, ``untranslated_texts`` and ``nameless_controls`` look at every widget inside a window, whoever made
it. A widget that shortens its own text on purpose sets the property ``elides``; text that is nobody's language (a
name, an address) sets ``is_verbatim``. What is painted by hand is not seen here.
"""

import asyncio
import os
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from shared.clock import Clock, SystemClock
from shared.language import Language
from shared.qt.finding.search import Finder
from shared.qt.ground import Ground
from shared.qt.theme import ThemeName

SHOTS = "CALLCENTRE_SHOTS"
"""The environment variable that says where pictures shall be kept; else they go to the test's own folder."""


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Closed windows really go: else they wait for a loop, and whatever dresses windows dresses those of all tests."""
    yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def ground(qapp, tmp_path):
    """The ground of a program of which nothing is remembered: English, light."""
    return make_ground(qapp, tmp_path / "preferences.json")


def make_ground(
    application: QApplication, file: Path, theme: ThemeName = "light", clock: Clock | None = None
) -> Ground:
    made = Ground(application, "test", clock or SystemClock(), file, theme=theme)
    made.language = Language.of("en")
    made.finder = Finder({}, folders=(), registry=None, resolver=None)  # nothing of whoever runs the tests
    return made


def speak(ground: Ground, code: str) -> None:
    """Switch the language as a user does; also to "stretched"."""
    if code == "stretched":
        ground.language = Language.stretched()
        ground.language_changed.emit()
    else:
        ground.set_language(code)


def settle() -> None:
    """Layouts and what was posted are done. Inside a task nothing else: a timer there would wake another task while
    this one runs, which asyncio refuses, and the other would never go on and never end.
    """
    if asyncio._get_running_loop() is not None and asyncio.current_task() is not None:
        QApplication.sendPostedEvents()
    else:
        QApplication.processEvents()


@pytest.fixture
def grab(tmp_path, qtbot):
    """``grab(window, "name")`` leaves name.png in the folder for pictures and gives its path."""
    folder = Path(os.environ.get(SHOTS) or tmp_path)

    def grab(window: QWidget, name: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        settle()
        file = folder / f"{name}.png"
        assert window.grab().save(str(file))
        return file

    return grab


@pytest.fixture
def show(qtbot):
    """``show(window)`` shows it as a person would see it, and closes it after the test."""

    def show(window: QWidget) -> QWidget:
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        return window

    return show


async def _to_its_end(story: Coroutine[Any, Any, Any]) -> Any:
    """A minute at most, for Qt's loop hears no other timeout; nothing is left running."""
    try:
        async with asyncio.timeout(60):
            return await story
    finally:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        if others:
            _, left = await asyncio.wait(others, timeout=10)
            assert not left, f"these do not end: {left}"


@pytest.fixture
def drive(qapp):
    """``drive(coroutine)`` runs it in a loop that is Qt's too, as programs do."""

    def drive(story: Coroutine[Any, Any, Any]) -> Any:
        qapp.setQuitOnLastWindowClosed(False)  # the sign-in closes before the next window opens
        loop = qasync.QEventLoop(qapp)
        asyncio.set_event_loop(loop)
        try:
            return loop.run_until_complete(_to_its_end(story))
        finally:
            loop.close()
            asyncio.set_event_loop(None)

    return drive


# --- texts


def texts(window: QWidget) -> list[tuple[QWidget, str]]:
    """All that can be read in the window now."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisibleTo(window):
            found += [(widget, text) for text in _texts_of(widget) if text.strip()]
    return found


def _texts_of(widget: QWidget) -> list[str]:
    if isinstance(widget, QTabBar):
        return [widget.tabText(number) for number in range(widget.count())]
    if isinstance(widget, QComboBox):
        return [widget.currentText()]
    if isinstance(widget, QLineEdit):
        return [widget.placeholderText()] if not widget.text() else []
    if isinstance(widget, QGroupBox):
        return [widget.title()]
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return [] if not widget.icon().isNull() else [widget.text()]
    if isinstance(widget, QLabel | QAbstractButton):
        return [widget.text()]
    return []


def untranslated_texts(window: QWidget) -> list[str]:
    """In the stretched language: texts with letters that did not come from ``language.text``."""
    return [
        text
        for widget, text in texts(window)
        if any(letter.isalpha() for letter in text) and "⟦" not in text and not widget.property("is_verbatim")
    ]


def clipped_texts(window: QWidget) -> list[str]:
    """The texts in the window that do not fit their place, each with the sizes it wants and has."""
    found = []
    for widget, text in texts(window):
        if widget.property("elides"):
            continue
        wanted, room = _wanted(widget, text), _room(widget)
        if wanted.width() > room.width() or wanted.height() > room.height():
            sizes = f"{wanted.width()}×{wanted.height()} in {room.width()}×{room.height()}"
            found.append(f"{type(widget).__name__} {text!r}: {sizes}")
    return found


def _wanted(widget: QWidget, text: str) -> QSize:
    """The size of the text, without what stands around it."""
    metrics = widget.fontMetrics()
    if isinstance(widget, QLabel):
        margins = widget.contentsMargins()
        if widget.wordWrap():
            width = widget.width()
            longest = max((metrics.horizontalAdvance(word) for word in text.split()), default=0)
            return QSize(longest if "<" not in text else 0, widget.heightForWidth(width))
        return widget.sizeHint().grownBy(-margins) if not margins.isNull() else widget.sizeHint()
    if isinstance(widget, QTabBar):
        return QSize(max(widget.tabSizeHint(n).width() for n in range(widget.count())), metrics.height())
    plain = metrics.size(Qt.TextFlag.TextShowMnemonic, text)
    icon = widget.iconSize().width() + 4 if isinstance(widget, QAbstractButton) and not widget.icon().isNull() else 0
    return QSize(plain.width() + icon, metrics.height())


def _room(widget: QWidget) -> QSize:
    """The size of the place for text, cut down to what parents let be seen."""
    inner = _inner(widget)
    if _is_scrolled(widget):
        return inner.size()
    return inner.intersected(_seen(widget)).size()


def _inner(widget: QWidget) -> QRect:
    style = widget.style()
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        part = {
            QPushButton: QStyle.SubElement.SE_PushButtonContents,
            QCheckBox: QStyle.SubElement.SE_CheckBoxContents,
            QRadioButton: QStyle.SubElement.SE_RadioButtonContents,
        }[next(kind for kind in (QPushButton, QCheckBox, QRadioButton) if isinstance(widget, kind))]
        return style.subElementRect(part, option, widget)
    if isinstance(widget, QComboBox):
        shape = QStyleOptionComboBox()
        widget.initStyleOption(shape)
        field = QStyle.SubControl.SC_ComboBoxEditField
        return style.subControlRect(QStyle.ComplexControl.CC_ComboBox, shape, field, widget)
    if isinstance(widget, QTabBar):
        return QRect(0, 0, min(widget.tabRect(n).width() for n in range(widget.count())), widget.height())
    if isinstance(widget, QLineEdit):
        return widget.contentsRect().marginsRemoved(widget.textMargins()).adjusted(2, 0, -2, 0)
    return widget.contentsRect()


def _seen(widget: QWidget) -> QRect:
    """The part of the widget that no parent cuts off, in its own coordinates."""
    seen, parent = widget.rect(), widget.parentWidget()
    while parent is not None and not widget.isWindow():
        seen = seen.intersected(QRect(widget.mapFrom(parent, QPoint()), parent.size()))
        if parent.isWindow():
            break
        parent = parent.parentWidget()
    return seen


def _is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


# --- the keyboard, and those who do not see


def controls(window: QWidget) -> list[QWidget]:
    """What Tab goes to, in its order."""
    found: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisibleTo(window)
            and widget.isEnabled()
            and widget.window() is window
            and widget.focusProxy() is None
        ):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def nameless_controls(window: QWidget) -> list[str]:
    """Controls of which a screen reader could not tell what they are."""
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in controls(window)
        if not widget.accessibleName() and not "".join(_own_texts(widget)).strip() and not _has_buddy(widget)
    ]


def _own_texts(widget: QWidget) -> list[str]:
    return [] if isinstance(widget, QLineEdit | QComboBox) else _texts_of(widget)


def _has_buddy(widget: QWidget) -> bool:
    return any(label.buddy() is widget for label in widget.window().findChildren(QLabel))
