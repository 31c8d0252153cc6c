"""What is kept: the journal on disk first (``journal``), then facts in Postgres (``recorder``).

Rooms of their own: ``journal``, ``queue_log`` (what Asterisk wrote itself), ``dialer`` (campaigns), ``billing``.

Not here: what facts mean (``core``), and the tables themselves (``shared.database``).
"""
