"""What a hand does to a dashboard: panels moved, widened, shown otherwise, taken off; a report put on it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import msgspec

from shared.domain.accounts import Role
from shared.domain.search.query import Period
from shared.reports.definition import Definition
from supervisor_console.reports.dashboards import Dashboard, Named, Placed, Width
from supervisor_console.reports.own_reports import OwnReport
from supervisor_console.statistics.presenter.dashboard_shapes import Shape
from supervisor_console.statistics.screen.dashboard import BoardCard

Deed = Callable[[Dashboard], Dashboard]


def moved(panel: str, by: int) -> Deed:
    """So many places further, at most to an end; the others close up."""

    def deed(board: Dashboard) -> Dashboard:
        rest = [one for one in board.panels if one.panel != panel]
        for place, one in enumerate(board.panels):
            if one.panel == panel:
                rest.insert(max(0, min(len(rest), place + by)), one)
        return msgspec.structs.replace(board, panels=tuple(rest))

    return deed


def widened(panel: str, width: Width) -> Deed:
    """As wide as this."""
    return _each(panel, lambda one: msgspec.structs.replace(one, width=width))


def shown_as(panel: str, shape: Shape) -> Deed:
    """As a chart, figures or a table."""
    return _each(panel, lambda one: msgspec.structs.replace(one, shows=shape[0], chart=shape[1]))


def removed(panel: str) -> Deed:
    """Without it."""
    return lambda board: msgspec.structs.replace(
        board, panels=tuple(one for one in board.panels if one.panel != panel)
    )


def over(period: Period | None) -> Deed:
    """Another common period; None: each panel its own."""
    return lambda board: msgspec.structs.replace(board, period=period)


def carded(card: BoardCard) -> Deed:
    """Shared as is said there."""
    roles = cast("tuple[Role, ...]", card.shared_with)
    return lambda board: msgspec.structs.replace(board, is_shared=card.is_shared, shared_with=roles)


def with_report(panel: str, definition: Definition, own: OwnReport | None, shape: Shape) -> Deed:
    """And a panel (of this name) of what is shown: of the own report itself, where it is shown as it is kept."""
    placed = Placed(panel=panel, shows=shape[0], chart=shape[1], definition=definition)
    if own is not None and own.definition is not None and _asks_same(own.definition, definition):
        placed = msgspec.structs.replace(placed, definition=None, own=Named(own.account, own.name))
    return lambda board: msgspec.structs.replace(board, panels=(*board.panels, placed))


def _asks_same(one: Definition, other: Definition) -> bool:
    return msgspec.structs.replace(one, language=other.language) == other


def _each(panel: str, change: Callable[[Placed], Any]) -> Deed:
    return lambda board: msgspec.structs.replace(
        board, panels=tuple(change(one) if one.panel == panel and not one.strange else one for one in board.panels)
    )
