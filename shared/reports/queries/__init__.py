"""What reports ask of the database: a connection and a scope in, keys with counts out.

Each question runs under the account's own role, so it counts what that account may see. Sums that the daemon keeps
(``shared.database.tables.rollups``) answer where there are some: ``cover`` takes the coarsest that are exact for the
span, ``summed`` asks them, ``bins`` reads histograms; ``closed`` finds days and months of which more is summed up
(``shared.database.tables.closed_sums``). ``visits``, ``agents``, ``calls``, ``ringing``, ``exchanges`` (outgoing,
dispositions; transfers from the facts) give counts of ``shared.domain.measures``, ``callers`` numbers that called more
than once. Single calls are read from the facts, by an index and no more than so many: ``singles`` (abandoned ones) and
``contacts`` (who entered queues). ``presence``: how long agents were logged in. ``notes`` says what a report must add:
gaps, and how far back facts reach. Nothing here computes a rate or an average.

Attribution: a visit counts where it entered its queue, ringing where it began, a call where it began; agents' time is
cut at the borders of intervals.
"""

from shared.reports.queries.agents import agents as agents
from shared.reports.queries.callers import Repeated as Repeated
from shared.reports.queries.callers import repeated as repeated
from shared.reports.queries.calls import calls as calls
from shared.reports.queries.exchanges import dispositions as dispositions
from shared.reports.queries.exchanges import outgoing as outgoing
from shared.reports.queries.exchanges import transfers as transfers
from shared.reports.queries.notes import Notes as Notes
from shared.reports.queries.notes import notes as notes
from shared.reports.queries.ringing import ringing as ringing
from shared.reports.queries.scope import Counted as Counted
from shared.reports.queries.scope import Key as Key
from shared.reports.queries.scope import Scope as Scope
from shared.reports.queries.singles import Abandoned as Abandoned
from shared.reports.queries.singles import abandoned as abandoned
from shared.reports.queries.visits import visits as visits
