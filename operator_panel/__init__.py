"""The operator's panel: one agent's calls, queues and pauses in a small window.

It speaks to the collector daemon's feed only; an operator's PC holds no database password (dependency rule 7).
Read on in ``app`` (the program put together), ``presenter`` (what is shown), ``views`` (how), ``outbox``.
"""
