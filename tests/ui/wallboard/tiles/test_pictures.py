"""Pictures of the pages with the content of the target pictures, for eyes; kept where ``CALLCENTRE_SHOTS`` says."""

import pytest

from shared.qt.theme import THEMES
from tests.ui.wallboard.tiles import screens
from tests.ui.wallboard.tiles.boards import TestBoard
from tests.ui.wallboard.tiles.test_drawing import everything
from wallboard.pages import DEFAULT
from wallboard.pages.layout import form_of
from wallboard.screen import Sight
from wallboard.views.paint_look import Look

THEME = {theme.name: theme for theme in THEMES}
WIDE, SMALL, LARGE = (1920, 1080), (1024, 768), (3840, 2160)
PICTURES = [
    ("overview_dark", "dark", WIDE, 0, "live"), ("overview_light", "light", WIDE, 0, "live"),
    ("overview_contrast", "contrast", WIDE, 0, "live"), ("overview_calm", "dark", WIDE, 0, "calm"),
    ("overview_lost", "dark", WIDE, 0, "lost"), ("overview_lost_light", "light", WIDE, 0, "lost"),
    ("overview_past", "light", WIDE, 0, "past"), ("overview_4k", "dark", LARGE, 0, "live"),
    ("overview_small", "dark", SMALL, 0, "live"), ("agents_light", "light", WIDE, 1, "live"),
    ("agents_small", "light", SMALL, 1, "live"), ("lines_dark", "dark", WIDE, 2, "live"),
    ("lines_small", "dark", SMALL, 2, "live"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "theme", "size", "page", "state"), PICTURES)
def test_a_picture(qtbot, grab, name, theme, size, page, state):
    form = form_of(*size)
    made = TestBoard(Look(THEME[theme], 1.0, form), size, DEFAULT.of(form)[page])
    qtbot.addWidget(made)
    header = {"lost": screens.lost_header, "past": screens.past_header}.get(state, screens.header)()
    ticker = {"lost": screens.advice, "calm": screens.well}.get(state, screens.alarm)()
    sight: Sight = state if state in ("lost", "past") else "live"
    made.render_board(header, ticker, everything(is_calm=state == "calm", form=form), sight)
    assert grab(made, f"tiles_{name}").exists()
    assert made.cut() == []
