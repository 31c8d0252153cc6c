"""From what is known to what the statistics page shows. Pure.

``moment`` (all that is known), ``present`` (the screen of it), ``overview`` with ``charts``, ``explain`` (a figure
explained), ``saying`` (figures in words). What the figures mean is not here: ``shared.domain.measures``.
"""

from supervisor_console.statistics.presenter import charts, ready
from supervisor_console.statistics.presenter.behind import Meant, meant, query_of
from supervisor_console.statistics.presenter.choosing import chosen, searched
from supervisor_console.statistics.presenter.drilling import drill
from supervisor_console.statistics.presenter.explain import as_text, explained
from supervisor_console.statistics.presenter.filters import period_words, queues_words
from supervisor_console.statistics.presenter.moment import ChartBy, Moment
from supervisor_console.statistics.presenter.present import present
from supervisor_console.statistics.presenter.report import written

__all__ = [
    "ChartBy",
    "Meant",
    "Moment",
    "as_text",
    "charts",
    "chosen",
    "drill",
    "explained",
    "meant",
    "period_words",
    "present",
    "query_of",
    "queues_words",
    "ready",
    "searched",
    "written",
]
