"""Dashboards without widgets: panels arranged by hand, intervals that can be read, what stands where."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from shared.domain.description import CentreDescription, QueueDescription
from shared.domain.search.query import Period, Preset
from shared.language import Language
from shared.reports.definition import Definition
from supervisor_console.reports.dashboards import Dashboard, Named, Placed, Width
from supervisor_console.reports.own_reports import OwnReport
from supervisor_console.statistics.presenter.dashboard import board_screen
from supervisor_console.statistics.presenter.dashboard_arranging import (
    moved,
    over,
    removed,
    shown_as,
    widened,
    with_report,
)
from supervisor_console.statistics.presenter.dashboard_moment import Answered, Boards, changes_for, moment_of
from supervisor_console.statistics.presenter.dashboard_paper import parts_of
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.views.dashboard_grid import placed

QUEUES = Definition(report="queues", period=Period(preset="yesterday"), queues=("support",))
STRANGE = Placed(panel="d", strange='{"shows": "hologram"}')
PANELS = (Placed(panel="a", definition=QUEUES), Placed(panel="b", own=Named("vera", "Ráno")),
          Placed(panel="c", definition=Definition()), STRANGE)  # fmt: skip
BOARD = Dashboard(account="anna", name="Porada", panels=PANELS)
HERE = Moment(
    language=Language.of("en"), zone=ZoneInfo("Europe/Prague"), now=datetime(2026, 11, 23, 12, tzinfo=UTC),
    centre=CentreDescription(queues=(QueueDescription(queue="support", title="Podpora"),)),
)  # fmt: skip


def order(board: Dashboard) -> str:
    return "".join(one.panel for one in board.panels)


@pytest.mark.parametrize(("panel", "by", "expected"), [
    ("a", 1, "bacd"), ("a", -1, "abcd"), ("a", 100, "bcda"), ("c", -1, "acbd"), ("d", -100, "dabc"), ("x", 1, "abcd"),
])  # fmt: skip
def test_a_panel_moves_and_the_others_close_up(panel: str, by: int, expected: str) -> None:
    assert order(moved(panel, by)(BOARD)) == expected


def test_panels_are_widened_shown_otherwise_taken_off_and_put_on() -> None:
    assert widened("a", "whole")(BOARD).panels[0].width == "whole"
    as_table = shown_as("c", ("table", 0))(BOARD).panels[2]
    assert (as_table.shows, as_table.definition) == ("table", Definition())
    assert shown_as("d", ("table", 0))(BOARD) == widened("d", "whole")(BOARD) == BOARD
    assert order(removed("b")(BOARD)) == "acd"
    assert over(Period(preset="today"))(BOARD).period == Period(preset="today")
    own = OwnReport(account="vera", name="Ráno", definition=msgspec.structs.replace(QUEUES, language="en"))
    assert with_report("e", QUEUES, own, ("chart", 1))(BOARD).panels[-1] == Placed(
        panel="e", own=Named("vera", "Ráno"), chart=1)  # fmt: skip
    other = msgspec.structs.replace(QUEUES, queues=())
    assert with_report("e", other, own, ("chart", 0))(BOARD).panels[-1] == Placed(panel="e", definition=other)


@pytest.mark.parametrize(("widths", "expected"), [
    ("hh", [(0, 0), (0, 1)]), ("hwh", [(0, 0), (1, 0), (2, 0)]), ("whhh", [(0, 0), (1, 0), (1, 1), (2, 0)]), ("", []),
])  # fmt: skip
def test_whole_panels_have_rows_of_their_own(widths: str, expected: list[tuple[int, int]]) -> None:
    names: dict[str, Width] = {"h": "half", "w": "whole"}
    assert placed([names[one] for one in widths]) == expected


@pytest.mark.parametrize(("preset", "interval", "expected"), [
    ("today", "half_hour", "half_hour"), ("last_week", "half_hour", "hour"), ("this_year", "half_hour", "week"),
    ("this_year", "month", "month"), ("yesterday", None, None),
])  # fmt: skip
def test_intervals_of_a_long_period_are_longer(preset: Preset, interval: str | None, expected: str | None) -> None:
    definition = msgspec.structs.replace(QUEUES, interval=interval)
    panels = (Placed(panel="a", definition=definition),)
    board = msgspec.structs.replace(BOARD, period=Period(preset=preset), panels=panels)
    boards = Boards(found=(board,), opened="anna/Porada", is_read=True)
    asked = moment_of(board.panels[0], boards, HERE)
    assert asked is not None
    assert (asked.rows_by, asked.period, asked.queues) == (expected, Period(preset=preset), ("support",))


def test_a_panel_without_its_report_says_so_and_the_others_wait() -> None:
    boards = Boards(found=(BOARD,), opened="anna/Porada", is_read=True,
                    answers={"c": Answered(failure="it was refused")})  # fmt: skip
    screen = board_screen(boards, "anna", HERE)
    assert [(one.title, one.trouble, one.button, one.is_opened) for one in screen.panels] == [
        ("Queues", "Being counted…", "", True),
        ("Ráno", "The report “Ráno” is not there any more, or you may not see it.", "", False),
        ("Overview", "it was refused", "Try again", True),
        ("Unknown report", "This panel was made by a newer program.", "", False),
    ]
    assert screen.panels[0].detail == "Podpora · 22\xa0Nov\xa02026"
    assert (screen.is_own, screen.can_print, parts_of(boards, HERE)) == (True, False, ())
    assert changes_for(PANELS[1], boards) is None
    found = OwnReport(account="vera", name="Ráno", definition=None)
    newer = msgspec.structs.replace(boards, reports={Named("vera", "Ráno"): found})
    assert board_screen(newer, "vera", HERE).panels[1].trouble == "This panel was made by a newer program."


def test_anothers_dashboard_keeps_its_period_and_has_one_for_now() -> None:
    board = msgspec.structs.replace(BOARD, account="vera", period=Period(preset="last_week"))
    boards = Boards(found=(board,), opened="vera/Porada", periods={"vera/Porada": None}, is_read=True)
    assert (board.period, boards.period) == (Period(preset="last_week"), None)
    screen = board_screen(boards, "anna", HERE)
    assert (screen.is_own, screen.told, screen.choices[1].text) == (False, "from vera", "As each report has it")


def test_what_is_to_be_done_is_said_where_there_is_nothing() -> None:
    assert board_screen(Boards(), "anna", HERE).empty == ("", "", "")
    assert board_screen(Boards(is_read=True), "anna", HERE).empty[2] == "New dashboard"
    bare = Dashboard(account="anna", name="Porada")
    boards = Boards(found=(bare,), opened="anna/Porada", is_read=True)
    assert "press Dashboards" in board_screen(boards, "anna", HERE).empty[1]
    assert "Whoever made it" in board_screen(boards, "vera", HERE).empty[1]
