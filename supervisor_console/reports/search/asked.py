"""A query as it is put to the database: its span, its conditions, and by what its calls are found quickest."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.domain.search.query import Query, Term
from shared.domain.search.spans import Span, span_of
from supervisor_console.reports.search import telephone
from supervisor_console.reports.search.binding import Values
from supervisor_console.reports.search.conditions import Conditions, matching_lines
from supervisor_console.reports.search.leads import Lead, hint_of, is_few, leads_of, within
from supervisor_console.reports.search.scope import SearchScope

_SETTINGS = sql(
    "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true), "
    "set_config('TimeZone', 'UTC', true), sees_all_queues() as sees_all"
)


class Asked:
    """One query before the database; ``values`` are those of the statement that is being made."""

    def __init__(self, connection: Connection, query: Query, scope: SearchScope) -> None:
        self.sees_all: bool = connection.execute(_SETTINGS).one().sees_all
        self.query, self.values = query, Values()
        self.span: Span = span_of(query.period, scope.now, scope.zone)
        self.scope = scope
        self._connection = connection
        self._lines = tuple(connection.execute(_LINES).scalars()) if any(t.field == "line" for t in query.terms) else ()
        self._conditions = Conditions(self.values, scope, self._lines)

    def conditions(self) -> str:
        """What must be true of a call ``c``, its beginning included."""
        return " and ".join([within("c.started_at", self.values, self.span), *self.terms()])

    def terms(self) -> list[str]:
        """What must be true of it, without its beginning."""
        found = [self._conditions.of(term) for term in self.query.terms]
        hints = [hint_of(term, self.values, self.scope) for term in self.query.terms]
        return found + [hint for hint in hints if hint != "true"]

    def lead(self) -> Lead | None:
        """What leads to few calls, or to them in the order of time."""
        if self.has_narrow_term:
            return None  # an index of calls is the best lead
        ordered = [lead for lead in self._leads() if lead.ordered]
        return self.few() or min(ordered, key=lambda lead: len(lead.ordered), default=None)

    def few(self) -> Lead | None:
        """What leads to few calls."""
        if self.has_narrow_term:
            return None
        for lead in self._leads():
            if not lead.ordered and is_few(self._connection, lead, self.values, self.span):
                return lead
        return None

    def lines_of(self, term: Term) -> list[str]:
        """The inbound lines that the term means."""
        return matching_lines(term, self._lines, self.scope)

    @property
    def has_narrow_term(self) -> bool:
        """Is there a term for which an index of calls is the best lead?"""
        return any(self._is_narrow(term) for term in self.query.terms)

    def _leads(self) -> list[Lead]:
        """All there are. Of each note the database asks for the call first, where not all may be seen: then reading all
        notes only to find the few is no lead."""
        found = [lead for term in self.query.terms for lead in leads_of(term, self.values)]
        return [lead for lead in found if self.sees_all or lead.condition != "true"]

    def _is_narrow(self, term: Term) -> bool:
        """A call, or a number of which so much of one end is given that few begin or end so."""
        if term.is_not:
            return False
        is_narrow = partial(telephone.is_narrow, country=self.scope.country)
        return term.field == "call" or (term.field == "number" and all(map(is_narrow, term.values)))



_LINES = sql("select distinct line from inbound_line")
