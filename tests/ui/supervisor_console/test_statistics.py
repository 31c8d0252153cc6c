"""The statistics page on a real database under an account's own role: figures equal plain counting."""

from __future__ import annotations

import asyncio
import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import psycopg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shared.database.accounts import open_book
from shared.domain.search.query import Period, Query, Term
from shared.reports.catalogue import READY
from shared.reports.chart import Chart
from shared.reports.definition import Arrangement
from supervisor_console.reports.search import SearchScope
from supervisor_console.reports.search import page as found_page
from supervisor_console.statistics.app.page import StatisticsPage
from supervisor_console.statistics.screen import Wish
from supervisor_console.views.table import Table
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, speak
from tests.integration.search.conftest import PASSWORD, _store
from tests.integration.search.made import QUEUES, SEEN, call_of, written_of
from tests.ui.supervisor_console.statistics_desk import (
    CALLS,
    MONTH,
    NOW,
    PRAGUE,
    always,
    answered,
    desk_of,
    exported,
    figures,
    plain,
    sitting,
    strip,
    totals,
    visits,
)


@pytest.fixture(scope="module")
def made():
    random = Random(11)
    return [(call_of(random, number), written_of(random)) for number in range(CALLS)]


@pytest.fixture(scope="module")
def stored(postgres, _template, made):
    url = postgres.create(_template)
    asyncio.run(_store(url, made))
    with open_book(url, "tests") as book:
        book.add("anna", ["supervisor"], PASSWORD)
        book.add("vera", ["supervisor"], PASSWORD, queues=SEEN)
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()


@pytest.mark.parametrize(("account", "queues"), [("anna", None), ("vera", SEEN)])
def test_figures_are_those_that_counting_by_hand_gives(drive, ground, qtbot, stored, made, account, queues):
    async def story():
        async with sitting(ground, qtbot, stored, account) as page:
            expected = plain(visits(made, queues))
            shown = figures(page)
            assert {key: shown[key] for key in expected} == expected
            table = table_of(page)
            model = table.model()
            rows = {model.index(row, 0).data(): model.index(row, 1).data() for row in range(model.rowCount())}
            assert rows["Together"] == expected["offered"]
            for title, queue in (("Podpora", "support"), ("Prodej", "sales")):
                if queues is None or queue in queues:
                    assert rows[title] == str(len([one for one in visits(made, queues) if one.queue == queue]))
            assert sum(totals(page)) == int(expected["offered"]) - sum(
                one.outcome in (None, "lost") for one in visits(made, queues)
            )

    drive(story())


def test_a_queue_is_chosen_and_all_figures_follow(drive, ground, qtbot, stored, made):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            page.widget.wished.emit(Wish("queues", ("support",)))
            await answered(page)
            assert figures(page)["offered"] == plain(visits(made, ("support",)))["offered"]
            assert page.widget.filters[2].value == "Podpora"
            page.widget.wished.emit(Wish("open_row", ("queues", "", "offered")))
            await answered(page)
            assert figures(page)["offered"] == plain(visits(made))["offered"]

    drive(story())


def test_columns_of_days_are_drilled_down_to_hours_and_to_calls(drive, ground, qtbot, stored, made):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            page.widget.wished.emit(Wish("interval", "day"))
            await answered(page)
            chart = page.widget.panels.panels[0][0].chart
            days = totals(page)
            place = days.index(max(days))
            settled = days[place]
            chart.drilled.emit(0, place, place)
            await answered(page)
            assert page.moment.by == "hour"
            assert page.moment.span[1] - page.moment.span[0] in (timedelta(hours=23), timedelta(hours=24))
            assert sum(totals(page)) == settled

    drive(story())


def test_a_figure_is_explained_with_its_parts_and_calls(drive, ground, qtbot, stored, made):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            QTest.mouseClick(page.widget.tiles.tiles[0], Qt.MouseButton.LeftButton)
            shown = page.explanation
            assert shown is not None
            expected = plain(visits(made))
            assert shown.shown.figure == expected["sl4"]
            assert [one.name for one in shown.shown.variants] == [f"SL{number}" for number in range(1, 8)]
            assert next(one for one in shown.shown.variants if one.is_valid).figure == expected["sl4"]
            parts = {one.term.letter + one.term.index: one.value for one in shown.shown.parts}
            assert parts["A"] == expected["answered"]
            QTest.mouseClick(shown.copy, Qt.MouseButton.LeftButton)
            assert expected["sl4"] in QApplication.clipboard().text()
            assert clipped_texts(shown) == []

    drive(story())


def test_before_there_are_figures_nothing_is_said_and_no_calls_say_so(drive, ground, qtbot, stored):
    empty = Period(preset=None, since=datetime(2020, 1, 1, tzinfo=UTC), until=datetime(2020, 1, 2, tzinfo=UTC))

    async def story():
        async with sitting(ground, qtbot, stored, period=empty) as page:
            assert figures(page)["sl4"] == "—"
            assert figures(page)["offered"] == "0"
            chart = page.widget.panels.panels[0][0].chart
            assert chart.stack.currentWidget() is chart.empty

    drive(story())


def test_while_the_database_is_away_old_figures_stay(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            before = figures(page)
            desk_of(page).database.is_lost = True
            page.reload()
            await wait_until(lambda: page.moment.away_since is not None, 10, "that it is noticed")
            assert figures(page) == before
            assert "Database unreachable since" in strip(page)
            desk_of(page).database.is_lost = False
            page.widget.wished.emit(Wish("retry"))
            await answered(page)
            assert not strip(page)

    drive(story())


def test_what_is_shown_is_written_into_files_and_copied(drive, ground, qtbot, stored, made, tmp_path):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            for kind in ("csv", "xlsx", "pdf"):
                file = tmp_path / f"overview.{kind}"
                assert await exported(page, kind, file) == f"The report was written to {file}"
                assert file.stat().st_size > 100
            lines = list(csv.reader((tmp_path / "overview.csv").read_text("utf-8-sig").splitlines()))
            total = dict(zip(lines[0], next(line for line in lines if line and line[0] == "Total"), strict=True))
            assert total["Offered"] == plain(visits(made))["offered"]
            assert f"{float(total['Service level SL4']):.1f}%" == plain(visits(made))["sl4"]
            table = table_of(page)
            QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
            copied = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
            assert copied[-1][:2] == ["Together", total["Offered"]]
            assert len(copied[0]) == len(copied[-1])
        with psycopg.connect(stored) as connection:
            acts = connection.execute("select account, subject from audit where act = 'report.export'").fetchall()
        assert acts == [("anna", f"overview.{kind}") for kind in ("csv", "xlsx", "pdf")]

    drive(story())


def test_what_keeps_a_report_from_its_file_is_one_line(drive, ground, qtbot, stored, tmp_path):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            missing = tmp_path / "nowhere" / "report.csv"
            assert await exported(page, "csv", missing) == f"There is no such folder: {missing.parent}"
            kept = tmp_path / "kept.csv"
            kept.write_text("before")
            page.exporting._cancelled.clear()
            desk_of(page).database.gate.clear()
            page.ask_file = always(kept)
            page.widget.wished.emit(Wish("csv"))
            await wait_until(lambda: page.widget.strip.button.text() == "Cancel", 5, "that it is being written")
            page.widget.wished.emit(Wish("retry"))
            desk_of(page).database.gate.set()
            await wait_until(lambda: page.exporting.kind is None, 10, "the end")
            assert desk_of(page).said.pop()[0] == "The export was cancelled, nothing was written."
            assert kept.read_text() == "before"
            assert [one.name for one in tmp_path.iterdir()] == ["kept.csv"]

    drive(story())


def table_of(page: StatisticsPage) -> Table:
    """The last table of the page."""
    found = page.widget.panels.panels[-1][-1].figures.table
    assert found is not None
    return found


def rows_of(page) -> dict[str, dict[str, str]]:
    """The report's table: first cell → column → text."""
    table = table_of(page)
    model = table.model()
    names = [spec.name for spec in table.specs]
    return {
        model.index(row, 0).data(): {name: model.index(row, place).data() for place, name in enumerate(names)}
        for row in range(model.rowCount())
    }


def explain(page, row: int, column: str):
    """F1 on a figure of the last table."""
    table = table_of(page)
    place = [spec.name for spec in table.specs].index(column)
    table.setCurrentIndex(table.model().index(row, place))
    QTest.keyClick(table, Qt.Key.Key_F1)
    assert page.explanation is not None
    return page.explanation


def test_every_ready_report_is_shown_and_those_of_queues_equal_counting(drive, ground, qtbot, stored, made, grab):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            for name in READY:
                page.widget.wished.emit(Wish("report", name))
                await answered(page)
                assert page.moment.shown == name, page.moment.failure
                assert clipped_texts(page.widget) == [], name
                grab(page.widget.window(), f"statistics-report-{name}")
            page.widget.wished.emit(Wish("report", "queues"))
            await answered(page)
            rows, expected = rows_of(page), Counter(one.queue for one in visits(made))
            for title, queue in (("Podpora", "support"), ("Prodej", "sales"), ("VIP", "vip")):
                assert rows[title]["offered"] == str(expected[queue])
            assert rows["Total"]["sl4"] == figures(page)["sl4"] == plain(visits(made))["sl4"]
            page.widget.wished.emit(Wish("queues", ("sales",)))
            await answered(page)
            assert set(rows_of(page)) == {"Prodej", "Total"}

    drive(story())


def test_calls_behind_a_figure_are_exactly_the_counted_ones(drive, ground, qtbot, stored, made):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            page.widget.wished.emit(Wish("report", "queues"))
            await answered(page)
            place = list(rows_of(page)).index("Podpora")
            for column, is_meant in (
                ("abandoned", lambda one: one.outcome == "abandoned"),
                ("short_abandoned", lambda one: one.outcome == "abandoned" and one.wait_time is not None
                 and one.wait_time <= timedelta(seconds=5)),
                ("asa", lambda one: one.outcome == "answered"),
            ):  # fmt: skip
                expected = {
                    (call.pbx, call.call_id) for call, _written in made for one in call.visits
                    if one.queue == "support" and is_meant(one) and MONTH.since <= one.entered_at < MONTH.until
                }  # fmt: skip
                shown = explain(page, place, column)
                assert "Podpora" in shown.shown.subtitle
                QTest.mouseClick(shown.calls, Qt.MouseButton.LeftButton)
                desk = desk_of(page)
                await wait_until(lambda: desk_of(page).searched, 10, "the search")
                query = desk.searched.pop()
                scope = SearchScope(zone=PRAGUE, now=NOW, country="CZ")
                found = await desk.database.ask(partial(found_page, query=query, scope=scope, limit=999))
                assert {(one.pbx, one.call) for one in found.rows} == expected

    drive(story())


async def found_by(page) -> set[tuple[str, str]]:
    """The calls of the search that the page opened."""
    desk = desk_of(page)
    await wait_until(lambda: desk.searched, 10, "the search")
    query, scope = desk.searched.pop(), SearchScope(zone=PRAGUE, now=NOW, country="CZ")
    found = await desk.database.ask(partial(found_page, query=query, scope=scope, limit=999))
    return {(one.pbx, one.call) for one in found.rows}


def calls_with(made, is_meant) -> set[tuple[str, str]]:
    """Calls with such a visit of the period."""
    return {(call.pbx, call.call_id) for call, _written in made for one in call.visits
            if MONTH.since <= one.entered_at < MONTH.until and is_meant(one)}  # fmt: skip


def hour_of(one) -> tuple[int, int]:
    local = one.entered_at.astimezone(PRAGUE)
    return local.weekday(), local.hour


def test_a_cell_a_column_and_a_bar_open_exactly_their_own_visits(drive, ground, qtbot, stored, made):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            (columns, waits), (load, _queues) = page.widget.panels.panels
            busiest, _count = Counter(map(hour_of, visits(made))).most_common(1)[0]
            hours = [int(one) for one in drawn(load).labels]
            days = sorted({hour_of(one)[0] for one in visits(made)})
            load.chart.drilled.emit(days.index(busiest[0]), hours.index(busiest[1]), hours.index(busiest[1]))
            assert await found_by(page) == calls_with(made, lambda one: hour_of(one) == busiest)
            columns.chart.drilled.emit(0, 1, 2)
            hours = [int(one) for one in drawn(columns).labels][1:3]
            assert await found_by(page) == calls_with(made, lambda one: hour_of(one)[1] in hours)
            step = seconds_of(drawn(waits).labels[1])
            waits.chart.drilled.emit(0, 1, 1)
            assert await found_by(page) == calls_with(
                made, lambda one: one.outcome == "answered" and one.wait_time is not None
                and step < one.wait_time.total_seconds() <= 2 * step)  # fmt: skip
            for name, is_meant in (
                ("week_hours", lambda one: hour_of(one) == busiest), ("queues", lambda one: one.queue == "sales"),
            ):  # fmt: skip
                page.widget.wished.emit(Wish("report", name))
                await answered(page)
                ((chart, *_more), _table) = page.widget.panels.panels
                if name == "week_hours":
                    hours = [int(one) for one in drawn(chart).labels]
                    spot = (days.index(busiest[0]), hours.index(busiest[1]))
                else:
                    spot = (0, drawn(chart).labels.index("Prodej"))
                chart.chart.drilled.emit(*spot, spot[1])
                assert await found_by(page) == calls_with(made, is_meant)

    drive(story())


def test_every_chart_leads_to_calls_or_into_a_part_of_the_time(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            desk, led = desk_of(page), {}
            for name in ("agents", "directions", "ringing", "intervals", "service_levels", "first_contact"):
                page.widget.wished.emit(Wish("report", name))
                await answered(page)
                *charts, _table = page.widget.panels.panels
                for place in range(len(charts[0]) if charts else 0):
                    period = page.moment.period
                    page.widget.panels.panels[0][place].chart.drilled.emit(0, 0, 0)
                    await wait_until(lambda: desk.searched or page.moment.period != period, 10, name)  # noqa: B023
                    led[name] = [term.field for term in desk.searched.pop().terms] if desk.searched else []
                    if page.moment.period != period:
                        page.know(period=MONTH, rows_by=None)
                        page.reload()
                    await answered(page)
            assert led["agents"] == ["agent"]
            assert led["directions"] == ["direction"]
            assert led["ringing"] == ["ring"]
            assert led["intervals"] == []
            assert led["first_contact"][0] == "queue"
            assert led["service_levels"]

    drive(story())


def seconds_of(label: str) -> int:
    minutes, _, seconds = label.rpartition(":")
    return int(minutes or 0) * 60 + int(seconds)


def test_calls_behind_a_figure_follow_the_limits_of_their_time(drive, ground, qtbot, stored, made):
    entered = sorted(one.entered_at for one in visits(made))
    changed_at = entered[len(entered) // 2].replace(minute=0, second=0, microsecond=0)
    with psycopg.connect(stored) as connection:
        connection.execute(
            "insert into setting (section, since, value, account, made_at) values ('centre', %s, %s, 'adam', now())",
            [changed_at, '{"service_level_seconds": 60, "short_abandon_seconds": 600}'])  # fmt: skip

    def gave_up(one, seconds: int) -> bool:
        return (one.outcome == "abandoned" and one.wait_time is not None
                and one.wait_time <= timedelta(seconds=seconds))  # fmt: skip

    async def story():
        async with sitting(ground, qtbot, stored) as page:
            page.widget.wished.emit(Wish("report", "queues"))
            await answered(page)
            expected = calls_with(made, lambda one: gave_up(one, 600 if one.entered_at >= changed_at else 5))
            explained = explain(page, len(rows_of(page)) - 1, "short_abandoned")
            QTest.mouseClick(explained.calls, Qt.MouseButton.LeftButton)
            assert await found_by(page) == expected
            assert expected != calls_with(made, lambda one: gave_up(one, 600))

    try:
        drive(story())
    finally:
        with psycopg.connect(stored) as connection:
            connection.execute("insert into setting (section, since, value, made_at) values ('centre', %s, null, "
                               "now())", [changed_at])  # fmt: skip


def drawn(view) -> Chart:
    """What a panel's chart draws."""
    chart = view.chart._chart
    assert chart is not None
    return chart  # type: ignore[no-any-return]


def spots(page, name):
    """Of a column's row: tick, sorting, chart."""
    row = page.arranging.popover.rows.rows[name]
    middle = row.height() // 2
    return [QPoint(20, middle), QPoint(row.width() - 80, middle), QPoint(row.width() - 50, middle)]


def test_columns_rows_and_chart_are_chosen_by_hand_and_go_into_files(
    drive, ground, qtbot, stored, made, tmp_path, grab
):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            page.widget.wished.emit(Wish("report", "queues"))
            await answered(page)
            (chart,), (table,) = page.widget.panels.panels
            QTest.mouseClick(table.deed, Qt.MouseButton.LeftButton)
            popover = page.arranging.popover
            assert popover is not None
            assert QApplication.focusWidget() is popover.search
            QTest.keyClicks(popover.search, "still")
            QTest.keyClick(popover.search, Qt.Key.Key_Down)
            row = popover.rows.rows["waiting"]
            assert QApplication.focusWidget() is row
            QTest.keyClick(row, Qt.Key.Key_Space)
            popover.search.clear()
            left = Qt.MouseButton.LeftButton
            QTest.mouseClick(popover.rows.rows["lost"], left, pos=spots(page, "lost")[0])
            for _step in range(2):
                QTest.keyClick(popover.rows.rows["abandoned"], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
            QTest.mouseClick(popover.rows.rows["abandoned"], left, pos=spots(page, "abandoned")[1])
            for name in ("answered", "abandoned"):
                QTest.mouseClick(popover.rows.rows[name], left, pos=spots(page, name)[2])
            QTest.mouseClick(popover.charts["stacked"], left)
            grab(page.widget.window(), "statistics-arranging")
            assert clipped_texts(popover) == []
            QTest.keyClick(popover, Qt.Key.Key_Escape)
            names = [one.name for one in table_of(page).specs]
            assert names[:3] == ["queue", "abandoned", "offered"]
            assert not {"lost", "waiting"} & set(names)
            gone = Counter(one.queue for one in visits(made) if one.outcome == "abandoned")
            rows = [one["abandoned"] for one in list(rows_of(page).values())[:-1]]
            assert rows == [str(number) for number in sorted((gone[one] for one in QUEUES), reverse=True)]
            assert drawn(chart).kind == "stacked"
            assert [one.name for one in drawn(chart).series] == ["Answered", "Abandoned"]
            assert page.widget.tiles.tiles[0].tile.key == "abandoned"
            file = tmp_path / "queues.csv"
            await exported(page, "csv", file)
            told = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
            assert told[0][:3] == ["Queue", "Abandoned", "Offered"]
            assert [line[1] for line in told[1 : len(rows) + 1]] == rows
            explain(page, 0, "abandoned").shut()
            QTest.mouseClick(table.deed, left)
            again = page.arranging.popover
            assert again is not None
            QTest.mouseClick(again.reset, left)
            assert page.moment.arrangement == Arrangement()

    drive(story())


def test_a_row_of_one_call_opens_it_among_the_others(drive, ground, qtbot, stored, made):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            page.widget.wished.emit(Wish("report", "abandoned"))
            await answered(page)
            table = table_of(page)
            gone = [one for one in visits(made) if one.outcome == "abandoned"]
            assert table.model().rowCount() == len(gone)
            table.doubleClicked.emit(table.model().index(1, 1))
            ((_pbx, _call, among),) = desk_of(page).opened
            assert len(among) == len(gone)

    drive(story())


def test_statistics_of_the_calls_of_a_search(drive, ground, qtbot, stored, made, grab):
    query = Query(period=MONTH, terms=(Term(field="pbx", values=("main",)),))

    async def story():
        async with sitting(ground, qtbot, stored) as page:
            page.search(query)
            await answered(page)
            calls = [call for call, _written in made if call.pbx == "main"]
            expected = plain([one for call in calls for one in call.visits])
            shown = figures(page)
            assert {key: shown[key] for key in expected} == expected
            assert page.widget.choices.chip is not None
            assert page.widget.choices.chip.value == f"{len(calls)} calls of a search"
            assert sum(totals(page)) == sum(
                one.outcome not in (None, "lost") for call in calls for one in call.visits)  # fmt: skip
            grab(page.widget.window(), "statistics-search")
            assert page.moment.overview is not None
            waits = page.moment.overview.whole.all_visits.answered_waits.total
            known = [one for call in calls for one in call.visits if one.wait_time is not None]
            assert waits == sum(one.outcome == "answered" for one in known)
            QTest.mouseClick(page.widget.tiles.tiles[3], Qt.MouseButton.LeftButton)
            assert page.explanation is not None
            QTest.mouseClick(page.explanation.calls, Qt.MouseButton.LeftButton)
            await wait_until(lambda: desk_of(page).searched, 10, "the search")
            (named,) = desk_of(page).searched.pop().terms
            gone = {call.call_id for call in calls for one in call.visits if one.outcome == "abandoned"}
            assert set(named.values) <= gone
            page.widget.wished.emit(Wish("all_calls"))
            await answered(page)
            assert page.widget.choices.chip is None
            assert figures(page)["offered"] == plain(visits(made))["offered"]

    drive(story())


def test_numbers_of_a_search_are_meant_with_what_is_dialled_before_them(drive, ground, qtbot, stored, made):
    dialled = next(call.caller for call, _written in made if (call.caller or "").startswith("420"))
    query = Query(period=Period(preset="all"), terms=(Term(field="number", values=(dialled[1:],)),))

    async def story():
        async with sitting(ground, qtbot, stored) as page:
            counts = []
            for prefix in ("", dialled[0]):
                desk_of(page).outside_prefix = prefix
                page.search(query)
                await answered(page)
                scope = SearchScope(zone=PRAGUE, now=NOW, country="CZ", outside_prefix=prefix)
                found = await desk_of(page).database.ask(partial(found_page, query=query, scope=scope, limit=999))
                assert page.moment.found == len(found.rows)
                counts.append(page.moment.found)
            assert counts[0] < counts[1]

    drive(story())


def test_nothing_is_cut_in_any_language(drive, ground, qtbot, stored, grab):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            for theme in ("light", "dark", "contrast"):
                ground.set_theme(theme)
                for language in ("en", "cs"):
                    speak(ground, language)
                    await asyncio.sleep(0)
                    grab(page.widget.window(), f"statistics-{theme}-{language}")
                    assert clipped_texts(page.widget) == []

    drive(story())
