"""A search as the database is asked it, under the account's own role: pages, sums, and what a form can offer.

``page``, ``sums``, ``facets`` and ``gaps`` take a connection and give frozen values (``reports.found``). A term
becomes a condition on the table of calls, which is exact (``conditions``). Which calls it may be true of is told by the
bits of closed days (``closed``, ``bit_terms``), and where days are not closed by tables of words and by indexes
(``leads``): only for speed. Row-level security hides what the account may not see; nothing here does.
"""

from supervisor_console.reports.search.facets import facets, gaps
from supervisor_console.reports.search.pages import page
from supervisor_console.reports.search.scope import SearchScope
from supervisor_console.reports.search.summing import sums

__all__ = ["SearchScope", "facets", "gaps", "page", "sums"]
