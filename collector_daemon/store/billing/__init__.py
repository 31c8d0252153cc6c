"""Billing in the database: who pays, prices, rated calls, credit, documents; the way in is ``way_in``.

Not here: what a call costs (``shared.billing``), when it is asked for (``collector_daemon.billing``).
"""
