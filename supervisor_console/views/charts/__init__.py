"""Charts: ``ChartView`` shows a ``shared.reports.chart.Chart`` of any kind, with its values as hints and as a table.

``scale`` finds round ticks and says values; ``fillings`` are the patterns; ``bars``, ``lines`` and ``marks`` paint in
a plot of pyqtgraph, ``heat`` a grid of cells; ``legend`` is for the head of the panel. Pages decide what is drawn.
"""

from supervisor_console.views.charts.legend import Legend
from supervisor_console.views.charts.view import ChartView

__all__ = ["ChartView", "Legend"]
