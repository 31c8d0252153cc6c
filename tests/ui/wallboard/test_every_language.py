"""The whole wallboard, painted from the real presenter: no word is cut, nor would it be in a longer language."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from shared.language import Language
from shared.qt.theme import Theme
from tests.unit.wallboard import boards
from tests.unit.wallboard.test_languages import MOMENTS
from wallboard.pages import DEFAULT
from wallboard.presenter import present
from wallboard.views.board import BoardWidget

SIZES = ((1920, 1080), (1024, 768))
SHOWN = ("busy", "calm", "empty", "connecting", "lost", "refused", "past", "troubles", "figures of the past",
         "no figures", "alert about short_abandoned")  # fmt: skip


@pytest.mark.parametrize("language", [boards.CZECH, boards.ENGLISH, boards.STRETCHED], ids=lambda one: one.code)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "×".join(map(str, size)))
def test_no_word_is_cut(qapp: QApplication, size: tuple[int, int], language: Language):
    found = {place: cut for place, cut in painted(language, size) if cut}
    assert not found


def painted(language: Language, size: tuple[int, int]) -> Iterator[tuple[str, list[str]]]:
    """Paint every default page at every moment; give what was cut."""
    board = BoardWidget(Theme("dark"), DEFAULT.wide[0], has_motion=False)
    board.resize(*size)
    pages = DEFAULT.of(board.form)
    for number, page in enumerate(pages):
        board.show_page(page)
        for name in SHOWN:
            about = dict(MOMENTS[name])
            rows = about.pop("rows", boards.BUSY)
            board.render_screen(present(boards.moment(
                rows, language=language, pages=pages, page=number, rooms=board.rooms(), **about)))  # fmt: skip
            board.grab()
            cut = [*board.header.cut, *board.ticker.cut, *(text for tile in board.tiles for text in tile.cut)]
            yield f"{page.key}, {name}", cut
    board.deleteLater()
