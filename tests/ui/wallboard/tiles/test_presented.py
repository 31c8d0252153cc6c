"""What the presenter really says, in every language, drawn on the default pages: nothing is cut."""

from datetime import timedelta
from typing import Any

import pytest

from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Status
from shared.qt.theme import THEMES
from tests.ui.wallboard.tiles.test_drawing import assert_apart
from tests.unit.wallboard import boards
from wallboard.pages import DEFAULT
from wallboard.pages.layout import form_of
from wallboard.presenter import present
from wallboard.presenter.asking import Ask, Step, Visits, last_hour, same_weekday
from wallboard.presenter.seen import Seen
from wallboard.views.board import BoardWidget

THEME = {theme.name: theme for theme in THEMES}
LANGUAGES = {"cs": boards.CZECH, "en": boards.ENGLISH, "stretched": boards.STRETCHED}
SIZES = {"wide": (1920, 1080), "large": (3840, 2160), "high": (1920, 1200), "small": (1024, 768)}
SIGHTS: dict[str, dict[str, Any]] = {
    "busy": {},
    "calm": {"rows": boards.CALM},
    "nothing": {"rows": ()},
    "lost": {"status": Status(state="stale", since=boards.NOW - timedelta(seconds=65),
                              retry_at=boards.NOW + timedelta(seconds=8))},
    "past": {"past_speed": 4.0},
    "refused": {"status": Status(state="refused", since=boards.NOW, message="No.", code="token_expired")},
    "connecting": {"status": Status(state="connecting", since=boards.NOW), "centre": None, "board": LiveBoard()},
}  # fmt: skip


def figures() -> dict[Ask, Visits]:
    zone = Seen(boards.moment()).zone
    first, then = last_hour(boards.NOW)[0], same_weekday(boards.NOW, zone)[0]
    sums = ((22, 1), (26, 1), (23, 0), (31, 2), (28, 1), (35, 2), (33, 3), (30, 1), (38, 2), (36, 3), (34, 4), (27, 3))
    steps = tuple(
        Step(at=first + timedelta(minutes=5 * place), offered=answered + lost, answered=answered, abandoned=lost)
        for place, (answered, lost) in enumerate(sums)
    )
    week = Step(at=then, offered=359, answered=341, answered_in_threshold=315, abandoned=18, wait_seconds=341 * 31)
    return {Ask("trend", ()): Visits(steps=steps), Ask("weekday", ()): Visits(steps=(week,))}


CASES = [(size, language, sight) for size in ("wide", "small") for language in LANGUAGES for sight in SIGHTS]
CASES += [(size, language, "busy") for size in ("large", "high") for language in LANGUAGES]


@pytest.mark.parametrize(("size", "language", "sight"), CASES)
def test_nothing_that_the_presenter_says_is_cut(qtbot, grab, size, language, sight):
    form = form_of(*SIZES[size])
    for number, page in enumerate(DEFAULT.of(form)):
        board = BoardWidget(THEME["dark"], page)
        qtbot.addWidget(board)
        board.resize(*SIZES[size])
        board.grab()  # a window that is not shown learns its size only when it is drawn
        moment = boards.moment(
            language=LANGUAGES[language], pages=DEFAULT.of(form), page=number, is_compact=form == "compact",
            rooms=board.rooms(), figures=figures(), **SIGHTS[sight],
        )  # fmt: skip
        board.render_screen(present(moment))
        grab(board, f"presented_{size}_{language}_{sight}_{number + 1}")
        assert board.header.cut + board.ticker.cut + [text for tile in board.tiles for text in tile.cut] == []
        for tile in board.tiles:
            assert_apart(tile.kind, tile)
