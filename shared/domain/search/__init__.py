"""A search over stored calls: what is asked, in one frozen value that has one meaning everywhere. Pure.

Read ``query`` (what can be asked), then ``spans`` (what a period is in a zone), ``reading`` (one line of text → query)
and ``writing`` (query → that line, in the reader's language); below them ``words`` (of both languages), ``scanning``
(a line in pieces), ``bounds`` and ``dates``. Not here: how the database is asked
(``supervisor_console.reports``), and how a form shows it.
"""
