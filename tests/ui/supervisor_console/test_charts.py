"""Charts in a real window: what is painted where, values under the mouse and by keyboard, drilling, the table."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from shared.reports.chart import Chart, Mark, Series
from supervisor_console.views.charts import ChartView, Legend
from supervisor_console.views.charts.scale import said, ticks
from tests.helpers.windows import settle

STACKED = Chart(
    kind="stacked", title="Calls by hour", labels=("8", "9", "10"), totals=(10.0, 4.0, 0.0),
    series=(Series(name="in time", values=(6.0, 4.0, 0.0), paint="good"),
            Series(name="abandoned", values=(4.0, None, 0.0), paint="bad")),
)  # fmt: skip
HEAT = Chart(
    kind="heat", title="Load", labels=("8", "9"), gaps=frozenset({(1, 1)}),
    series=(Series(name="Mon", values=(1.0, 9.0)), Series(name="Tue", values=(3.0, None))),
)  # fmt: skip


@pytest.fixture
def view(ground, qtbot):
    made = ChartView(ground)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    settle()
    return made


def place(view, label, value):
    """Where a value of a label is, in pixels of the plot."""
    return view.plot.plotItem.vb.mapViewToScene(QPointF(label + 0.5, value)).toPoint()


def colour(view, point):
    return view.plot.grab().toImage().pixelColor(point).name().upper()


@pytest.mark.parametrize(("highest", "unit", "expected"), [
    (172, "count", (0, 50, 100, 150, 200)), (0, "count", (0, 1)), (3, "count", (0, 1, 2, 3)),
    (82.5, "percent", (0, 20, 40, 60, 80, 100)), (228, "duration", (0, 60, 120, 180, 240)),
])  # fmt: skip
def test_ticks_are_round(highest, unit, expected):
    assert ticks(highest, unit) == expected


def test_values_are_said_in_their_unit(ground):
    language = ground.language
    found = [said(1358, "count", language), said(82.47, "percent", language), said(228, "duration", language)]
    assert found == ["1,358", "82.5%", "3:48"]
    assert said(None, "count", language) == "—"


def test_bars_stand_on_one_another_in_their_colours(view, ground):
    view.render_chart(STACKED)
    settle()
    theme = ground.theme
    assert colour(view, place(view, 0, 3)) == theme.colour("good").name().upper()
    assert colour(view, place(view, 0, 8)) == theme.colour("bad").name().upper()
    assert colour(view, place(view, 1, 7)) == theme.colour("surface").name().upper()


def test_a_press_and_a_drag_drill(view, qtbot):
    view.render_chart(STACKED)
    settle()
    told = []
    view.drilled.connect(lambda *spot: told.append(spot))
    viewport = view.plot.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place(view, 1, 2))
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=place(view, 2, 2))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place(view, 0, 2))
    assert told == [(0, 1, 1), (0, 0, 2)]


def test_keys_go_from_value_to_value(view):
    view.render_chart(STACKED)
    told = []
    view.drilled.connect(lambda *spot: told.append(spot))
    view.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(view, key)
    assert view.accessibleDescription() == "8\nin time: 6\nabandoned: 4\nTogether: 10"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert told == [(0, 0, 0)]


def test_a_heat_map_finds_its_cells_again(view):
    view.render_chart(HEAT)
    settle()
    view.map.grab()
    told = []
    view.drilled.connect(lambda *spot: told.append(spot))
    corner = view.map.rect().bottomRight()
    QTest.mouseClick(view.map, Qt.MouseButton.LeftButton, pos=corner - corner / 8)
    assert told == [(1, 1, 1)]
    assert view.words_of((0, 1)) == "Mon 9: 9"
    assert view.words_of((1, 1)) == "Tue 9: —"


def test_the_same_values_are_a_table(view):
    view.render_chart(STACKED)
    view.show_table(True)
    settle()
    model = view.table.model()
    rows = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert rows == [["8", "6", "4"], ["9", "4", "—"], ["10", "0", "0"]]
    view.show_table(False)
    assert view.stack.currentWidget() is view.plot


def test_where_there_is_nothing_it_is_said(view):
    view.render_chart(Chart(kind="bars", title="Nothing", labels=(), series=()), "No calls in this period.")
    assert view.stack.currentWidget() is view.empty
    assert "No calls in this period." in view.empty.accessibleName()


def test_words_of_marks_are_above_the_plot_and_never_on_one_another(view):
    spread = Chart(
        kind="spread", title="Waits", labels=tuple(str(one) for one in range(40)),
        series=(Series(name="answered", values=tuple(float(40 - one) for one in range(40))),),
        marks=(Mark(text="P50 · 8 s", at=2), Mark(text="P90 · 20 s", at=3), Mark(text="P95 · 30 s", at=4)),
    )  # fmt: skip
    view.render_chart(spread)
    settle()
    image = view.plot.grab().toImage()
    top = view.plot.plotItem.vb.mapViewToScene(QPointF(0, 40)).y()
    assert top > 30, "two rows of words fit above"
    assert not image.isNull()


def test_a_legend_has_the_chart_s_series(ground, qtbot):
    legend = Legend(ground)
    qtbot.addWidget(legend)
    legend.say(STACKED)
    assert legend.accessibleName() == "in time, abandoned"
    legend.say(HEAT)
    assert legend.isHidden()
