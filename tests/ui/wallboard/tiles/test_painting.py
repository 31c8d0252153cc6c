"""When tiles paint: only what differs, alarms pulse slowly, pictures come from elsewhere; and their names are told."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage

from shared.qt.theme import THEMES
from tests.ui.wallboard.tiles import screens
from tests.ui.wallboard.tiles.boards import TestBoard
from wallboard.screen import PictureTile
from wallboard.views.paint_look import Look
from wallboard.views.tiles.picture import read_picture
from wallboard.views.tiles.tile import FAINTEST, TileWidget

THEME = {theme.name: theme for theme in THEMES}


@pytest.fixture
def board(qtbot, show):
    made = TestBoard(Look(THEME["dark"]), (1920, 1080))
    made.render_board(screens.header(), screens.alarm(), screens.overview())
    show(made)
    return made


def painted(qtbot, board: TestBoard) -> dict[str, int]:
    """How often each tile has painted once nothing more is due."""
    qtbot.wait(20)
    return {kind: tile.paints for kind, tile in board.tiles.items() if kind != "longest_wait"}


def test_only_what_differs_is_painted_again(qtbot, board):
    before = painted(qtbot, board)
    board.render_board(screens.header(), screens.alarm(), screens.overview())
    assert painted(qtbot, board) == before
    shown = screens.overview()
    callers = replace(screens.callers(), note="4 nejdéle ze 6")
    board.render_board(screens.header(), screens.alarm(), {**shown, "callers": callers})
    assert painted(qtbot, board) == {**before, "callers": before["callers"] + 1}


def test_another_look_paints_everything_once(qtbot, board):
    before = painted(qtbot, board)
    board.render_board(screens.lost_header(), screens.advice(), screens.overview(), "lost")
    assert painted(qtbot, board) == {kind: count + 1 for kind, count in before.items()}


def test_an_alarm_pulses_between_its_bounds_and_only_then(qtbot, board):
    tile = board.tiles["longest_wait"]
    seen: set[float] = set()

    def has_moved() -> bool:
        seen.add(tile._opacity)
        return len(seen) > 4

    qtbot.waitUntil(has_moved, timeout=5000)
    assert min(seen) >= FAINTEST - 1e-9
    assert max(seen) <= 1
    board.render_board(screens.header(), screens.alarm(), screens.overview(is_calm=True))
    assert not tile._pulse.isActive()


@pytest.mark.parametrize("look", ["still", "lost", "hidden"])
def test_an_alarm_stands_still_where_it_shall(board, look):
    tile = board.tiles["longest_wait"]
    match look:
        case "still":
            tile.dress(replace(board.look, has_motion=False))
        case "lost":
            tile.dress(board.look.lost())
        case "hidden":
            tile.hide()
    assert not tile._pulse.isActive()
    assert tile._opacity == 1.0


def test_the_frame_of_old_figures_is_dashed(qtbot, board):
    tile = board.tiles["longest_wait"]
    tile.dress(board.look.lost())
    picture = tile.grab().toImage()
    row = {picture.pixelColor(x, 1).name() for x in range(20, 300)}
    assert len(row) >= 2


def test_names_say_what_is_shown(qtbot, board):
    assert "02:47" in board.tiles["longest_wait"].accessibleName()
    assert "triangle" not in board.tiles["longest_wait"].accessibleName()
    assert "Jakub Němec" in board.tiles["agents"].accessibleName()
    assert "Zákaznická linka" in board.header.accessibleName()
    assert "nikdo není připraven" in board.ticker.accessibleName()


def test_a_name_follows_what_is_shown_after_a_rest(qtbot, board):
    tile = board.tiles["longest_wait"]
    tile.render_tile(replace(tile.shown, value="03:33"))
    qtbot.waitUntil(lambda: "03:33" in tile.accessibleName(), timeout=8000)


def test_twice_as_many_pixels_a_point_draw_the_same_picture_finer(qtbot):
    tile = TileWidget("service_level", Look(THEME["light"]))
    qtbot.addWidget(tile)
    tile.resize(520, 240)
    tile.render_tile(screens.figures()["service_level"])  # type: ignore[arg-type]
    fine = QImage(1040, 480, QImage.Format.Format_RGB32)
    fine.setDevicePixelRatio(2)
    tile.render(fine)
    plain = tile.grab().toImage()
    for point in ((2, 120), (100, 216), (300, 216), (495, 216)):
        assert fine.pixelColor(point[0] * 2 + 1, point[1] * 2 + 1) == plain.pixelColor(*point)


# --- pictures


def test_a_picture_is_drawn_once_it_is_read(qtbot, tmp_path):
    file = tmp_path / "logo.png"
    image = QImage(400, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    assert image.save(str(file))
    tile = TileWidget("picture", Look(THEME["light"]))
    qtbot.addWidget(tile)
    tile.resize(640, 312)
    tile.render_tile(PictureTile("", str(file), "Obrázek nelze načíst"))
    tile.grab()
    middle = lambda: tile.grab(QRect(320, 156, 1, 1)).toImage().pixelColor(0, 0).name()  # noqa: E731
    qtbot.waitUntil(lambda: middle() == "#123456")
    assert tile.traced() == []


@pytest.mark.parametrize("content", [b"", b"GIF89a nonsense", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, None])
def test_a_bad_picture_is_told(qtbot, tmp_path, content):
    file = tmp_path / "logo.png"
    if content is not None:
        file.write_bytes(content)
    tile = TileWidget("picture", Look(THEME["light"]))
    qtbot.addWidget(tile)
    tile.resize(640, 312)
    tile.render_tile(PictureTile("", str(file), "Obrázek nelze načíst"))
    qtbot.waitUntil(lambda: [one.text for one in tile.traced()] == ["Obrázek nelze načíst"])


def test_a_large_picture_is_read_no_larger_than_needed(tmp_path, qtbot):
    file = tmp_path / "large.png"
    image = QImage(4000, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    assert image.save(str(file))
    assert read_picture(str(file), QSize(800, 600)).size() == QSize(800, 200)
