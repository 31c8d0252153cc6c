"""Asterisk's queue_log read as a second witness: held against what we tell, and a source for the time before us.

All pure. Not here: where its lines come from (``collector_daemon.commands.history``, ``collector_daemon.reporting``).
"""
