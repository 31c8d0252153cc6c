"""The statistics page's widgets from hand-made screens: figures, choices, explanation; every state in both themes."""

import msgspec
import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from shared.reports.chart import Chart, Series
from supervisor_console.statistics.screen import (
    Change,
    Column,
    ExplainScreen,
    Figure,
    Foot,
    Line,
    PanelOf,
    Part,
    Pick,
    Picks,
    StatisticsScreen,
    TableOf,
    Term,
    Tile,
    Variant,
    Wish,
)
from supervisor_console.statistics.screen.arranging import ColumnLine
from supervisor_console.statistics.views.column_rows import ColumnRows
from supervisor_console.statistics.views.explain import ExplainPopover
from supervisor_console.statistics.views.page import StatisticsView
from tests.helpers.windows import settle

BARS = Chart(kind="bars", title="Calls", labels=("8", "9"), series=(Series(name="calls", values=(3.0, 5.0)),))
TABLE = TableOf(
    name="queues",
    columns=(Column(name="queue", title="Queue", is_right=False), Column(name="offered", title="Offered")),
    lines=(Line(key="support", figures=(Figure(text="Support", sort="support"), Figure(text="663", sort=663.0))),
           Line(key="sales", figures=(Figure(text="Sales", sort="sales"), Figure(text="1,390", sort=1390.0)))),
)  # fmt: skip
SCREEN = StatisticsScreen(
    title="Statistics", can_export=True,
    filters=(Picks(kind="report", label="Report", text="Overview", marked=("overview",),
                   picks=(Pick("overview", "Overview"), Pick("hours", "Hours"))),
             Picks(kind="queues", label="Queues", text="All (2)", is_many=True,
                   picks=(Pick("support", "Support"), Pick("sales", "Sales")))),
    tiles=(Tile(key="sl4", caption="Service level", figure="82.5%", hint="SL4 · 80/20", is_wide=True,
                change=Change(text="1.8 p.", icon="arrow_up", token="good")),
           Tile(key="offered", caption="Offered", figure="2,053")),
    rows=((PanelOf(key="calls", title="Calls", chart=BARS), PanelOf(key="queues", title="Queues", table=TABLE)),),
    foot=Foot(gaps="1 gap in this period.", button="Show gaps", told_at="As of 14:36"),
)  # fmt: skip
EXPLAINED = ExplainScreen(
    title="Explain this number", subtitle="Service level", name="SL4", figure="82.5%", numerator=(Term("A", "T"),),
    denominator=(Term("A"), Term("B", "", "+"), Term("B", "s", "−")), numbers=("1,059", "1,178 + 142 − 36"),
    reduced=("1,059", "1,284"), parts_title="Parts", parts_unit="calls",
    parts=(Part(term=Term("A", "T"), words="Answered within 20 s", value="1,059"),), valid_word="valid", goal=0.8,
    variants=(
        Variant(name="SL4", figure="82.5%", share=0.825, letters="A/B", numbers="1/2", words="x", is_valid=True),),
    calls="Show 1,284 calls", copy="Copy",
)  # fmt: skip


@pytest.fixture
def window(ground, qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    made.setCentralWidget(StatisticsView(ground))
    made.resize(1360, 844)
    made.show()
    settle()
    return made


@pytest.fixture
def view(window):
    found = window.centralWidget()
    found.wishes = []
    found.wished.connect(found.wishes.append)
    found.render_screen(SCREEN)
    settle()
    return found


def test_everything_of_a_screen_is_there(view):
    assert [tile.accessibleName() for tile in view.tiles.tiles] == [
        "Service level 82.5% 1.8 p. SL4 · 80/20", "Offered 2,053"
    ]  # fmt: skip
    chart, table = view.panels.panels[0]
    assert chart.stack.currentWidget() is chart.chart
    model = table.figures.table.model()
    assert [model.index(row, 1).data() for row in range(2)] == ["663", "1,390"]
    assert view.foot.gaps.text() == "1 gap in this period."


def test_figures_are_sorted_by_what_they_are_not_by_how_they_are_written(view):
    table = view.panels.panels[0][1].figures.table
    table.horizontalHeader().sectionClicked.emit(1)
    settle()
    first = [table.model().index(row, 0).data() for row in range(2)]
    table.horizontalHeader().sectionClicked.emit(1)
    settle()
    assert {tuple(first), tuple(table.model().index(row, 0).data() for row in range(2))} == {
        ("Support", "Sales"), ("Sales", "Support")
    }  # fmt: skip


def test_the_total_stays_at_the_bottom_however_rows_are_sorted(view):
    shown = view.panels.panels[0][1]
    total = Line(key="", figures=(Figure(text="Total", sort="total"), Figure(text="2,053", sort=2053.0)), is_total=True)
    table = msgspec.structs.replace(TABLE, lines=(*TABLE.lines, total))
    shown.render_panel(PanelOf(key="queues", title="Queues", table=table))
    found = []
    for _press in range(2):
        shown.figures.table.horizontalHeader().sectionClicked.emit(1)
        model = shown.figures.table.model()
        found.append([model.index(row, 0).data() for row in range(3)])
    assert sorted(found) == [["Sales", "Support", "Total"], ["Support", "Sales", "Total"]]


def test_what_is_pressed_is_wished(view):
    QTest.mouseClick(view.out["xlsx"], Qt.MouseButton.LeftButton)
    view.filters[0].picked.emit("hours")
    view.filters[1].picked.emit(("sales",))
    view.foot.button.click()
    view.panels.panels[0][0].chart.drilled.emit(0, 1, 1)
    view.panels.panels[0][1].figures.opened.emit("sales", "offered")
    assert view.wishes == [
        Wish("xlsx"), Wish("report", "hours"), Wish("queues", ("sales",)), Wish("gaps"),
        Wish("drill", ("calls", 0, 1, 1)), Wish("open_row", ("queues", "sales", "offered")),
    ]  # fmt: skip


def test_files_have_one_button_where_there_is_no_room_for_three(window, view):
    assert (view.export.isVisible(), view.out["csv"].isVisible()) == (False, True)
    many = tuple(Picks(kind="queues", label="Queues", text="All of them (22)", picks=SCREEN.filters[1].picks)
                 for _one in range(8))  # fmt: skip
    view.render_screen(msgspec.structs.replace(SCREEN, filters=many))
    assert (view.export.isVisible(), view.out["csv"].isVisible()) == (True, False)
    menu = view.out_menu()
    assert [one.text() for one in menu.actions()] == ["CSV", "XLSX", "PDF"]
    menu.actions()[2].trigger()
    assert view.wishes == [Wish("pdf")]


COLUMNS = tuple(ColumnLine(name=name, title=name.title(), is_key=name == "queue", is_drawn=False)
                for name in ("queue", "offered", "answered", "asa"))  # fmt: skip


def test_columns_are_dragged_moved_and_walked(ground, qtbot):
    rows = ColumnRows(ground)
    qtbot.addWidget(rows)
    rows.resize(400, 200)
    rows.render_lines(COLUMNS)
    rows.show()
    settle()
    wishes = []
    rows.wished.connect(lambda *wish: wishes.append(wish))
    row, left = rows.rows["asa"], Qt.MouseButton.LeftButton
    QTest.mousePress(row, left, pos=QPoint(60, 16))
    QTest.mouseMove(row, QPoint(60, 2 - 64))
    rows.render_lines((COLUMNS[0], COLUMNS[3], *COLUMNS[1:3]))  # as the page does then
    settle()
    QTest.mouseRelease(row, left, pos=QPoint(60, 16))
    assert wishes == [("move", "asa", 1)]  # dragged, and not ticked
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(row, key, Qt.KeyboardModifier.AltModifier)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_S):
        QTest.keyClick(row, key)
    assert wishes[1:] == [("move", "asa", 2), ("show", "asa", 0), ("sort", "asa", 0)]  # never before the key
    QTest.keyClick(rows.rows["queue"], Qt.Key.Key_Space)
    assert len(wishes) == 4  # a key is always shown
    assert row.accessibleDescription() == "shown"
    rows.narrow("answ")
    assert rows.first() is rows.rows["answered"]


def test_f1_on_a_figure_explains_it(view):
    asked = []
    view.explained.connect(lambda key, _tile: asked.append(key))
    QTest.keyClick(view.tiles.tiles[0], Qt.Key.Key_F1)
    QTest.mouseClick(view.tiles.tiles[1], Qt.MouseButton.LeftButton)
    assert asked == ["sl4", "offered"]


def test_old_figures_stay_but_are_dimmed(view):
    view.render_screen(msgspec.structs.replace(SCREEN, is_old=True, strip="Loading"))
    settle()
    assert view.inner.graphicsEffect().opacity() == 0.6
    assert view.tiles.tiles[0].tile.figure == "82.5%"
    view.render_screen(SCREEN)
    assert view.inner.graphicsEffect() is None


def test_a_screen_of_another_shape_takes_its_place(view):
    view.render_screen(msgspec.structs.replace(
        SCREEN, tiles=(), filters=SCREEN.filters[:1], rows=((PanelOf(key="a", title="A", nothing="No calls."),),)
    ))  # fmt: skip
    settle()
    (panel,) = view.panels.panels[0]
    assert panel.stack.currentWidget() is panel.empty
    assert len(view.filters) == 1
    assert view.tiles.isHidden()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_an_explanation_opens_under_its_tile_and_escape_closes_it(window, view, ground, theme):
    ground.set_theme(theme)
    shown = ExplainPopover(ground, view.tiles.tiles[0], EXPLAINED)
    asked = []
    shown.asked_calls.connect(lambda: asked.append("calls"))
    shown.open()
    settle()
    assert window.rect().contains(shown.geometry())
    assert shown.formula.accessibleName() == "SL4 = AT / A + B − Bs = 82.5%"
    shown.grab()
    QTest.mouseClick(shown.calls, Qt.MouseButton.LeftButton)
    assert asked == ["calls"]
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isHidden()


def test_the_period_has_presets_and_days_of_its_own(view):
    period = Picks(kind="period", label="Period", text="Today", marked=("today",),
                   picks=(Pick("today", "Today"), Pick("yesterday", "Yesterday")))  # fmt: skip
    view.render_screen(msgspec.structs.replace(SCREEN, filters=(period,), chip="12 calls of a search"))
    settle()
    button = view.filters[0]
    button.open_list()
    calendar = button.calendar
    assert [row.is_ticked for row in calendar.rows.rows] == [True, False]
    calendar.rows.rows[1].click()
    button.open_list()
    for day in (QDate(2026, 3, 27), QDate(2026, 3, 25)):
        button.calendar.calendar.clicked.emit(day)
    button.calendar.use.click()
    view.choices.chip.removed.emit()
    assert view.wishes == [
        Wish("period", "yesterday"), Wish("days", ("2026-03-25", "2026-03-27")), Wish("all_calls")
    ]  # fmt: skip
