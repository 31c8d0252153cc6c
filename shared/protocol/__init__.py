"""The TCP/JSON wire, sans-I/O: cutting lines (``lines``), messages (``messages``), values (``wire``).

Read PROTOCOL.md first; ``schema`` generates ``protocol.schema.json`` from ``messages``. Not here: sockets
(``collector_daemon.feed`` and ``shared.feed_client``), and who may do what (``shared.domain.accounts``).
"""
