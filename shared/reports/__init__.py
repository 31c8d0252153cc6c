"""Reports: what is asked of the database, shaped into tables with their notes, and written as CSV, XLSX or PDF.

For the console and for the daemon, which sends the ones that are due. What the figures mean is not here: see
``shared.domain.measures``. Searching single calls is not here either: see ``supervisor_console.reports.search``.
"""
