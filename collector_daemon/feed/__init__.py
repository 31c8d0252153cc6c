"""Live state out: the board's rows and commands over the TCP/JSON port.

Read in this order: ``board`` (rows by key, each encoded once), ``views`` (what one kind of subscriber sees
of them, numbered), ``subscriptions`` (who looks at which view), ``session`` (one client), ``server`` (all of
them). Beside them ``permissions`` and ``masking`` (what may leave), ``gate``, ``throttle``, ``tokens`` (who comes in),
``orders`` (commands under way), ``happenings`` (the topic ``events``), ``outlet`` (slow clients), ``ports`` (what
the feed asks of others). The wire itself is described in ``shared/protocol/PROTOCOL.md``. Not here: how rows
come about (``collector_daemon.core``), where accounts are kept and how commands reach the PBX.
"""
