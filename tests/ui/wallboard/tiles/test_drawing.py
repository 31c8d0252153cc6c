"""What tiles draw: nothing cut, nothing outside, nothing that jumps, readable in every theme, whatever names say."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, QSize

from shared.qt.paint_text import plain
from shared.qt.theme import THEMES, Token, contrast
from tests.ui.wallboard.tiles import screens
from tests.ui.wallboard.tiles.boards import TestBoard
from wallboard.pages import DEFAULT, Format, Page, Place, Tile, TileKind
from wallboard.pages.layout import SMALLEST, form_of
from wallboard.screen import AgentsTile, FigureTile, QueuesTile, Sight, Sum, SumsTile, TextTile, TileScreen
from wallboard.views.paint_look import Look
from wallboard.views.tiles.tile import KINDS, TileWidget

DEFAULT_SIZES: dict[TileKind, tuple[int, int]] = {
    "queues": (1200, 312), "callers": (640, 312), "agents": (1200, 320), "lines": (640, 136),
}  # fmt: skip
FORMS: list[Format] = ["wide", "compact"]
THEME = {theme.name: theme for theme in THEMES}
SIZES = [(1920, 1080), (3840, 2160), (1920, 1200), (2560, 1080), (1024, 768), (1280, 1024)]
LANGUAGES = {"cs": screens.CZECH, "en": screens.Says(english=True), "stretched": screens.Says(is_stretched=True)}
HOSTILE = {
    "rtl": "\u202egnp.exe שירות לקוחות",
    "html": "<b>Podpora</b><img src=x>&amp;",
    "long": "Oddělení zvláštních případů a nevyřízených reklamací " * 2,
    "controls": "Po\x00dpo\nra\t\u2066\u200f",
    "emoji": "👩‍💻 Podpora 🇨🇿",
    "empty": "",
}


@pytest.fixture
def board(qtbot):
    def make(size=(1920, 1080), *, theme="dark", page: Page | None = None) -> TestBoard:
        form = form_of(*size)
        made = TestBoard(Look(THEME[theme], 1.0, form), size, page)
        qtbot.addWidget(made)
        return made

    return make


def everything(say=screens.CZECH, *, is_calm=False, form="wide", agents=12):
    few = form == "compact"
    return {
        **screens.overview(say, is_calm=is_calm), "counts": screens.counts(say), "clock": screens.clock(say),
        "comparison": screens.comparison(say), "text": screens.text(),
        "callbacks": screens.callbacks(say, is_calm=is_calm),
        "queues": screens.queues(say, is_calm=is_calm, count=5 if few else 7),
        "callers": screens.callers(say, is_calm=is_calm, count=3 if few else 5),
        "agents": screens.agents(say, has_names=True, count=agents),
    }  # fmt: skip


# --- nothing is cut


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_calm", [False, True])
def test_our_own_words_fit_on_every_screen_in_every_language(board, size, language, is_calm):
    say = LANGUAGES[language]
    made = board(size)
    ticker = screens.well(say) if is_calm else screens.alarm(say)
    made.render_board(screens.header(say), ticker, everything(say, is_calm=is_calm, form=made.look.form))
    assert made.cut() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("form", FORMS)
def test_our_own_words_fit_on_the_other_default_pages(board, language, number, form: Format):
    say = LANGUAGES[language]
    made = board((1920, 1080) if form == "wide" else (1024, 768), page=DEFAULT.of(form)[number])
    made.render_board(screens.header(say), screens.alarm(say), everything(say, form=form))
    assert made.cut() == []


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lost_and_the_past_header_fit(board, size, language):
    say = LANGUAGES[language]
    made = board(size)
    for header, sight in ((screens.lost_header(say), "lost"), (screens.past_header(say), "past")):
        made.render_board(header, screens.advice(say), {}, sight)
        assert made.cut() == []


def test_words_that_do_not_fit_are_told(board):
    made = board()
    figure = screens.figures()["longest_wait"]
    assert isinstance(figure, FigureTile)
    shown = replace(figure, note="velmi dlouhá poznámka " * 9)
    made.render_board(screens.header(), screens.alarm(), {"longest_wait": shown})
    assert made.cut() == [f"· {plain(shown.note)}"]


# --- nothing outside, nothing over another text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("agents", [0, 1, 12, 13, 20])
def test_texts_stay_inside_their_tile_and_off_one_another(board, size, agents):
    form = form_of(*size)
    for page in DEFAULT.of(form):
        made = board(size, page=page)
        made.render_board(screens.header(), screens.alarm(), everything(form=form, agents=agents))
        for kind, tile in made.tiles.items():
            assert_apart(kind, tile)


def assert_apart(kind: str, tile: TileWidget) -> None:
    inside = QRectF(tile.rect())
    drawn = tile.traced()
    for one in drawn:
        assert inside.contains(one.rect), (kind, one)
    for index, one in enumerate(drawn):
        for other in drawn[index + 1 :]:
            assert not one.rect.adjusted(1, 1, -1, -1).intersects(other.rect), (kind, one.text, other.text)


@pytest.mark.parametrize("form", ["wide", "compact"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("picture", "campaigns")])
def test_the_smallest_tile_keeps_its_texts_inside(qtbot, form, kind):
    width, height = SMALLEST[form]
    tile = TileWidget(kind, Look(THEME["light"], 1.0, form))
    qtbot.addWidget(tile)
    tile.resize(width, height)
    tile.render_tile(cut_to_room(everything(form=form)[kind], tile))
    inside = QRectF(tile.rect()).adjusted(-1, -1, 1, 1)
    outside = [one.text for one in tile.traced() if not (inside.left() <= one.rect.left() < inside.right())]
    assert outside == []


def cut_to_room(shown: TileScreen, tile: TileWidget) -> TileScreen:
    room = tile.room()
    if isinstance(shown, QueuesTile):
        lines = tuple(replace(line, cells=line.cells[: room.columns]) for line in shown.lines[: room.rows])
        return replace(shown, columns=shown.columns[: room.columns], lines=lines)
    return shown


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_hostile_names_are_plain_text_in_their_place(board, name, size):
    bad = HOSTILE[name]
    form = form_of(*size)
    shown = everything(form=form)
    queues, callers, agents, lines = (shown[kind] for kind in ("queues", "callers", "agents", "lines"))
    hostile = {
        **shown,
        "queues": replace(queues, lines=tuple(replace(line, name=bad) for line in queues.lines)),
        "callers": replace(callers, lines=tuple(replace(line, number=bad, queue=bad) for line in callers.lines)),
        "agents": replace(agents, cards=tuple(replace(card, name=bad, extension=bad[:20], detail=bad) for card in
                                              agents.cards)),
        "lines": replace(lines, entries=tuple(replace(one, name=bad) for one in lines.entries)),
        "longest_wait": replace(shown["longest_wait"], strong_note=bad),
        "text": TextTile(bad, bad),
    }  # fmt: skip
    page = DEFAULT.of(form)[0]
    for one in (page, DEFAULT.of(form)[1]):
        made = board(size, page=one)
        made.render_board(replace(screens.header(), title=bad), replace(screens.alarm(), subject=bad), hostile)
        assert made.cut() == []
        for kind, tile in made.tiles.items():
            assert_apart(kind, tile)
            for drawn in tile.traced():
                assert not any(ord(letter) in range(0x202A, 0x202F) or ord(letter) < 32 for letter in drawn.text)


def test_html_is_shown_as_it_is_written(board):
    made = board()
    made.render_board(screens.header(), screens.alarm(), {"queues": replace(screens.queues(), lines=(
        replace(screens.queues().lines[1], name="<b>Ano</b>"),))})  # fmt: skip
    assert "<b>Ano</b>" in [one.text for one in made.tiles["queues"].traced()]


# --- nothing jumps


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160), (1366, 768), (1024, 768)])
def test_ticking_figures_do_not_move_anything(board, size):
    made = board(size)
    places = set()
    for value in ("11:11", "02:47", "48:08"):
        shown = everything(form=made.look.form)
        ticked = with_time(shown, value)
        made.render_board(screens.header(), screens.alarm(), ticked)
        drawn = [(kind, one.rect.left(), one.rect.right(), one.pixels) for kind, tile in made.tiles.items()
                 for one in tile.traced()]  # fmt: skip
        places.add(tuple((kind, round(left, 3), round(right, 3), pixels) for kind, left, right, pixels in drawn))
    assert len(places) == 1


def with_time(shown, value):
    queues, callers, agents = shown["queues"], shown["callers"], shown["agents"]
    return {
        **shown,
        "longest_wait": replace(shown["longest_wait"], value=value),
        "queues": replace(queues, lines=tuple(
            replace(line, cells=(line.cells[0], replace(line.cells[1], text=value), *line.cells[2:]))
            for line in queues.lines)),
        "callers": replace(callers, lines=tuple(replace(line, time=value) for line in callers.lines)),
        "agents": replace(agents, cards=tuple(replace(card, time=value) for card in agents.cards)),
        "sums": SumsTile((*shown["sums"].sums[:2], Sum("Průměrné čekání", "", value))),
        "clock": replace(shown["clock"], time=f"14:{value}"),
    }  # fmt: skip


def test_a_figure_keeps_its_size_while_it_fits_the_widest(board):
    made = board()
    sizes = set()
    for value in ("7", "12", "111"):
        figure = screens.figures()["waiting_now"]
        assert isinstance(figure, FigureTile)
        shown = replace(figure, value=value, widest="0000")
        made.render_board(screens.header(), screens.alarm(), {"waiting_now": shown})
        sizes |= {one.pixels for one in made.tiles["waiting_now"].traced() if one.text == value}
    assert len(sizes) == 1


def test_figures_of_a_column_end_at_one_edge(board):
    made = board()
    made.render_board(screens.header(), screens.alarm(), everything())
    edges = {round(one.rect.right(), 1) for one in made.tiles["queues"].traced() if one.text in ("02:47", "00:38", "–")}
    assert len(edges) == 1


def test_texts_of_a_line_stand_on_one_baseline(board):
    made = board()
    made.render_board(screens.header(), screens.alarm(), everything())
    callers = [one.rect.bottom() for one in made.tiles["callers"].traced()]
    assert len(set(callers)) == 6, "the heading and five lines"


# --- readable


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_text_stands_out_from_what_is_under_it(board, theme):
    least = 7.0 if theme == "contrast" else 4.5
    for page in (None, DEFAULT.wide[1]):
        made = board(theme=theme, page=page)
        made.render_board(screens.header(), screens.alarm(), everything())
        for kind, tile in made.tiles.items():
            picture = tile.grab().toImage()
            for one in tile.traced():
                corner = one.rect.topLeft()
                under = picture.pixelColor(max(0, int(corner.x()) - 3), max(0, int(corner.y()) - 3))
                assert contrast(one.colour, under) >= least, (kind, one.text, one.colour.name(), under.name())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_old_figures_are_grey(board, theme):
    made = board(theme=theme)
    made.render_board(screens.lost_header(), screens.advice(), everything(), "lost")
    for tile in made.tiles.values():
        picture = tile.grab().toImage()
        for x in range(12, tile.width() - 12, 7):
            for y in range(12, tile.height() - 12, 5):
                assert picture.pixelColor(x, y).saturation() <= 12


def test_the_header_is_a_full_band_while_lost_and_in_the_past(board):
    made = board()
    bands: dict[Sight, Token] = {"lost": "bad", "refused": "bad", "past": "accent", "live": "surface"}
    for sight, token in bands.items():
        made.render_board(screens.lost_header(), screens.advice(), {}, sight)
        assert made.header.grab().toImage().pixelColor(4, 40) == THEME["dark"].colour(token)


@pytest.mark.parametrize("language", ["cs", "en"])
def test_no_text_is_smaller_than_the_rules_allow(board, language):
    for size, least in (((1920, 1080), 22), ((3840, 2160), 44), ((1024, 768), 17)):
        form = form_of(*size)
        for page in DEFAULT.of(form):
            made = board(size, page=page)
            say = LANGUAGES[language]
            made.render_board(screens.header(say), screens.alarm(say), everything(say, form=form, agents=20))
            small = [(kind, one.text, one.pixels) for kind, tile in made.tiles.items() for one in tile.traced()
                     if one.pixels < least]  # fmt: skip
            assert small == []


# --- rooms


def test_rooms_of_the_default_places():
    rooms = {kind: KINDS[kind].room(QSize(*size), Look(THEME["dark"])) for kind, size in DEFAULT_SIZES.items()}
    assert {kind: (room.rows, room.columns) for kind, room in rooms.items()} == {
        "queues": (5, 7), "callers": (5, 1), "agents": (3, 4), "lines": (2, 2),
    }  # fmt: skip
    page = KINDS["agents"].room(QSize(1856, 744), Look(THEME["dark"]))
    assert (page.rows, page.columns) == (4, 5)


@pytest.mark.parametrize("unit", [0.73, 1.0, 1.37, 2.0])
def test_rooms_do_not_depend_on_the_screen(unit):
    look = Look(THEME["dark"], unit)
    for kind, size in DEFAULT_SIZES.items():
        one = KINDS[kind].room(QSize(*size), Look(THEME["dark"]))
        assert KINDS[kind].room(QSize(*(round(side * unit) for side in size)), look) == one


def test_a_full_table_uses_what_room_tells(board):
    made = board()
    made.render_board(screens.header(), screens.alarm(), {"queues": screens.queues(more=1)})
    assert len({one.rect.bottom() for one in made.tiles["queues"].traced()}) >= 6
    for one, other in pairwise(sorted({round(one.rect.bottom()) for one in made.tiles["queues"].traced()})):
        assert other - one < 62


@pytest.mark.parametrize("language", LANGUAGES)
def test_channels_are_told_where_there_is_room_for_them(board, language):
    shown = screens.lines(LANGUAGES[language], has_channels=True)
    for page, is_told in ((DEFAULT.wide[0], False), (DEFAULT.wide[2], True)):
        made = board(page=page)
        made.render_board(screens.header(), screens.alarm(), {"lines": shown})
        drawn = [one.text for one in made.tiles["lines"].traced()]
        assert (shown.entries[0].channels in drawn) == is_told
        assert all(entry.name in drawn for entry in shown.entries)
        assert made.cut() == []
        assert_apart("lines", made.tiles["lines"])


def test_a_tile_of_any_kind_may_show_a_notice(board):
    made = board()
    made.render_board(screens.header(), screens.alarm(), dict.fromkeys(made.tiles, TextTile("", "Zatím nic", True)))
    assert made.cut() == []
    assert all([one.text for one in tile.traced()] == ["Zatím nic"] for tile in made.tiles.values())


def test_many_cards_never_leave_the_tile(board):
    made = board(page=Page(tiles=(Tile(kind="agents", place=Place(0, 0, 1856, 904)),)))
    made.render_board(screens.header(), screens.alarm(), {"agents": screens.agents(count=60)})
    assert isinstance(made.tiles["agents"].shown, AgentsTile)
    assert_apart("agents", made.tiles["agents"])


def test_an_alarm_on_a_figure_has_its_frame(board):
    made = board()
    figure = screens.figures()["longest_wait"]
    assert isinstance(figure, FigureTile)
    for alarm in ("warn", "bad"):
        made.render_board(screens.header(), screens.alarm(), {"longest_wait": replace(figure, alarm=alarm)})
        picture = made.tiles["longest_wait"].grab().toImage()
        assert picture.pixelColor(200, 1) == THEME["dark"].colour(alarm)
