"""Calls on credit while they run: quanta are reserved, the PBX is told when to end a call, the rest is given back.

Not here: what a call costs (``shared.billing``), the ledger's tables (``collector_daemon.store``).
"""
