"""As what a report may stand on a dashboard, and the words of panels, menus and dialogs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from shared.language import Language, to_translate
from shared.reports.catalogue import READY, ReportName
from shared.reports.definition import OVERVIEW
from supervisor_console.reports.dashboards import Dashboard, Placed, Shows
from supervisor_console.statistics.presenter import overview, ready
from supervisor_console.statistics.presenter.dashboard_moment import Boards, definition_of, key_of
from supervisor_console.statistics.presenter.filters import period_words
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.own import ROLES, role_words
from supervisor_console.statistics.screen.dashboard import BoardCard, BoardMenu, PutScreen
from supervisor_console.statistics.screen.own import OwnLine
from supervisor_console.statistics.screen.page import Pick

Shape = tuple[Shows, int]
"""As what, and which of the charts."""
MOST_NAMED = 2
"""Queues, operators or lines that are named; more are counted."""


def shapes_of(moment: Moment | None, language: Language) -> tuple[Pick, ...]:
    """Each chart that it draws now, its figures where there are any, its table."""
    if moment is None or not moment.has_figures:
        return ()
    rows = overview.panels(moment) if moment.shown == OVERVIEW else ready.panels(moment)
    parts = [one for row in rows for one in row]
    charts = [one for one in parts if one.chart is not None]
    found = [Pick(("chart", place), language.text("Chart: {title}", title=one.title))
             for place, one in enumerate(charts)]  # fmt: skip
    if moment.shown == OVERVIEW or ready.tiles(moment):
        found.append(Pick(("figures", 0), language.text("Headline figures")))
    if any(one.table is not None for one in parts):
        found.append(Pick(("table", 0), language.text("Table")))
    return tuple(found)


def report_words(placed: Placed, boards: Boards, base: Moment) -> str:
    """What a panel is called: the name of its own report, else of the ready one."""
    if placed.own is not None:
        return placed.own.name
    definition = definition_of(placed, boards)
    if definition is None:
        return base.language.text("Unknown report")
    known = READY.get(cast("ReportName", definition.report))
    return base.language.text(known.title if known is not None else to_translate("Overview"))


def narrowed_words(asked: Moment, *, is_with_period: bool) -> str:
    """``Podpora · 9. 11. – 13. 11. 2026``: what it is narrowed to."""
    lines = {one.line: one.title for one in asked.centre.lines}
    known = dict(asked.known_agents)
    parts = (
        _few([asked.centre.queue_title(one) for one in asked.selection.queues], asked.language),
        _few([known.get(one) or one for one in asked.selection.agents], asked.language),
        _few([lines.get(one) or one for one in asked.selection.lines], asked.language),
        period_words(asked) if is_with_period else "",
    )  # fmt: skip
    return " · ".join(one for one in parts if one)


def _few(names: Sequence[str], language: Language) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return language.text("{first} and {number} more", first=names[0], number=language.number(len(names) - 1))


def board_menu(boards: Boards, account: str, base: Moment) -> BoardMenu:
    """Those there are: one's own, then others'."""
    text = base.language.text

    def note(one: Dashboard) -> str:
        if one.account != account:
            return text("from {owner}", owner=one.account)
        return (role_words(one.shared_with, base.language) or text("shared with everybody")) if one.is_shared else ""

    plural = base.language.plural
    return BoardMenu(lines=tuple(
        OwnLine(key=key_of(one), name=one.name, note=note(one), is_own=one.account == account,
                is_opened=key_of(one) == boards.opened,
                hint=plural("{number} panel", "{number} panels", len(one.panels)))
        for one in boards.found))  # fmt: skip


def board_card(board: Dashboard | None, language: Language) -> BoardCard:
    """To be written: a new one, or what is said of this one."""
    roles = tuple(Pick(role, language.text(words)) for role, words in ROLES.items())
    if board is None:
        return BoardCard(roles=roles)
    return BoardCard(key=key_of(board), name=board.name, is_shared=board.is_shared, shared_with=board.shared_with,
                     roles=roles)  # fmt: skip


def put_screen(boards: Boards, account: str, about: str, shown: Moment) -> PutScreen:
    """To be put: what is shown; one's own dashboards, the one that was opened last first."""
    own = sorted((one for one in boards.found if one.account == account), key=lambda one: key_of(one) != boards.opened)
    places = (*(Pick(one.name, one.name) for one in own), Pick("", shown.language.text("A new one")))
    return PutScreen(about=about, shapes=shapes_of(shown, shown.language), boards=places)
