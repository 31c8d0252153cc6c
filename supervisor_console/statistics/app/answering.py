"""What a moment asks for is asked of the database: the overview, of a search too, or a ready report."""

from __future__ import annotations

from typing import Any

from supervisor_console.reports.overview import overview
from supervisor_console.reports.statistics_search import overview_of
from supervisor_console.statistics.presenter import Moment


def answer_to(connection: Any, asked: Moment) -> dict[str, Any]:
    """What the chosen report comes to, as the moment knows it."""
    if asked.search is not None:
        of = overview_of(connection, asked.search, asked.search_scope, asked.asked.scope)
        return {"overview": of.overview, "answered": asked.asked, "found": of.calls, "is_cut": of.is_cut}
    if asked.ready is None:
        return {"overview": overview(connection, asked.asked), "answered": asked.asked}
    return {"answer": asked.ready.run(connection, asked.selection, asked.now)}
