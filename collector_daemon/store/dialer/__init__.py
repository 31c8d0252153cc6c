"""Campaigns in the database: contacts, attempts, do-not-call lists, results; the way in is ``shelves``.

Not here: the rules (``shared.campaigns``), files and calls (``collector_daemon.dialer``).
"""
