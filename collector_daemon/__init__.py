"""The headless daemon: AMI in, Postgres and the TCP/JSON port out.

Follow one event: ``asterisk`` (hears it) → ``store.journal`` (keeps it) → ``asterisk.translate`` (puts it into
our words) → ``core`` (understands it, pure) → ``store.recorder`` (Postgres) and ``feed`` (live clients).
``pipeline`` shows the whole flow on one screen, ``app`` makes everything and stops it in order. Beside the flow:
``alerting`` (rules over the board, and whom they call), ``past`` (the board at any moment that is kept), ``questions``
(what programs ask of the database).
Not here: anything with a window, and anything another program needs (that is ``shared``).
"""
