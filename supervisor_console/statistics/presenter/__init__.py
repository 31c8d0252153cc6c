"""From what is known to what the statistics page shows. Pure.

``moment`` (all that is known), ``present`` (the screen of it), ``overview`` with ``charts``, ``explain`` (a figure
explained), ``saying`` (figures in words). What the figures mean is not here: ``shared.domain.measures``.
"""

from supervisor_console.statistics.presenter import charts
from supervisor_console.statistics.presenter.explain import as_text, explained, query_of
from supervisor_console.statistics.presenter.moment import ChartBy, Compared, Moment
from supervisor_console.statistics.presenter.present import period_words, present, queues_words
from supervisor_console.statistics.presenter.report import written

__all__ = [
    "ChartBy",
    "Compared",
    "Moment",
    "as_text",
    "charts",
    "explained",
    "period_words",
    "present",
    "query_of",
    "queues_words",
    "written",
]
