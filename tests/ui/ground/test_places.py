"""Windows come back to where they were, on the screens on which they were, and are never out of reach."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shared.qt import preferences
from shared.qt.places import MOST, Place, PlaceKeeper, corrected, read, screens_name

MAIN, RIGHT = QRect(0, 0, 1920, 1040), QRect(1920, 0, 1280, 984)


@pytest.mark.parametrize(("was", "then"), [
    (QRect(100, 100, 420, 760), QRect(100, 100, 420, 760)),  # seen: it stays
    (QRect(2000, 50, 420, 760), QRect(2000, 50, 420, 760)),  # on the other screen
    (QRect(5000, 50, 420, 760), QRect(750, 140, 420, 760)),  # nowhere: to the middle of the main screen
    (QRect(-380, 50, 420, 760), QRect(0, 50, 420, 760)),  # only its edge is seen
    (QRect(100, -300, 420, 760), QRect(100, 0, 420, 760)),  # its title is above the screen
    (QRect(100, 1000, 420, 760), QRect(100, 280, 420, 760)),
    (QRect(0, 0, 4000, 2000), QRect(0, 0, 1920, 1040)),  # larger than all
    (QRect(-200, 100, 420, 760), QRect(-200, 100, 420, 760)),  # half of it, as its user wanted
])  # fmt: skip
def test_a_place_is_corrected_only_where_nobody_could_reach_it(was, then):
    assert corrected(was, [MAIN, RIGHT]) == then


numbers = st.integers(-9000, 9000)
sizes = st.integers(1, 5000)


@given(numbers, numbers, sizes, sizes)
def test_every_place_is_within_reach(x, y, width, height):
    found = corrected(QRect(x, y, width, height), [MAIN, RIGHT])
    seen = max((room.intersected(found) for room in (MAIN, RIGHT)), key=lambda rect: rect.width() * rect.height())
    assert seen.width() >= min(80, width, 1280)
    assert seen.height() >= min(80, height, 984)
    assert found.top() >= 0


@given(numbers, numbers, sizes, sizes, st.sampled_from(["", "left", "right"]))
def test_places_are_written_and_read(x, y, width, height, edge):
    place = Place(QRect(x, y, width, height), edge)
    assert read(place.written()) == place


@pytest.mark.parametrize("text", ["", "1 2 3", "1 2 3 x", "1 2 3 4 top", "1 2 0 4", "1 2 -3 4", "1 2 3 4 5 6"])
def test_what_is_no_place_is_none(text):
    assert read(text) is None


def opened(ground, show, name="panel"):
    window = QWidget()
    window.resize(420, 600)
    keeper = PlaceKeeper(ground, window, name)
    show(window)
    return window, keeper


def place_of(window):
    return QRect(window.pos(), window.size())


def test_a_window_is_where_it_was(ground, show, qtbot, tmp_path):
    window, _ = opened(ground, show)
    window.move(120, 30)
    window.resize(500, 444)
    qtbot.waitUntil(lambda: bool(ground.preferences.places))
    remembered = preferences.load(tmp_path / "preferences.json")
    assert read(next(iter(remembered.places.values()))) == Place(QRect(120, 30, 500, 444))
    again, _ = opened(ground, show)
    assert place_of(again) == QRect(120, 30, 500, 444)
    other, _ = opened(ground, show, "other")
    assert other.size() != again.size()


def test_other_screens_have_other_places(ground, show, monkeypatch):
    ground.preferences.places = {f"panel@{screens_name()}": "10 20 500 444"}
    window, keeper = opened(ground, show)
    assert place_of(window) == QRect(10, 20, 500, 444)
    monkeypatch.setattr("shared.qt.places.screens_name", lambda: "others")
    window.move(90_000, 20)
    keeper.restore()
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.contains(window.geometry())


def test_docked_it_stands_at_the_edge_over_the_whole_height(ground, show, qtbot):
    window, keeper = opened(ground, show)
    room = QGuiApplication.primaryScreen().availableGeometry()
    keeper.dock("right")
    outer = window.frameGeometry()
    assert (outer.right(), outer.top(), outer.height(), window.width()) == (room.right(), 0, room.height(), 420)
    again, keeper = opened(ground, show)
    qtbot.waitUntil(lambda: again.frameGeometry() == outer)
    assert keeper.edge == "right"
    keeper.dock("left")
    assert (again.pos(), again.frameGeometry().height()) == (room.topLeft(), room.height())
    keeper.dock("")
    assert read(next(iter(ground.preferences.places.values()))) == Place(place_of(again))


def test_a_damaged_place_is_no_place(ground, show):
    ground.preferences.places = {f"panel@{screens_name()}": "rubbish"}
    window, _ = opened(ground, show)
    assert window.size().width() == 420


def test_only_so_many_places_are_remembered(ground, show, monkeypatch):
    _, keeper = opened(ground, show)
    names = itertools.count()
    monkeypatch.setattr("shared.qt.places.screens_name", lambda: str(next(names)))
    for _ in range(2 * MOST):
        keeper.remember()
    assert len(ground.preferences.places) == MOST
