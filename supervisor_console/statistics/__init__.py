"""The page Statistics: ready and own reports, charts, dashboards, every figure explained.

What the figures mean: ``shared.domain.measures``; how they are asked and written: ``shared.reports``.
"""
