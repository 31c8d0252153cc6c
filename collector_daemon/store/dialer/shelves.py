"""Campaigns in the database: one way in for who runs them, and what every write has in common.

``DialerStore`` has the shelves; each is asynchronous, on connections of one lender::

    store = DialerStore.of(lender)
    store.campaigns   # what they are, their state                        load, put, move
    store.contacts    # whom to call                                      candidates, offer, change, held
    store.attempts    # each dialling                                     place (first of all), record, open
    store.knowledge   # may a number be called                            of, consent, put, remove
    store.counts      # where contacts are, what was reached              of, quotas, shares of abandoned calls
    store.callbacks   # callers who asked to be called back, or gave up   heard, keep, take, settle
    store.workers     # who works where, what operators can               put, remove, all, people
    store.outbox      # results for the CRM; why so many calls            put, due, sent, failed, decided

Everything raises Unavailable (nothing was done, or what was done is found by asking again) and DialerMistake for what
cannot be. Files of a million contacts come in by ``importing``, which waits for the database in a thread. Not here:
the rules (``shared.campaigns``).
"""

from __future__ import annotations

import msgspec

from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.attempts import Attempts
from collector_daemon.store.dialer.callbacks import Callbacks
from collector_daemon.store.dialer.campaigns import Campaigns
from collector_daemon.store.dialer.contacts import Contacts
from collector_daemon.store.dialer.counts import Counts
from collector_daemon.store.dialer.knowledge import Knowledge
from collector_daemon.store.dialer.outbox import Outbox
from collector_daemon.store.dialer.workers import Workers
from collector_daemon.store.dialer.writing import DialerMistake, noted
from collector_daemon.store.lending import Lender

__all__ = ["Act", "DialerMistake", "DialerStore", "noted"]


class DialerStore(msgspec.Struct, frozen=True):
    """All shelves. Make it with ``of``."""

    campaigns: Campaigns
    contacts: Contacts
    attempts: Attempts
    knowledge: Knowledge
    counts: Counts
    outbox: Outbox
    workers: Workers
    callbacks: Callbacks

    @classmethod
    def of(cls, lender: Lender) -> DialerStore:
        """On connections of the lender."""
        return cls(Campaigns(lender), Contacts(lender), Attempts(lender), Knowledge(lender), Counts(lender),
                   Outbox(lender), Workers(lender), Callbacks(lender))  # fmt: skip
