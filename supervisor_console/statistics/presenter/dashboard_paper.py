"""What a dashboard shows, for paper: of each panel with figures its chart, its sums or its table. Pure."""

from __future__ import annotations

import msgspec

from shared.reports.written import Written
from supervisor_console.reports.dashboards import Placed
from supervisor_console.statistics.presenter.dashboard_moment import Boards
from supervisor_console.statistics.presenter.dashboard_shapes import report_words
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.report import written


def parts_of(boards: Boards, base: Moment) -> tuple[Written, ...]:
    """In their order; panels without figures are left out."""
    board = boards.board
    found = (_part(one, boards, base) for one in board.panels) if board is not None else ()
    return tuple(one for one in found if one is not None)


def _part(placed: Placed, boards: Boards, base: Moment) -> Written | None:
    answered = boards.answers.get(placed.panel)
    if answered is None or answered.moment is None:
        return None
    whole = written(msgspec.structs.replace(answered.moment, language=base.language, centre=base.centre))
    if whole is None:
        return None
    report = msgspec.structs.replace(whole.report, title=report_words(placed, boards, base))
    if placed.shows == "chart" and report.charts:
        chart = report.charts[min(placed.chart, len(report.charts) - 1)]
        report = msgspec.structs.replace(report, charts=(chart,), columns=(), rows=(), total=None, compared=None)
    elif placed.shows == "figures" and report.total is not None:
        report = msgspec.structs.replace(report, charts=(), rows=(), compared=None)
    else:
        report = msgspec.structs.replace(report, charts=())
    return Written(report, whole.language, whole.centre)
