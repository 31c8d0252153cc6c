"""The time machine: the board as it was at any moment that is kept, and played on from there.

The past is found by the same analysis as the present (``analysis``), from the raw events and marks in Postgres,
beginning at a stored state of the core (``replaying``). That is heavy, so it happens in a process of its own
per viewer (``reader``, started by ``reader_process``), which sends the rows back as ``frames``; ``machine`` gives the
few seats away. Not here: showing it to a client at the pace that was asked for (``collector_daemon.feed.journey``), and
storing and finding what is read here (``collector_daemon.store``: ``states``, ``kept``).
"""
