"""Where tiles stand, on any screen and after any edit: inside the picture, never over one another."""

from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallboard.pages import DEFAULT, STEP, Format, Page, Place, TileKind
from wallboard.pages.layout import (
    FRAMES,
    SMALLEST,
    Rect,
    added,
    form_of,
    is_free,
    layout_of,
    nudged,
    place_at,
    placed,
    removed,
)
from wallboard.pages.pages_file import mistakes

KINDS: tuple[TileKind, ...] = ("queues", "clock", "text", "agents")
SIZES = st.tuples(st.integers(800, 7680), st.integers(480, 4320))
FORMS = st.sampled_from(["wide", "compact"])
NUMBER = st.integers(-200, 8000)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("drag"), st.integers(0, 9), st.builds(Rect, NUMBER, NUMBER, NUMBER, NUMBER)),
        st.tuples(st.just("nudge"), st.integers(0, 9), st.tuples(
            st.integers(-9, 9), st.integers(-9, 9), st.booleans())),
        st.tuples(st.just("remove"), st.integers(0, 9), st.none()),
        st.tuples(st.just("add"), st.integers(0, 9), st.sampled_from(KINDS)),
    ),
    max_size=6,
)  # fmt: skip


def page_after(page: Page, form: Format, size, edits) -> Page:
    for deed, number, what in edits:
        if deed == "add":
            page = added(page, form, what)
        elif page.tiles:
            index = number % len(page.tiles)
            if deed == "drag":
                page = placed(page, index, place_at(page, form, size, what))
            elif deed == "nudge":
                page = nudged(page, form, index, what[0], what[1], is_size=what[2])
            else:
                page = removed(page, index)
    return page


def check(page: Page, form: Format, size) -> None:
    layout = layout_of(page, form, *size)
    width, height = size
    assert (layout.header.y, layout.header.width) == (0, width)
    assert layout.ticker.y + layout.ticker.height == height
    for tile in layout.tiles:
        assert min(tile.width, tile.height) >= 1
        assert tile.x >= layout.canvas.x
        assert tile.y >= layout.header.height
        assert tile.x + tile.width <= width
        assert tile.y + tile.height <= layout.ticker.y
    assert not any(one.meets(other) for one, other in combinations(layout.tiles, 2))


@given(size=SIZES, form=FORMS, number=st.integers(0, 2))
def test_default_pages_fit_every_window(size, form, number):
    check(DEFAULT.of(form)[number], form, size)


@settings(deadline=None, max_examples=40)
@given(size=SIZES, form=FORMS, number=st.integers(0, 2), edits=EDITS)
def test_edited_pages_fit_every_window_and_their_file_is_read_again(size, form, number, edits):
    page = page_after(DEFAULT.of(form)[number], form, size, edits)
    check(page, form, size)
    other = (size[1] + 800, size[0])
    check(page, form, other)
    assert not list(mistakes(msgspec.structs.replace(DEFAULT, **{form: (page,)})))


@given(size=SIZES, form=FORMS, rect=st.builds(Rect, NUMBER, NUMBER, NUMBER, NUMBER))
def test_a_drag_ends_inside_and_is_not_too_small(size, form, rect):
    place = place_at(DEFAULT.of(form)[0], form, size, rect)
    (width, height), (least_wide, least_high) = FRAMES[form].canvas, SMALLEST[form]
    assert place.x + place.width <= width
    assert place.y + place.height <= height
    assert place.width >= least_wide
    assert place.height >= least_high


@pytest.mark.parametrize(("width", "height", "form"), [
    (1920, 1080, "wide"), (3840, 2160, "wide"), (1400, 900, "wide"), (2560, 1080, "wide"), (1920, 1200, "wide"),
    (1399, 800, "compact"), (1024, 768, "compact"), (1600, 1200, "compact"), (1080, 1920, "compact"),
    (800, 480, "compact"),
])  # fmt: skip
def test_which_pages_fit_which_screen(width, height, form):
    assert form_of(width, height) == form


def test_the_picture_that_it_was_drawn_for():
    layout = layout_of(DEFAULT.wide[0], "wide", 1920, 1080)
    assert (layout.unit, layout.header, layout.ticker) == (1, (0, 0, 1920, 72), (0, 1008, 1920, 72))
    tiles = dict(zip((tile.kind for tile in DEFAULT.wide[0].tiles), layout.tiles, strict=True))
    assert tiles["waiting_now"] == (32, 88, 340, 240)
    assert tiles["longest_wait"] == (388, 88, 484, 240)
    assert tiles["service_level"] == (888, 88, 520, 240)
    assert tiles["sums"] == (1424, 88, 464, 240)
    assert tiles["queues"] == (32, 344, 1200, 312)
    assert tiles["callers"] == (1248, 344, 640, 312)
    assert tiles["agents"] == (32, 672, 1200, 320)


def test_a_taller_picture_gives_its_surplus_to_the_operators():
    before, after = (layout_of(DEFAULT.wide[0], "wide", 1920, height).tiles for height in (1080, 1200))
    assert [one.height for one in after[:6]] == [one.height for one in before[:6]]
    assert after[6].height == before[6].height + 120


def test_a_wider_picture_gives_its_surplus_to_the_left_column():
    before, after = (layout_of(DEFAULT.wide[0], "wide", width, 1080).tiles for width in (1920, 2560))
    assert after[4].width == before[4].width + 640
    assert after[5].width == before[5].width
    assert after[5].x == before[5].x + 640


def test_the_compact_picture():
    layout = layout_of(DEFAULT.compact[0], "compact", 1024, 768)
    assert [tuple(tile) for tile in layout.tiles] == [
        (16, 60, 216, 152), (244, 60, 380, 152), (636, 60, 372, 152), (16, 224, 992, 64), (16, 300, 992, 240),
        (16, 552, 492, 156), (520, 552, 488, 156),
    ]  # fmt: skip
    assert layout.ticker == (0, 720, 1024, 48)


@given(size=SIZES, number=st.integers(0, 2))
def test_a_tile_that_is_dropped_where_it_is_stays_there(size, number):
    page = DEFAULT.wide[number]
    for tile, rect in zip(page.tiles, layout_of(page, "wide", *size).tiles, strict=True):
        place = place_at(page, "wide", size, rect)
        moved = max(abs(place.x - tile.place.x), abs(place.y - tile.place.y))
        assert moved <= STEP


def test_edits_that_cannot_be_change_nothing():
    page = DEFAULT.wide[0]
    assert placed(page, 0, page.tiles[4].place) == page
    assert not is_free(page, page.tiles[4].place, 0)
    assert is_free(page, page.tiles[0].place, 0)
    assert added(page, "wide", "clock") == page  # it is full
    assert nudged(page, "wide", 0, -1, 0, is_size=False) == page
    fewer = removed(page, 0)
    assert len(fewer.tiles) == len(page.tiles) - 1
    again = added(fewer, "wide", "clock")
    assert again.tiles[-1].kind == "clock"
    smaller = nudged(page, "wide", 0, -2, 0, is_size=True)
    assert smaller.tiles[0].place == Place(0, 0, 340 - 2 * STEP, 240)
