"""Reports: what is asked of the database, shaped into tables with their notes, and written as CSV, XLSX or PDF.

Read ``selection`` (what is asked for), ``table`` (a report as a value; totals are added counts), ``comparison`` and
``explain`` (the visits behind a figure), ``chart``, ``definition`` (a report put together by somebody), ``due`` (when
one is sent), ``staffing`` (how many agents are needed); then ``queries`` and ``asking`` (the database), ``words`` and
``written`` (in the reader's language), and ``csv_out``, ``xlsx_out``, ``pdf_out``.

For the console and for the daemon, which sends the ones that are due. What the figures mean is not here: see
``shared.domain.measures``. Searching single calls is not here either: see ``supervisor_console.reports.search``.
"""
