"""The TCP/JSON wire, sans-I/O: cutting lines (``lines``), messages (``messages``), values (``wire``),
moments of the past (``past``).

Read PROTOCOL.md first; ``schema`` generates ``protocol.schema.json`` from ``messages``. Not here: sockets
(``collector_daemon.feed`` and ``shared.feed_client``), and who may do what (``shared.domain.accounts``).
"""
